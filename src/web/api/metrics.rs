//! The figures of the server, for a collector such as Prometheus.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};

use super::parameters::Parameters;
use crate::kb::Severity;
use crate::telemetry::metrics::{exposition, looked_up};
use crate::web::guard::operator;
use crate::web::openapi::OperatorRefusals;
use crate::web::problem::Failure;
use crate::web::service::Service;

/// Tells what was counted, in the text format of Prometheus.
///
/// For programs on the same machine, for addresses that the operator lists (`metrics_from`), and for tokens with the
/// scope `admin`.
#[utoipa::path(
    tag = "operations",
    responses(
        (status = 200, description = "All figures", body = String, content_type = "text/plain"),
        OperatorRefusals
    )
)]
#[get("/metrics")]
pub(in crate::web) async fn metrics(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    Parameters::read(request.query_string())?.finish("none")?;
    operator::let_in(&request, &service, &service.settings.metrics_from)?;
    let mut text = exposition();
    tell_of_the_base(&service, &mut text);
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(text))
}

fn tell_of_the_base(service: &Service, text: &mut String) {
    let snapshot = service.app.snapshot();
    let base = &snapshot.base;
    let of_severity =
        |severity| snapshot.problems.iter().filter(|problem| problem.severity == severity).count();
    let revision = [("revision", snapshot.revision.as_str()), ("version", env!("CARGO_PKG_VERSION"))];
    looked_up(text, "deskdoc_base_info", "The base that is served, by its revision.", &[(&revision, 1)]);
    looked_up(text, "deskdoc_base_pages", "Pages of the base.", &[(&[], base.pages().len())]);
    looked_up(text, "deskdoc_base_symptoms", "Symptoms of the base.", &[(&[], base.symptoms().count())]);
    let problems: [(&[(&str, &str)], usize); 2] = [
        (&[("severity", "error")], of_severity(Severity::Error)),
        (&[("severity", "warning")], of_severity(Severity::Warning)),
    ];
    looked_up(text, "deskdoc_base_problems", "What is wrong with the pages of the base.", &problems);
    let is_usable = usize::from(service.app.store_trouble().is_none());
    looked_up(text, "deskdoc_store_usable", "Whether conversations can be kept.", &[(&[], is_usable)]);
    let is_draining = usize::from(service.is_draining());
    looked_up(text, "deskdoc_draining", "Whether the process is about to end.", &[(&[], is_draining)]);
}
