//! What people say about the help they got, for the API and the form alike.

use actix_web::web::Data;

use super::problem::Failure;
use super::service::Service;
use crate::app::{Done, Replay, RequestKey};
use crate::wire::{FeedbackRequest, FeedbackV1};

/// Keeps it, once for each key, and says what it is answered.
///
/// # Errors
/// A [`Failure`] that names what cannot be accepted, or says why nothing can be kept.
pub(super) async fn keep(
    service: &Data<Service>,
    given: &FeedbackRequest,
    key: Option<RequestKey>,
    answer: impl Fn(&FeedbackV1) -> Result<Replay, Failure>,
) -> Result<Replay, Failure> {
    if let Some(key) = &key
        && let Some(earlier) = service.app.answered_earlier(key).await?
    {
        return Ok(earlier);
    }
    let feedback = service.app.feedback(given).map_err(Failure::fields)?;
    let (revision, comment) = (feedback.revision.clone(), feedback.comment.clone());
    let answer = answer(&FeedbackV1::new(given.verdict, feedback.at.0, revision, comment))?;
    let keyed = key.map(|key| key.with(answer.clone()));
    match service.app.keep_feedback(feedback, keyed).await? {
        Done::Now(()) => Ok(answer),
        Done::Earlier(earlier) => Ok(earlier),
    }
}
