//! Requests that may be sent again: their answer is kept together with their effect, for a day.
//!
//! The key is written first in the transaction of the effect. Whoever comes with the same key at the same time waits
//! for that transaction; no key can be left behind by a process that died in between.

use super::database::Session;
use super::error::StoreError;
use super::record::{KeyedAnswer, Moment, Replay};
use super::rows::{Record, find};

/// How long an answer is kept, in milliseconds.
pub(super) const KEPT: i64 = 24 * 60 * 60 * 1000;

/// Takes a key that nobody has, or whose time is over.
const CLAIM: &str = "INSERT INTO idempotency_keys (scope, key, body_hash, at, status, answer) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (scope, key) DO UPDATE SET body_hash = excluded.body_hash, \
    at = excluded.at, status = excluded.status, answer = excluded.answer WHERE idempotency_keys.at < $7";
const FORGET: &str = "DELETE FROM idempotency_keys WHERE at < $1";

/// Takes the key, or gives the answer of the request that had it before.
///
/// # Errors
/// [`StoreError::KeyReused`] if that was another request, [`StoreError::KeyRunning`] if it does not come to its end.
pub(super) async fn claim(
    session: &mut dyn Session,
    keyed: Option<&KeyedAnswer>,
) -> Result<Option<Replay>, StoreError> {
    let Some(keyed) = keyed else { return Ok(None) };
    let mut values = keyed.values();
    values.push(keyed.at.before(KEPT).into());
    let claimed = session.execute(CLAIM, values).await.map_err(|error| match error {
        StoreError::Busy => StoreError::KeyRunning,
        other => other,
    })?;
    if claimed > 0 {
        return Ok(None);
    }
    let known: Option<KeyedAnswer> = find(session, keyed.key()).await?;
    known.map(|known| replay(known, keyed.body_hash)).transpose()
}

/// The answer that a request was given earlier, if it was.
pub(super) async fn recall(
    session: &mut dyn Session,
    scope: String,
    key: String,
    body_hash: [u8; 32],
    now: Moment,
) -> Result<Option<Replay>, StoreError> {
    let known: Option<KeyedAnswer> = find(session, vec![scope.as_str().into(), key.as_str().into()]).await?;
    let fresh = known.filter(|known| known.at >= now.before(KEPT));
    fresh.map(|known| replay(known, body_hash)).transpose()
}

fn replay(known: KeyedAnswer, body_hash: [u8; 32]) -> Result<Replay, StoreError> {
    if known.body_hash == body_hash {
        Ok(Replay { status: known.status, answer: known.answer })
    } else {
        Err(StoreError::KeyReused)
    }
}

/// Forgets the answers whose time is over.
pub(super) async fn forget(session: &mut dyn Session, now: Moment) -> Result<u64, StoreError> {
    session.execute(FORGET, vec![now.before(KEPT).into()]).await
}
