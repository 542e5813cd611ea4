//! What a person does, and what is written down of it.
//!
//! A [`Turn`] may lean on where the conversation stands ("skip this"); an [`Event`] never does: it names the question,
//! the fix, the symptoms it is about. That is why a ledger can be read again by another version of the planner.

use crate::diagnosis::ActionId;
use crate::facts::Record;
use crate::kb::{AnswerId, CauseId, CheckId, QuestionId, SymptomId};
use crate::recognition::Recognition;

/// What a person does. Words are interpreted already: see [`super::understand`].
#[derive(Debug, Clone, PartialEq)]
pub enum Turn {
    /// Says something in their own words.
    Say(Said),
    /// Answers a question, the open one or an earlier one: then the new answer counts.
    Answer {
        /// Which question.
        question: QuestionId,
        /// What is answered.
        answer: AnswerId,
    },
    /// Takes an answer back; the question may be put again.
    Retract {
        /// Which question.
        question: QuestionId,
    },
    /// Says which symptom it is.
    Choose {
        /// Which.
        symptom: SymptomId,
    },
    /// Says that it is none of the symptoms offered.
    Neither,
    /// Pastes configuration.
    Paste(Paste),
    /// Says how a fix turned out. Said once more with `helped` while the cure is being verified, it confirms the cure.
    Tried {
        /// Which fix; `None` is the one proposed, or, where none is, whatever it was that helped.
        action: Option<ActionId>,
        /// Whether it helped.
        helped: bool,
    },
    /// Passes over what is proposed: the question, the fix, the choice, the doubt, or the handing over.
    Skip,
    /// Undoes the last turns.
    Back {
        /// How many; more than there are undoes all.
        n_turns: usize,
    },
    /// Begins anew.
    Restart,
    /// Asks why this is proposed.
    Why,
    /// Asks what speaks against a cause.
    WhyNot {
        /// Which; `None` where the words name none.
        cause: Option<CauseId>,
    },
    /// Hands the case over to a person.
    HandOver {
        /// Why, in the words of whoever does it.
        reason: Option<String>,
    },
}

/// Words, with all that was made of them: nothing has to be recognised again when a ledger is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// The words; whoever hands them in has struck secrets out.
    pub text: String,
    /// Which symptoms they may be about.
    pub recognition: Recognition,
    /// Answers to questions that stand in the words.
    pub told: Vec<Told>,
    /// Answers to the open question that the words come near, if there are several as near.
    pub near: Vec<AnswerId>,
    /// Configuration that stood in the words, or secrets that were struck out of them.
    pub paste: Option<Box<Paste>>,
}

/// An answer that somebody gave without being asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The question it answers.
    pub question: QuestionId,
    /// The answer.
    pub answer: AnswerId,
    /// The words that say so.
    pub words: String,
}

/// What was read from pasted configuration.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Paste {
    /// The facts themselves, for the next paste to be judged together with this one.
    pub record: Record,
    /// The verdicts of the checks, in the order of the base.
    pub verdicts: Vec<Checked>,
    /// Causes that failed checks speak for.
    pub blamed: Vec<CauseId>,
    /// Causes that passed checks speak against.
    pub cleared: Vec<CauseId>,
    /// The facts that were read, a line each, without secrets.
    pub facts: Vec<String>,
    /// What was struck out as secret, by name, never by value.
    pub removed: Vec<String>,
}

/// The verdict of one check, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Which check.
    pub check: CheckId,
    /// What it found: `Some(true)` holds, `Some(false)` is broken, `None` is undecided.
    pub holds: Option<bool>,
    /// In words: what was expected and what was found.
    pub line: String,
}

/// What is written down of a turn. One turn, one event.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Words were said.
    Said(Said),
    /// A question was answered.
    Answered {
        /// Which question.
        question: QuestionId,
        /// The answer.
        answer: AnswerId,
    },
    /// An answer was taken back.
    Retracted {
        /// The question it had answered.
        question: QuestionId,
    },
    /// A symptom was chosen by name.
    Chosen(SymptomId),
    /// None of these symptoms it is.
    Rejected(Vec<SymptomId>),
    /// Which of several symptoms it is was left open.
    LeftMixed,
    /// Configuration was pasted.
    Pasted(Paste),
    /// A fix helped, or the trouble went by itself (`None`). Whether it is cured is still to be verified.
    Helped(Option<ActionId>),
    /// The cure was verified.
    Cured(Option<ActionId>),
    /// It helped by itself, and then it did not.
    CameBack,
    /// A fix did not help.
    Failed(ActionId),
    /// A question was left open.
    LeftOpen(QuestionId),
    /// A fix was passed over.
    PassedOver(ActionId),
    /// Two answers that do not go together were both confirmed.
    Insisted(QuestionId, QuestionId),
    /// The person wants to go on where deskdoc would hand over.
    WentOn,
    /// The case was handed over.
    HandedOver {
        /// Why.
        reason: Option<String>,
    },
    /// The conversation begins anew here.
    Restarted,
    /// So many of the events before this one do not count any more.
    Undone(usize),
}
