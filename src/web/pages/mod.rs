//! What people see: one file for each page, each a translation into the values of [`view`] and a template.
//!
//! Pages are whole without script. Everything that is shown is escaped by the templates, except for HTML that the
//! base's own Markdown reader wrote.

mod advice;
pub(super) mod api_docs;
pub(super) mod article;
mod authors;
mod choosing;
mod configuration;
pub(super) mod conversation;
pub(super) mod error;
pub(super) mod feedback;
pub(super) mod freshness;
pub(super) mod help;
pub(super) mod home;
pub(super) mod insights;
mod passage;
pub(super) mod picture;
mod posted;
pub(super) mod preview;
mod prose;
mod result;
pub(super) mod search;
pub(super) mod sign_in;
pub(super) mod suggestions;
pub(super) mod symptoms;
#[cfg(test)]
mod tests;
pub(super) mod tree;
mod view;
mod words;

use actix_web::http::StatusCode;
use actix_web::http::header::ContentType;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::problem::Failure;
use super::recent;
use super::service::{Service, work};
use crate::app::{self, App};

/// Fills a template.
fn filled(template: &impl Template) -> Result<String, Failure> {
    template.render().map_err(|error| {
        tracing::error!(%error, "a template broke");
        Failure::internal()
    })
}

/// The answer that carries a page.
fn sent(status: StatusCode, html: impl Into<Bytes>) -> HttpResponse {
    HttpResponse::build(status).content_type(ContentType::html()).body(html.into())
}

/// A page that is the same whenever somebody asks for this address in this state of the base: made once, and sent from
/// memory for a while. `tag` names the state and whoever looks at it.
async fn same_for_all(
    request: &HttpRequest,
    service: &Data<Service>,
    make: impl FnOnce(&App) -> Result<Result<String, Failure>, app::Error> + Send + 'static,
) -> Result<HttpResponse, Failure> {
    let tag = freshness::tag(&service.app.snapshot().revision);
    if freshness::is_known(request, &tag) {
        return Ok(freshness::not_modified(&tag));
    }
    let key = recent::key(&[&tag, request.path(), request.query_string()]);
    let html = match service.pages.find(&key) {
        Some(html) => html,
        None => {
            let html = Bytes::from(work(service, make).await??);
            // What was made of a state that came meanwhile belongs under its name.
            if freshness::tag(&service.app.snapshot().revision) == tag {
                service.pages.keep(key, html.clone(), html.len());
            }
            html
        }
    };
    Ok(freshness::tagged(sent(StatusCode::OK, html), &tag))
}
