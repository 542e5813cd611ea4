//! Records as rows: for each table the statements that all records of it share.

use super::database::{Session, first_row};
use super::error::StoreError;
use super::record::{
    Conversation, Event, Feedback, Id, KeyedAnswer, Outgoing, Queued, Standing, Taken, Ticket, TicketComment,
    Token, Unanswered,
};
use super::value::{Row, Value};

/// A record of one table.
pub(super) trait Record: Sized + PartialEq {
    /// Adds a record; changes nothing if there is one of its key.
    const ADD: &'static str;
    /// Finds the record of a key.
    const FIND: &'static str;
    /// The next records in the order of their keys, behind a key.
    const PAGE: &'static str;

    /// The columns in the order of [`Self::ADD`].
    fn values(&self) -> Vec<Value>;
    /// The columns of the key.
    fn key(&self) -> Vec<Value>;
    /// A key before all others.
    fn before_all() -> Vec<Value>;
    /// Reads the columns in the order of [`Self::ADD`].
    fn read(row: &mut Row) -> Result<Self, StoreError>;
}

/// Adds a record.
///
/// # Errors
/// [`StoreError::AlreadyThere`] if there is one of its key.
pub(super) async fn add<R: Record + Sync>(session: &mut dyn Session, record: &R) -> Result<(), StoreError> {
    match session.execute(R::ADD, record.values()).await? {
        0 => Err(StoreError::AlreadyThere),
        _ => Ok(()),
    }
}

/// Finds the record of a key.
pub(super) async fn find<R: Record>(
    session: &mut dyn Session,
    key: Vec<Value>,
) -> Result<Option<R>, StoreError> {
    first_row(session, R::FIND, key).await?.map(|mut row| R::read(&mut row)).transpose()
}

/// An event with its place in its ledger.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PlacedEvent {
    pub(super) conversation: Id,
    pub(super) seq: u32,
    pub(super) event: Event,
}

impl Record for Conversation {
    const ADD: &'static str = "INSERT INTO conversations (id, revision, created_at, updated_at, turn, state, \
        recognised, symptom, cause, steps) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING";
    const FIND: &'static str = "SELECT id, revision, created_at, updated_at, turn, state, recognised, symptom, \
        cause, steps FROM conversations WHERE id = $1";
    const PAGE: &'static str = "SELECT id, revision, created_at, updated_at, turn, state, recognised, symptom, \
        cause, steps FROM conversations WHERE id > $1 ORDER BY id LIMIT 200";

    fn values(&self) -> Vec<Value> {
        let standing = &self.standing;
        vec![
            self.id.into(),
            self.revision.as_str().into(),
            self.created_at.into(),
            self.updated_at.into(),
            self.turn.into(),
            standing.state.as_str().into(),
            standing.recognised.as_deref().into(),
            standing.symptom.as_deref().into(),
            standing.cause.as_deref().into(),
            standing.steps.into(),
        ]
    }

    fn key(&self) -> Vec<Value> {
        vec![self.id.into()]
    }

    fn before_all() -> Vec<Value> {
        vec!["".into()]
    }

    fn read(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id()?,
            revision: row.text()?,
            created_at: row.moment()?,
            updated_at: row.moment()?,
            turn: row.count()?,
            standing: Standing {
                state: row.text()?,
                recognised: row.maybe_text()?,
                symptom: row.maybe_text()?,
                cause: row.maybe_text()?,
                steps: row.count()?,
            },
        })
    }
}

impl Record for PlacedEvent {
    const ADD: &'static str = "INSERT INTO events (conversation_id, seq, kind, at, payload) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    const FIND: &'static str = "SELECT conversation_id, seq, kind, at, payload FROM events \
        WHERE conversation_id = $1 AND seq = $2";
    const PAGE: &'static str = "SELECT conversation_id, seq, kind, at, payload FROM events \
        WHERE (conversation_id, seq) > ($1, $2) ORDER BY conversation_id, seq LIMIT 200";

    fn values(&self) -> Vec<Value> {
        vec![
            self.conversation.into(),
            self.seq.into(),
            self.event.kind.as_str().into(),
            self.event.at.into(),
            self.event.payload.to_string().as_str().into(),
        ]
    }

    fn key(&self) -> Vec<Value> {
        vec![self.conversation.into(), self.seq.into()]
    }

    fn before_all() -> Vec<Value> {
        vec!["".into(), 0.into()]
    }

    fn read(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            conversation: row.id()?,
            seq: row.count()?,
            event: Event { kind: row.text()?, at: row.moment()?, payload: row.json()? },
        })
    }
}

impl Record for Feedback {
    const ADD: &'static str = "INSERT INTO feedback (id, at, conversation_id, revision, verdict, symptom, cause, \
        fix, comment, page) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING";
    const FIND: &'static str = "SELECT id, at, conversation_id, revision, verdict, symptom, cause, fix, comment, \
        page FROM feedback WHERE id = $1";
    const PAGE: &'static str = "SELECT id, at, conversation_id, revision, verdict, symptom, cause, fix, comment, \
        page FROM feedback WHERE id > $1 ORDER BY id LIMIT 200";

