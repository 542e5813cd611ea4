//! How to use deskdoc. The link to it stands in the same place on every page.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use super::view::{Frame, HandOver, Here};
use super::{filled, sent};
use crate::web::problem::Failure;
use crate::web::service::Service;

#[derive(Template)]
#[template(path = "pages/help.html")]
struct HelpPage {
    frame: Frame,
    hand_over: HandOver,
}

/// `GET /help`
pub(in crate::web) async fn show(service: Data<Service>) -> Result<HttpResponse, Failure> {
    let snapshot = service.app.snapshot();
    let frame = Frame::new(&snapshot.base, "Help", Here::Help);
    let hand_over = HandOver::from(&snapshot.base.settings().escalation);
    Ok(sent(StatusCode::OK, filled(&HelpPage { frame, hand_over })?))
}
