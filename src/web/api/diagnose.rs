//! One description of a trouble in, what deskdoc makes of it out.

use std::sync::Arc;

use actix_web::http::header::ContentType;
use actix_web::web::{Bytes, Data, Payload};
use actix_web::{HttpRequest, HttpResponse, post};
use serde::Deserialize;
use utoipa::ToSchema;

use super::configuration::refused;
use super::json::{Fields, Value};
use super::parameters::Parameters;
use crate::app::{Document, MOST_CAUSES};
use crate::facts::Format;
use crate::recognition::LONGEST_TEXT;
use crate::telemetry::metrics;
use crate::web::guard::body::{self, Expected};
use crate::web::openapi::PostRefusals;
use crate::web::problem::{Code, Failure};
use crate::web::recent;
use crate::web::service::{Service, work};
use crate::wire::{Diagnosis, FieldError};

/// A description of a trouble.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct DiagnoseRequest {
    /// What is seen, in any words: a sentence, an error message, a ticket, a piece of a log. 65,536 bytes at most.
    // The limit counts bytes, and a schema could only count characters: the words above say it.
    #[schema(min_length = 1, pattern = r"\S", example = "after login I land on adobe.com")]
    text: String,
    /// Configuration to be judged: a snapshot as an object, or an export, a form or any other text in quotes. What is
    /// known of it counts.
    #[schema(nullable = false)]
    facts: Option<Facts>,
    /// How many causes are listed at most; 100 unless it is given.
    #[schema(minimum = 1, maximum = 100, nullable = false)]
    limit: Option<usize>,
}

/// Configuration: a snapshot as an object, or any text with a form, an export or an address in it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(untagged)]
pub(in crate::web) enum Facts {
    /// A snapshot.
    #[schema(value_type = Object)]
    Snapshot(serde_json::Map<String, serde_json::Value>),
    /// A form, an export, an address, or a text with some of them.
    Text(String),
}

/// Recognises the symptom in a text, ranks the causes behind it and names the next step.
///
/// Keeps nothing. Fast enough to be called while a ticket is typed.
#[utoipa::path(
    tag = "diagnosis",
    request_body = DiagnoseRequest,
    responses((status = 200, description = "What deskdoc makes of the text", body = Diagnosis), PostRefusals)
)]
#[post("/api/v1/diagnose")]
pub(in crate::web) async fn diagnose(
    request: HttpRequest,
    payload: Payload,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    Parameters::read(request.query_string())?.finish("none")?;
    let body = body::read(&request, payload, Expected::Json).await?;
    if let Some(answered) = service.answers.find(&recent::key(&[&service.app.snapshot().revision, &body])) {
        metrics::OUTCOMES.add([answered.outcome.to_owned(), answered.symptom.to_string()]);
        return Ok(answered.send());
    }
    let asked = DiagnoseRequest::from_body(&body)?;
    let limit = asked.limit.unwrap_or(MOST_CAUSES);
    let facts: Vec<Document> = asked.facts.into_iter().map(Document::from).collect();
    let made = work(&service, move |app| {
        let answer = app.ask_about(&asked.text, &facts)?;
        Ok(answer.map(|answer| (answer.snapshot.revision.clone(), Answered::of(&answer.to_wire(limit)))))
    });
    let (revision, answered) = made.await?.map_err(|bad| {
        let failure = refused(&bad);
        let detail = failure.detail.clone();
        Failure { errors: vec![FieldError { pointer: "/facts".to_owned(), detail }], ..failure }
    })?;
    let answered = answered?;
    service.answers.keep(recent::key(&[&revision, &body]), answered.clone(), answered.json.len());
    Ok(answered.send())
}

/// An answer as it is sent, with what is counted of it.
#[derive(Debug, Clone)]
pub(in crate::web) struct Answered {
    json: Bytes,
    outcome: &'static str,
    symptom: Arc<str>,
}

impl Answered {
    fn of(diagnosis: &Diagnosis) -> Result<Self, Failure> {
        let json = serde_json::to_vec(diagnosis).map_err(|_| Failure::internal())?;
        let symptom = diagnosis.symptom.as_deref().unwrap_or_default();
        Ok(Self { json: json.into(), outcome: diagnosis.outcome, symptom: symptom.into() })
    }

    fn send(self) -> HttpResponse {
        HttpResponse::Ok().content_type(ContentType::json()).body(self.json)
    }
}

impl DiagnoseRequest {
    /// # Errors
    /// A [`Failure`] that names every wrong field.
    pub(super) fn from_body(body: &str) -> Result<Self, Failure> {
        let mut fields = Fields::read(body)?;
        let text = match fields.take("text") {
            Some(Value::Text(text)) if text.len() > LONGEST_TEXT => return Err(too_long("/text", &text)),
            Some(Value::Text(text)) => {
                if text.trim().is_empty() {
                    fields.refuse("text", "expected a description of what is seen, found nothing but blanks");
                }
                text
            }
            Some(_) => {
                fields.refuse("text", "expected text");
                String::new()
            }
            None => {
                fields.refuse("text", "is not there; say in it what is seen");
                String::new()
            }
        };
        let limit = fields.take_number("limit", 1..=MOST_CAUSES);
        take_facts(&mut fields);
        fields.finish("`text`, `facts`, `limit`")?;
        Ok(Self { text, facts: facts(body), limit })
    }
}

/// What is answered to a text that is longer than any that is read.
pub(super) fn too_long(pointer: &str, text: &str) -> Failure {
    let detail = format!("expected at most {LONGEST_TEXT} bytes, found {}", text.len());
    let errors = vec![FieldError { pointer: pointer.to_owned(), detail }];
    Failure { errors, ..Failure::of(Code::TextTooLong) }
}

/// Looks whether what stands in the field for configuration can be one.
pub(super) fn take_facts(fields: &mut Fields) {
    match fields.take("facts") {
        None | Some(Value::Object(_) | Value::Text(_)) => {}
        Some(_) => fields.refuse("facts", "expected a snapshot as an object, or text"),
    }
}

/// The configuration in a body that was found sound.
pub(super) fn facts(body: &str) -> Option<Facts> {
    #[derive(Deserialize)]
    struct Posted {
        facts: Option<Facts>,
    }
    serde_json::from_str::<Posted>(body).ok()?.facts
}

impl From<Facts> for Document {
    fn from(facts: Facts) -> Self {
        let (content, format) = match facts {
            Facts::Snapshot(snapshot) => {
                (serde_json::Value::Object(snapshot).to_string(), Some(Format::Json))
            }
            Facts::Text(text) => (text, None),
        };
        Self { name: None, content: content.into_bytes(), format }
    }
}
