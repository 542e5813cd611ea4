//! Conversations as ledgers: begun, continued by whoever knows the last turn, read.

use super::database::{Session, first_row};
use super::error::StoreError;
use super::idempotency;
use super::record::{Along, Conversation, Done, Event, Id, Ledger, Queued, Turn};
use super::rows::{PlacedEvent, Record, add, find};
use super::tickets;

const EVENTS: &str =
    "SELECT conversation_id, seq, kind, at, payload FROM events WHERE conversation_id = $1 ORDER BY seq";
const N_EVENTS: &str = "SELECT COUNT(*) FROM events WHERE conversation_id = $1";
/// Takes the turn, if it is still to be had. Of all who try only one changes the row; the others wait for that one
/// and then find another number.
const TAKE_TURN: &str = "UPDATE conversations SET turn = turn + 1, updated_at = $3, state = $4, recognised = $5, \
    symptom = $6, cause = $7, steps = $8 WHERE id = $1 AND turn = $2";

/// Begins a conversation.
pub(super) async fn begin(
    session: &mut dyn Session,
    ledger: Ledger,
    along: Along,
) -> Result<Done<()>, StoreError> {
    if let Some(earlier) = idempotency::claim(session, along.keyed.as_ref()).await? {
        return Ok(Done::Earlier(earlier));
    }
    add(session, &ledger.conversation).await?;
    write(session, ledger.conversation.id, 0, ledger.events).await?;
    note(session, along).await?;
    Ok(Done::Now(()))
}

/// Adds several turns, all of them or none.
pub(super) async fn take_all(
    session: &mut dyn Session,
    turns: Vec<Turn>,
    along: Along,
) -> Result<(), StoreError> {
    for turn in turns {
        take(session, turn, Along::default()).await?;
    }
    note(session, along).await
}

/// Adds a turn, and says how many there are now.
pub(super) async fn take(
    session: &mut dyn Session,
    turn: Turn,
    along: Along,
) -> Result<Done<u32>, StoreError> {
    if let Some(earlier) = idempotency::claim(session, along.keyed.as_ref()).await? {
        return Ok(Done::Earlier(earlier));
    }
    let standing = &turn.standing;
    let values = vec![
        turn.conversation.into(),
        turn.expected.into(),
        turn.at.into(),
        standing.state.as_str().into(),
        standing.recognised.as_deref().into(),
        standing.symptom.as_deref().into(),
        standing.cause.as_deref().into(),
        standing.steps.into(),
    ];
    if session.execute(TAKE_TURN, values).await? == 0 {
        return Err(why_not(session, turn.conversation).await?);
    }
    let n_events = first_row(session, N_EVENTS, vec![turn.conversation.into()]).await?;
    let n_events = n_events.map(|mut row| row.count()).transpose()?.unwrap_or_default();
    write(session, turn.conversation, n_events, turn.events).await?;
    note(session, along).await?;
    Ok(Done::Now(turn.expected.saturating_add(1)))
}

async fn why_not(session: &mut dyn Session, id: Id) -> Result<StoreError, StoreError> {
    let found: Option<Conversation> = find(session, vec![id.into()]).await?;
    Ok(match found {
        Some(conversation) => StoreError::Conflict { current: conversation.turn },
        None => StoreError::NoSuchConversation,
    })
}

async fn note(session: &mut dyn Session, along: Along) -> Result<(), StoreError> {
    if let Some(unanswered) = along.unanswered {
        add(session, &unanswered).await?;
    }
    for outgoing in along.outgoing {
        add(session, &Queued::from(outgoing)).await?;
    }
    match along.filed {
        Some(filed) => tickets::file(session, filed).await,
        None => Ok(()),
    }
}

async fn write(
    session: &mut dyn Session,
    conversation: Id,
    first: u32,
    events: Vec<Event>,
) -> Result<(), StoreError> {
    for (seq, event) in (first..).zip(events) {
        add(session, &PlacedEvent { conversation, seq, event }).await?;
    }
    Ok(())
}

/// A conversation with all that happened in it.
pub(super) async fn read(session: &mut dyn Session, id: Id) -> Result<Option<Ledger>, StoreError> {
    let Some(conversation) = find(session, vec![id.into()]).await? else { return Ok(None) };
    let rows = session.rows(EVENTS, vec![id.into()]).await?;
    let events = rows.into_iter().map(|mut row| PlacedEvent::read(&mut row).map(|placed| placed.event));
    Ok(Some(Ledger { conversation, events: events.collect::<Result<_, _>>()? }))
}
