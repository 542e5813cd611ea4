//! "Make a page of it": what was asked in vain as the beginning of a page, to be copied or downloaded.

use actix_web::http::{StatusCode, header};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::chosen;
use crate::insights::{Stub, stub};
use crate::web::insights::look;
use crate::web::pages::view::{Frame, Here};
use crate::web::pages::{filled, sent};
use crate::web::problem::{Code, Failure};
use crate::web::query::{encoded, first_value};
use crate::web::service::Service;

#[derive(Template)]
#[template(path = "pages/insights_page.html")]
struct StubPage {
    frame: Frame,
    file: String,
    text: String,
    n_rows: usize,
    download: String,
    back: String,
}

/// `GET /insights/page?of=…&period=…`
pub(in crate::web) async fn show(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let Stub { file, text } = found(&request, &service).await?;
    let query = chosen(&request, &service)?.query();
    let of = first_value(request.query_string(), "of").unwrap_or_default();
    let page = StubPage {
        frame: Frame::new(&service.app.snapshot().base, "A page to begin with", Here::Insights),
        n_rows: text.lines().count() + 1,
        download: format!("/insights/page.md?of={}&{query}", encoded(&of)),
        back: format!("/insights?{query}#asked"),
        file,
        text,
    };
    Ok(sent(StatusCode::OK, filled(&page)?))
}

/// `GET /insights/page.md?of=…&period=…`
pub(in crate::web) async fn download(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let Stub { file, text } = found(&request, &service).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/markdown; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\"")))
        .body(text))
}

/// The page of the cluster that has a message.
async fn found(request: &HttpRequest, service: &Data<Service>) -> Result<Stub, Failure> {
    let of = first_value(request.query_string(), "of").unwrap_or_default();
    let insights = look(service, chosen(request, service)?.period).await?;
    let cluster = insights.clusters.iter().find(|cluster| cluster.ids.contains(&of));
    cluster.map(stub).ok_or_else(|| Failure::of(Code::NotFound))
}
