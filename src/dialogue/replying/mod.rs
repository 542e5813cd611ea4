//! What is said where: from a state to a [`Reply`].
//!
//! A reply has three parts: what was made of the last turn (`acknowledging`), what comes next (`proposing`), and the
//! answers to "why?" (`explaining`). All wording of the conversation stands in these files.

mod acknowledging;
mod explaining;
mod proposing;

pub(super) use explaining::{why, why_not};
pub(super) use proposing::offered;
pub use proposing::prompt;

use super::conversation::Conversation;
use super::phase::Phase;
use super::reasons;
use super::reply::{Advice, Answered, Command, Known, Message, Progress, Reply, RuledOut};
use super::state::State;
use super::turn::Event;
use crate::diagnosis::ActionId;
use crate::kb::{CauseId, KnowledgeBase, OutOfScopeId};
use crate::recognition::Outcome;

/// What deskdoc says where a conversation stands.
pub fn reply(base: &KnowledgeBase, conversation: &Conversation) -> Reply {
    let state = State::of(base, conversation);
    let mut messages = acknowledging::messages(base, &state);
    messages.extend(proposing::messages(base, &state));
    with_messages(base, &state, messages)
}

fn with_messages(base: &KnowledgeBase, state: &State, messages: Vec<Message>) -> Reply {
    Reply {
        phase: state.phase.clone(),
        messages,
        advice: advice(base, state),
        prompt: prompt(base, state),
        ranking: state.ranking.clone(),
        known: known(base, state),
        progress: Progress {
            n_turns: state.n_turns,
            n_answers: state.evidence.answers.len(),
            n_tried: state.evidence.failed.len(),
            minutes_left: state
                .plan
                .as_ref()
                .filter(|_| !state.phase.is_closed() && !state.is_going_on())
                .map(|plan| plan.expected_cost),
        },
        commands: commands(state),
        out_of_scope: out_of_scope(state).cloned(),
        offers_reading: state.phase == Phase::Listening && matches!(state.last, Some(Event::Said(_))),
    }
}

/// What the last words are about, if the base says that it does not cover that.
fn out_of_scope(state: &State) -> Option<&OutOfScopeId> {
    let Some(Event::Said(said)) = &state.last else { return None };
    match &said.recognition.outcome {
        Outcome::OutOfScope(page) if state.phase == Phase::Listening => Some(page),
        _ => None,
    }
}

fn advice(base: &KnowledgeBase, state: &State) -> Option<Advice> {
    let action = match &state.phase {
        Phase::Trying(action) => action,
        Phase::Verifying(action) | Phase::Solved(action) => action.as_ref()?,
        Phase::Escalating => return handing_over_advice(base, state),
        _ => return None,
    };
    of_action(base, state, action)
}

/// Where the likeliest cause is one that only somebody else can mend, what its page says about that.
fn handing_over_advice(base: &KnowledgeBase, state: &State) -> Option<Advice> {
    let cause = proposing::for_others(base, state)?.cause.id.clone();
    of_action(base, state, &ActionId::FixOf(cause))
}

/// The steps of a fix; of a pair those of both, the first of each with the name of its fix.
fn of_action(base: &KnowledgeBase, state: &State, action: &ActionId) -> Option<Advice> {
    let pages = action.parts().iter().map(|part| match part {
        ActionId::FixOf(cause) => Some((part, base.advice(cause)?)),
        ActionId::Fix(fix) => Some((part, base.fix_advice(fix)?.1)),
        ActionId::Both(_) => None,
    });
    let pages = pages.collect::<Option<Vec<_>>>()?;
    let shared = matches!(action, ActionId::Both(_)).then(|| action.ends_with(base)).flatten();
    let (mut steps, mut verify, mut explanations) = (Vec::new(), Vec::new(), Vec::new());
    for (place, (part, page)) in pages.into_iter().enumerate() {
        let mut own = page.items(page.fix);
        if let (Some(first), Some(shared)) = (own.first_mut(), shared) {
            let note = match place {
                0 => format!(" (“{}” comes once, at the end)", shared.words()),
                _ => String::new(),
            };
            *first = format!("{}{note}: {first}", reasons::quoted(base, part));
        }
        steps.extend(own);
        let also: Vec<String> = page.items(page.verify);
        verify.extend(also.into_iter().filter(|line| !verify.contains(line)).collect::<Vec<_>>());
        explanations.extend(Some(page.explanation).filter(|text| !text.is_empty()));
    }
    Some(Advice {
        action: action.clone(),
        title: action.title(base),
        chance: state.model(base).chance(action).unwrap_or_else(|| chance_of(state, action)),
        explanation: explanations.join("\n"),
        steps,
        verify,
        minutes: action.minutes(base)?,
    })
}

/// The chance of the causes that an action is the own fix of, for one that was tried already.
fn chance_of(state: &State, action: &ActionId) -> f64 {
    let is_own = |cause: &CauseId| action.includes(&ActionId::FixOf(cause.clone()));
    let own = state.ranking.causes.iter().filter(|ranked| is_own(&ranked.cause));
    own.map(|ranked| ranked.probability).sum()
}

fn known(base: &KnowledgeBase, state: &State) -> Known {
    let answers = state.evidence.answers.iter().filter_map(|(id, given)| {
        let question = base.question(id)?;
        let answer = question.answers.iter().find(|answer| answer.id == *given)?;
        Some(Answered {
            question: id.clone(),
            ask: question.ask.clone(),
            answer: given.clone(),
            label: answer.label.clone(),
        })
    });
    let ruled_out = reasons::ruled_out(base, state).into_iter().filter_map(|(cause, because)| {
        let title = base.cause(&cause)?.title.clone();
        Some(RuledOut { cause, title, because })
    });
    Known {
        symptoms: state.symptoms.clone(),
        answers: answers.collect(),
        facts: state.facts(),
        tried: state.evidence.failed.iter().map(|action| action.title(base)).collect(),
        ruled_out: ruled_out.collect(),
    }
}

fn commands(state: &State) -> Vec<Command> {
    let mut commands = Vec::new();
    let can_skip = match &state.phase {
        Phase::Choosing(_) | Phase::Asking(_) | Phase::Trying(_) | Phase::Doubting { .. } => true,
        Phase::Escalating => !state.is_going_on(),
        Phase::Listening => !offered(state).is_empty(),
        Phase::Verifying(_) | Phase::Solved(_) | Phase::HandedOver => false,
    };
    if can_skip {
        commands.push(Command::Skip);
    }
    if state.n_turns > 0 {
        commands.push(Command::Back);
    }
    if state.plan.is_some() && !state.phase.is_closed() {
        commands.push(Command::Why);
    }
    if state.n_turns > 0 {
        commands.push(Command::Note);
    }
    if !state.phase.is_closed() && state.n_turns > 0 {
        commands.push(Command::HandOver);
    }
    if state.n_turns > 0 {
        commands.push(Command::Restart);
    }
    commands
}
