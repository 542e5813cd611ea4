//! Searching: what was found, or what to read while nothing has been looked for.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::view::{Frame, Here, Hit, ReadOn};
use super::{filled, sent, words};
use crate::kb::{Kind, KnowledgeBase, SectionRef};
use crate::web::api::search::LONGEST_QUERY;
use crate::web::problem::Failure;
use crate::web::query::{encoded, first_value};
use crate::web::service::{Service, work};
use crate::wire;

/// How many sections are shown.
const MOST_HITS: usize = 20;

#[derive(Template)]
#[template(path = "pages/search.html")]
struct SearchPage {
    frame: Frame,
    query: String,
    found: String,
    hits: Vec<Hit>,
    ask_href: String,
    articles: Vec<ReadOn>,
}

/// `GET /search?q=…`
pub(in crate::web) async fn show(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let query = first_value(request.query_string(), "q").unwrap_or_default();
    let query: String = query.trim().chars().take(LONGEST_QUERY).collect();
    let html = work(&service, move |app| {
        let hits = if query.is_empty() { Vec::new() } else { app.search(&query, MOST_HITS)? };
        Ok(html(&app.snapshot().base, query, hits.iter().map(Hit::from).collect()))
    });
    Ok(sent(StatusCode::OK, html.await??))
}

fn html(base: &KnowledgeBase, query: String, hits: Vec<Hit>) -> Result<String, Failure> {
    let shown: String = query.chars().take(60).collect();
    let title = if query.is_empty() { "Search".to_owned() } else { format!("{shown} – Search") };
    filled(&SearchPage {
        frame: Frame::new(base, &title, Here::Search),
        found: words::counted(hits.len(), "section", "sections"),
        ask_href: format!("/?q={}#answer", encoded(&query)),
        articles: if query.is_empty() { articles(base) } else { Vec::new() },
        query,
        hits,
    })
}

/// All articles in the order of their paths.
fn articles(base: &KnowledgeBase) -> Vec<ReadOn> {
    let published = base.pages().iter().filter(|page| page.kind == Kind::Article && page.is_published());
    published
        .map(|page| ReadOn {
            title: page.title.clone(),
            href: wire::href(&SectionRef { page: page.path.clone(), anchor: None }),
            host: None,
        })
        .collect()
}
