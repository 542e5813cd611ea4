//! What is kept, as plain values. Words such as states, kinds and verdicts belong to those who keep them; the store
//! does not read them. Times and ids are made by the caller: nothing here looks at a clock or throws dice.

use std::fmt;
use std::str::FromStr;

/// 128 random bits. For a conversation they are the only key to it. Written as 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub u128);

impl fmt::Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:032x}", self.0)
    }
}

/// The text is no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected 32 digits out of 0–9 and a–f")]
pub struct NoId;

impl FromStr for Id {
    type Err = NoId;

    /// Reads what [`Display`](fmt::Display) writes, and nothing else: one id has one spelling.
    fn from_str(text: &str) -> Result<Self, NoId> {
        let is_id = text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !is_id {
            return Err(NoId);
        }
        u128::from_str_radix(text, 16).map(Self).map_err(|_| NoId)
    }
}

/// A moment: milliseconds since the beginning of 1970 (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    /// The moment so many milliseconds after this one.
    #[must_use]
    pub fn after(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// The moment so many milliseconds before this one.
    #[must_use]
    pub fn before(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_sub(milliseconds))
    }
}

/// Where a conversation stands, for figures over many of them; all of it can be derived from the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// For example `open` or `solved`.
    pub state: String,
    /// How the first words were recognised.
    pub recognised: Option<String>,
    /// The symptom it is about.
    pub symptom: Option<String>,
    /// The cause that was found.
    pub cause: Option<String>,
    /// How many steps were taken.
    pub steps: u32,
}

/// A conversation without what happened in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// Its id.
    pub id: Id,
    /// The revision of the base it began with.
    pub revision: String,
    /// When it began.
    pub created_at: Moment,
    /// When the last turn was made.
    pub updated_at: Moment,
    /// How many turns were made. Who makes the next one says how many they know of.
    pub turn: u32,
    /// Where it stands.
    pub standing: Standing,
}

/// Something that happened in a conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// What sort of event it is.
    pub kind: String,
    /// When it happened.
    pub at: Moment,
    /// All else.
    pub payload: serde_json::Value,
}

/// A conversation with what happened in it, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Ledger {
    /// The conversation.
    pub conversation: Conversation,
    /// Its events.
    pub events: Vec<Event>,
}

/// The next turn of a conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// Whose.
    pub conversation: Id,
    /// How many turns the conversation had when this one was made: it must still have as many.
    pub expected: u32,
    /// What happened.
    pub events: Vec<Event>,
    /// When the turn was made.
    pub at: Moment,
    /// Where the conversation stands after it.
    pub standing: Standing,
}

/// What somebody said about the help they got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    /// Its id.
    pub id: Id,
    /// When it was given.
    pub at: Moment,
    /// The conversation it is about; gone when that is.
    pub conversation: Option<Id>,
    /// The revision of the base that helped, or did not.
    pub revision: String,
    /// For example `helped`.
    pub verdict: String,
    /// The symptom it is about.
    pub symptom: Option<String>,
    /// The cause it is about.
    pub cause: Option<String>,
    /// The fix it is about.
    pub fix: Option<String>,
    /// The path of the article it is about.
    pub page: Option<String>,
    /// In their own words. NUL characters are replaced by U+FFFD.
    pub comment: Option<String>,
}

/// A message that was not recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unanswered {
    /// Its id.
    pub id: Id,
    /// When it was sent.
    pub at: Moment,
    /// The revision of the base that has no answer to it.
    pub revision: String,
    /// `unknown` or `out_of_scope`.
    pub recognised: String,
    /// The message. NUL characters are replaced by U+FFFD.
    pub text: String,
}

/// A request that must have its effect once, however often it is sent, with the answer that it will be given. The
/// answer is kept together with the effect or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyedAnswer {
    /// What the key belongs to, for example the address that it was sent to, or a token.
    pub scope: String,
    /// The key.
    pub key: String,
    /// The SHA-256 of the request.
    pub body_hash: [u8; 32],
    /// When the request came.
    pub at: Moment,
    /// The status of the answer.
    pub status: u16,
    /// The answer, byte for byte.
    pub answer: Vec<u8>,
}

/// A note on its way to a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Its id, which goes with every attempt to deliver it.
    pub id: Id,
    /// The name of the hook whose ticket system it goes to.
    pub hook: String,
    /// The ticket it belongs to. Notes of one ticket are sent one after the other, in the order of their times.
    pub ticket: String,
    /// When it was written.
    pub at: Moment,
    /// How it is delivered, without anything secret. The store does not read it.
    pub call: serde_json::Value,
}

/// How far a note has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// It is still to be delivered.
    Waiting,
    /// The ticket has it.
    Delivered,
    /// It is not tried again unless somebody asks for it.
    GivenUp,
}

impl Delivery {
    /// How it is written in tables and exports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::GivenUp => "given-up",
        }
    }

    /// Reads what [`Self::name`] gives; nothing else is one.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Waiting, Self::Delivered, Self::GivenUp].into_iter().find(|delivery| delivery.name() == name)
    }
}

