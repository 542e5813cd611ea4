//! Conversations, for the API and the pages alike: what waits for the store waits here, what keeps a processor busy
//! goes into the queue.
//!
//! The parts of a use are put together in an order that needs no lock: an answer given earlier wins, then the number of
//! events decides, and what was worked out counts only when it is kept.

use actix_web::web::Data;

use super::api::refused;
use super::problem::{Code, Failure};
use super::service::{Service, work};
use crate::app::{Done, Draft, Held, Id, Kept, NotHeld, Opening, Replay, RequestKey};
use crate::wire::{FieldError, TurnV1};

/// The name of a conversation's field in problems of its beginning.
const FACTS: &str = "/facts";

/// What a request with a key is answered, whenever it is sent.
pub(super) struct Once<A> {
    /// The key.
    pub(super) key: RequestKey,
    /// The answer that the outcome makes.
    pub(super) answer: A,
}

/// Looks up what is kept of a conversation.
///
/// # Errors
/// A [`Failure`], the same for ids that are none and for those that nothing has.
pub(super) async fn kept(service: &Data<Service>, id: &str) -> Result<Kept, Failure> {
    let id: Id = id.parse().map_err(|_| NotHeld::NoSuchConversation)?;
    Ok(service.app.kept(id).await?)
}

/// Looks a conversation up and says where it stands.
///
/// # Errors
/// As [`kept`] and [`held`].
pub(super) async fn read(service: &Data<Service>, id: &str) -> Result<Held, Failure> {
    held(service, kept(service, id).await?).await
}

/// Says where a conversation stands.
///
/// # Errors
/// A [`Failure`] if too much is waiting.
pub(super) async fn held(service: &Data<Service>, kept: Kept) -> Result<Held, Failure> {
    Ok(work(service, move |app| Ok(app.held(kept))).await??)
}

/// Opens a conversation.
///
/// # Errors
/// A [`Failure`]; nothing was kept then, unless the store stopped answering in the middle.
pub(super) async fn open(service: &Data<Service>, opening: Opening) -> Result<Held, Failure> {
    let draft = drafted_opening(service, opening).await?;
    match service.app.keep(draft, None).await? {
        Done::Now(held) => Ok(held),
        Done::Earlier(_) => Err(Failure::internal()),
    }
}

/// Opens a conversation for a request that may be sent again.
///
/// # Errors
/// As [`open`], and if the key was used for something else.
pub(super) async fn open_once<A>(
    service: &Data<Service>,
    opening: Opening,
    once: Once<A>,
) -> Result<Replay, Failure>
where
    A: Fn(&Held) -> Result<Replay, Failure>,
{
    if let Some(earlier) = service.app.answered_earlier(&once.key).await? {
        return Ok(earlier);
    }
    let draft = drafted_opening(service, opening).await?;
    keep_once(service, draft, once).await
}

/// Takes a turn in a conversation that must have `expected` events.
///
/// # Errors
/// A [`Failure`]; nothing was kept then, unless the store stopped answering in the middle.
pub(super) async fn take(
    service: &Data<Service>,
    id: &str,
    expected: usize,
    turn: TurnV1,
) -> Result<Held, Failure> {
    let draft = drafted_turn(service, id, expected, turn).await?;
    match service.app.keep(draft, None).await? {
        Done::Now(held) => Ok(held),
        Done::Earlier(_) => Err(Failure::internal()),
    }
}

/// Takes a turn for a request that may be sent again.
///
/// # Errors
/// As [`take`], and if the key was used for something else.
pub(super) async fn take_once<A>(
    service: &Data<Service>,
    id: &str,
    expected: usize,
    turn: TurnV1,
    once: Once<A>,
) -> Result<Replay, Failure>
where
    A: Fn(&Held) -> Result<Replay, Failure>,
{
    if let Some(earlier) = service.app.answered_earlier(&once.key).await? {
        return Ok(earlier);
    }
    let key = once.key.clone();
    let outcome = match drafted_turn(service, id, expected, turn).await {
        Ok(draft) => keep_once(service, draft, once).await,
        Err(failure) => Err(failure),
    };
    match outcome {
        // The same request may have been kept between the two looks.
        Err(failure) if failure.code == Code::TurnConflict => {
            service.app.answered_earlier(&key).await?.ok_or(failure)
        }
        other => other,
    }
}

async fn drafted_opening(service: &Data<Service>, opening: Opening) -> Result<Draft, Failure> {
    let drafted = work(service, move |app| Ok(app.draft_opening(&opening))).await?;
    drafted.map_err(|reason| Failure::of_conversation(reason, FACTS))
}

async fn drafted_turn(
    service: &Data<Service>,
    id: &str,
    expected: usize,
    turn: TurnV1,
) -> Result<Draft, Failure> {
    let kept = kept(service, id).await?;
    Ok(work(service, move |app| Ok(app.draft_turn(kept, expected, &turn))).await??)
}

async fn keep_once<A>(service: &Data<Service>, draft: Draft, once: Once<A>) -> Result<Replay, Failure>
where
    A: Fn(&Held) -> Result<Replay, Failure>,
{
    let answer = (once.answer)(&draft.held)?;
    let keyed = once.key.with(answer.clone());
    match service.app.keep(draft, Some(keyed)).await? {
        Done::Now(_) => Ok(answer),
        Done::Earlier(earlier) => Ok(earlier),
    }
}

impl From<NotHeld> for Failure {
    fn from(reason: NotHeld) -> Self {
        Self::of_conversation(reason, "/turn/text")
    }
}

impl Failure {
    /// `configuration` is where the configuration stood in the request.
    fn of_conversation(reason: NotHeld, configuration: &str) -> Self {
        match reason {
            NotHeld::NoSuchConversation => Self::of(Code::ConversationNotFound),
            NotHeld::Conflict { current } => {
                Self { current_turn: Some(current), ..Self::of(Code::TurnConflict) }
            }
            NotHeld::Refused(refusal) => Self::saying(Code::TurnRefused, refusal.to_string()),
            NotHeld::Field(error) => Self::fields(vec![error]),
            NotHeld::BadDocument(bad) => {
                let failure = refused(&bad);
                let error = FieldError { pointer: configuration.to_owned(), detail: failure.detail.clone() };
                Self { errors: vec![error], ..failure }
            }
            NotHeld::Repeated => Self::of(Code::DeliveryRepeated),
            NotHeld::KeyReused => Self::of(Code::IdempotencyKeyReused),
            NotHeld::KeyRunning => Self::of(Code::IdempotencyKeyRunning),
            NotHeld::Unavailable => Self::of(Code::StoreUnavailable),
            NotHeld::Full => Self::of(Code::StoreFull),
            NotHeld::Broken(reason) => {
                tracing::error!(%reason, "a conversation could not be kept or read");
                Self::internal()
            }
        }
    }
}
