//! The answers to "why?" and "why not?".

use super::super::phase::Phase;
use super::super::reasons::{self, Moved, minutes, movers, ratio_words};
use super::super::reply::{Message, MessageKind, Reply};
use super::super::state::State;
use super::with_messages;
use crate::diagnosis::{ActionId, NextStep, Step, alternatives, chance_word, reason};
use crate::kb::{CauseId, KnowledgeBase};

/// So many pieces of evidence are named.
const MOST_MOVERS: usize = 5;
/// A step that saves less than this, in minutes, is level with the next best.
const LEVEL: f64 = 0.05;

/// Why this is proposed: what it costs, what it saves, and what would be done instead.
pub(in super::super) fn why(base: &KnowledgeBase, state: &State) -> Reply {
    let mut messages = Vec::new();
    let plan = state.plan.as_ref().filter(|_| !state.phase.is_closed());
    match (&state.phase, plan) {
        (phase, _) if phase.is_closed() => {
            messages.push(explained("The case is closed, so I propose nothing. `back` opens it again."));
        }
        (Phase::Choosing(_), _) => messages.push(explained(
            "Each of them has other causes, and your words fit more than one. What you choose decides where I look.",
        )),
        (Phase::Doubting { .. }, _) => messages.push(explained(
            "Hardly anybody gives both of these answers. If one is a slip, it would lead us the wrong way.",
        )),
        (Phase::Verifying(_), _) => {
            messages.push(explained("A case is closed only when the cure has been seen to work."));
        }
        (_, Some(plan)) => messages.extend(why_planned(base, state, plan)),
        (_, None) => messages.push(explained(
            "I need to know what you see before I can say what may be behind it.",
        )),
    }
    with_messages(base, state, messages)
}

fn explained(text: impl Into<String>) -> Message {
    Message::new(MessageKind::Explained, text)
}

fn why_planned(base: &KnowledgeBase, state: &State, plan: &NextStep) -> Vec<Message> {
    let model = state.model(base);
    let mut messages = Vec::new();
    let price = match &plan.step {
        Step::Ask(id) => {
            model.questions.iter().find(|question| question.id == *id).map(|question| question.cost)
        }
        Step::Try(id) => model.actions.iter().find(|action| action.id == *id).map(|action| action.cost),
        Step::Escalate => None,
    };
    if let Some(price) = price {
        messages.push(explained(worth(base, state, plan, price)));
    }
    match &plan.step {
        Step::Try(action) => {
            messages.extend(saves_a_step(base, action));
            for part in action.parts() {
                match part {
                    ActionId::FixOf(cause) => messages.extend(stands(base, state, cause)),
                    ActionId::Fix(fix) => messages.extend(helps_with(base, state, fix)),
                    ActionId::Both(_) => {}
                }
            }
        }
        Step::Ask(_) => messages.extend(leading(base, state)),
        Step::Escalate => messages.push(explained(format!(
            "Handing over counts as {} of work. {}",
            minutes(base.settings().escalation.effort.value()),
            match model.actions.is_empty() {
                true => "There is nothing left to try.",
                false => "Everything left to try costs more than its chance to help is worth.",
            }
        ))),
    }
    messages
}

/// Why two fixes are proposed at once.
fn saves_a_step(base: &KnowledgeBase, action: &ActionId) -> Option<Message> {
    let apart: Option<Vec<f64>> = action.parts().iter().map(|part| part.minutes(base)).collect();
    let saved = apart?.iter().sum::<f64>() - action.minutes(base)?;
    let step = matches!(action, ActionId::Both(_)).then(|| action.ends_with(base)).flatten()?;
    Some(explained(format!(
        "Both end in the same step ({}). Done together they need it once, which saves {} over one after the other.",
        step.words(),
        minutes(saved)
    )))
}

/// What a step costs and saves, and what would be done instead.
fn worth(base: &KnowledgeBase, state: &State, plan: &NextStep, price: f64) -> String {
    let all = alternatives(&state.model(base));
    let verb = if matches!(plan.step, Step::Ask(_)) { "Asking" } else { "Trying this" };
    let costs = format!("{verb} costs about {}", minutes(price));
    let Some(next) = all.iter().find(|other| other.step != plan.step) else { return format!("{costs}.") };
    let instead = instead(base, &next.step);
    // Where a person wants to go on, handing over counts as beyond all price, and so does what is saved by not doing it.
    if state.is_going_on() {
        return format!("{costs}. After that I would {instead}.");
    }
    let saved = next.expected_cost - plan.expected_cost;
    if saved < LEVEL {
        return format!("{costs}. It would be as good to {instead} first.");
    }
    let break_even = all.iter().find(|own| own.step == plan.step).and_then(|own| own.break_even);
    // In words both prices may be the same, and then the higher one tells nothing.
    let pays = break_even.map(minutes).filter(|most| *most != minutes(price));
    let pays =
        pays.map_or_else(String::new, |most| format!(", and would pay as long as it costs less than {most}"));
    format!(
        "{costs} and still saves about {} in the end{pays}. The next best would be to {instead}.",
        minutes(saved)
    )
}

