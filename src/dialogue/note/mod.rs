//! The case note: what a colleague or a ticket gets to read.
//!
//! Made of the ledger alone, like everything else. As data here; as Markdown of at most [`LONGEST_NOTE`] characters in
//! `markdown`. The whole ledger is kept apart from it.

mod markdown;
mod quoting;
#[cfg(test)]
mod tests;

pub use self::markdown::LONGEST_NOTE;
pub(crate) use self::quoting::{escaped as markdown_text, quoted as markdown_code};

use super::conversation::Conversation;
use super::phase::Phase;
use super::reasons;
use super::state::State;
use crate::diagnosis::ActionId;
use crate::kb::{AnswerId, CauseId, CheckId, KnowledgeBase, QuestionId, Reading, SymptomId};
use crate::recognition::Reason;

/// So many causes are named as what remains.
const MOST_REMAINING: usize = 5;
/// Causes less likely than this do not remain.
const LEAST_REMAINING: f64 = 0.02;

/// What is known of a case, for whoever takes it over.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseNote {
    /// Where the case stands.
    pub phase: Phase,
    /// Whether it was handed over, and why if somebody said.
    pub handed_over: bool,
    /// Why it was handed over.
    pub hand_over_reason: Option<String>,
    /// To whom cases go.
    pub hand_over_to: String,
    /// What the next one should know, as the base says.
    pub hand_over_text: String,
    /// The words of the user, in order.
    pub words: Vec<String>,
    /// The symptoms, likeliest first.
    pub symptoms: Vec<NoteSymptom>,
    /// What was answered.
    pub answers: Vec<NoteAnswer>,
    /// Questions that were left open.
    pub left_open: Vec<String>,
    /// What checks found.
    pub verdicts: Vec<NoteVerdict>,
    /// Facts from pasted configuration, a line each.
    pub facts: Vec<String>,
    /// What was struck out as secret, by name.
    pub removed: Vec<String>,
    /// Fixes that were tried, and how they turned out.
    pub fixes: Vec<NoteFix>,
    /// Causes that are as good as out.
    pub ruled_out: Vec<NoteCause>,
    /// What remains, likeliest first.
    pub remaining: Vec<NoteCause>,
    /// The chance that it is none of the causes known.
    pub something_else: f64,
    /// The sections that the advice given rests on: `path#anchor` or addresses.
    pub cited: Vec<String>,
    /// The state of the base that the conversation began with.
    pub revision: String,
    /// Turns that count.
    pub n_turns: usize,
}

/// A symptom in a note.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteSymptom {
    /// Which.
    pub symptom: SymptomId,
    /// What the user sees.
    pub title: String,
    /// The share of belief it has in the conversation, 0–1.
    pub share: f64,
    /// How sure recognition was of it by the last words that told, 0–1; `None` if it was chosen by name.
    pub confidence: Option<f64>,
    /// What led to it: an error text, or the words.
    pub because: Option<String>,
}

/// An answer in a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteAnswer {
    /// Which question.
    pub question: QuestionId,
    /// Its words.
    pub ask: String,
    /// Which answer.
    pub answer: AnswerId,
    /// The words of the answer.
    pub label: String,
}

/// A verdict in a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteVerdict {
    /// Which check.
    pub check: CheckId,
    /// What it found: `Some(true)` holds, `Some(false)` is broken, `None` is undecided.
    pub holds: Option<bool>,
    /// In words.
    pub line: String,
}

/// A fix in a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteFix {
    /// Which.
    pub action: ActionId,
    /// What it is called.
    pub title: String,
    /// How it turned out: `true` helped, `false` did not, `None` was passed over.
    pub helped: Option<bool>,
}

/// A cause in a note.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteCause {
    /// Which.
    pub cause: CauseId,
    /// What is wrong then.
    pub title: String,
    /// Its chance, 0–1.
    pub chance: f64,
    /// What spoke against it; empty for what remains.
    pub because: String,
}

/// Makes the note of a conversation as it stands.
pub fn note(base: &KnowledgeBase, conversation: &Conversation) -> CaseNote {
    let state = State::of(base, conversation);
    let escalation = &base.settings().escalation;
    CaseNote {
        handed_over: state.phase == Phase::HandedOver,
        hand_over_reason: state.hand_over_reason.clone(),
        hand_over_to: escalation.to.clone(),
        hand_over_text: escalation.text.clone(),
        words: state.said.iter().map(|said| said.text.clone()).collect(),
        symptoms: symptoms(base, &state),
        answers: answers(base, &state),
        left_open: left_open(base, &state),
        verdicts: verdicts(&state),
        facts: state.facts(),
        removed: state.removed(),
        fixes: fixes(base, &state),
        ruled_out: ruled_out(base, &state),
        remaining: remaining(base, &state),
        something_else: state.ranking.something_else,
        cited: cited(base, &state),
        revision: conversation.revision().to_owned(),
        n_turns: state.n_turns,
        phase: state.phase,
    }
}

