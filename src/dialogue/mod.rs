//! One conversation, advanced one turn at a time.
//!
//! In: a base, a [`Conversation`] and a [`Turn`] whose words are interpreted already ([`understand`]). Out: the
//! conversation with one event more, and a [`Reply`] as data. Everything about a conversation is derived from its
//! ledger: the same ledger and base give the same state, reply and [`CaseNote`], to the last bit. No clock, no
//! recogniser, no storage, no HTML and no colours. Start at [`advance`].

mod belief;
mod changes;
mod contradiction;
mod conversation;
mod note;
mod phase;
mod reasons;
mod reply;
mod replying;
mod state;
#[cfg(test)]
mod tests;
mod transcript;
mod turn;
mod understanding;

pub use changes::changes;
pub use conversation::{Conversation, LONGEST_LEDGER, MOST_TURNS};
pub use note::{CaseNote, LONGEST_NOTE, NoteAnswer, NoteCause, NoteFix, NoteSymptom, NoteVerdict, note};
pub(crate) use note::{markdown_code, markdown_text};
pub use phase::Phase;
pub use reply::{
    Advice, Answered, Choice, Command, Known, Message, MessageKind, Progress, Prompt, Reply, RuledOut,
};
pub use replying::{prompt, reply};
pub use state::State;
pub use transcript::{Deed, Passage, transcript};
pub use turn::{Checked, Event, Paste, Said, Told, Turn};
pub use understanding::{Understood, understand};

use crate::diagnosis::ActionId;
use crate::kb::{KnowledgeBase, QuestionId};

/// Why a turn could not be taken. The conversation stays as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is nothing to undo.
    #[error("nothing has been said yet, so there is nothing to go back to")]
    NothingToUndo,
    /// There is nothing that could be passed over.
    #[error("there is nothing to skip here; describe what you see")]
    NothingToSkip,
    /// No fix is proposed.
    #[error("no fix is being tried at the moment")]
    NothingTried,
    /// The question or the answer is not in the base.
    #[error("the question `{question}` has no such answer")]
    NoSuchAnswer {
        /// The question.
        question: QuestionId,
    },
    /// The question was not answered.
    #[error("the question `{question}` has not been answered")]
    NotAnswered {
        /// The question.
        question: QuestionId,
    },
    /// The symptom is not in the base.
    #[error("there is no such symptom")]
    NoSuchSymptom,
    /// No symptoms are offered.
    #[error("no symptoms are offered at the moment")]
    NothingOffered,
    /// The fix is not in the base.
    #[error("there is no such fix")]
    NoSuchFix,
    /// The case is closed.
    #[error("this case is closed; `restart` begins a new one, `back` opens it again")]
    Closed,
    /// The conversation is as long as it may get.
    #[error(
        "this conversation has had {MOST_TURNS} turns, the most there may be; `restart` begins a new one"
    )]
    TooLong,
}

/// Takes one turn: the conversation with what was done written into its ledger, and what deskdoc says to it. Asking
/// why writes nothing. A conversation with all its turns can still be undone, handed over and begun anew.
///
/// # Errors
/// [`Refusal`] if the turn makes no sense where the conversation stands.
pub fn advance(
    base: &KnowledgeBase,
    conversation: &Conversation,
    turn: Turn,
) -> Result<(Conversation, Reply), Refusal> {
    advance_from(base, conversation, &State::of(base, conversation), turn)
}

/// The same where it is known already how the conversation stands: planning is the dear part of a turn.
///
/// # Errors
/// [`Refusal`] if the turn makes no sense where the conversation stands.
pub fn advance_from(
    base: &KnowledgeBase,
    conversation: &Conversation,
    state: &State,
    turn: Turn,
) -> Result<(Conversation, Reply), Refusal> {
    let event = match turn {
        Turn::Why => return Ok((conversation.clone(), replying::why(base, state))),
        Turn::WhyNot { cause } => {
            return Ok((conversation.clone(), replying::why_not(base, state, cause.as_ref())));
        }
        turn => event(base, conversation, state, turn)?,
    };
    // A new beginning needs nothing of what was, so a full ledger is left behind.
    if event == Event::Restarted && conversation.ledger().len() >= MOST_TURNS {
        let conversation = Conversation::begin(conversation.revision());
        let reply = reply(base, &conversation);
        return Ok((conversation, reply));
    }
    let leads_out = matches!(event, Event::HandedOver { .. } | Event::Undone(_));
    let room = if leads_out { LONGEST_LEDGER } else { MOST_TURNS };
    if conversation.ledger().len() >= room {
        return Err(Refusal::TooLong);
    }
    let conversation = conversation.with(event);
    let reply = reply(base, &conversation);
    Ok((conversation, reply))
}

