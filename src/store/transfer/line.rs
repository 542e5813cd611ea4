//! The lines of an export. Fields may join; a line with one that is not known was written by a newer program and is
//! refused, because what it says would be lost.

use serde::{Deserialize, Serialize};

use super::super::database::Session;
use super::super::error::StoreError;
use super::super::record::{
    Conversation, Event, Feedback, Id, KeyedAnswer, Moment, Standing, Token, Unanswered,
};
use super::super::rows::{PlacedEvent, Record, add, find};

/// The version of the lines.
pub(super) const VERSION: u32 = 1;

/// A line.
pub(super) enum Line {
    /// The first one.
    Store { version: u32 },
    /// A record.
    Kept(Kept),
    /// The last one: an export without it was cut off.
    End { records: u64 },
}

/// A record of any table.
pub(super) enum Kept {
    Conversation(Conversation),
    Event(PlacedEvent),
    Feedback(Feedback),
    Unanswered(Unanswered),
    Answer(KeyedAnswer),
    Token(Token),
}

impl Kept {
    /// Keeps the record, and says whether it was not there before.
    ///
    /// # Errors
    /// [`StoreError::AlreadyThere`] if a record of its key is there that differs.
    pub(super) async fn keep(self, session: &mut dyn Session) -> Result<bool, StoreError> {
        match self {
            Self::Conversation(record) => keep(session, &record).await,
            Self::Event(record) => keep(session, &record).await,
            Self::Feedback(record) => keep(session, &record).await,
            Self::Unanswered(record) => keep(session, &record).await,
            Self::Answer(record) => keep(session, &record).await,
            Self::Token(record) => keep(session, &record).await,
        }
    }
}

async fn keep<R: Record + Sync>(session: &mut dyn Session, record: &R) -> Result<bool, StoreError> {
    match add(session, record).await {
        Ok(()) => Ok(true),
        Err(StoreError::AlreadyThere) => {
            let known: Option<R> = find(session, record.key()).await?;
            if known.as_ref() == Some(record) { Ok(false) } else { Err(StoreError::AlreadyThere) }
        }
        Err(other) => Err(other),
    }
}

impl From<Conversation> for Kept {
    fn from(record: Conversation) -> Self {
        Self::Conversation(record)
    }
}

impl From<PlacedEvent> for Kept {
    fn from(record: PlacedEvent) -> Self {
        Self::Event(record)
    }
}

impl From<Feedback> for Kept {
    fn from(record: Feedback) -> Self {
        Self::Feedback(record)
    }
}

impl From<Unanswered> for Kept {
    fn from(record: Unanswered) -> Self {
        Self::Unanswered(record)
    }
}

impl From<KeyedAnswer> for Kept {
    fn from(record: KeyedAnswer) -> Self {
        Self::Answer(record)
    }
}

impl From<Token> for Kept {
    fn from(record: Token) -> Self {
        Self::Token(record)
    }
}