    fn values(&self) -> Vec<Value> {
        vec![
            self.id.into(),
            self.at.into(),
            self.conversation.into(),
            self.revision.as_str().into(),
            self.verdict.as_str().into(),
            self.symptom.as_deref().into(),
            self.cause.as_deref().into(),
            self.fix.as_deref().into(),
            self.comment.as_deref().into(),
            self.page.as_deref().into(),
        ]
    }

    fn key(&self) -> Vec<Value> {
        vec![self.id.into()]
    }

    fn before_all() -> Vec<Value> {
        vec!["".into()]
    }

    fn read(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id()?,
            at: row.moment()?,
            conversation: row.maybe_id()?,
            revision: row.text()?,
            verdict: row.text()?,
            symptom: row.maybe_text()?,
            cause: row.maybe_text()?,
            fix: row.maybe_text()?,
            comment: row.maybe_text()?,
            page: row.maybe_text()?,
        })
    }
}

impl Record for KeyedAnswer {
    const ADD: &'static str = "INSERT INTO idempotency_keys (scope, key, body_hash, at, status, answer) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    const FIND: &'static str = "SELECT scope, key, body_hash, at, status, answer FROM idempotency_keys \
        WHERE scope = $1 AND key = $2";
    const PAGE: &'static str = "SELECT scope, key, body_hash, at, status, answer FROM idempotency_keys \
        WHERE (scope, key) > ($1, $2) ORDER BY scope, key LIMIT 200";

    fn values(&self) -> Vec<Value> {
        vec![
            self.scope.as_str().into(),
            self.key.as_str().into(),
            self.body_hash.as_slice().into(),
            self.at.into(),
            u32::from(self.status).into(),
            self.answer.as_slice().into(),
        ]
    }

    fn key(&self) -> Vec<Value> {
        vec![self.scope.as_str().into(), self.key.as_str().into()]
    }

    fn before_all() -> Vec<Value> {
        vec!["".into(), "".into()]
    }

    fn read(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            scope: row.text()?,
            key: row.text()?,
            body_hash: row.hash()?,
            at: row.moment()?,
            status: row.status()?,
            answer: row.bytes()?,
        })
    }
}

impl Record for Token {
    const ADD: &'static str = "INSERT INTO tokens (hash, name, scopes, created_at, expires_at, used_at, revoked_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
    const FIND: &'static str = "SELECT hash, name, scopes, created_at, expires_at, used_at, revoked_at FROM tokens \
        WHERE hash = $1";
    const PAGE: &'static str = "SELECT hash, name, scopes, created_at, expires_at, used_at, revoked_at FROM tokens \
        WHERE hash > $1 ORDER BY hash LIMIT 200";

    fn values(&self) -> Vec<Value> {
        vec![
            self.hash.as_slice().into(),
            self.name.as_str().into(),
            self.scopes.join(" ").as_str().into(),
            self.created_at.into(),
            self.expires_at.into(),
            self.used_at.into(),
            self.revoked_at.into(),
        ]
    }

    fn key(&self) -> Vec<Value> {
        vec![self.hash.as_slice().into()]
    }

    fn before_all() -> Vec<Value> {
        vec![[].as_slice().into()]
    }

    fn read(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            hash: row.hash()?,
            name: row.text()?,
            scopes: row.text()?.split_whitespace().map(str::to_owned).collect(),
            created_at: row.moment()?,
            expires_at: row.maybe_moment()?,
            used_at: row.maybe_moment()?,
            revoked_at: row.maybe_moment()?,
        })
    }
}

impl Record for Unanswered {
    const ADD: &'static str = "INSERT INTO unanswered (id, at, revision, recognised, text) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    const FIND: &'static str = "SELECT id, at, revision, recognised, text FROM unanswered WHERE id = $1";
    const PAGE: &'static str = "SELECT id, at, revision, recognised, text FROM unanswered \
        WHERE id > $1 ORDER BY id LIMIT 200";

    fn values(&self) -> Vec<Value> {
        vec![
            self.id.into(),
            self.at.into(),
            self.revision.as_str().into(),
            self.recognised.as_str().into(),
            self.text.as_str().into(),
        ]
    }

    fn key(&self) -> Vec<Value> {
        vec![self.id.into()]
    }

    fn before_all() -> Vec<Value> {
        vec!["".into()]
    }

    fn read(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id()?,
            at: row.moment()?,
            revision: row.text()?,
            recognised: row.text()?,
            text: row.text()?,
        })
    }
}

impl Record for Queued {
    const ADD: &'static str = "INSERT INTO outbox (id, hook, ticket, at, call, delivery, attempts, next_at, \
        leased_until, ended_at, status, words) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
        ON CONFLICT DO NOTHING";
    const FIND: &'static str = "SELECT id, hook, ticket, at, call, delivery, attempts, next_at, leased_until, \
        ended_at, status, words FROM outbox WHERE id = $1";
    const PAGE: &'static str = "SELECT id, hook, ticket, at, call, delivery, attempts, next_at, leased_until, \
        ended_at, status, words FROM outbox WHERE id > $1 ORDER BY id LIMIT 200";

