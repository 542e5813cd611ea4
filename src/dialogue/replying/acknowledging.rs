//! What was made of the last turn.

use super::super::belief::News;
use super::super::phase::Phase;
use super::super::reasons;
use super::super::reply::{Message, MessageKind};
use super::super::state::State;
use super::super::turn::{Event, Paste, Said};
use super::super::understanding::{cannot_do, wishes_for_a_person};
use super::proposing::{VAIN_BEFORE_PERSON, offered};
use crate::diagnosis::{ActionId, chance_word};
use crate::kb::{AnswerId, KnowledgeBase, QuestionId};
use crate::recognition::{Candidate, Outcome, Reason};

/// What is said about the last turn, before anything new.
pub(super) fn messages(base: &KnowledgeBase, state: &State) -> Vec<Message> {
    if state.phase.is_closed() {
        return Vec::new();
    }
    let mut messages = match &state.last {
        None => Vec::new(),
        Some(Event::Said(said)) => said_something(base, state, said),
        Some(Event::Pasted(paste)) => pasted(base, state, paste),
        Some(event) => short(base, state, event).into_iter().map(understood).collect(),
    };
    if matches!((&state.last, state.news), (Some(Event::Answered { .. }), News::Other)) {
        let symptom = state.symptom().and_then(|symptom| base.symptom(symptom));
        messages.extend(symptom.map(|symptom| {
            Message::new(MessageKind::Recognised, format!("Then it is this: {}.", symptom.title))
        }));
    }
    if let Phase::Doubting { .. } = &state.phase {
        messages.push(Message::new(MessageKind::Warning, "Two of your answers do not go together."));
    }
    if is_evidence(state.last.as_ref()) {
        messages.extend(points_to(base, state).map(understood));
    }
    messages
}

fn understood(text: String) -> Message {
    Message::new(MessageKind::Understood, text)
}

fn is_evidence(event: Option<&Event>) -> bool {
    matches!(event, Some(Event::Answered { .. } | Event::Failed(_) | Event::Pasted(_)))
}

/// Where another cause comes first now than before the turn.
fn points_to(base: &KnowledgeBase, state: &State) -> Option<String> {
    let first = state.ranking.causes.first()?;
    let is_plain = matches!(state.phase, Phase::Asking(_));
    if !is_plain || state.first_before.as_ref() == Some(&first.cause) {
        return None;
    }
    let title = &base.cause(&first.cause)?.title;
    Some(format!(
        "That points to “{title}” ({}, {:.0} %).",
        chance_word(first.probability),
        first.probability * 100.0
    ))
}

fn short(base: &KnowledgeBase, state: &State, event: &Event) -> Option<String> {
    match event {
        Event::Answered { question, answer } => Some(format!("Noted: {}.", label(base, question, answer)?)),
        Event::Retracted { .. } => Some("Forgotten.".to_owned()),
        Event::Chosen(symptom) => Some(format!("Good: {}.", base.symptom(symptom)?.title)),
        Event::Rejected(_) if state.phase == Phase::Listening => {
            Some("Then I do not know yet what it is.".to_owned())
        }
        Event::Rejected(_) => Some("Then I leave those aside.".to_owned()),
        Event::LeftMixed => Some("Fine, I keep all of them in mind.".to_owned()),
        Event::Helped(Some(action)) => {
            let has_checks =
                super::of_action(base, state, action).is_some_and(|advice| !advice.verify.is_empty());
            Some(if has_checks { "Good. Let us make sure that it lasts." } else { "Good." }.to_owned())
        }
        Event::Helped(None) => Some("Good. Let us make sure that it lasts.".to_owned()),
        Event::CameBack => Some("A pity. Let us go on.".to_owned()),
        Event::Failed(action) if !action.is_known(base) => Some("Noted.".to_owned()),
        Event::Failed(action) => Some(format!("Noted: {} did not help.", reasons::quoted(base, action))),
        Event::LeftOpen(_) => Some("No matter, we can go on without it.".to_owned()),
        Event::PassedOver(ActionId::Both(_)) => Some("Fine, I leave both out.".to_owned()),
        Event::PassedOver(_) => Some("Fine, I leave that one out.".to_owned()),
        Event::Insisted(..) => Some("Fine, I keep both.".to_owned()),
        Event::WentOn => Some("Then let us go through what is left.".to_owned()),
        _ => None,
    }
}

