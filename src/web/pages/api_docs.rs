//! The API's description to read and to try, drawn by Swagger UI from `/api/openapi.json`. Everything it needs is
//! served from here, under the same policy as every page.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use super::view::{Frame, Here};
use super::{filled, sent};
use crate::web::problem::Failure;
use crate::web::service::Service;

#[derive(Template)]
#[template(path = "pages/api_docs.html")]
struct ApiDocsPage {
    frame: Frame,
}

/// `GET /api/docs`
pub(in crate::web) async fn show(service: Data<Service>) -> Result<HttpResponse, Failure> {
    let frame = Frame::new(&service.app.snapshot().base, "The JSON API", Here::Help);
    Ok(sent(StatusCode::OK, filled(&ApiDocsPage { frame })?))
}
