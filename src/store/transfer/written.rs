//! The lines of an export as they are written, and their way from and to records.

use serde::{Deserialize, Serialize};

use super::super::record::{
    Conversation, Delivery, Event, Feedback, Id, KeyedAnswer, Moment, Outgoing, Queued, Standing, Taken,
    Ticket, TicketComment, Token, Unanswered,
};
use super::super::rows::PlacedEvent;
use super::line::Kept;

/// The lines as they are written: one object with one key, which says what it is.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Written {
    Store(Head),
    Conversation(WrittenConversation),
    Event(WrittenEvent),
    Feedback(WrittenFeedback),
    Unanswered(WrittenUnanswered),
    IdempotencyKey(WrittenAnswer),
    Token(WrittenToken),
    Ticket(WrittenTicket),
    TicketComment(WrittenComment),
    Delivery(WrittenDelivery),
    Outgoing(WrittenOutgoing),
    End(Tail),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub(super) version: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tail {
    pub(super) records: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenConversation {
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
pub(super) struct WrittenEvent {
    conversation: String,
    seq: u32,
    kind: String,
    at: i64,
    payload: serde_json::Value,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenFeedback {
    id: String,
    at: i64,
    conversation: Option<String>,
    revision: String,
    verdict: String,
    symptom: Option<String>,
    cause: Option<String>,
    fix: Option<String>,
    comment: Option<String>,
    /// Exports of the first version have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    page: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenUnanswered {
    id: String,
    at: i64,
    revision: String,
    recognised: String,
    text: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenAnswer {
    scope: String,
    key: String,
    body_hash: String,
    at: i64,
    status: u16,
    answer: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenToken {
    hash: String,
    name: String,
    scopes: Vec<String>,
    created_at: i64,
    expires_at: Option<i64>,
    used_at: Option<i64>,
    revoked_at: Option<i64>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenOutgoing {
    id: String,
    hook: String,
    ticket: String,
    at: i64,
    call: serde_json::Value,
    delivery: String,
    attempts: u32,
    next_at: i64,
    leased_until: i64,
    ended_at: Option<i64>,
    status: Option<u16>,
    words: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenTicket {
    hook: String,
    ticket: String,
    conversation: String,
    version: u32,
    subject_hash: Option<String>,
    body_hash: Option<String>,
    is_closed: bool,
    at: i64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenComment {
    hook: String,
    ticket: String,
    hash: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenDelivery {
    hook: String,
    hash: String,
    at: i64,
}

impl Kept {
    /// The record as it is written.
    pub(super) fn to_written(&self) -> Written {
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
                page: record.page.clone(),
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
            Self::Ticket(record) => Written::Ticket(WrittenTicket {
                hook: record.hook.clone(),
                ticket: record.ticket.clone(),
                conversation: record.conversation.to_string(),
                version: record.version,
                subject_hash: record.subject_hash.map(|hash| hex(&hash)),
                body_hash: record.body_hash.map(|hash| hex(&hash)),
                is_closed: record.is_closed,
                at: record.at.0,
            }),
            Self::TicketComment(record) => Written::TicketComment(WrittenComment {
                hook: record.hook.clone(),
                ticket: record.ticket.clone(),
                hash: hex(&record.hash),
            }),
            Self::Taken(record) => Written::Delivery(WrittenDelivery {
                hook: record.hook.clone(),
                hash: hex(&record.hash),
                at: record.at.0,
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
            Self::Outgoing(record) => Written::Outgoing(WrittenOutgoing {
                id: record.outgoing.id.to_string(),
                hook: record.outgoing.hook.clone(),
                ticket: record.outgoing.ticket.clone(),
                at: record.outgoing.at.0,
                call: record.outgoing.call.clone(),
                delivery: record.delivery.name().to_owned(),
                attempts: record.attempts,
                next_at: record.next_at.0,
                leased_until: record.leased_until.0,
                ended_at: number(&record.ended_at),
                status: record.status,
                words: record.words.clone(),
            }),
        }
    }

    /// # Errors
    /// Says which value is none of its kind.
    pub(super) fn read(written: Written) -> Result<Self, String> {
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
                page: line.page,
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
            Written::Ticket(line) => Kept::Ticket(Ticket {
                hook: line.hook,
                ticket: line.ticket,
                conversation: id(&line.conversation)?,
                version: line.version,
                subject_hash: line.subject_hash.as_deref().map(hash).transpose()?,
                body_hash: line.body_hash.as_deref().map(hash).transpose()?,
                is_closed: line.is_closed,
                at: Moment(line.at),
            }),
            Written::TicketComment(line) => Kept::TicketComment(TicketComment {
                hook: line.hook,
                ticket: line.ticket,
                hash: hash(&line.hash)?,
            }),
            Written::Delivery(line) => {
                Kept::Taken(Taken { hook: line.hook, hash: hash(&line.hash)?, at: Moment(line.at) })
            }
            Written::Token(line) => Kept::Token(Token {
                hash: hash(&line.hash)?,
                name: line.name,
                scopes: line.scopes,
                created_at: Moment(line.created_at),
                expires_at: line.expires_at.map(Moment),
                used_at: line.used_at.map(Moment),
                revoked_at: line.revoked_at.map(Moment),
            }),
            Written::Outgoing(line) => Kept::Outgoing(Queued {
                outgoing: Outgoing {
                    id: id(&line.id)?,
                    hook: line.hook,
                    ticket: line.ticket,
                    at: Moment(line.at),
                    call: line.call,
                },
                delivery: Delivery::named(&line.delivery)
                    .ok_or("`delivery` is none: expected `waiting`, `delivered` or `given-up`")?,
                attempts: line.attempts,
                next_at: Moment(line.next_at),
                leased_until: Moment(line.leased_until),
                ended_at: line.ended_at.map(Moment),
                status: line.status,
                words: line.words,
            }),
            Written::Store(_) | Written::End(_) => return Err("expected a record".to_owned()),
        })
    }
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
