//! The lines of an export. Fields may join; a line with one that is not known was written by a newer program and is
//! refused, because what it says would be lost.

use super::super::database::Session;
use super::super::error::StoreError;
use super::super::record::{
    Conversation, Feedback, KeyedAnswer, Queued, Taken, Ticket, TicketComment, Token, Unanswered,
};
use super::super::rows::{PlacedEvent, Record, add, find};
use super::written::{Head, Tail, Written};

/// The version of the lines.
pub(super) const VERSION: u32 = 1;

/// A line.
pub(super) enum Line {
    /// The first one.
    Store { version: u32 },
    /// A record.
    Kept(Box<Kept>),
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
    Outgoing(Queued),
    Ticket(Ticket),
    TicketComment(TicketComment),
    Taken(Taken),
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
            Self::Outgoing(record) => keep(session, &record).await,
            Self::Ticket(record) => keep(session, &record).await,
            Self::TicketComment(record) => keep(session, &record).await,
            Self::Taken(record) => keep(session, &record).await,
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

impl From<Queued> for Kept {
    fn from(record: Queued) -> Self {
        Self::Outgoing(record)
    }
}

impl From<Ticket> for Kept {
    fn from(record: Ticket) -> Self {
        Self::Ticket(record)
    }
}

impl From<TicketComment> for Kept {
    fn from(record: TicketComment) -> Self {
        Self::TicketComment(record)
    }
}

impl From<Taken> for Kept {
    fn from(record: Taken) -> Self {
        Self::Taken(record)
    }
}

impl Line {
    pub(super) fn to_json(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(&match self {
            Self::Store { version } => Written::Store(Head { version: *version }),
            Self::End { records } => Written::End(Tail { records: *records }),
            Self::Kept(record) => record.to_written(),
        })
    }

    /// # Errors
    /// Says what was expected. The line itself may hold anybody's words and is not repeated.
    pub(super) fn from_json(text: &[u8]) -> Result<Self, String> {
        let written: Written = serde_json::from_slice(text).map_err(|error| {
            let reason = match error.classify() {
                serde_json::error::Category::Data => {
                    "a field is missing, of another type, or not known to this version; what a newer deskdoc wrote is imported with that one"
                }
                _ => "it is no JSON, or not whole",
            };
            format!("expected a line of an export (column {}): {reason}", error.column())
        })?;
        Ok(match written {
            Written::Store(head) => Self::Store { version: head.version },
            Written::End(tail) => Self::End { records: tail.records },
            record => Self::Kept(Box::new(Kept::read(record)?)),
        })
    }
}

/// The version in the first line of an export, whatever else a newer program may have written there.
pub(super) fn version(text: &[u8]) -> Option<u32> {
    let head: serde_json::Value = serde_json::from_slice(text).ok()?;
    u32::try_from(head.get("store")?.get("version")?.as_u64()?).ok()
}
