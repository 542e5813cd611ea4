//! Notes on their way to tickets: taken by one process at a time, for as long as it said; settled; looked at.
//!
//! A note that is taken counts as tried from then on, also if the process that took it is never heard of again: when
//! its time is over somebody else takes the note, and knows that it may have arrived.

use super::Store;
use super::database::Session;
use super::error::StoreError;
use super::record::{Attempt, Delivery, Moment, Queued, Undelivered, Which};
use super::retention::AT_A_TIME;
use super::rows::Record;
use super::value::Value;

/// Of each ticket only the first note that waits.
const DUE: &str = "SELECT id, hook, ticket, at, call, delivery, attempts, next_at, leased_until, ended_at, status, \
    words FROM outbox AS due WHERE hook = $1 AND delivery = 'waiting' AND next_at <= $2 AND leased_until <= $2 \
    AND NOT EXISTS (SELECT 1 FROM outbox AS earlier WHERE earlier.hook = due.hook AND earlier.ticket = due.ticket \
        AND earlier.delivery = 'waiting' AND (earlier.at, earlier.id) < (due.at, due.id)) \
    ORDER BY next_at, id LIMIT $3";
/// Of all who try only one changes the row; the others wait for that one and then find it taken, or tried and put off.
const LEASE: &str = "UPDATE outbox SET leased_until = $2, attempts = attempts + 1 \
    WHERE id = $1 AND delivery = 'waiting' AND leased_until <= $3 AND next_at <= $3 AND attempts = $4";
/// What was in a note that has arrived is in the ticket; here it is not needed any more.
const SETTLE: &str = "UPDATE outbox SET delivery = $3, next_at = $4, ended_at = $5, status = $6, words = $7, \
    leased_until = 0, call = CASE WHEN $3 = 'delivered' THEN '{}' ELSE call END \
    WHERE id = $1 AND leased_until = $2 AND delivery = 'waiting'";
const HOOKS_DUE: &str =
    "SELECT DISTINCT hook FROM outbox WHERE delivery = 'waiting' AND next_at <= $1 AND leased_until <= $1";
const UNDELIVERED: &str = "SELECT delivery, COUNT(*), MIN(at) FROM outbox \
    WHERE delivery IN ('waiting', 'given-up') GROUP BY delivery";
const LIST: &str = "SELECT id, hook, ticket, at, call, delivery, attempts, next_at, leased_until, ended_at, status, \
    words FROM outbox WHERE delivery <> 'delivered' ORDER BY at, id LIMIT $1";
const LIST_ALL: &str = "SELECT id, hook, ticket, at, call, delivery, attempts, next_at, leased_until, ended_at, \
    status, words FROM outbox ORDER BY at, id LIMIT $1";
/// That it was tried before is not forgotten: it may have arrived.
const RETRY: &str = "UPDATE outbox SET delivery = 'waiting', next_at = $1, ended_at = NULL, \
    attempts = CASE WHEN attempts > 0 THEN 1 ELSE 0 END \
    WHERE delivery IN ('waiting', 'given-up') AND leased_until <= $1 AND id = $2";
const RETRY_ALL: &str = "UPDATE outbox SET delivery = 'waiting', next_at = $1, ended_at = NULL, \
    attempts = CASE WHEN attempts > 0 THEN 1 ELSE 0 END \
    WHERE delivery IN ('waiting', 'given-up') AND leased_until <= $1";
const FORGET: &str = "DELETE FROM outbox WHERE id IN \
    (SELECT id FROM outbox WHERE delivery = 'delivered' AND ended_at < $1 LIMIT 500)";

impl Store {
    /// Takes up to `most` notes of a hook that are due, each for itself until a moment. Each counts as tried once more.
    ///
    /// # Errors
    /// As for every write.
    pub async fn lease_outgoing(
        &self,
        hook: &str,
        most: u32,
        now: Moment,
        until: Moment,
    ) -> Result<Vec<Queued>, StoreError> {
        let hook = hook.to_owned();
        self.write(move |session| Box::pin(lease(session, hook, most, now, until))).await
    }

    /// Keeps what became of attempts. One of a note that others have taken meanwhile changes nothing.
    ///
    /// # Errors
    /// As for every write.
    pub async fn settle_outgoing(&self, attempts: Vec<Attempt>) -> Result<(), StoreError> {
        self.write(move |session| Box::pin(settle(session, attempts))).await
    }