/// What is written down of a turn.
fn event(
    base: &KnowledgeBase,
    conversation: &Conversation,
    state: &State,
    turn: Turn,
) -> Result<Event, Refusal> {
    match turn {
        Turn::Say(said) => Ok(Event::Said(said)),
        Turn::Back { n_turns } if n_turns > 0 && !conversation.counting().is_empty() => {
            Ok(Event::Undone(conversation.n_events_of(n_turns)))
        }
        Turn::Back { .. } => Err(Refusal::NothingToUndo),
        Turn::Restart => Ok(Event::Restarted),
        Turn::Tried { action, helped: false } if matches!(state.phase, Phase::Solved(_)) => {
            tried(base, state, action, false)
        }
        _ if state.phase.is_closed() => Err(Refusal::Closed),
        Turn::Answer { question, answer } => {
            if base.has_answer(&question, &answer) {
                Ok(Event::Answered { question, answer })
            } else {
                Err(Refusal::NoSuchAnswer { question })
            }
        }
        Turn::Retract { question } => {
            let is_answered = state.evidence.answers.iter().any(|(answered, _)| *answered == question);
            if is_answered {
                Ok(Event::Retracted { question })
            } else {
                Err(Refusal::NotAnswered { question })
            }
        }
        Turn::Choose { symptom } => {
            if base.shows_symptom(&symptom) {
                Ok(Event::Chosen(symptom))
            } else {
                Err(Refusal::NoSuchSymptom)
            }
        }
        Turn::Neither => match replying::offered(state) {
            symptoms if symptoms.is_empty() => Err(Refusal::NothingOffered),
            symptoms => Ok(Event::Rejected(symptoms)),
        },
        Turn::Paste(paste) => Ok(Event::Pasted(paste)),
        Turn::Tried { action, helped } => tried(base, state, action, helped),
        Turn::Skip => skipped(state),
        Turn::HandOver { reason } => Ok(Event::HandedOver { reason }),
        // They were answered before they got here.
        Turn::Why | Turn::WhyNot { .. } => Err(Refusal::NothingToSkip),
    }
}

fn tried(
    base: &KnowledgeBase,
    state: &State,
    action: Option<ActionId>,
    helped: bool,
) -> Result<Event, Refusal> {
    if action.as_ref().is_some_and(|action| !is_known(base, action)) {
        return Err(Refusal::NoSuchFix);
    }
    match (&state.phase, action, helped) {
        (Phase::Verifying(verified), None, true) => Ok(Event::Cured(verified.clone())),
        (Phase::Verifying(verified), Some(action), true) if *verified == Some(action.clone()) => {
            Ok(Event::Cured(Some(action)))
        }
        (Phase::Verifying(Some(verified)) | Phase::Solved(Some(verified)), None, false) => {
            Ok(Event::Failed(verified.clone()))
        }
        (Phase::Verifying(None) | Phase::Solved(None), None, false) => Ok(Event::CameBack),
        (Phase::Trying(proposed), None, true) => Ok(Event::Helped(Some(proposed.clone()))),
        (Phase::Trying(proposed), None, false) => Ok(Event::Failed(proposed.clone())),
        (_, action, true) => Ok(Event::Helped(action)),
        (_, Some(action), false) => Ok(Event::Failed(action)),
        (_, None, false) => Err(Refusal::NothingTried),
    }
}

fn is_known(base: &KnowledgeBase, action: &ActionId) -> bool {
    action.minutes(base).is_some()
}

fn skipped(state: &State) -> Result<Event, Refusal> {
    match &state.phase {
        Phase::Choosing(_) => Ok(Event::LeftMixed),
        Phase::Doubting { first, second } => Ok(Event::Insisted(first.clone(), second.clone())),
        Phase::Asking(question) => Ok(Event::LeftOpen(question.clone())),
        Phase::Trying(action) => Ok(Event::PassedOver(action.clone())),
        Phase::Escalating if !state.is_going_on() => Ok(Event::WentOn),
        Phase::Listening => match replying::offered(state) {
            symptoms if symptoms.is_empty() => Err(Refusal::NothingToSkip),
            symptoms => Ok(Event::Rejected(symptoms)),
        },
        Phase::Escalating | Phase::Verifying(_) | Phase::Solved(_) | Phase::HandedOver => {
            Err(Refusal::NothingToSkip)
        }
    }
}
