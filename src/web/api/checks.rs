//! A configuration in, verdicts out.

use actix_web::web::{Data, Json, Payload};
use actix_web::{HttpRequest, post};

use super::configuration::{format, refused};
use super::parameters::Parameters;
use crate::app::{Document, MOST_CAUSES};
use crate::kb::SymptomId;
use crate::web::guard::body::{self, Expected};
use crate::web::openapi::ConfigurationRefusals;
use crate::web::problem::Failure;
use crate::web::service::{Service, work};
use crate::wire::CheckReport;

/// Judges a configuration: a snapshot, a package export, or any text with a form or an address in it.
///
/// Keeps nothing. What is missing never passes; a secret is dropped before anything is looked at, and `findings` says
/// so. Broken JSON or XML is judged as far as it could be read.
#[utoipa::path(
    tag = "diagnosis",
    params(
        ("symptom" = Option<String>, Query, description = "What is seen: only the causes of this symptom are ranked", min_length = 1, pattern = r"^[a-z0-9][a-z0-9_-]*$", nullable = false),
        ("limit" = Option<usize>, Query, description = "How many causes at most; 100 unless given", minimum = 1, maximum = 100, nullable = false)
    ),
    request_body(
        description = "The configuration. A snapshot is an object of `campaign`, `ims` and `user`; unknown names are passed over.",
        content((serde_json::Map<String, serde_json::Value> = "application/json"), (String = "application/xml"), (String = "text/plain"))
    ),
    responses((status = 200, description = "What the checks say", body = CheckReport), ConfigurationRefusals)
)]
#[post("/api/v1/checks")]
pub(in crate::web) async fn checks(
    request: HttpRequest,
    payload: Payload,
    service: Data<Service>,
) -> Result<Json<CheckReport>, Failure> {
    let (symptom, limit) = asked(&service, request.query_string())?;
    let content = body::read(&request, payload, Expected::Configuration).await?.into_bytes();
    let documents = [Document { name: None, content, format: Some(format(&request)) }];
    let answer = work(&service, move |app| Ok(app.check(&documents, symptom.as_ref())));
    let answer = answer.await?.map_err(|bad| refused(&bad))?;
    Ok(Json(answer.to_wire(limit)))
}

/// The symptom and the number of causes.
fn asked(service: &Data<Service>, query: &str) -> Result<(Option<SymptomId>, usize), Failure> {
    let mut parameters = Parameters::read(query)?;
    let limit = parameters.take_number("limit", MOST_CAUSES, MOST_CAUSES);
    let symptom = parameters.take("symptom").and_then(|id| {
        let snapshot = service.app.snapshot();
        let base = &snapshot.base;
        let known = SymptomId::parse(&id).ok().and_then(|id| base.symptom(&id));
        let known =
            known.filter(|symptom| base.is_published(&symptom.page)).map(|symptom| symptom.id.clone());
        if known.is_none() {
            parameters.refuse("symptom", "there is no symptom of this id; /api/v1/symptoms lists them");
        }
        known
    });
    parameters.finish("`symptom`, `limit`")?;
    Ok((symptom, limit))
}
