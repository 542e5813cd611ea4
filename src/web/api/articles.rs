//! Reads one page of the base.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};

use super::described::KnownState;
use super::parameters::Parameters;
use crate::web::openapi::LookUpRefusals;
use crate::web::pages::freshness;
use crate::web::problem::{Code, Failure};
use crate::web::query::decoded;
use crate::web::service::Service;
use crate::wire::Article;

const ADDRESS: &str = "/api/v1/articles/";

/// Reads a page: its sections as text without markup, and where their links lead.
///
/// The path is the one that search answers with, with or without `.md`; its slashes may stand as they are. Answers
/// carry an `ETag`: with `If-None-Match` a page that has not changed is not sent again.
#[utoipa::path(
    tag = "reading",
    params(
        ("path" = String, Path, description = "The page's path below the root of the knowledge base", example = "ims/articles/configuring-ims.md"),
        KnownState
    ),
    responses(
        (status = 200, description = "The page", body = Article),
        (status = 304, description = "The page has not changed"),
        LookUpRefusals
    )
)]
#[get("/api/v1/articles/{path:.*}")]
pub(in crate::web) async fn article(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    Parameters::read(request.query_string())?.finish("none")?;
    let snapshot = service.app.snapshot();
    let path = request.path().strip_prefix(ADDRESS).and_then(|path| decoded(path, false).ok());
    let page = path.and_then(|path| snapshot.base.published_page(&path));
    let page = page.ok_or_else(|| Failure::of(Code::ArticleNotFound))?;
    let tag = freshness::tag(&snapshot.revision);
    if freshness::is_known(&request, &tag) {
        return Ok(freshness::not_modified(&tag));
    }
    Ok(freshness::tagged(HttpResponse::Ok().json(Article::of(&snapshot.base, page)), &tag))
}
