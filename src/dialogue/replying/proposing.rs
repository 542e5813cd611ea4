//! What comes next: the question, the fix, or the hand-over.

use super::super::phase::Phase;
use super::super::reasons::{self, minutes};
use super::super::reply::{Choice, Message, MessageKind, Prompt};
use super::super::state::State;
use super::super::turn::{Event, Turn};
use crate::diagnosis::{ActionId, chance_word};
use crate::kb::{Cause, CauseId, KnowledgeBase, QuestionId, SymptomId};

/// From so many texts in vain on the nearest symptoms are offered by name.
const VAIN_BEFORE_NAMES: usize = 2;
/// From so many on it is time to turn to a person.
pub(super) const VAIN_BEFORE_PERSON: usize = 3;
/// So many of the nearest symptoms are offered.
const MOST_NAMES: usize = 4;

/// The symptoms that are offered to choose from.
pub(in super::super) fn offered(state: &State) -> Vec<SymptomId> {
    match &state.phase {
        Phase::Choosing(symptoms) => symptoms.clone(),
        Phase::Listening if state.n_vain >= VAIN_BEFORE_NAMES => {
            let candidates = state.said.last().map(|said| said.recognition.candidates.as_slice());
            let nearest = candidates.unwrap_or_default().iter().map(|candidate| &candidate.symptom);
            nearest.filter(|symptom| !state.rejected.contains(symptom)).take(MOST_NAMES).cloned().collect()
        }
        _ => Vec::new(),
    }
}

/// What is said before the question.
pub(super) fn messages(base: &KnowledgeBase, state: &State) -> Vec<Message> {
    match &state.phase {
        Phase::Trying(action) => vec![trying(base, state, action)],
        Phase::Escalating => escalating(base, state),
        Phase::Solved(_) => solved(state),
        Phase::HandedOver => handed_over(base, state),
        _ => Vec::new(),
    }
}

fn trying(base: &KnowledgeBase, state: &State, action: &ActionId) -> Message {
    let effort =
        action.minutes(base).map_or_else(String::new, |effort| format!(", about {}", minutes(effort)));
    let named = |action: &ActionId| {
        let title = reasons::quoted(base, action);
        let ActionId::FixOf(cause) = action else { return title };
        let ranked = state.ranking.causes.iter().find(|ranked| ranked.cause == *cause);
        let chance = ranked.map_or(0.0, |ranked| ranked.probability);
        format!("{title} ({}, {:.0} %)", chance_word(chance), chance * 100.0)
    };
    let text = match action {
        ActionId::FixOf(_) => format!("Perhaps this is it: {}. To mend it{effort}:", named(action)),
        ActionId::Fix(_) => {
            format!("This helps with several of the causes left{effort}: {}.", named(action))
        }
        ActionId::Both(parts) => {
            let how = action.together(base).unwrap_or_else(|| "Do both".to_owned());
            let named: Vec<String> = parts.iter().map(named).collect();
            format!("{how}{effort}: {}.", named.join(" and "))
        }
    };
    Message::new(MessageKind::Said, text)
}

fn escalating(base: &KnowledgeBase, state: &State) -> Vec<Message> {
    let escalation = &base.settings().escalation;
    let why = match for_others(base, state) {
        Some(ForOthers { cause, label: Some(label) }) if !is_first(state, &cause.id) => format!(
            "You said “{label}”. That speaks for “{}”, and then it is not for you to mend.",
            cause.title
        ),
        Some(ForOthers { cause, .. }) => {
            let chance = super::chance_of(state, &ActionId::FixOf(cause.id.clone()));
            let sure = format!("{} ({:.0} %)", chance_word(chance), chance * 100.0);
            format!("“{}” is {sure}, and that is not for you to mend.", cause.title)
        }
        None if state.model(base).actions.is_empty() => "I have nothing left that you could try.".to_owned(),
        None => "What is left to try would take longer than it is likely to help.".to_owned(),
    };
    let mut text = format!("{why} I suggest handing this case to {}.", escalation.to);
    if state.said.iter().any(|said| !said.text.trim().is_empty()) {
        text.push_str(" The case note has all we know, so nobody has to ask you again.");
    }
    vec![Message::new(MessageKind::Said, text)]
}

/// A cause that only somebody else can mend.
pub(super) struct ForOthers<'base> {
    pub(super) cause: &'base Cause,
    /// The answer that speaks for it, if one does.
    label: Option<String>,
}

