//! The pictures that articles show.

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use crate::web::problem::{Code, Failure};
use crate::web::query::decoded;
use crate::web::service::{Service, work};

/// `GET /pictures/{path}`
pub(in crate::web) async fn show(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let missing = || Failure::of(Code::NotFound);
    let path = request.path().strip_prefix("/pictures/").and_then(|path| decoded(path, false).ok());
    let path = path.ok_or_else(missing)?;
    let kind = content_type(&path).ok_or_else(missing)?;
    let bytes = work(&service, move |app| Ok(app.asset(&path))).await?.ok_or_else(missing)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CACHE_CONTROL, "private, max-age=300"))
        .body(bytes))
}

/// Only what browsers show without running anything in it.
fn content_type(path: &str) -> Option<&'static str> {
    let (_, ending) = path.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "png" => Some("image/png"),
        "jpg" | "jpeg" => Some("image/jpeg"),
        "gif" => Some("image/gif"),
        "webp" => Some("image/webp"),
        "avif" => Some("image/avif"),
        _ => None,
    }
}
