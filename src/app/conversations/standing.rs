//! Where a conversation stands, for figures over many of them.
//!
//! All of it follows from the ledger and the base, so it can be worked out again at any time. "Abandoned" is not among
//! the states: that is a matter of time.

use crate::diagnosis::ActionId;
use crate::dialogue::{Conversation, Event, Phase, Reply};
use crate::store::Standing;
use crate::wire::outcome_word;

/// The states there are.
pub(in crate::app) const STATES: [&str; 3] = [OPEN, SOLVED, HANDED_OVER];
const OPEN: &str = "open";
const SOLVED: &str = "solved";
const HANDED_OVER: &str = "handed_over";

/// Where a conversation stands. `reply` is what is said there.
pub(super) fn standing(conversation: &Conversation, reply: &Reply) -> Standing {
    let state = match &reply.phase {
        Phase::Solved(_) => SOLVED,
        Phase::HandedOver => HANDED_OVER,
        _ => OPEN,
    };
    let cause = match &reply.phase {
        Phase::Solved(Some(ActionId::FixOf(cause))) => Some(cause.to_string()),
        _ => None,
    };
    let first_words = conversation.current().into_iter().find_map(|event| match event {
        Event::Said(said) => Some(outcome_word(&said.recognition.outcome).to_owned()),
        _ => None,
    });
    // A fix that is being verified, or has cured, was tried as well.
    let has_helped = matches!(reply.phase, Phase::Verifying(_) | Phase::Solved(_));
    let n_steps = reply.progress.n_answers + reply.progress.n_tried + usize::from(has_helped);
    Standing {
        state: state.to_owned(),
        recognised: first_words,
        symptom: reply.known.symptoms.first().map(|(symptom, _)| symptom.to_string()),
        cause,
        steps: u32::try_from(n_steps).unwrap_or(u32::MAX),
    }
}
