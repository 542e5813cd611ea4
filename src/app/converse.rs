//! One conversation: begin it, go on with words or with a turn, read its note.
//!
//! What was typed is recognised here, once, and handed to the core with the turn; the core never recognises. Where
//! conversations are kept, under which names and since when, is the caller's business.

use std::sync::Arc;

use super::ask::{recognised, suggested};
use super::paste::pasted;
use super::{App, Error};
use crate::dialogue::{
    CaseNote, Conversation, Event, Paste, Refusal, Reply, Said, State, Told, Turn, Understood, advance_from,
    note, reply, understand,
};
use crate::facts::{
    Earlier, Reading, announces, breaks_off_before_a_secret, read_text, without_secrets_behind,
};
use crate::kb::KnowledgeBase;
use crate::library::Snapshot;
use crate::recognition::{LONGEST_TEXT, Outcome, Recogniser, Recognition};
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
pub enum Typed<T = Box<Turned>> {
    /// A turn.
    Turned(T),
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
        Ok(match typed(&snapshot, conversation, &state, text, Vec::new())? {
            Typed::Turned(turned) => {
                let (conversation, reply) = *turned;
                let articles =
                    if reply.offers_reading { reading(&snapshot, &conversation)? } else { Vec::new() };
                Typed::Turned(Box::new(Turned { conversation, reply, articles, snapshot }))
            }
            Typed::Note(note) => Typed::Note(note),
            Typed::Help => Typed::Help,
            Typed::Quit => Typed::Quit,
            Typed::Nothing => Typed::Nothing,
            Typed::NoSuchNumber { n_choices } => Typed::NoSuchNumber { n_choices },
        })
    }
}

/// Goes on with typed words, and with configuration that was given beside them.
///
/// # Errors
/// [`Refusal`] if they mean something that cannot be done here.
pub(super) fn typed(
    snapshot: &Snapshot,
    conversation: &Conversation,
    state: &State,
    text: &str,
    given: Vec<Reading>,
) -> Result<Typed<Box<(Conversation, Reply)>>, Refusal> {
    let base = &snapshot.base;
    Ok(match understood(base, &snapshot.recogniser, state, last_said(conversation).words(), text, given) {
        Understood::Turn(turn) => Typed::Turned(Box::new(advance_from(base, conversation, state, turn)?)),
        Understood::Note => Typed::Note(Box::new(note(base, conversation))),
        Understood::Help => Typed::Help,
        Understood::Quit => Typed::Quit,
        Understood::Nothing => Typed::Nothing,
        Understood::NoSuchNumber { n_choices } => Typed::NoSuchNumber { n_choices },
    })
}

/// What typed words mean where a conversation stands, with the configuration that stands in them or was given beside
/// them. Only the first [`LONGEST_TEXT`] bytes count; secrets are struck out before anything else is done, also those
/// whose name was said before.
pub(super) fn understood(
    base: &KnowledgeBase,
    recogniser: &Recogniser,
    state: &State,
    before: &str,
    text: &str,
    given: Vec<Reading>,
) -> Understood {
    let text = text.get(..text.floor_char_boundary(LONGEST_TEXT)).unwrap_or_default().trim();
    let is_given = !given.is_empty();
    let clean = without_secrets_behind(before, text);
    let mut inside = read_text(&base.settings().facts, text);
    inside.note_removed(clean.removed);
    let paste = pasted(base, state, given.into_iter().chain([inside]).collect());
    let text = clean.text;
    let recognition = recognised(recogniser, &text);
    let is_announced = announces(&text);
    let heard = is_announced.then(|| recognition.clone());
    match understand(base, state, &text, recognition) {
        Understood::Turn(turn) => {
            let turn = match heard {
                Some(recognition) => in_words(turn, &text, recognition),
                None => turn,
            };
            Understood::Turn(with_paste(turn, paste, is_given || is_announced))
        }
        other => other,
    }
}

/// A turn whose words end with the name of a secret, as something said: only words are kept as they were said, and the
/// value that follows is known by them. Where they break off in front of it they are no answer at all.
fn in_words(turn: Turn, text: &str, recognition: Recognition) -> Turn {
    let said = |recognition, told| {
        Turn::Say(Said { text: text.to_owned(), recognition, told, near: Vec::new(), paste: None })
    };
    match turn {
        Turn::Say(_) | Turn::HandOver { .. } => turn,
        // A choice by one word is put again, which is less than a secret that is kept.
        Turn::Choose { .. } => said(recognition, Vec::new()),
        _ if breaks_off_before_a_secret(text) => said(recognition, Vec::new()),
        Turn::Answer { question, answer } => {
            let nothing = Recognition { outcome: Outcome::Unknown, candidates: Vec::new() };
            said(nothing, vec![Told { question, answer, words: text.to_owned() }])
        }
        turn => turn,
    }
}

/// What was said last, undone or not; nothing at the beginning.
pub(super) fn last_said(conversation: &Conversation) -> Earlier {
    let mut heard = Earlier::default();
    for event in conversation.ledger() {
        match event {
            Event::Said(said) => heard.hear(&said.text),
            Event::HandedOver { reason: Some(reason) } => heard.hear(reason),
            _ => {}
        }
    }
    heard
}

/// Adds the configuration that stood in the words or was given beside them. Where nothing else stood in the words, it is
/// all that was meant: names of fields and addresses may look a little like a symptom.
fn with_paste(turn: Turn, paste: Option<Paste>, is_given: bool) -> Turn {
    match (turn, paste) {
        (Turn::Say(said), Some(paste)) => {
            let says_more = said.recognition.outcome == Outcome::Known || !said.told.is_empty();
            let is_configuration = !paste.verdicts.is_empty();
            if says_more || is_given || !is_configuration {
                Turn::Say(Said { paste: Some(Box::new(paste)), ..said })
            } else {
                Turn::Paste(paste)
            }
        }
        (turn, _) => turn,
    }
}

/// What to read about the last words.
pub(super) fn reading(snapshot: &Snapshot, conversation: &Conversation) -> Result<Vec<Hit>, Error> {
    let Some(Event::Said(said)) = conversation.counting().pop() else { return Ok(Vec::new()) };
    Ok(suggested(snapshot, &said.recognition, &said.text)?)
}

impl Turned {
    /// The reply in version-1 JSON shapes, with at most `limit` causes.
    pub fn to_wire(&self, limit: usize) -> wire::ReplyV1 {
        let n_events = self.conversation.ledger().len();
        wire::ReplyV1::new(&self.snapshot.base, n_events, &self.reply, &self.articles, limit)
    }
}