fn symptoms(base: &KnowledgeBase, state: &State) -> Vec<NoteSymptom> {
    let noted = state.symptoms.iter().filter_map(|(id, share)| {
        let told = state.said.iter().rev().find_map(|said| {
            let offered = said.recognition.offered();
            Some((said, offered.iter().find(|candidate| candidate.symptom == *id)?))
        });
        let because = told.and_then(|(said, found)| match &found.reason {
            Reason::ErrorText(error) => Some(error.clone()),
            Reason::Phrase { words, .. } => {
                let words: Vec<&str> = words.iter().filter_map(|span| said.text.get(span.clone())).collect();
                (!words.is_empty()).then(|| words.join(" … "))
            }
        });
        Some(NoteSymptom {
            symptom: id.clone(),
            title: base.symptom(id)?.title.clone(),
            share: *share,
            confidence: told.map(|(_, found)| found.confidence),
            because,
        })
    });
    noted.collect()
}

fn answers(base: &KnowledgeBase, state: &State) -> Vec<NoteAnswer> {
    let noted = state.evidence.answers.iter().filter_map(|(id, given)| {
        let question = base.question(id)?;
        let answer = question.answers.iter().find(|answer| answer.id == *given)?;
        Some(NoteAnswer {
            question: id.clone(),
            ask: question.ask.clone(),
            answer: given.clone(),
            label: answer.label.clone(),
        })
    });
    noted.collect()
}

fn left_open(base: &KnowledgeBase, state: &State) -> Vec<String> {
    let open = state.evidence.skipped_questions.iter().filter_map(|id| base.question(id));
    open.map(|question| question.ask.clone()).collect()
}

/// Of several verdicts of one check the last one counts.
fn verdicts(state: &State) -> Vec<NoteVerdict> {
    let mut noted: Vec<NoteVerdict> = Vec::new();
    for checked in state.pastes.iter().flat_map(|paste| &paste.verdicts) {
        noted.retain(|known| known.check != checked.check);
        noted.push(NoteVerdict {
            check: checked.check.clone(),
            holds: checked.holds,
            line: checked.line.clone(),
        });
    }
    noted
}

fn fixes(base: &KnowledgeBase, state: &State) -> Vec<NoteFix> {
    let mut noted = Vec::new();
    let mut add = |action: &ActionId, helped| {
        noted.push(NoteFix { action: action.clone(), title: action.title(base), helped });
    };
    state.evidence.failed.iter().for_each(|action| add(action, Some(false)));
    state.evidence.skipped_fixes.iter().for_each(|action| add(action, None));
    if let Phase::Solved(Some(action)) | Phase::Verifying(Some(action)) = &state.phase {
        add(action, Some(true));
    }
    noted
}

fn ruled_out(base: &KnowledgeBase, state: &State) -> Vec<NoteCause> {
    let out = reasons::ruled_out(base, state).into_iter().filter_map(|(cause, because)| {
        let ranked = state.ranking.causes.iter().find(|ranked| ranked.cause == cause)?;
        let title = base.cause(&cause)?.title.clone();
        Some(NoteCause { cause, title, chance: ranked.probability, because })
    });
    out.collect()
}

fn remaining(base: &KnowledgeBase, state: &State) -> Vec<NoteCause> {
    let likely = state.ranking.causes.iter().filter(|ranked| ranked.probability >= LEAST_REMAINING);
    let noted = likely.take(MOST_REMAINING).filter_map(|ranked| {
        Some(NoteCause {
            cause: ranked.cause.clone(),
            title: base.cause(&ranked.cause)?.title.clone(),
            chance: ranked.probability,
            because: String::new(),
        })
    });
    noted.collect()
}

/// What the fixes that were tried or proposed rest on.
fn cited(base: &KnowledgeBase, state: &State) -> Vec<String> {
    let proposed = match &state.phase {
        Phase::Trying(action) => Some(action),
        Phase::Verifying(action) | Phase::Solved(action) => action.as_ref(),
        _ => None,
    };
    let mut cited: Vec<String> = Vec::new();
    for action in state.evidence.failed.iter().chain(proposed.into_iter().flat_map(ActionId::parts)) {
        let ActionId::FixOf(cause) = action else { continue };
        let Some(cause) = base.cause(cause) else { continue };
        for reading in base.readings(cause) {
            let place = match reading {
                Reading::Section { link, .. } => link.to_string(),
                Reading::Outside(address) => address,
            };
            if !cited.contains(&place) {
                cited.push(place);
            }
        }
    }
    cited
}
