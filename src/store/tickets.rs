//! Tickets of other systems: which conversation is about which, what of them was heard, and which deliveries had their
//! effect. Written in the transaction of the turns, so that a delivery whose effect failed may come again.

use super::conversations;
use super::database::Session;
use super::error::StoreError;
use super::record::{Filed, Ledger, Moment, Taken, Ticket, TicketComment};
use super::rows::{add, find};

/// How long a delivery is remembered, in milliseconds: twice as long as is promised.
const REMEMBERED: i64 = 48 * 60 * 60 * 1000;

/// Changes the row that its writer knows, or none.
const CHANGE: &str = "UPDATE tickets SET conversation_id = $4, version = version + 1, subject_hash = $5, \
    body_hash = $6, is_closed = $7, at = $8 WHERE hook = $1 AND ticket = $2 AND version = $3";
const COMMENTS: &str = "SELECT hash FROM ticket_comments WHERE hook = $1 AND ticket = $2";
const FORGET: &str = "DELETE FROM deliveries WHERE at < $1";

/// A ticket with its conversation, as both were at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownTicket {
    /// The ticket.
    pub ticket: Ticket,
    /// The hashes of its comments that were heard.
    pub comments: Vec<[u8; 32]>,
    /// Its conversation.
    pub ledger: Ledger,
}

/// Writes what a delivery did to a ticket.
///
/// # Errors
/// [`StoreError::Taken`] if the delivery had its effect before, [`StoreError::Conflict`] if another one was quicker
/// with the same ticket.
pub(super) async fn file(session: &mut dyn Session, filed: Filed) -> Result<(), StoreError> {
    if let Some(taken) = &filed.taken {
        take(session, taken).await?;
    }
    let Some(ticket) = &filed.ticket else { return Ok(()) };
    let is_written = match ticket.version {
        0 => added(add(session, &Ticket { version: 1, ..ticket.clone() }).await)?,
        _ => session.execute(CHANGE, ticket.changed()).await? > 0,
    };
    if !is_written {
        return Err(StoreError::Conflict { current: 0 });
    }
    for hash in filed.comments {
        let comment = TicketComment { hook: ticket.hook.clone(), ticket: ticket.ticket.clone(), hash };
        added(add(session, &comment).await)?;
    }
    Ok(())
}

/// Remembers a delivery.
async fn take(session: &mut dyn Session, taken: &Taken) -> Result<(), StoreError> {
    if added(add(session, taken).await)? { Ok(()) } else { Err(StoreError::Taken) }
}

/// Whether a delivery had its effect.
pub(super) async fn is_taken(session: &mut dyn Session, taken: &Taken) -> Result<bool, StoreError> {
    let known: Option<Taken> =
        find(session, vec![taken.hook.as_str().into(), taken.hash.as_slice().into()]).await?;
    Ok(known.is_some())
}

/// A ticket with its conversation.
pub(super) async fn read(
    session: &mut dyn Session,
    hook: String,
    ticket: String,
) -> Result<Option<KnownTicket>, StoreError> {
    let key = || vec![hook.as_str().into(), ticket.as_str().into()];
    let Some(found): Option<Ticket> = find(session, key()).await? else { return Ok(None) };
    let Some(ledger) = conversations::read(session, found.conversation).await? else { return Ok(None) };
    let rows = session.rows(COMMENTS, key()).await?;
    let comments = rows.into_iter().map(|mut row| row.hash());
    Ok(Some(KnownTicket { ticket: found, comments: comments.collect::<Result<_, _>>()?, ledger }))
}

/// Forgets the deliveries that are too old to come again.
pub(super) async fn forget(session: &mut dyn Session, now: Moment) -> Result<u64, StoreError> {
    session.execute(FORGET, vec![now.before(REMEMBERED).into()]).await
}

/// Whether a record was added; that it was there already is no error.
fn added(outcome: Result<(), StoreError>) -> Result<bool, StoreError> {
    match outcome {
        Ok(()) => Ok(true),
        Err(StoreError::AlreadyThere) => Ok(false),
        Err(other) => Err(other),
    }
}