/// The lines as they are written: one object with one key, which says what it is.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Written {
    Store(Head),
    Conversation(WrittenConversation),
    Event(WrittenEvent),
    Feedback(WrittenFeedback),
    Unanswered(WrittenUnanswered),
    IdempotencyKey(WrittenAnswer),
    Token(WrittenToken),
    End(Tail),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    version: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tail {
    records: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenConversation {
    id: String,
    revision: String,
    created_at: i64,
    updated_at: i64,
    turn: u32,
    state: String,
    recognised: Option<String>,
    symptom: Option<String>,
    cause: Option<String>,
    steps: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEvent {
    conversation: String,
    seq: u32,
    kind: String,
    at: i64,
    payload: serde_json::Value,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFeedback {
    id: String,
    at: i64,
    conversation: Option<String>,
    revision: String,
    verdict: String,
    symptom: Option<String>,
    cause: Option<String>,
    fix: Option<String>,
    comment: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenUnanswered {
    id: String,
    at: i64,
    revision: String,
    recognised: String,
    text: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAnswer {
    scope: String,
    key: String,
    body_hash: String,
    at: i64,
    status: u16,
    answer: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenToken {
    hash: String,
    name: String,
    scopes: Vec<String>,
    created_at: i64,
    expires_at: Option<i64>,
    used_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl Line {
    pub(super) fn to_json(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(&match self {
            Self::Store { version } => Written::Store(Head { version: *version }),
            Self::End { records } => Written::End(Tail { records: *records }),
            Self::Kept(record) => record.written(),
        })
    }

    /// # Errors
    /// Says what was expected. The line itself may hold anybody's words and is not repeated.
    pub(super) fn from_json(text: &[u8]) -> Result<Self, String> {
        let written: Written = serde_json::from_slice(text).map_err(|error| {
            let reason = match error.classify() {
                serde_json::error::Category::Data => {
                    "a field is missing, of another type, or not known to this version"
                }
                _ => "it is no JSON, or not whole",
            };
            format!("expected a line of an export (column {}): {reason}", error.column())
        })?;
        Ok(match written {
            Written::Store(head) => Self::Store { version: head.version },
            Written::End(tail) => Self::End { records: tail.records },
            record => Self::Kept(read(record)?),
        })
    }
}

impl Kept {
    fn written(&self) -> Written {
        let number = |moment: &Option<Moment>| moment.map(|moment| moment.0);
        match self {
            Self::Conversation(record) => Written::Conversation(WrittenConversation {
                id: record.id.to_string(),
                revision: record.revision.clone(),
                created_at: record.created_at.0,
                updated_at: record.updated_at.0,
                turn: record.turn,
                state: record.standing.state.clone(),
                recognised: record.standing.recognised.clone(),
                symptom: record.standing.symptom.clone(),
                cause: record.standing.cause.clone(),
                steps: record.standing.steps,
            }),
            Self::Event(record) => Written::Event(WrittenEvent {
                conversation: record.conversation.to_string(),
                seq: record.seq,
                kind: record.event.kind.clone(),
                at: record.event.at.0,
                payload: record.event.payload.clone(),
            }),
            Self::Feedback(record) => Written::Feedback(WrittenFeedback {
                id: record.id.to_string(),
                at: record.at.0,
                conversation: record.conversation.map(|id| id.to_string()),
                revision: record.revision.clone(),
                verdict: record.verdict.clone(),
                symptom: record.symptom.clone(),
                cause: record.cause.clone(),
                fix: record.fix.clone(),
                comment: record.comment.clone(),
            }),
            Self::Unanswered(record) => Written::Unanswered(WrittenUnanswered {
                id: record.id.to_string(),
                at: record.at.0,
                revision: record.revision.clone(),
                recognised: record.recognised.clone(),
                text: record.text.clone(),
            }),
            Self::Answer(record) => Written::IdempotencyKey(WrittenAnswer {
                scope: record.scope.clone(),
                key: record.key.clone(),
                body_hash: hex(&record.body_hash),
                at: record.at.0,
                status: record.status,
                answer: hex(&record.answer),
            }),
            Self::Token(record) => Written::Token(WrittenToken {
                hash: hex(&record.hash),
                name: record.name.clone(),
                scopes: record.scopes.clone(),
                created_at: record.created_at.0,
                expires_at: number(&record.expires_at),
                used_at: number(&record.used_at),
                revoked_at: number(&record.revoked_at),
            }),
        }
    }
}

fn read(written: Written) -> Result<Kept, String> {
    Ok(match written {
        Written::Conversation(line) => Kept::Conversation(Conversation {
            id: id(&line.id)?,
            revision: line.revision,
            created_at: Moment(line.created_at),
            updated_at: Moment(line.updated_at),
            turn: line.turn,
            standing: Standing {
                state: line.state,
                recognised: line.recognised,
                symptom: line.symptom,
                cause: line.cause,
                steps: line.steps,
            },
        }),
        Written::Event(line) => Kept::Event(PlacedEvent {
            conversation: id(&line.conversation)?,
            seq: line.seq,
            event: Event { kind: line.kind, at: Moment(line.at), payload: line.payload },
        }),
        Written::Feedback(line) => Kept::Feedback(Feedback {
            id: id(&line.id)?,
            at: Moment(line.at),
            conversation: line.conversation.as_deref().map(id).transpose()?,
            revision: line.revision,
            verdict: line.verdict,
            symptom: line.symptom,
            cause: line.cause,
            fix: line.fix,
            comment: line.comment,
        }),
        Written::Unanswered(line) => Kept::Unanswered(Unanswered {
            id: id(&line.id)?,
            at: Moment(line.at),
            revision: line.revision,
            recognised: line.recognised,
            text: line.text,
        }),
        Written::IdempotencyKey(line) => Kept::Answer(KeyedAnswer {
            scope: line.scope,
            key: line.key,
            body_hash: hash(&line.body_hash)?,
            at: Moment(line.at),
            status: line.status,
            answer: bytes(&line.answer)?,
        }),
        Written::Token(line) => Kept::Token(Token {
            hash: hash(&line.hash)?,
            name: line.name,
            scopes: line.scopes,
            created_at: Moment(line.created_at),
            expires_at: line.expires_at.map(Moment),
            used_at: line.used_at.map(Moment),
            revoked_at: line.revoked_at.map(Moment),
        }),
        Written::Store(_) | Written::End(_) => return Err("expected a record".to_owned()),
    })
}

fn id(text: &str) -> Result<Id, String> {
    text.parse().map_err(|error| format!("an id is none: {error}"))
}

fn hash(text: &str) -> Result<[u8; 32], String> {
    bytes(text)?.try_into().map_err(|_| "a hash is none: expected 64 hexadecimal digits".to_owned())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(text: &str) -> Result<Vec<u8>, String> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let read: Option<Vec<u8>> =
        pairs.iter().map(|[high, low]| Some(digit(*high)? * 16 + digit(*low)?)).collect();
    read.filter(|_| rest.is_empty())
        .ok_or_else(|| "bytes are none: expected pairs of hexadecimal digits".to_owned())
}
