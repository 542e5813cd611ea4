//! What the words sound like that somebody is still typing: for the script of the first page, and only from it.

use actix_web::HttpRequest;
use actix_web::web::{Data, Json, Payload};
use serde::Serialize;

use super::posted::Posted;
use crate::recognition::LONGEST_TEXT;
use crate::web::problem::Failure;
use crate::web::service::{Service, work};
use crate::wire::Candidate;

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
    let candidates = work(&service, move |app| Ok(app.sounds_like(&text, MOST))).await?;
    Ok(Json(Suggestions { candidates: candidates.into_iter().map(Suggestion::from).collect() }))
}

impl From<Candidate> for Suggestion {
    fn from(candidate: Candidate) -> Self {
        let Candidate { symptom, title, confidence, .. } = candidate;
        Self { symptom, title, confidence }
    }
}
