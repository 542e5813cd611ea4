//! A turn worked out, to be kept or dropped.

use std::sync::Arc;

use super::NotHeld;
use super::kept::{Held, Kept};
use crate::app::ask::count;
use crate::app::check::{Document, read_documents};
use crate::app::clock::now;
use crate::app::converse::{Typed, last_said, reading, typed};
use crate::app::paste::pasted;
use crate::app::{App, Error};
use crate::dialogue::{
    Conversation, Event, Message, MessageKind, Phase, Reply, State, Turn, advance_from, changes, reply,
};
use crate::facts::{Reading, without_secrets_behind};
use crate::library::Snapshot;
use crate::search::Hit;
use crate::store::{self, Id, Ledger, Moment, Unanswered};
use crate::wire::{FieldError, MeantV1, TurnV1, outcome_word};

/// How a conversation begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opening {
    /// What is seen, in any words.
    pub text: Option<String>,
    /// Configuration.
    pub documents: Vec<Document>,
}

/// A turn that was worked out and is not kept yet.
pub struct Draft {
    /// The conversation as it will be.
    pub held: Held,
    pub(super) write: Write,
}

/// What keeping a draft writes.
pub(super) enum Write {
    /// Nothing: the turn asked something.
    Nothing,
    /// A new conversation.
    Begin { ledger: Box<Ledger>, unanswered: Option<Unanswered> },
    /// One turn more.
    Turn { turn: Box<store::Turn>, unanswered: Option<Unanswered> },
    /// Several turns that belong together.
    Turns { turns: Vec<store::Turn>, unanswered: Option<Unanswered> },
}

/// What came of a turn.
pub(super) struct Came {
    pub(super) conversation: Conversation,
    pub(super) reply: Reply,
    wants_note: bool,
}

impl App {
    /// Works out the beginning of a conversation, with an id that nobody can guess.
    ///
    /// # Errors
    /// [`NotHeld`] if the first words make no sense at a beginning, or the configuration cannot be read.
    pub fn draft_opening(&self, opening: &Opening) -> Result<Draft, NotHeld> {
        let snapshot = self.snapshot();
        let given = read_documents(&snapshot.base, &opening.documents).map_err(NotHeld::BadDocument)?;
        let tells_nothing = |reading: &Reading| reading.is_empty() && reading.removed.is_empty();
        let is_in_vain = !given.is_empty() && given.iter().all(tells_nothing);
        let kept = fresh(&snapshot)?;
        let state = State::of(&snapshot.base, &kept.conversation);
        let came = match &opening.text {
            Some(text) => came_of_words(&snapshot, &kept.conversation, &state, text, given.clone())?,
            None => unchanged(&snapshot, &kept.conversation),
        };
        let mut came = match pasted(&snapshot.base, &state, given) {
            // Without words, or with words that only steer, the configuration is what was meant.
            Some(paste) if !matches!(came.conversation.ledger(), [Event::Said(_)]) => {
                came_of(&snapshot, &kept.conversation, &state, Turn::Paste(paste))?
            }
            _ => came,
        };
        if is_in_vain {
            let text =
                "No configuration was found in what was sent as one, so nothing of it counts.".to_owned();
            came.reply.messages.push(Message { kind: MessageKind::NotUnderstood, text, items: Vec::new() });
        }
        let at = kept.created_at;
        Draft::beginning(snapshot, kept, came, at)
    }

    /// Works out a turn of a conversation that its maker believes to have `expected` events.
    ///
    /// # Errors
    /// [`NotHeld::Conflict`] if it has more or fewer; else if the turn makes no sense where it stands.
    pub fn draft_turn(&self, kept: Kept, expected: usize, turn: &TurnV1) -> Result<Draft, NotHeld> {
        let current = kept.n_events();
        if current != expected {
            return Err(NotHeld::Conflict { current });
        }
        let snapshot = self.snapshot();
        let (base, conversation) = (&snapshot.base, &kept.conversation);
        let state = State::of(base, conversation);
        let came = match turn.meant(base, &state).map_err(NotHeld::Field)? {
            MeantV1::Words(text) => came_of_words(&snapshot, conversation, &state, text, Vec::new())?,
            MeantV1::Configuration(text) => {
                let given = read_documents(base, &[Document::pasted(text)]).map_err(NotHeld::BadDocument)?;
                let paste = pasted(base, &state, given).ok_or_else(nothing_found)?;
                came_of(&snapshot, conversation, &state, Turn::Paste(paste))?
            }
            MeantV1::Turn(turn) => came_of(&snapshot, conversation, &state, clean(conversation, turn))?,
        };
        // Clocks of several machines differ; what happened later is never written as earlier.
        let at = now().max(kept.updated_at);
        if came.conversation.ledger().len() < current {
            // A full ledger was left behind: what begins anew is a conversation of its own.
            let fresh = fresh(&snapshot)?;
            return Draft::beginning(snapshot, fresh, came, at);
        }
        Draft::going_on(snapshot, kept, came, at)
    }
}