    fn values(&self) -> Vec<Value> {
        let outgoing = &self.outgoing;
        vec![
            outgoing.id.into(),
            outgoing.hook.as_str().into(),
            outgoing.ticket.as_str().into(),
            outgoing.at.into(),
            outgoing.call.to_string().as_str().into(),
            self.delivery.name().into(),
            self.attempts.into(),
            self.next_at.into(),
            self.leased_until.into(),
            self.ended_at.into(),
            Value::Number(self.status.map(i64::from)),
            self.words.as_deref().into(),
        ]
    }

    fn key(&self) -> Vec<Value> {
        vec![self.outgoing.id.into()]
    }

    fn before_all() -> Vec<Value> {
        vec!["".into()]
    }

    fn read(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            outgoing: Outgoing {
                id: row.id()?,
                hook: row.text()?,
                ticket: row.text()?,
                at: row.moment()?,
                call: row.json()?,
            },
            delivery: row.delivery()?,
            attempts: row.count()?,
            next_at: row.moment()?,
            leased_until: row.moment()?,
            ended_at: row.maybe_moment()?,
            status: row.maybe_status()?,
            words: row.maybe_text()?,
        })
    }
}

impl Ticket {
    /// The columns of a change, in the order of its statement.
    pub(super) fn changed(&self) -> Vec<Value> {
        vec![
            self.hook.as_str().into(),
            self.ticket.as_str().into(),
            self.version.into(),
            self.conversation.into(),
            self.subject_hash.into(),
            self.body_hash.into(),
            self.is_closed.into(),
            self.at.into(),
        ]
    }
}

impl Record for Ticket {
    /// A new ticket begins with its first version.
    const ADD: &'static str = "INSERT INTO tickets (hook, ticket, conversation_id, version, subject_hash, body_hash, \
        is_closed, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
    const FIND: &'static str = "SELECT hook, ticket, conversation_id, version, subject_hash, body_hash, is_closed, at \
        FROM tickets WHERE hook = $1 AND ticket = $2";
    const PAGE: &'static str = "SELECT hook, ticket, conversation_id, version, subject_hash, body_hash, is_closed, at \
        FROM tickets WHERE (hook, ticket) > ($1, $2) ORDER BY hook, ticket LIMIT 200";

    fn values(&self) -> Vec<Value> {
        vec![
            self.hook.as_str().into(),
            self.ticket.as_str().into(),
            self.conversation.into(),
            self.version.into(),
            self.subject_hash.into(),
            self.body_hash.into(),
            self.is_closed.into(),
            self.at.into(),
        ]
    }

    fn key(&self) -> Vec<Value> {
        vec![self.hook.as_str().into(), self.ticket.as_str().into()]
    }

    fn before_all() -> Vec<Value> {
        vec!["".into(), "".into()]
    }

    fn read(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            hook: row.text()?,
            ticket: row.text()?,
            conversation: row.id()?,
            version: row.count()?,
            subject_hash: row.maybe_hash()?,
            body_hash: row.maybe_hash()?,
            is_closed: row.flag()?,
            at: row.moment()?,
        })
    }
}

impl Record for TicketComment {
    const ADD: &'static str =
        "INSERT INTO ticket_comments (hook, ticket, hash) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    const FIND: &'static str =
        "SELECT hook, ticket, hash FROM ticket_comments WHERE hook = $1 AND ticket = $2 AND hash = $3";
    const PAGE: &'static str = "SELECT hook, ticket, hash FROM ticket_comments \
        WHERE (hook, ticket, hash) > ($1, $2, $3) ORDER BY hook, ticket, hash LIMIT 200";

    fn values(&self) -> Vec<Value> {
        self.key()
    }

    fn key(&self) -> Vec<Value> {
        vec![self.hook.as_str().into(), self.ticket.as_str().into(), self.hash.as_slice().into()]
    }

    fn before_all() -> Vec<Value> {
        vec!["".into(), "".into(), [].as_slice().into()]
    }

    fn read(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self { hook: row.text()?, ticket: row.text()?, hash: row.hash()? })
    }
}

impl Record for Taken {
    const ADD: &'static str =
        "INSERT INTO deliveries (hook, hash, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    const FIND: &'static str = "SELECT hook, hash, at FROM deliveries WHERE hook = $1 AND hash = $2";
    const PAGE: &'static str =
        "SELECT hook, hash, at FROM deliveries WHERE (hook, hash) > ($1, $2) ORDER BY hook, hash LIMIT 200";

    fn values(&self) -> Vec<Value> {
        vec![self.hook.as_str().into(), self.hash.as_slice().into(), self.at.into()]
    }

    fn key(&self) -> Vec<Value> {
        vec![self.hook.as_str().into(), self.hash.as_slice().into()]
    }

    fn before_all() -> Vec<Value> {
        vec!["".into(), [].as_slice().into()]
    }

    fn read(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self { hook: row.text()?, hash: row.hash()?, at: row.moment()? })
    }
}