fn label(base: &KnowledgeBase, question: &QuestionId, answer: &AnswerId) -> Option<String> {
    let question = base.question(question)?;
    let label = &question.answers.iter().find(|known| known.id == *answer)?.label;
    Some(format!("“{}”", label.trim_end_matches('.')))
}

fn said_something(base: &KnowledgeBase, state: &State, said: &Said) -> Vec<Message> {
    let mut messages = Vec::new();
    if matches!(state.phase, Phase::Choosing(_)) && state.news != News::None {
        messages.push(several(base, state, said));
    } else if let Some(heard) = heard(base, state, said) {
        messages.push(heard);
    }
    messages.extend(told(base, state, said));
    if !said.near.is_empty() {
        messages.push(which_answer(base, state, said));
    } else if messages.is_empty() && !wishes_for_a_person(&said.text) {
        messages.extend(in_vain(base, state, said));
    }
    messages.extend(said.paste.iter().flat_map(|paste| pasted(base, state, paste)));
    if wishes_for_a_person(&said.text) {
        let text = "If you want a person to take over, type `hand over`.";
        messages.push(Message::new(MessageKind::Said, text));
    }
    messages
}

fn several(base: &KnowledgeBase, state: &State, said: &Said) -> Message {
    let reasons = state.symptoms.iter().filter_map(|(symptom, _)| {
        let found = said.recognition.candidates.iter().find(|found| found.symptom == *symptom)?;
        Some(format!("{}: {}", base.symptom(symptom)?.title, because(said, found)))
    });
    let text = "This may be one of several things.";
    Message::with(MessageKind::Recognised, text, reasons.collect())
}

fn heard(base: &KnowledgeBase, state: &State, said: &Said) -> Option<Message> {
    let (symptom, _) = state.symptoms.first()?;
    let title = &base.symptom(symptom)?.title;
    let found = said.recognition.candidates.iter().find(|found| found.symptom == *symptom)?;
    let text = match state.news {
        News::None => return None,
        News::First => format!("It sounds like this: {title}. {}.", sentence(&because(said, found))),
        News::Same => format!("That fits: {title}."),
        News::Other => format!("Then it is rather this: {title}. {}.", sentence(&because(said, found))),
    };
    Some(Message::new(MessageKind::Recognised, text))
}