impl Draft {
    pub(super) fn beginning(
        snapshot: Arc<Snapshot>,
        kept: Kept,
        came: Came,
        at: Moment,
    ) -> Result<Self, NotHeld> {
        let unanswered = unanswered(&snapshot, &kept, &came, at)?;
        let held = held(snapshot, kept, came, at)?;
        let ledger = Box::new(held.kept.to_ledger(held.standing()));
        Ok(Self { held, write: Write::Begin { ledger, unanswered } })
    }

    /// Several turns that belong together: all of them are kept, or none.
    pub(super) fn going_on_for_long(
        snapshot: Arc<Snapshot>,
        kept: Kept,
        came: Came,
        at: Moment,
    ) -> Result<Self, NotHeld> {
        Self::kept_as(snapshot, kept, came, at, |held, before, unanswered| {
            let standing = held.standing();
            let events = (before..).zip(held.kept.written(before));
            let turns =
                events.map(|(n_events, event)| turn(held, n_events, vec![event], standing.clone(), at));
            Write::Turns { turns: turns.collect(), unanswered }
        })
    }

    fn going_on(snapshot: Arc<Snapshot>, kept: Kept, came: Came, at: Moment) -> Result<Self, NotHeld> {
        Self::kept_as(snapshot, kept, came, at, |held, before, unanswered| {
            let turn = turn(held, before, held.kept.written(before), held.standing(), at);
            Write::Turn { turn: Box::new(turn), unanswered }
        })
    }

    /// What came, to be kept as `write` says of the case, of how many events it had before, and of what was not
    /// recognised; where nothing was added, nothing is kept.
    fn kept_as(
        snapshot: Arc<Snapshot>,
        kept: Kept,
        came: Came,
        at: Moment,
        write: impl FnOnce(&Held, usize, Option<Unanswered>) -> Write,
    ) -> Result<Self, NotHeld> {
        let before = kept.n_events();
        if came.conversation.ledger().len() == before {
            let at = kept.updated_at;
            return Ok(Self { held: held(snapshot, kept, came, at)?, write: Write::Nothing });
        }
        let unanswered = unanswered(&snapshot, &kept, &came, at)?;
        let held = held(snapshot, kept, came, at)?;
        let write = write(&held, before, unanswered);
        Ok(Self { held, write })
    }
}

/// A turn of a case that had so many events when it was made.
fn turn(
    held: &Held,
    n_events: usize,
    events: Vec<store::Event>,
    standing: store::Standing,
    at: Moment,
) -> store::Turn {
    let expected = u32::try_from(n_events).unwrap_or(u32::MAX);
    store::Turn { conversation: held.kept.id, expected, events, at, standing }
}

/// A conversation in which nothing was said yet.
pub(super) fn fresh(snapshot: &Snapshot) -> Result<Kept, NotHeld> {
    let at = now();
    let conversation = Conversation::begin(&snapshot.revision);
    Ok(Kept { id: fresh_id()?, conversation, times: Vec::new(), created_at: at, updated_at: at })
}

/// 128 random bits.
pub(in crate::app) fn fresh_id() -> Result<Id, NotHeld> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| NotHeld::Broken(format!("no random bits: {error}")))?;
    Ok(Id(u128::from_be_bytes(bytes)))
}

fn held(snapshot: Arc<Snapshot>, kept: Kept, came: Came, at: Moment) -> Result<Held, NotHeld> {
    let Came { conversation, reply, wants_note } = came;
    let articles = to_read(&snapshot, &reply, &conversation)?;
    let changes = changes(&snapshot.base, &conversation);
    let mut times = kept.times;
    times.resize(conversation.ledger().len(), at);
    let kept = Kept { conversation, times, updated_at: at, ..kept };
    Ok(Held { kept, reply, articles, snapshot, changes, wants_note })
}

