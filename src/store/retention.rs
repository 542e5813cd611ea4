//! What is deleted when it has been kept for long enough: a few hundred rows at a time, so that others get their turn.

use super::database::Session;
use super::error::StoreError;
use super::record::Moment;

/// What is deleted by age, a part of it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Aged {
    /// Conversations whose last turn is old, with their events.
    Conversations,
    /// Feedback that was given long ago.
    Feedback,
    /// Messages that were sent long ago.
    Unanswered,
    /// Notes for tickets that were given up long ago.
    GivenUp,
}

/// How many rows one transaction deletes at most.
pub(super) const AT_A_TIME: u64 = 500;

/// Deletes some of what is older, and says how many rows; fewer than [`AT_A_TIME`] means that none is left.
pub(super) async fn purge_some(
    session: &mut dyn Session,
    aged: Aged,
    before: Moment,
) -> Result<u64, StoreError> {
    let statement = match aged {
        Aged::Conversations => {
            "DELETE FROM conversations WHERE id IN (SELECT id FROM conversations WHERE updated_at < $1 LIMIT 500) \
             AND updated_at < $1"
        }
        Aged::Feedback => {
            "DELETE FROM feedback WHERE id IN (SELECT id FROM feedback WHERE at < $1 LIMIT 500)"
        }
        Aged::Unanswered => {
            "DELETE FROM unanswered WHERE id IN (SELECT id FROM unanswered WHERE at < $1 LIMIT 500)"
        }
        Aged::GivenUp => {
            "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE delivery = 'given-up' AND at < $1 LIMIT 500) \
             AND delivery = 'given-up'"
        }
    };
    session.execute(statement, vec![before.into()]).await
}
