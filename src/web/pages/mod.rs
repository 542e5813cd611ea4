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
pub(super) mod suggestions;
pub(super) mod symptoms;
#[cfg(test)]
mod tests;
pub(super) mod tree;
mod view;
mod words;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::ContentType;
use askama::Template;

use super::problem::Failure;

/// Fills a template.
fn filled(template: &impl Template) -> Result<String, Failure> {
    template.render().map_err(|error| {
        tracing::error!(%error, "a template broke");
        Failure::internal()
    })
}

/// The answer that carries a page.
fn sent(status: StatusCode, html: String) -> HttpResponse {
    HttpResponse::build(status).content_type(ContentType::html()).body(html)
}