fn instead(base: &KnowledgeBase, step: &Step) -> String {
    match step {
        Step::Ask(question) => {
            format!("ask “{}”", base.question(question).map_or("", |question| question.ask.as_str()))
        }
        Step::Try(action) => format!("try {}", reasons::quoted(base, action)),
        Step::Escalate => "hand the case over".to_owned(),
    }
}

fn leading(base: &KnowledgeBase, state: &State) -> Vec<Message> {
    let likeliest = state.ranking.causes.iter().take(3).filter_map(|ranked| {
        let title = &base.cause(&ranked.cause)?.title;
        Some(format!("{title} ({}, {:.0} %)", chance_word(ranked.probability), ranked.probability * 100.0))
    });
    let items: Vec<String> = likeliest.collect();
    vec![Message::with(MessageKind::Explained, "The likeliest causes so far:", items)]
}

fn helps_with(base: &KnowledgeBase, state: &State, fix: &crate::kb::FixId) -> Vec<Message> {
    let Some(fix) = base.fix(fix) else { return Vec::new() };
    let helped = state.ranking.causes.iter().filter(|ranked| fix.cures.contains_key(&ranked.cause));
    let items = helped.take(MOST_MOVERS).filter_map(|ranked| Some(base.cause(&ranked.cause)?.title.clone()));
    vec![Message::with(MessageKind::Explained, "It helps with all of these:", items.collect())]
}

/// How likely a cause is, and what brought it there.
fn stands(base: &KnowledgeBase, state: &State, cause: &CauseId) -> Vec<Message> {
    let Some(ranked) = state.ranking.causes.iter().find(|ranked| ranked.cause == *cause) else {
        return Vec::new();
    };
    let Some(known) = base.cause(cause) else { return Vec::new() };
    let mut text = format!(
        "“{}” is {} ({:.0} %): {}.",
        known.title,
        chance_word(ranked.probability),
        ranked.probability * 100.0,
        reason(base, ranked)
    );
    let moved = movers(base, state, cause);
    let items: Vec<String> = moved.into_iter().take(MOST_MOVERS).map(moved_words).collect();
    if !items.is_empty() {
        text.push_str(" What has moved it since:");
    }
    vec![Message::with(MessageKind::Explained, text, items)]
}

fn moved_words(moved: Moved) -> String {
    format!("{}: {}", moved.by, ratio_words(moved.ratio))
}

/// What speaks against a cause: its chance, and what moved it.
pub(in super::super) fn why_not(base: &KnowledgeBase, state: &State, cause: Option<&CauseId>) -> Reply {
    let messages = match cause {
        None if state.ranking.causes.is_empty() => {
            vec![explained("I need to know what you see before I can weigh causes.")]
        }
        None => {
            let mut messages = leading(base, state);
            messages.push(explained("Ask “why not” with the name of a cause, or its number in this list."));
            messages
        }
        Some(cause) if state.ranking.causes.iter().any(|ranked| ranked.cause == *cause) => {
            let mut messages = stands(base, state, cause);
            messages.extend(in_the_way(base, state, cause));
            messages
        }
        Some(cause) => {
            let title = base.cause(cause).map_or("", |cause| cause.title.as_str());
            let symptom = state.symptom().and_then(|symptom| base.symptom(symptom));
            vec![explained(match symptom {
                Some(symptom) => format!("“{title}” is not among the causes of “{}”.", symptom.title),
                None => "I need to know what you see before I can weigh causes.".to_owned(),
            })]
        }
    };
    with_messages(base, state, messages)
}

/// Why another step comes before a cause's own fix.
fn in_the_way(base: &KnowledgeBase, state: &State, cause: &CauseId) -> Option<Message> {
    let own = ActionId::FixOf(cause.clone());
    let known = base.cause(cause)?;
    let text = match state.plan.as_ref().map(|plan| &plan.step) {
        _ if known.escalate => "Nothing you do yourself mends it, so it is left for handing over.".to_owned(),
        _ if state.evidence.failed.contains(&own) => "Its fix was tried already.".to_owned(),
        _ if state.evidence.skipped_fixes.contains(&own) => "You passed its fix over.".to_owned(),
        Some(Step::Try(proposed)) if proposed.includes(&own) => "Its fix is what I propose now.".to_owned(),
        Some(step) => format!(
            "Its fix takes about {}; for the time it takes, it is more promising to {}.",
            minutes(known.effort.value()),
            instead(base, step)
        ),
        None => return None,
    };
    Some(explained(text))
}