    /// The hooks that have notes which are due.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn hooks_with_outgoing(&self, now: Moment) -> Result<Vec<String>, StoreError> {
        self.read(move |session| {
            Box::pin(async move {
                let rows = session.rows(HOOKS_DUE, vec![now.into()]).await?;
                rows.into_iter().map(|mut row| row.text()).collect()
            })
        })
        .await
    }

    /// How many notes have not been delivered.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn undelivered(&self) -> Result<Undelivered, StoreError> {
        self.read(|session| Box::pin(undelivered(session))).await
    }

    /// The notes that wait or were given up, or all that are still known, the oldest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn outgoing(&self, with_delivered: bool, most: u32) -> Result<Vec<Queued>, StoreError> {
        let query = if with_delivered { LIST_ALL } else { LIST };
        self.read(move |session| Box::pin(async move { queued(session, query, vec![most.into()]).await }))
            .await
    }

    /// The note of an id.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn outgoing_of(&self, id: super::Id) -> Result<Option<Queued>, StoreError> {
        self.read(move |session| Box::pin(super::rows::find(session, vec![id.into()]))).await
    }

    /// Has notes tried again now, also those that were given up, and says how many. Notes that somebody is just
    /// delivering are left alone.
    ///
    /// # Errors
    /// As for every write.
    pub async fn retry_outgoing(&self, which: Which, now: Moment) -> Result<u64, StoreError> {
        self.write(move |session| {
            Box::pin(async move {
                match which {
                    Which::One(id) => session.execute(RETRY, vec![now.into(), id.into()]).await,
                    Which::All => session.execute(RETRY_ALL, vec![now.into()]).await,
                }
            })
        })
        .await
    }

    /// Forgets notes that were delivered before a moment, and says how many.
    ///
    /// # Errors
    /// As for every write; what was forgotten until then stays so.
    pub async fn forget_delivered(&self, before: Moment) -> Result<u64, StoreError> {
        let mut n_forgotten = 0;
        loop {
            let n_more = self
                .write(move |session| {
                    Box::pin(async move { session.execute(FORGET, vec![before.into()]).await })
                })
                .await?;
            n_forgotten += n_more;
            if n_more < AT_A_TIME {
                return Ok(n_forgotten);
            }
        }
    }

    /// Waits until this process has queued a note. One who comes late is told at once; others may have been told.
    pub async fn note_is_queued(&self) {
        self.inner.bell.notified().await;
    }
}

async fn queued(
    session: &mut dyn Session,
    query: &'static str,
    values: Vec<Value>,
) -> Result<Vec<Queued>, StoreError> {
    session.rows(query, values).await?.into_iter().map(|mut row| Queued::read(&mut row)).collect()
}

async fn lease(
    session: &mut dyn Session,
    hook: String,
    most: u32,
    now: Moment,
    until: Moment,
) -> Result<Vec<Queued>, StoreError> {
    let due = queued(session, DUE, vec![hook.as_str().into(), now.into(), most.into()]).await?;
    let mut taken = Vec::new();
    for note in due {
        let values = vec![note.outgoing.id.into(), until.into(), now.into(), note.attempts.into()];
        if session.execute(LEASE, values).await? > 0 {
            taken.push(Queued { attempts: note.attempts.saturating_add(1), leased_until: until, ..note });
        }
    }
    Ok(taken)
}

async fn settle(session: &mut dyn Session, attempts: Vec<Attempt>) -> Result<(), StoreError> {
    for attempt in attempts {
        let waits = attempt.delivery == Delivery::Waiting;
        let values = vec![
            attempt.id.into(),
            attempt.leased_until.into(),
            attempt.delivery.name().into(),
            attempt.at.into(),
            (!waits).then_some(attempt.at).into(),
            Value::Number(attempt.status.map(i64::from)),
            attempt.words.as_deref().into(),
        ];
        session.execute(SETTLE, values).await?;
    }
    Ok(())
}

async fn undelivered(session: &mut dyn Session) -> Result<Undelivered, StoreError> {
    let mut found = Undelivered::default();
    for mut row in session.rows(UNDELIVERED, Vec::new()).await? {
        let (delivery, count, oldest) = (row.delivery()?, row.number()?, row.maybe_moment()?);
        let count = u64::try_from(count).unwrap_or_default();
        match delivery {
            Delivery::Waiting => (found.n_waiting, found.oldest) = (count, oldest),
            Delivery::GivenUp => found.n_given_up = count,
            Delivery::Delivered => {}
        }
    }
    Ok(found)
}