/// The cause for which the case should be handed over: the likeliest, or one that an answer speaks for, also where the
/// symptom does not name it: who says that Adobe hosts the server is to turn to Adobe, whatever is seen.
pub(super) fn for_others<'base>(base: &'base KnowledgeBase, state: &State) -> Option<ForOthers<'base>> {
    let first = state.ranking.causes.first().and_then(|ranked| base.cause(&ranked.cause));
    if let Some(cause) = first.filter(|cause| cause.escalate && is_first(state, &cause.id)) {
        return Some(ForOthers { cause, label: None });
    }
    let spoken_for = base.causes().filter(|cause| cause.escalate).filter_map(|cause| {
        let (times, label) = strongest_answer(base, state, &cause.id)?;
        Some((times, ForOthers { cause, label: Some(label) }))
    });
    spoken_for.max_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, found)| found)
}

fn is_first(state: &State, cause: &CauseId) -> bool {
    let first = state.ranking.causes.first();
    first.is_some_and(|first| first.cause == *cause && first.probability >= state.ranking.something_else)
}

/// The answer that speaks strongest for a cause, and for it much rather than for any other that is thought of.
fn strongest_answer(base: &KnowledgeBase, state: &State, cause: &CauseId) -> Option<(f64, String)> {
    const TIMES: f64 = 1.5;
    let speaking = state.evidence.answers.iter().filter_map(|(question, answer)| {
        let question = base.question(question)?;
        let others = state.ranking.causes.iter().map(|ranked| &ranked.cause).filter(|other| *other != cause);
        let for_others = others.map(Some).chain([None]).map(|other| question.likelihood(answer, other));
        let times = question.likelihood(answer, Some(cause)) / for_others.fold(f64::MIN_POSITIVE, f64::max);
        let label = &question.answers.iter().find(|known| known.id == *answer)?.label;
        (times >= TIMES).then_some((times, label))
    });
    speaking.max_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(times, label)| (times, label.clone()))
}

fn solved(state: &State) -> Vec<Message> {
    let text = match &state.last {
        Some(Event::Said(_)) => {
            "I have added that to the case note. The case is closed as solved: `back` opens it again, `restart` begins a new one."
        }
        _ => {
            "Glad to hear it. The case is closed as solved. `note` shows the case note; `restart` begins a new one."
        }
    };
    vec![Message::new(MessageKind::Said, text)]
}

fn handed_over(base: &KnowledgeBase, state: &State) -> Vec<Message> {
    if matches!(state.last, Some(Event::Said(_))) {
        let text = "I have added that to the case note. The case is with a person now: `back` takes it back, `restart` begins a new one.";
        return vec![Message::new(MessageKind::Said, text)];
    }
    let escalation = &base.settings().escalation;
    let text =
        format!("The case is marked as handed over to {}. `note` shows what to send along.", escalation.to);
    vec![Message::new(MessageKind::Said, text), Message::new(MessageKind::Said, escalation.text.trim())]
}

/// The question, with what can be chosen.
pub fn prompt(base: &KnowledgeBase, state: &State) -> Option<Prompt> {
    match &state.phase {
        Phase::Listening => listening(base, state),
        Phase::Choosing(symptoms) => Some(choosing(base, symptoms, "Which of these is it?")),
        Phase::Doubting { first, second } => doubting(base, state, first, second),
        Phase::Asking(question) => asking(base, state, question),
        Phase::Trying(_) => Some(Prompt {
            text: "Did it help?".to_owned(),
            reason: None,
            choices: vec![
                Choice::new("helped", "It worked", Turn::Tried { action: None, helped: true }),
                Choice::new("did-not-help", "It did not help", Turn::Tried { action: None, helped: false }),
                Choice::new("skip", "I cannot do this now", Turn::Skip),
            ],
        }),
        Phase::Verifying(action) => Some(verifying(base, state, action.as_ref())),
        Phase::Escalating => Some(handing_over(state)),
        Phase::Solved(_) | Phase::HandedOver => None,
    }
}

