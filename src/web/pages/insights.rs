//! How the base stands, for the people who write it: what is served, and what keeps an edit from it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use super::authors::{PageProblems, StateView, by_page};
use super::view::{Frame, Here};
use super::{filled, sent};
use crate::web::problem::Failure;
use crate::web::service::Service;

#[derive(Template)]
#[template(path = "pages/insights.html")]
struct InsightsPage {
    frame: Frame,
    state: StateView,
    /// What keeps the last edit from being served.
    kept_back: Vec<PageProblems>,
    /// What is wrong with the state that is served.
    problems: Vec<PageProblems>,
}

/// `GET /insights`
pub(in crate::web) async fn show(service: Data<Service>) -> Result<HttpResponse, Failure> {
    let files = service.app.files();
    let kept_back = files.refused.iter().flat_map(|refused| &refused.problems);
    let page = InsightsPage {
        frame: Frame::new(&files.served.base, "Knowledge base", Here::Elsewhere),
        state: StateView::of(&files),
        kept_back: by_page(kept_back, false),
        problems: by_page(files.served.problems.iter(), false),
    };
    Ok(sent(StatusCode::OK, filled(&page)?))
}
