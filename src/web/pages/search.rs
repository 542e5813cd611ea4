//! Searching: what was found, or what to read while nothing has been looked for.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::choosing::{Chooser, choosers};
use super::view::{FoundPage, Frame, Here, ReadOn};
use super::{filled, sent, words};
use crate::app::filter;
use crate::kb::{Kind, KnowledgeBase, SectionRef};
use crate::search::{Facet, Filter, Found};
use crate::web::api::search::{BETWEEN, LONGEST_QUERY, MOST_FILTERS};
use crate::web::problem::Failure;
use crate::web::query::{encoded, first_value, values};
use crate::web::service::{Service, work};
use crate::wire::{self, SearchResults};

/// How many sections are shown.
const MOST_HITS: usize = 20;

#[derive(Template)]
#[template(path = "pages/search.html")]
struct SearchPage {
    frame: Frame,
    query: String,
    choosers: Vec<Chooser>,
    is_filtered: bool,
    without_filters: String,
    notes: Vec<String>,
    found: String,
    pages: Vec<FoundPage>,
    ask_href: String,
    articles: Vec<ReadOn>,
}

/// `GET /search?q=…&filter=key:value`
pub(in crate::web) async fn show(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let query = first_value(request.query_string(), "q").unwrap_or_default();
    let query: String = query.trim().chars().take(LONGEST_QUERY).collect();
    let chosen = values(request.query_string(), "filter");
    let filters: Vec<Filter> =
        chosen.iter().filter_map(|text| filter(text, BETWEEN)).take(MOST_FILTERS).collect();
    let html = work(&service, move |app| {
        let found =
            if query.is_empty() { Found::default() } else { app.search(&query, &filters, MOST_HITS)? };
        let snapshot = app.snapshot();
        Ok(html(&snapshot.base, &snapshot.facets, query, &filters, &found))
    });
    Ok(sent(StatusCode::OK, html.await??))
}

fn html(
    base: &KnowledgeBase,
    facets: &[Facet],
    query: String,
    filters: &[Filter],
    found: &Found,
) -> Result<String, Failure> {
    let results = SearchResults::new(query, filters, found);
    let query = results.query;
    let shown: String = query.chars().take(60).collect();
    let title = if query.is_empty() { "Search".to_owned() } else { format!("{shown} – Search") };
    filled(&SearchPage {
        frame: Frame::new(base, &title, Here::Search),
        choosers: choosers(facets, filters),
        is_filtered: !filters.is_empty(),
        without_filters: format!("/search?q={}", encoded(&query)),
        found: words::counted(found.hits.len(), "section", "sections"),
        pages: FoundPage::all(&found.hits),
        ask_href: format!("/?q={}#answer", encoded(&query)),
        articles: if query.is_empty() { articles(base) } else { Vec::new() },
        notes: results.notes,
        query,
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
