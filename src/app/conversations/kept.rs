//! A conversation as it is kept, and what is made of it.

use std::sync::Arc;

use super::NotHeld;
use super::standing::standing;
use crate::dialogue::{Conversation, Reply};
use crate::library::Snapshot;
use crate::search::Hit;
use crate::store::{self, Id, Ledger, Moment, Standing};
use crate::wire::{self, read_events, write_event};

/// A conversation as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// 128 random bits: the only key to it.
    pub id: Id,
    /// What happened in it.
    pub conversation: Conversation,
    /// When each of its events happened.
    pub times: Vec<Moment>,
    /// When it began.
    pub created_at: Moment,
    /// When the last turn was made.
    pub updated_at: Moment,
}

/// A conversation, and what is said where it stands.
pub struct Held {
    /// What is kept of it.
    pub kept: Kept,
    /// What is said.
    pub reply: Reply,
    /// Sections worth reading, where nothing better is at hand.
    pub articles: Vec<Hit>,
    /// The state of the base that the reply is made of.
    pub snapshot: Arc<Snapshot>,
    /// What the conversation rests on and the base does not know any more, a sentence each.
    pub changes: Vec<String>,
    /// Whether the words of the turn asked for the case note.
    pub wants_note: bool,
}

impl Kept {
    /// How many events it has: what the next turn must expect.
    pub fn n_events(&self) -> usize {
        self.conversation.ledger().len()
    }

    /// The conversation as the store takes it.
    pub(super) fn to_ledger(&self, standing: Standing) -> Ledger {
        let conversation = store::Conversation {
            id: self.id,
            revision: self.conversation.revision().to_owned(),
            created_at: self.created_at,
            updated_at: self.updated_at,
            turn: u32::try_from(self.n_events()).unwrap_or(u32::MAX),
            standing,
        };
        Ledger { conversation, events: self.written(0) }
    }

    /// The events from a place on as the store takes them.
    pub(super) fn written(&self, from: usize) -> Vec<store::Event> {
        let placed = self.conversation.ledger().iter().zip(&self.times).skip(from);
        let written = placed.map(|(event, at)| {
            let (kind, payload) = write_event(event);
            store::Event { kind, at: *at, payload }
        });
        written.collect()
    }
}

impl TryFrom<Ledger> for Kept {
    type Error = NotHeld;

    fn try_from(ledger: Ledger) -> Result<Self, NotHeld> {
        let Ledger { conversation, events } = ledger;
        let read = read_events(events.iter().map(|event| (event.kind.as_str(), &event.payload)))?;
        Ok(Self {
            id: conversation.id,
            conversation: Conversation::resume(&conversation.revision, read),
            times: events.iter().map(|event| event.at).collect(),
            created_at: conversation.created_at,
            updated_at: conversation.updated_at,
        })
    }
}

impl Held {
    /// The conversation in version-1 JSON shapes, with at most `limit` causes.
    pub fn to_wire(&self, limit: usize) -> wire::ConversationV1 {
        let Kept { conversation, .. } = &self.kept;
        let held = wire::HeldV1 {
            id: self.kept.id.to_string(),
            created_at: self.kept.created_at.0,
            updated_at: self.kept.updated_at.0,
            state: self.standing().state,
        };
        let n_events = self.kept.n_events();
        let reply = wire::ReplyV1::new(&self.snapshot.base, n_events, &self.reply, &self.articles, limit);
        wire::ConversationV1::new(held, conversation, self.changes.clone(), reply)
    }

    /// The same with everything that happened in it.
    pub fn to_wire_with_ledger(&self, limit: usize) -> wire::ConversationV1 {
        let times = self.kept.times.iter().map(|at| at.0);
        self.to_wire(limit).with_ledger(&self.kept.conversation, times)
    }

    /// Where the conversation stands, for figures over many of them.
    pub fn standing(&self) -> Standing {
        standing(&self.kept.conversation, &self.reply)
    }
}
