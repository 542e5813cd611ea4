//! One conversation: begin it, go on with words or with a turn, read its note.
//!
//! What was typed is recognised here, once, and handed to the core with the turn; the core never recognises. Where
//! conversations are kept, under which names and since when, is the caller's business.

use std::sync::Arc;

use super::ask::{MOST_ARTICLES, suggested};
use super::paste::pasted;
use super::{App, Error};
use crate::dialogue::{
    CaseNote, Conversation, Event, Paste, Refusal, Reply, Said, State, Turn, Understood, advance,
    advance_from, note, reply, understand,
};
use crate::facts::without_secrets;
use crate::kb::KnowledgeBase;
use crate::library::Snapshot;
use crate::recognition::{LONGEST_TEXT, Outcome, Recogniser};
use crate::search::Hit;
use crate::wire;

/// A conversation after a turn, with what is said to it.
pub struct Turned {
    /// The conversation.
    pub conversation: Conversation,
    /// What is said.
    pub reply: Reply,
    /// Sections worth reading, where nothing better is at hand.
    pub articles: Vec<Hit>,
    /// The state of the base.
    pub snapshot: Arc<Snapshot>,
}

/// What typed words led to.
pub enum Typed {
    /// A turn.
    Turned(Box<Turned>),
    /// They ask for the case note.
    Note(Box<CaseNote>),
    /// They ask what can be typed.
    Help,
    /// They end the talk.
    Quit,
    /// There are none.
    Nothing,
    /// A number that is on no button.
    NoSuchNumber {
        /// How many there are to choose from.
        n_choices: usize,
    },
}

/// Why a turn was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTurned {
    /// It makes no sense where the conversation stands. That is a person's business, and they are told.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The use case failed.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl App {
    /// Begins a conversation.
    pub fn begin(&self) -> Turned {
        let snapshot = self.snapshot();
        let conversation = Conversation::begin(&snapshot.revision);
        let reply = reply(&snapshot.base, &conversation);
        Turned { conversation, reply, articles: Vec::new(), snapshot }
    }

    /// Goes on with typed words, whatever they mean. Only the first [`LONGEST_TEXT`] bytes count. Secrets are struck
    /// out before anything else is done, and configuration that stands in the words is judged.
    ///
    /// # Errors
    /// [`NotTurned`] if they mean something that cannot be done here, or the index cannot be read.
    pub fn say(&self, conversation: &Conversation, text: &str) -> Result<Typed, NotTurned> {
        let snapshot = self.snapshot();
        let state = State::of(&snapshot.base, conversation);
        match understood(&snapshot.base, &snapshot.recogniser, &state, text) {
            Understood::Turn(turn) => {
                let turned = advance_from(&snapshot.base, conversation, &state, turn)?;
                Ok(Typed::Turned(Box::new(self.turned(snapshot, turned)?)))
            }
            Understood::Note => Ok(Typed::Note(Box::new(note(&snapshot.base, conversation)))),
            Understood::Help => Ok(Typed::Help),
            Understood::Quit => Ok(Typed::Quit),
            Understood::Nothing => Ok(Typed::Nothing),
            Understood::NoSuchNumber { n_choices } => Ok(Typed::NoSuchNumber { n_choices }),
        }
    }

    /// Goes on with a turn.
    ///
    /// # Errors
    /// [`NotTurned`] if the turn makes no sense where the conversation stands, or the index cannot be read.
    pub fn turn(&self, conversation: &Conversation, turn: Turn) -> Result<Turned, NotTurned> {
        let snapshot = self.snapshot();
        let turned = advance(&snapshot.base, conversation, turn)?;
        Ok(self.turned(snapshot, turned)?)
    }

    fn turned(&self, snapshot: Arc<Snapshot>, turned: (Conversation, Reply)) -> Result<Turned, Error> {
        let (conversation, reply) = turned;
        let articles = if reply.offers_reading { reading(&snapshot, &conversation)? } else { Vec::new() };
        Ok(Turned { conversation, reply, articles, snapshot })
    }
}

/// What typed words mean where a conversation stands, with the configuration that stands in them.
pub(super) fn understood(
    base: &KnowledgeBase,
    recogniser: &Recogniser,
    state: &State,
    text: &str,
) -> Understood {
    let text = text.get(..text.floor_char_boundary(LONGEST_TEXT)).unwrap_or_default().trim();
    let paste = pasted(base, state, text);
    let text = without_secrets(text).text;
    match understand(base, state, &text, recogniser.recognise(&text)) {
        Understood::Turn(turn) => Understood::Turn(with_paste(turn, paste)),
        other => other,
    }
}

/// Adds the configuration that stood in the words. Where nothing else did, it is all that was meant: names of fields and
/// addresses may look a little like a symptom.
fn with_paste(turn: Turn, paste: Option<Paste>) -> Turn {
    match (turn, paste) {
        (Turn::Say(said), Some(paste)) => {
            let says_more = said.recognition.outcome == Outcome::Known || !said.told.is_empty();
            let is_configuration = !paste.verdicts.is_empty();
            if says_more || !is_configuration {
                Turn::Say(Said { paste: Some(Box::new(paste)), ..said })
            } else {
                Turn::Paste(paste)
            }
        }
        (turn, _) => turn,
    }
}

/// What to read about the last words.
fn reading(snapshot: &Snapshot, conversation: &Conversation) -> Result<Vec<Hit>, Error> {
    let Some(Event::Said(said)) = conversation.counting().pop() else { return Ok(Vec::new()) };
    let hits = snapshot.index.suggest(&said.text, MOST_ARTICLES * 4)?;
    Ok(suggested(snapshot, &said.recognition, hits))
}

impl Turned {
    /// The reply in version-1 JSON shapes, with at most `limit` causes.
    pub fn to_wire(&self, limit: usize) -> wire::ReplyV1 {
        let n_events = self.conversation.ledger().len();
        wire::ReplyV1::new(&self.snapshot.base, n_events, &self.reply, &self.articles, limit)
    }
}
