//! What deskdoc says, as data: one type for the terminal, the API and the page. No HTML, no colours, no widths.

use super::phase::Phase;
use super::turn::Turn;
use crate::diagnosis::{ActionId, Ranking};
use crate::kb::{AnswerId, CauseId, OutOfScopeId, QuestionId, SymptomId};

/// What deskdoc says after a turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// Where the conversation stands.
    pub phase: Phase,
    /// What is said, in order.
    pub messages: Vec<Message>,
    /// The fix that is proposed or being verified.
    pub advice: Option<Advice>,
    /// What is asked; only a closed case and the very beginning ask nothing.
    pub prompt: Option<Prompt>,
    /// The causes in order, as the case stands.
    pub ranking: Ranking,
    /// What is known so far.
    pub known: Known,
    /// How far it has come.
    pub progress: Progress,
    /// What else can be done here, beside answering.
    pub commands: Vec<Command>,
    /// What the base says it does not cover, where the last words are about that.
    pub out_of_scope: Option<OutOfScopeId>,
    /// Whether sections to read should be offered: nothing better is at hand.
    pub offers_reading: bool,
}

/// One thing said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What sort of thing.
    pub kind: MessageKind,
    /// The words: a sentence or two.
    pub text: String,
    /// A list below them, often empty.
    pub items: Vec<String>,
}

/// Sorts of things said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageKind {
    /// What was recognised, and by which words.
    Recognised,
    /// What was understood of the last turn.
    Understood,
    /// Something was not understood.
    NotUnderstood,
    /// What is about to happen.
    Said,
    /// Why it is proposed, or why it is not.
    Explained,
    /// Something that does not go together, or must not be missed.
    Warning,
}

/// A fix to carry out.
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    /// Which.
    pub action: ActionId,
    /// What is wrong, or what the fix is called.
    pub title: String,
    /// The chance that it cures, 0–1, as the case stands.
    pub chance: f64,
    /// What is wrong and why, in a sentence or two.
    pub explanation: String,
    /// The steps in order.
    pub steps: Vec<String>,
    /// How to see that it worked.
    pub verify: Vec<String>,
    /// What it takes, in minutes.
    pub minutes: f64,
}

/// Something asked, with what can be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Prompt {
    /// The question.
    pub text: String,
    /// Why it is asked.
    pub reason: Option<String>,
    /// What can be chosen, by its place in the list, counted from 1.
    pub choices: Vec<Choice>,
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// A name for it, unique in its prompt.
    pub id: String,
    /// What the button says.
    pub label: String,
    /// What choosing it does.
    pub turn: Turn,
}

/// What can be done beside answering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Pass over what is proposed; "I don't know" is the same.
    Skip,
    /// Undo the last turn.
    Back,
    /// Ask why.
    Why,
    /// Read the case note.
    Note,
    /// Hand the case over.
    HandOver,
    /// Begin anew.
    Restart,
}

/// What is known so far.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Known {
    /// The symptoms with their shares.
    pub symptoms: Vec<(SymptomId, f64)>,
    /// Answers, in the order in which they were given.
    pub answers: Vec<Answered>,
    /// What pasted configuration says, a line each.
    pub facts: Vec<String>,
    /// Fixes that did not help, by title.
    pub tried: Vec<String>,
    /// Causes that are as good as out.
    pub ruled_out: Vec<RuledOut>,
}

/// An answer in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The question.
    pub question: QuestionId,
    /// Its words.
    pub ask: String,
    /// The answer.
    pub answer: AnswerId,
    /// Its words.
    pub label: String,
}

/// A cause that is as good as out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuledOut {
    /// Which.
    pub cause: CauseId,
    /// What is wrong then.
    pub title: String,
    /// What spoke against it.
    pub because: String,
}

/// How far a conversation has come.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Progress {
    /// Turns that count.
    pub n_turns: usize,
    /// Questions answered.
    pub n_answers: usize,
    /// Fixes tried in vain.
    pub n_tried: usize,
    /// What the case is expected to take from here, in minutes; nothing as long as no symptom is known.
    pub minutes_left: Option<f64>,
}

impl Message {
    pub(super) fn new(kind: MessageKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), items: Vec::new() }
    }

    pub(super) fn with(kind: MessageKind, text: impl Into<String>, items: Vec<String>) -> Self {
        Self { kind, text: text.into(), items }
    }
}

impl Choice {
    pub(super) fn new(id: impl Into<String>, label: impl Into<String>, turn: Turn) -> Self {
        Self { id: id.into(), label: label.into(), turn }
    }
}

impl Command {
    /// The word for it, as it is typed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::Back => "back",
            Self::Why => "why",
            Self::Note => "note",
            Self::HandOver => "hand over",
            Self::Restart => "restart",
        }
    }
}
