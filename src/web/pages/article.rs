//! One page of the base, to be read.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::prose::Prose;
use super::view::{Frame, Here};
use super::{filled, passage, same_for_all};
use crate::app::App;
use crate::kb::markdown::Section;
use crate::kb::{Kind, KnowledgeBase, Page};
use crate::web::problem::{Code, Failure};
use crate::web::query::{decoded, first_value};
use crate::web::service::Service;

/// With fewer sections than this a table of contents is only in the way.
const FEWEST_ENTRIES: usize = 3;

#[derive(Template)]
#[template(path = "pages/article.html")]
struct ArticlePage {
    frame: Frame,
    kind: &'static str,
    path: String,
    title: String,
    anchor: String,
    lang: Option<String>,
    description: Option<String>,
    symptom: Option<String>,
    contents: Vec<Entry>,
    html: String,
    owner: Option<String>,
    review_by: Option<String>,
}

/// A line of the table of contents.
struct Entry {
    anchor: String,
    heading: String,
    is_deeper: bool,
}

/// `GET /articles/{path}`
pub(in crate::web) async fn show(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let missing = || Failure::of(Code::ArticleNotFound);
    let path = request.path().strip_prefix("/articles/").and_then(|path| decoded(path, false).ok());
    let path = path.ok_or_else(missing)?;
    let snapshot = service.app.snapshot();
    if snapshot.base.published_page(&path).is_none() {
        return Err(missing());
    }
    let about = first_value(request.query_string(), "mark").filter(|about| !about.trim().is_empty());
    let anchor = first_value(request.query_string(), "at");
    same_for_all(&request, &service, move |app| {
        Ok(html(app, &path, about.as_deref(), anchor.as_deref()).unwrap_or_else(|| Err(missing())))
    })
    .await
}

/// The page; where it was looked up for something (`about`), with the passage marked that speaks of it.
fn html(app: &App, path: &str, about: Option<&str>, anchor: Option<&str>) -> Option<Result<String, Failure>> {
    let snapshot = app.snapshot();
    let base = &snapshot.base;
    let page = base.published_page(path)?;
    let prose = Prose::at_home(base, page);
    let title_heading = prose.title();
    let whole = prose.whole();
    Some(filled(&ArticlePage {
        frame: Frame::new(base, &page.title, Here::Elsewhere),
        kind: kind_word(page.kind),
        path: page.path.as_str().to_owned(),
        title: page.title.clone(),
        anchor: title_heading.map(|heading| heading.anchor.clone()).unwrap_or_default(),
        lang: page.lang.clone(),
        description: page.description.clone(),
        symptom: symptom_href(base, page),
        contents: contents(prose.sections()),
        html: about.map_or_else(|| whole.clone(), |about| passage::marked(&whole, anchor, about)),
        owner: page.owner.clone(),
        review_by: page.review_by.clone(),
    }))
}

/// The place of a page in the base, for the line above its title.
fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "Article",
        Kind::Symptom => "Symptom",
        Kind::Cause => "Cause",
        Kind::Fix => "Fix",
        Kind::Question => "Question",
        Kind::Check => "Check",
        Kind::OutOfScope => "Out of scope",
    }
}

fn symptom_href(base: &KnowledgeBase, page: &Page) -> Option<String> {
    let symptom = base.symptoms().find(|symptom| symptom.page == page.path)?;
    Some(format!("/symptoms/{}", symptom.id))
}

fn contents(sections: &[Section]) -> Vec<Entry> {
    let below_title = sections.iter().filter(|section| section.level > 1);
    let top = below_title.clone().map(|section| section.level).min().unwrap_or(2);
    let entries: Vec<Entry> = below_title
        .filter(|section| section.level <= top + 1 && !section.heading.is_empty())
        .map(|section| Entry {
            anchor: section.anchor.clone(),
            heading: section.heading.clone(),
            is_deeper: section.level > top,
        })
        .collect();
    if entries.len() < FEWEST_ENTRIES { Vec::new() } else { entries }
}
