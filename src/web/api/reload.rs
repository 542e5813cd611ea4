//! The pages have changed: reading them anew.

use std::sync::atomic::Ordering;

use actix_web::web::{Data, Json, Payload};
use actix_web::{HttpRequest, post};
use serde::Serialize;
use utoipa::ToSchema;

use super::json::Fields;
use super::parameters::Parameters;
use crate::app::Reloaded;
use crate::web::guard::body::{self, Expected};
use crate::web::guard::operator;
use crate::web::openapi::ReloadRefusals;
use crate::web::problem::{Code, Failure};
use crate::web::service::{Service, work};
use crate::wire::LintProblem;

/// So many may wait for pages to be read, one of them while they are read: whoever comes last shares what becomes of
/// it, and more would only keep others from being answered.
const MOST_WAITING: u64 = 2;

/// What became of reading the pages anew.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(in crate::web) struct ReloadAnswer {
    /// `unchanged`: the pages are what is served; `replaced`: they are served from now on; `refused`: they have errors
    /// that the state in use does not have, which is served as before.
    outcome: &'static str,
    /// Which state of the base is served: equal bases have equal revisions.
    revision: String,
    /// Why the pages are not served, in words; null unless they were refused.
    #[schema(required)]
    reason: Option<String>,
    /// The errors that keep them from being served.
    problems: Vec<LintProblem>,
}

/// Reads the pages of the base anew, and serves them if they are sound.
///
/// For programs on the same machine, and for tokens with the scope `admin`. Takes no body, or an object without fields. The answer comes when the pages are served, or refused.
#[utoipa::path(
    tag = "operations",
    responses(
        (status = 200, description = "The pages were read", body = ReloadAnswer),
        ReloadRefusals
    )
)]
#[post("/api/v1/reload")]
pub(in crate::web) async fn reload(
    request: HttpRequest,
    payload: Payload,
    service: Data<Service>,
) -> Result<Json<ReloadAnswer>, Failure> {
    Parameters::read(request.query_string())?.finish("none")?;
    operator::let_in(&request, &service, &[])?;
    if body::is_announced(request.headers()) {
        let said = body::read(&request, payload, Expected::Json).await?;
        if !said.is_empty() {
            Fields::read(&said)?.finish("none")?;
        }
    }
    let waiting = Waiting::begin(&service)?;
    let answer = work(&service, |app| {
        let outcome = app.reload();
        Ok(ReloadAnswer::of(&outcome, app.snapshot().revision.clone()))
    });
    let answer = answer.await?;
    drop(waiting);
    Ok(Json(answer))
}

impl ReloadAnswer {
    fn of(outcome: &Reloaded, revision: String) -> Self {
        let (reason, problems) = match outcome {
            Reloaded::Refused(refused) => (Some(refused.reason.clone()), refused.problems.as_slice()),
            Reloaded::Unchanged | Reloaded::Replaced => (None, &[][..]),
        };
        let problems = problems.iter().map(LintProblem::from).collect();
        Self { outcome: outcome.word(), revision, reason, problems }
    }
}

/// A place among those who wait; dropped, it is free again.
struct Waiting(Data<Service>);

impl Waiting {
    fn begin(service: &Data<Service>) -> Result<Self, Failure> {
        let waiting = Self(service.clone());
        if service.n_reloads.fetch_add(1, Ordering::Relaxed) < MOST_WAITING {
            return Ok(waiting);
        }
        Err(Failure::of(Code::Busy))
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.n_reloads.fetch_sub(1, Ordering::Relaxed);
    }
}