/// Sections worth reading, where nothing better is at hand.
///
/// # Errors
/// [`Error`] if the index cannot be read.
pub(super) fn to_read(
    snapshot: &Snapshot,
    reply: &Reply,
    conversation: &Conversation,
) -> Result<Vec<Hit>, Error> {
    if reply.offers_reading { reading(snapshot, conversation) } else { Ok(Vec::new()) }
}

pub(super) fn came_of(
    snapshot: &Snapshot,
    conversation: &Conversation,
    state: &State,
    turn: Turn,
) -> Result<Came, NotHeld> {
    let (conversation, reply) = advance_from(&snapshot.base, conversation, state, turn)?;
    Ok(Came { conversation, reply, wants_note: false })
}

pub(super) fn unchanged(snapshot: &Snapshot, conversation: &Conversation) -> Came {
    let reply = reply(&snapshot.base, conversation);
    Came { conversation: conversation.clone(), reply, wants_note: false }
}

/// What is said to words that change nothing; what is asked and proposed stays.
fn aside(snapshot: &Snapshot, conversation: &Conversation, kind: MessageKind, text: String) -> Came {
    let mut came = unchanged(snapshot, conversation);
    came.reply.messages = vec![Message { kind, text, items: Vec::new() }];
    came
}

pub(super) fn came_of_words(
    snapshot: &Snapshot,
    conversation: &Conversation,
    state: &State,
    text: &str,
    given: Vec<Reading>,
) -> Result<Came, NotHeld> {
    Ok(match typed(snapshot, conversation, state, text, given)? {
        Typed::Turned(turned) => {
            let (conversation, reply) = *turned;
            if let Some(Event::Said(said)) = conversation.ledger().last() {
                count(&said.recognition);
            }
            Came { conversation, reply, wants_note: false }
        }
        Typed::Note(_) => {
            let text = "The case note can be read and copied at any time; nothing was changed.".to_owned();
            Came { wants_note: true, ..aside(snapshot, conversation, MessageKind::Said, text) }
        }
        Typed::Help => {
            let words = unchanged(snapshot, conversation).reply.commands;
            let words: Vec<&str> = words.into_iter().map(crate::dialogue::Command::word).collect();
            let also = if words.is_empty() { String::new() } else { format!(" Or: {}.", words.join(", ")) };
            let text = format!("Say what you see, or answer with a number or in your own words.{also}");
            aside(snapshot, conversation, MessageKind::Said, text)
        }
        Typed::Quit => {
            let text = "There is nothing to end here: the case stays as it is, and you can come back to it.";
            aside(snapshot, conversation, MessageKind::Said, text.to_owned())
        }
        Typed::Nothing => unchanged(snapshot, conversation),
        Typed::NoSuchNumber { n_choices } => {
            let text = match n_choices {
                0 => "There is nothing to choose by number here.".to_owned(),
                1 => "There is one choice here: 1.".to_owned(),
                _ => format!("The choices here have the numbers 1 to {n_choices}."),
            };
            aside(snapshot, conversation, MessageKind::NotUnderstood, text)
        }
    })
}

fn nothing_found() -> NotHeld {
    let detail =
        "no configuration was found in it; expected an export, a form, a snapshot or the address of a page";
    NotHeld::Field(FieldError { pointer: "/turn/text".to_owned(), detail: detail.to_owned() })
}

/// The turn without secrets in its words, also those whose name was said before.
fn clean(conversation: &Conversation, turn: Turn) -> Turn {
    match turn {
        Turn::HandOver { reason: Some(reason) } => {
            let clean = without_secrets_behind(last_said(conversation).words(), &reason);
            Turn::HandOver { reason: Some(clean.text.into_owned()) }
        }
        turn => turn,
    }
}

/// The message of this turn, if it is one that the base has no answer to. What is said in the middle of a case is a
/// remark, and no question.
fn unanswered(
    snapshot: &Snapshot,
    before: &Kept,
    came: &Came,
    at: Moment,
) -> Result<Option<Unanswered>, NotHeld> {
    let is_new = came.conversation.ledger().len() > before.n_events();
    let Some(Event::Said(said)) = came.conversation.ledger().last().filter(|_| is_new) else {
        return Ok(None);
    };
    let tells_something = !said.told.is_empty() || !said.recognition.offered().is_empty();
    if came.reply.phase != Phase::Listening || tells_something {
        return Ok(None);
    }
    Ok(Some(Unanswered {
        id: fresh_id()?,
        at,
        revision: snapshot.revision.clone(),
        recognised: outcome_word(&said.recognition.outcome).to_owned(),
        text: said.text.clone(),
    }))
}
