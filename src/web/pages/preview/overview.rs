//! The base at a glance: its state, what is wrong, drafts, and all pages.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::let_in;
use crate::kb::{Kind, KnowledgeBase, Page};
use crate::web::pages::authors::{PageProblems, StateView, by_page, preview_href};
use crate::web::pages::view::{Frame, Here};
use crate::web::pages::words::{capitalised, counted};
use crate::web::pages::{filled, sent};
use crate::web::problem::Failure;
use crate::web::service::Service;

/// So many pages of a kind are listed; search finds the others.
const MOST_PAGES: usize = 300;

#[derive(Template)]
#[template(path = "pages/preview.html")]
struct OverviewPage {
    frame: Frame,
    /// What the page was made of; changes with every edit.
    made_of: String,
    state: StateView,
    problems: Vec<PageProblems>,
    drafts: Vec<Entry>,
    kinds: Vec<PagesOfAKind>,
}

/// The pages of one kind.
struct PagesOfAKind {
    title: String,
    pages: Vec<Entry>,
    /// How many more there are.
    n_more: usize,
}

/// A page to look at.
struct Entry {
    title: String,
    path: String,
    href: String,
    is_draft: bool,
}

/// `GET /preview`
pub(in crate::web) async fn show(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let_in(&request, &service)?;
    let files = service.app.files();
    let base = files.base();
    let page = OverviewPage {
        frame: Frame::new(base, "Preview", Here::Elsewhere),
        made_of: files.state(),
        state: StateView::of(&files),
        problems: by_page(files.problems().iter(), true),
        drafts: base.pages().iter().filter(|page| page.draft).take(MOST_PAGES).map(Entry::of).collect(),
        kinds: Kind::ALL.into_iter().filter_map(|kind| PagesOfAKind::of(base, kind)).collect(),
    };
    Ok(sent(StatusCode::OK, filled(&page)?))
}

impl PagesOfAKind {
    fn of(base: &KnowledgeBase, kind: Kind) -> Option<Self> {
        let pages = || base.pages().iter().filter(|page| page.kind == kind);
        let n_pages = pages().count();
        let title = capitalised(&kind.word().replace('-', " "));
        (n_pages > 0).then(|| Self {
            title: format!("{title}: {}", counted(n_pages, "page", "pages")),
            pages: pages().take(MOST_PAGES).map(Entry::of).collect(),
            n_more: n_pages.saturating_sub(MOST_PAGES),
        })
    }
}

impl Entry {
    fn of(page: &Page) -> Self {
        Self {
            title: page.title.clone(),
            path: page.path.to_string(),
            href: preview_href(&page.path),
            is_draft: page.draft,
        }
    }
}
