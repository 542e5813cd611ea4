//! Is the process alive, and can it answer?

use actix_web::get;
use actix_web::web::{Data, Json};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::Refused;
use crate::kb::{Problem, Severity};
use crate::web::openapi::ProbeRefusals;
use crate::web::problem::{Code, Failure};
use crate::web::service::Service;

/// How many problems of the base are named one by one.
const MOST_NAMED: usize = 20;

/// The process lives.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(in crate::web) struct Alive {
    /// Always `alive`.
    status: &'static str,
}

/// Questions can be answered.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(in crate::web) struct Ready {
    /// Always `ready`.
    status: &'static str,
    /// What does not work as it should, in words; empty when all is well.
    degraded: Vec<String>,
    /// Which state of the base is served: equal bases have equal revisions.
    revision: String,
}

/// Says that the process lives. Touches nothing.
#[utoipa::path(
    tag = "operations",
    responses((status = 200, description = "The process lives", body = Alive), ProbeRefusals)
)]
// Probes add a query so that nobody in between answers for us: here and below it is not looked at.
#[get("/healthz")]
pub(in crate::web) async fn healthz() -> Json<Alive> {
    Json(Alive { status: "alive" })
}

/// Says whether questions can be answered, and what is not as it should be.
///
/// Everybody may ask, so it names pages by their path in the base and nothing by its place on this machine.
#[utoipa::path(
    tag = "operations",
    responses((status = 200, description = "Questions can be answered", body = Ready), ProbeRefusals)
)]
#[get("/readyz")]
pub(in crate::web) async fn readyz(service: Data<Service>) -> Result<Json<Ready>, Failure> {
    if service.is_draining() {
        return Err(Failure::of(Code::Draining));
    }
    let snapshot = service.app.snapshot();
    let mut degraded = service.app.refused().map(|refused| of_edit(&refused)).unwrap_or_default();
    // Warnings do not keep anything from working.
    let errors = snapshot.problems.iter().filter(|problem| problem.severity == Severity::Error);
    degraded.extend(told("knowledge base", &errors.collect::<Vec<_>>()));
    degraded.extend(snapshot.unkept.iter().map(|_| {
        "search index: in memory only, for it cannot be written to the data folder; the log says why"
            .to_owned()
    }));
    degraded.extend(service.app.store_trouble());
    let tls = service.tls.as_ref().and_then(|tls| tls.trouble());
    degraded.extend(tls.map(|_| {
        "TLS: the new certificate cannot be used, the log says why; the old one is shown".to_owned()
    }));
    degraded.extend(service.app.notes_trouble());
    Ok(Json(Ready { status: "ready", degraded, revision: snapshot.revision.clone() }))
}

/// Why an edit is not served.
fn of_edit(refused: &Refused) -> Vec<String> {
    let mut lines = vec![format!("reload: {}; the last good state is served", refused.for_strangers)];
    lines.extend(told("reload", &refused.problems.iter().collect::<Vec<_>>()));
    lines
}

/// Problems of pages in words, the first ones by name.
fn told(what: &str, problems: &[&Problem]) -> Vec<String> {
    let line =
        |problem: &&Problem| format!("{what}: {}: {} [{}]", problem.place(), problem.message, problem.code);
    let mut lines: Vec<String> = problems.iter().take(MOST_NAMED).map(line).collect();
    let n_more = problems.len() - lines.len();
    if n_more > 0 {
        lines.push(format!("{what}: {n_more} more errors; `deskdoc lint` lists them"));
    }
    lines
}