fn listening(base: &KnowledgeBase, state: &State) -> Option<Prompt> {
    let names = offered(state);
    if !names.is_empty() {
        let mut prompt = choosing(base, &names, "Is it one of these?");
        if state.n_vain >= VAIN_BEFORE_PERSON {
            prompt.choices.push(hand_over());
        }
        return Some(prompt);
    }
    let text = match state.n_vain {
        0 if state.n_turns == 0 => {
            "What do you see? Describe it in your own words, or paste the exact error text."
        }
        0 | 1 => "What is the exact text on the screen?",
        2 => "At which step does it stop, and what did you expect to see there instead?",
        _ => "Tell me anything else you see, or hand the case over.",
    };
    let choices = if state.n_vain >= VAIN_BEFORE_PERSON { vec![hand_over()] } else { Vec::new() };
    Some(Prompt { text: text.to_owned(), reason: None, choices })
}

fn choosing(base: &KnowledgeBase, symptoms: &[SymptomId], text: &str) -> Prompt {
    let titled = symptoms.iter().filter_map(|id| base.symptom(id));
    let mut choices: Vec<Choice> = titled
        .map(|symptom| {
            let turn = Turn::Choose { symptom: symptom.id.clone() };
            Choice::new(symptom.id.as_str(), symptom.title.as_str(), turn)
        })
        .collect();
    let neither = if symptoms.len() == 2 { "Neither of them" } else { "None of them" };
    choices.push(Choice::new("neither", neither, Turn::Neither));
    Prompt { text: text.to_owned(), reason: None, choices }
}

fn doubting(base: &KnowledgeBase, state: &State, first: &QuestionId, second: &QuestionId) -> Option<Prompt> {
    let mut choices = Vec::new();
    for id in [first, second] {
        let question = base.question(id)?;
        let (_, given) = state.evidence.answers.iter().find(|(answered, _)| answered == id)?;
        let label = &question.answers.iter().find(|answer| answer.id == *given)?.label;
        let label = format!("“{label}” (to “{}”)", question.ask);
        choices.push(Choice::new(id.as_str(), label, Turn::Retract { question: id.clone() }));
    }
    choices.push(Choice::new("both", "Both are right", Turn::Skip));
    let text = "Which of them should I forget?".to_owned();
    Some(Prompt { text, reason: None, choices })
}

fn asking(base: &KnowledgeBase, state: &State, id: &QuestionId) -> Option<Prompt> {
    let question = base.question(id)?;
    let choices = question.answers.iter().map(|answer| {
        let turn = Turn::Answer { question: id.clone(), answer: answer.id.clone() };
        Choice::new(answer.id.as_str(), answer.label.as_str(), turn)
    });
    let mut choices: Vec<Choice> = choices.collect();
    choices.push(Choice::new("i-dont-know", "I don't know", Turn::Skip));
    Some(Prompt { text: question.ask.clone(), reason: asked_because(base, state, id), choices })
}

/// What a question tells apart: the causes that its answers would make likeliest.
fn asked_because(base: &KnowledgeBase, state: &State, id: &QuestionId) -> Option<String> {
    let mut causes: Vec<_> = Vec::new();
    for outlook in state.model(base).outlooks(id) {
        if let Some(cause) = outlook.cause
            && !causes.contains(&cause)
        {
            causes.push(cause);
        }
    }
    let title = |cause| base.cause(cause).map(|cause| cause.title.clone());
    match causes.as_slice() {
        [first, second, ..] => {
            Some(format!("It helps to tell “{}” from “{}”.", title(first)?, title(second)?))
        }
        [only] => Some(format!("It shows how likely “{}” is.", title(only)?)),
        [] => None,
    }
}

fn verifying(base: &KnowledgeBase, state: &State, action: Option<&ActionId>) -> Prompt {
    let checks = action.and_then(|action| super::of_action(base, state, action));
    let text = match checks.is_some_and(|advice| !advice.verify.is_empty()) {
        true => "Is it as described?",
        false => "Do once more what failed before. Does it work now?",
    };
    Prompt {
        text: text.to_owned(),
        reason: None,
        choices: vec![
            Choice::new("cured", "Yes, it is solved", Turn::Tried { action: None, helped: true }),
            Choice::new("not-cured", "No, not yet", Turn::Tried { action: None, helped: false }),
        ],
    }
}

fn handing_over(state: &State) -> Prompt {
    let mut choices = vec![hand_over()];
    if !state.is_going_on() {
        choices.push(Choice::new("go-on", "Not yet, show me what is left to try", Turn::Skip));
    }
    choices.push(Choice::new("helped", "It works now", Turn::Tried { action: None, helped: true }));
    Prompt { text: "Shall I hand it over?".to_owned(), reason: None, choices }
}

fn hand_over() -> Choice {
    Choice::new("hand-over", "Hand the case over", Turn::HandOver { reason: None })
}