/// A note in the outbox, with what became of it so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// The note.
    pub outgoing: Outgoing,
    /// How far it has come.
    pub delivery: Delivery,
    /// How many attempts were begun; one of them may still be going on, or has ended with its process.
    pub attempts: u32,
    /// When it is tried next, if it waits.
    pub next_at: Moment,
    /// Until when it belongs to the process that is delivering it; in the past = to nobody.
    pub leased_until: Moment,
    /// When it was delivered or given up.
    pub ended_at: Option<Moment>,
    /// The HTTP status of the last attempt that was answered.
    pub status: Option<u16>,
    /// What became of the last attempt, in a few words without anything secret.
    pub words: Option<String>,
}

impl From<Outgoing> for Queued {
    /// A note that nobody has tried to deliver yet.
    fn from(outgoing: Outgoing) -> Self {
        Self {
            delivery: Delivery::Waiting,
            attempts: 0,
            next_at: outgoing.at,
            leased_until: Moment(0),
            ended_at: None,
            status: None,
            words: None,
            outgoing,
        }
    }
}

/// What became of one attempt to deliver a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Of which note.
    pub id: Id,
    /// Until when the one who tried had the note for itself: if others have taken it since, the attempt says nothing.
    pub leased_until: Moment,
    /// How far the note has come.
    pub delivery: Delivery,
    /// When it is tried again if it still waits, else when it came to its end.
    pub at: Moment,
    /// The HTTP status of the answer, if there was one.
    pub status: Option<u16>,
    /// What became of it, in a few words without anything secret.
    pub words: Option<String>,
}

/// How many notes have not been delivered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Undelivered {
    /// How many wait.
    pub n_waiting: u64,
    /// When the oldest of them was written.
    pub oldest: Option<Moment>,
    /// How many were given up.
    pub n_given_up: u64,
}

/// Which notes a command is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The one of this id.
    One(Id),
    /// All.
    All,
}

/// A ticket of another system, and the conversation that is about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// The name of the hook it came through.
    pub hook: String,
    /// Its id in the other system.
    pub ticket: String,
    /// The conversation; when that is deleted, the ticket is forgotten.
    pub conversation: Id,
    /// How often it was changed; of a new one 0. Who changes it says which version they know.
    pub version: u32,
    /// The SHA-256 of its subject as it was kept; none if it never told one.
    pub subject_hash: Option<[u8; 32]>,
    /// The same of its description.
    pub body_hash: Option<[u8; 32]>,
    /// Whether it is closed.
    pub is_closed: bool,
    /// When it last said something new.
    pub at: Moment,
}

/// A comment of a ticket that was heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketComment {
    /// The name of the hook.
    pub hook: String,
    /// The ticket.
    pub ticket: String,
    /// The SHA-256 of the comment.
    pub hash: [u8; 32],
}

/// A signed delivery that had its effect, which it has once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The name of the hook.
    pub hook: String,
    /// What tells it from others.
    pub hash: [u8; 32],
    /// When it came.
    pub at: Moment,
}

/// What a delivery did to a ticket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filed {
    /// The ticket as it is now; its version is the one that was read, 0 for one that is not there yet.
    pub ticket: Option<Ticket>,
    /// The hashes of comments that were heard.
    pub comments: Vec<[u8; 32]>,
    /// The delivery, if it is signed.
    pub taken: Option<Taken>,
}

/// What is kept in the same transaction as the beginning of a conversation, or a turn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Along {
    /// The answer to the request, if it may be sent again.
    pub keyed: Option<KeyedAnswer>,
    /// The message, if it was not recognised.
    pub unanswered: Option<Unanswered>,
    /// Notes that are to be delivered because of it.
    pub outgoing: Vec<Outgoing>,
    /// What it did to a ticket, if a delivery brought it.
    pub filed: Option<Filed>,
}

impl From<Option<KeyedAnswer>> for Along {
    fn from(keyed: Option<KeyedAnswer>) -> Self {
        Self { keyed, ..Self::default() }
    }
}

/// The answer that a request with the same key was given earlier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    /// Its status.
    pub status: u16,
    /// Its bytes.
    pub answer: Vec<u8>,
}

/// What came of a request that may have been sent before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done<T> {
    /// It had its effect now.
    Now(T),
    /// It had its effect earlier; this is what it was answered then.
    Earlier(Replay),
}

/// A token for the API. Of the token itself only the hash is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The SHA-256 of the token.
    pub hash: [u8; 32],
    /// What people call it; of the tokens that are not revoked no two have the same name.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<String>,
    /// When it was made.
    pub created_at: Moment,
    /// From when on it is worthless; none = never.
    pub expires_at: Option<Moment>,
    /// When it was last used, to the minute.
    pub used_at: Option<Moment>,
    /// When it was revoked.
    pub revoked_at: Option<Moment>,
}

/// What was deleted because it was kept for long enough.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purged {
    /// How many conversations, with their events.
    pub conversations: u64,
    /// How many pieces of feedback.
    pub feedback: u64,
    /// How many messages that were not recognised.
    pub unanswered: u64,
    /// How many notes for tickets that were given up.
    pub given_up: u64,
}