/// The words that led to a symptom.
fn because(said: &Said, found: &Candidate) -> String {
    match &found.reason {
        Reason::ErrorText(error) => format!("your text holds the error text “{error}”"),
        Reason::Phrase { phrase, words } => {
            let words: Vec<String> = words
                .iter()
                .filter_map(|span| said.text.get(span.clone()))
                .map(|word| format!("“{word}”"))
                .collect();
            match (words.split_last(), phrase.is_empty()) {
                (Some((last, [])), _) => format!("the word {last} led me there"),
                (Some((last, rest)), _) => format!("the words {} and {last} led me there", rest.join(", ")),
                (None, false) => format!("your words come near “{phrase}”"),
                (None, true) => "your words as a whole led me there".to_owned(),
            }
        }
    }
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Answers that were found in the words: said aloud, so that they can be corrected.
fn told(base: &KnowledgeBase, state: &State, said: &Said) -> Vec<Message> {
    let counts = |told: &&super::super::turn::Told| {
        let is_it = |(question, answer): &(QuestionId, AnswerId)| {
            *question == told.question && *answer == told.answer
        };
        state.evidence.answers.iter().any(is_it)
    };
    let told: Vec<_> = said.told.iter().filter(counts).collect();
    let items: Vec<String> = told
        .iter()
        .filter_map(|told| {
            let ask = &base.question(&told.question)?.ask;
            Some(format!("{} to “{ask}”", label(base, &told.question, &told.answer)?))
        })
        .collect();
    let Some(first) = told.first() else { return Vec::new() };
    let words = if told.iter().all(|told| told.words == first.words) {
        format!("I take “{}” as an answer.", first.words)
    } else {
        "I take some of your words as answers.".to_owned()
    };
    vec![Message::with(MessageKind::Understood, format!("{words} If that is wrong, say so."), items)]
}

fn which_answer(base: &KnowledgeBase, state: &State, said: &Said) -> Message {
    let labels = match &state.phase {
        Phase::Asking(question) => {
            said.near.iter().filter_map(|answer| label(base, question, answer)).collect()
        }
        _ => Vec::new(),
    };
    let text = match labels.as_slice() {
        [first, second] => format!("That may mean {first} or {second}. Which of them?"),
        _ => format!("That may mean several of the answers: {}. Which of them?", labels.join(", ")),
    };
    Message::new(MessageKind::NotUnderstood, text)
}

/// Words that told nothing: what to do instead depends on where they were said.
fn in_vain(base: &KnowledgeBase, state: &State, said: &Said) -> Vec<Message> {
    let not_understood = |text: &str| vec![Message::new(MessageKind::NotUnderstood, text)];
    if state.phase != Phase::Listening {
        return match &state.phase {
            Phase::Asking(_) => not_understood(
                "I have kept that for the case note, but cannot tell which answer it is. A number will do, or `skip`.",
            ),
            Phase::Trying(_) if cannot_do(&said.text) => {
                not_understood("If you cannot do this, `skip` leaves it out, and I go on with what is left.")
            }
            Phase::Trying(_) => not_understood(
                "I have kept that for the case note. Tell me how it went once you have tried: “it worked”, or “it did not help”.",
            ),
            _ => not_understood("I have kept that for the case note."),
        };
    }
    if let Outcome::OutOfScope(page) = &said.recognition.outcome {
        let title = base.out_of_scope_page(page).map_or("", |page| page.title.as_str());
        let text = format!("That is outside what I know about: {title}.");
        return vec![Message::new(MessageKind::NotUnderstood, text)];
    }
    if !offered(state).is_empty() {
        return not_understood(match state.n_vain {
            0..=2 => "I am not sure about that one either.",
            3 => "I do not find it. These come nearest, or a person can take over.",
            _ => "I keep that for the case note. It brings me no nearer.",
        });
    }
    match state.n_vain {
        0 | 1 => not_understood("I don't know this one."),
        n_vain if n_vain >= VAIN_BEFORE_PERSON => {
            let to = &base.settings().escalation.to;
            let text = format!("I do not find it. If it cannot wait, I can hand the case to {to}.");
            vec![Message::new(MessageKind::NotUnderstood, text)]
        }
        _ => not_understood("I still cannot place it."),
    }
}

fn pasted(base: &KnowledgeBase, state: &State, paste: &Paste) -> Vec<Message> {
    let failed: Vec<String> = paste
        .verdicts
        .iter()
        .filter(|checked| checked.holds == Some(false))
        .map(|checked| checked.line.clone())
        .collect();
    let n_passed = paste.verdicts.iter().filter(|checked| checked.holds == Some(true)).count();
    let n_undecided = paste.verdicts.iter().filter(|checked| checked.holds.is_none()).count();
    let text = format!(
        "I have read the configuration: {} wrong, {n_passed} in order, {n_undecided} undecided.",
        failed.len()
    );
    let mut messages = Vec::new();
    if !paste.verdicts.is_empty() {
        messages.push(Message::with(MessageKind::Understood, text, failed));
    }
    let is_other = |cause: &&crate::kb::CauseId| {
        !state.symptoms.is_empty() && !state.ranking.causes.iter().any(|ranked| ranked.cause == **cause)
    };
    let others: Vec<String> = paste
        .blamed
        .iter()
        .filter(is_other)
        .filter_map(|cause| Some(base.cause(cause)?.title.clone()))
        .collect();
    if !others.is_empty() {
        let text = "This should be mended too, though it does not explain what you see:";
        messages.push(Message::with(MessageKind::Warning, text, others));
    }
    if !paste.removed.is_empty() {
        let text = format!("I have struck out what looks secret: {}.", paste.removed.join(", "));
        messages.push(Message::new(MessageKind::Warning, text));
    }
    messages
}
