//! What the words sound like that somebody is still typing: for the script of the first page, and only from it.

use actix_web::HttpRequest;
use actix_web::web::{Data, Json, Payload};
use serde::Serialize;

use super::posted::Posted;
use crate::recognition::LONGEST_TEXT;
use crate::web::problem::Failure;
use crate::web::service::{Service, work};
use crate::wire::Diagnosis;

/// How many symptoms are suggested where several come near.
const MOST: usize = 3;

/// Symptoms that may be meant, the likeliest first; none where nothing comes near enough.
#[derive(Debug, Default, Serialize)]
pub(in crate::web) struct Suggestions {
    candidates: Vec<Suggestion>,
}

#[derive(Debug, Serialize)]
struct Suggestion {
    symptom: String,
    title: String,
    confidence: f64,
}

/// `POST /suggestions` with a form's field `q`. Keeps nothing.
pub(in crate::web) async fn show(
    request: HttpRequest,
    payload: Payload,
    service: Data<Service>,
) -> Result<Json<Suggestions>, Failure> {
    let posted = Posted::read(&request, payload).await?;
    let text = posted.field("q").to_owned();
    if text.trim().is_empty() || text.len() > LONGEST_TEXT {
        return Ok(Json(Suggestions::default()));
    }
    let answer = work(&service, move |app| app.ask(&text)).await?;
    Ok(Json(Suggestions::of(answer.to_wire(1))))
}

impl Suggestions {
    fn of(diagnosis: Diagnosis) -> Self {
        let most = match diagnosis.outcome {
            "known" => 1,
            "between" => MOST,
            _ => 0,
        };
        let candidates = diagnosis.candidates.into_iter().take(most).map(|candidate| Suggestion {
            symptom: candidate.symptom,
            title: candidate.title,
            confidence: candidate.confidence,
        });
        Self { candidates: candidates.collect() }
    }
}
