//! Takes what people say about the help they got.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, post};

use super::described::IdempotencyKey;
use super::idempotency;
use super::json::Fields;
use super::parameters::Parameters;
use crate::web::feedback::keep;
use crate::web::guard::body::{self, Expected};
use crate::web::openapi::FeedbackRefusals;
use crate::web::problem::Failure;
use crate::web::service::Service;
use crate::wire::{FeedbackRequest, FeedbackV1, FeedbackVerdict};

/// Keeps what somebody says about the help they got.
///
/// With an `Idempotency-Key` the request may be sent again and is kept once. Secrets are struck out of the comment.
#[utoipa::path(
    tag = "insights",
    params(
        IdempotencyKey
    ),
    request_body = FeedbackRequest,
    responses((status = 201, description = "It is kept", body = FeedbackV1), FeedbackRefusals)
)]
#[post("/api/v1/feedback")]
pub(in crate::web) async fn feedback(
    request: HttpRequest,
    payload: Payload,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    Parameters::read(request.query_string())?.finish("none")?;
    let body = body::read(&request, payload, Expected::Json).await?;
    let key = idempotency::key(&request, &body)?;
    let given = request_from(&body)?;
    let answer = |kept: &FeedbackV1| idempotency::answer(StatusCode::CREATED, &[], kept);
    Ok(idempotency::send(&keep(&service, &given, key, answer).await?))
}

/// # Errors
/// A [`Failure`] that names every wrong field.
fn request_from(body: &str) -> Result<FeedbackRequest, Failure> {
    let mut fields = Fields::read(body)?;
    let verdict = if fields.has("verdict") {
        let found = fields.take_text("verdict").map(|word| FeedbackVerdict::from_word(&word));
        if let Some(None) = found {
            fields.refuse("verdict", "expected `helped`, `partly` or `did_not_help`");
        }
        found.flatten()
    } else {
        fields.refuse("verdict", "is not there; expected `helped`, `partly` or `did_not_help`");
        None
    };
    let mut text = |name: &str| {
        fields.pass_over_null(name);
        fields.take_text(name)
    };
    let given = FeedbackRequest {
        verdict: verdict.unwrap_or(FeedbackVerdict::Helped),
        conversation: text("conversation"),
        symptom: text("symptom"),
        cause: text("cause"),
        fix: text("fix"),
        page: text("page"),
        comment: text("comment"),
    };
    fields.finish("`verdict`, `conversation`, `symptom`, `cause`, `fix`, `page`, `comment`")?;
    Ok(given)
}
