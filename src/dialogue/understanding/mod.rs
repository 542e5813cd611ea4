//! What typed words mean where a conversation stands: a number, a command, an answer in its own words, or news.
//!
//! The order decides: numbers choose, words that steer steer, words that come near one answer are that answer, and
//! everything else is something said, with the answers that may stand in it. Handing over is never read out of a
//! sentence: only the command by itself hands over, and a wish for a person is answered with the command.

mod labels;
#[cfg(test)]
mod tests;
mod told;
mod words;

pub(super) use self::words::{Relation, cannot_do, plain as plain_words, relation, wishes_for_a_person};

use self::labels::{Found, Meant};
use self::words::{Steering, steering};
use super::phase::Phase;
use super::reply::{Choice, Prompt};
use super::replying;
use super::state::State;
use super::turn::{Said, Turn};
use crate::kb::{Answer, AnswerId, CauseId, KnowledgeBase, Question};
use crate::recognition::{Outcome, Reason, Recognition};

/// What typed words mean.
#[derive(Debug, Clone, PartialEq)]
pub enum Understood {
    /// A turn.
    Turn(Turn),
    /// They ask for the case note.
    Note,
    /// They ask what can be typed.
    Help,
    /// They end the talk; the conversation stays as it is.
    Quit,
    /// There are none.
    Nothing,
    /// A number that is on no button.
    NoSuchNumber {
        /// How many there are to choose from.
        n_choices: usize,
    },
}

/// Finds out what typed words mean where a conversation stands. `recognition` is what the recogniser made of the same
/// words.
pub fn understand(base: &KnowledgeBase, state: &State, text: &str, recognition: Recognition) -> Understood {
    let prompt = replying::prompt(base, state);
    if text.chars().all(|c| c.is_whitespace() || c.is_control()) {
        return Understood::Nothing;
    }
    if let Some(understood) = by_number(state, prompt.as_ref(), text) {
        return understood;
    }
    let steered = steering(text);
    if let Some(understood) = command(base, state, text, steered) {
        return understood;
    }
    let turn = in_phase(base, state, prompt.as_ref(), text, &recognition, steered);
    Understood::Turn(turn.unwrap_or_else(|| {
        let told = told::told(base, text);
        Turn::Say(Said { text: text.to_owned(), recognition, told, near: Vec::new(), paste: None })
    }))
}

/// A number alone chooses; before anything is offered it may be the code of an error.
fn by_number(state: &State, prompt: Option<&Prompt>, text: &str) -> Option<Understood> {
    let number = words::number(text)?;
    let choices = prompt.map(|prompt| prompt.choices.as_slice()).unwrap_or_default();
    if choices.is_empty() && !state.phase.is_closed() {
        return None;
    }
    let chosen = number.checked_sub(1).and_then(|at| choices.get(at));
    Some(chosen.map_or(Understood::NoSuchNumber { n_choices: choices.len() }, |choice| {
        Understood::Turn(choice.turn.clone())
    }))
}

/// Commands that mean the same wherever the conversation stands.
fn command(base: &KnowledgeBase, state: &State, text: &str, steered: Option<Steering>) -> Option<Understood> {
    if let Some(n_turns) = words::back_by(text) {
        return Some(Understood::Turn(Turn::Back { n_turns }));
    }
    if let Some(reason) = words::hand_over_reason(text) {
        return Some(Understood::Turn(Turn::HandOver { reason: Some(reason) }));
    }
    if let Some(named) = words::why_not(text) {
        let cause = named_cause(base, state, &named);
        if cause.is_some() || named.is_empty() || words::number(&named).is_some() {
            return Some(Understood::Turn(Turn::WhyNot { cause }));
        }
    }
    let turn = match steered? {
        Steering::Back => Turn::Back { n_turns: 1 },
        Steering::Restart => Turn::Restart,
        Steering::Why => Turn::Why,
        Steering::HandOver => Turn::HandOver { reason: None },
        Steering::Note => return Some(Understood::Note),
        Steering::Help => return Some(Understood::Help),
        Steering::Quit => return Some(Understood::Quit),
        _ => return None,
    };
    Some(Understood::Turn(turn))
}

/// The cause that words name: by its number in the list, by its title, or by its id.
fn named_cause(base: &KnowledgeBase, state: &State, named: &str) -> Option<CauseId> {
    const SHORT: usize = 3;
    let ranked = state.ranking.causes.iter().map(|ranked| &ranked.cause);
    if let Some(number) = words::number(named) {
        return ranked.clone().nth(number.checked_sub(1)?).cloned();
    }
    let meant = |cause: &CauseId| {
        let title = base.cause(cause).map(|cause| cause.title.clone()).unwrap_or_default();
        Meant { item: cause.clone(), phrases: vec![title, cause.as_str().replace('-', " ")] }
    };
    let likely: Vec<Meant<CauseId>> = ranked.map(meant).collect();
    let others: Vec<Meant<CauseId>> = base.causes().map(|cause| meant(&cause.id)).collect();
    [likely, others].iter().find_map(|among| match labels::find(among, named) {
        Found::Exactly(cause) | Found::Nearly(cause) => Some(cause),
        // A word or two may be part of several names; a whole sentence that is near several of them names none.
        Found::Several(causes) if named.split(' ').count() <= SHORT => causes.into_iter().next(),
        Found::Several(_) | Found::Nothing => None,
    })
}

fn in_phase(
    base: &KnowledgeBase,
    state: &State,
    prompt: Option<&Prompt>,
    text: &str,
    recognition: &Recognition,
    steered: Option<Steering>,
) -> Option<Turn> {
    let tried = |helped| Some(Turn::Tried { action: None, helped });
    if let Some(turn) = corrected(base, state, text, recognition, steered) {
        return Some(turn);
    }
    match &state.phase {
        Phase::Asking(question) => {
            if steered == Some(Steering::Skip) {
                return Some(Turn::Skip);
            }
            // "Nothing changed" may be how a fix turned out, and the answer to a question: then it is the answer.
            let question = base.question(question)?;
            let outcome = match steered {
                Some(Steering::Worked) => Some(true),
                Some(Steering::Failed) => Some(false),
                _ => None,
            };
            match outcome {
                Some(helped) if !is_an_answer(base, question, text) => tried(helped),
                _ => answer(base, question, text, recognition),
            }
        }
        Phase::Trying(_) | Phase::Verifying(_) => at_a_fix(state, prompt?, text, recognition, steered),
        Phase::Escalating => match steered {
            Some(Steering::Yes) => Some(Turn::HandOver { reason: None }),
            Some(Steering::No | Steering::Skip) => Some(Turn::Skip),
            Some(Steering::Worked) => tried(true),
            _ => by_wording(prompt?, text),
        },
        Phase::Choosing(_) | Phase::Listening => match steered {
            Some(Steering::Worked) if state.phase != Phase::Listening => tried(true),
            Some(Steering::Skip) => Some(Turn::Skip),
            Some(Steering::Neither) => Some(Turn::Neither),
            Some(Steering::No) if !replying::offered(state).is_empty() => Some(Turn::Neither),
            _ => by_label(prompt?, text, recognition),
        },
        Phase::Doubting { .. } => match steered {
            Some(Steering::Skip | Steering::Both | Steering::Yes) => Some(Turn::Skip),
            _ => by_label(prompt?, text, recognition),
        },
        Phase::Solved(_) if is_undone_cure(state, text, recognition, steered) => tried(false),
        // A closed case says so to everything but words that are worth keeping.
        Phase::Solved(_) | Phase::HandedOver => {
            steered.filter(|steered| *steered != Steering::Assent).map(|_| Turn::Skip)
        }
    }
}

/// What words mean where a fix is to be carried out, or its cure to be verified. Only a bare yes or no and the phrases
/// for it say how it turned out: "ok, I will try it" says that it has not been tried.
fn at_a_fix(
    state: &State,
    prompt: &Prompt,
    text: &str,
    recognition: &Recognition,
    steered: Option<Steering>,
) -> Option<Turn> {
    let tried = |helped| Some(Turn::Tried { action: None, helped });
    match steered {
        Some(Steering::Skip) => return Some(Turn::Skip),
        Some(Steering::Yes | Steering::Worked) => return tried(true),
        Some(Steering::No | Steering::Failed) => return tried(false),
        Some(Steering::Neither) => return Some(Turn::Neither),
        _ => {}
    }
    if let Some(turn) = by_wording(prompt, text) {
        return Some(turn);
    }
    let came_back =
        matches!(state.phase, Phase::Verifying(_)) && words::came_back(text) && !is_news(recognition);
    if came_back || is_the_same_again(state, text, recognition) {
        return tried(false);
    }
    if is_news(recognition) || words::cannot_do(text) {
        return None;
    }
    words::outcome(text).and_then(tried)
}

/// Whether words say that a cure that was verified did not last.
fn is_undone_cure(state: &State, text: &str, recognition: &Recognition, steered: Option<Steering>) -> bool {
    matches!(steered, Some(Steering::No | Steering::Failed))
        || words::came_back(text)
        || words::outcome(text) == Some(false)
        || is_the_same_again(state, text, recognition)
}

/// "Sorry, I meant 3": another answer to the question that was answered last, by its number or its words.
fn corrected(
    base: &KnowledgeBase,
    state: &State,
    text: &str,
    recognition: &Recognition,
    steered: Option<Steering>,
) -> Option<Turn> {
    let is_correction = relation(text) == Relation::Correction && !state.phase.is_closed();
    if !is_correction || steered.is_some() || words::outcome(text).is_some() || is_news(recognition) {
        return None;
    }
    let (last, given) = state.last_answered()?;
    let last = base.question(last)?;
    let open = match &state.phase {
        Phase::Asking(open) if *open == last.id => return None,
        Phase::Asking(open) => base.question(open),
        _ => None,
    };
    let bare = words::bare(text);
    let found = |question: &Question, text: &str| match labels::find(&answers(question), text) {
        Found::Exactly(answer) => (true, Some(answer.id.clone())),
        Found::Nearly(answer) => (false, Some(answer.id.clone())),
        _ => (false, None),
    };
    if open.is_some_and(|open| found(open, text).0) {
        return None;
    }
    let answer = match words::number(&bare) {
        Some(number) => last.answers.get(number.checked_sub(1)?)?.id.clone(),
        None => match found(last, &bare) {
            (true, Some(answer)) => answer,
            (false, Some(answer)) if open.is_none_or(|open| found(open, &bare).1.is_none()) => answer,
            _ => return None,
        },
    };
    (Some(&answer) != given).then(|| Turn::Answer { question: last.id.clone(), answer })
}

/// Whether words describe what the case is about already, and say that it is as it was. While a cure is verified the
/// error text alone says so.
fn is_the_same_again(state: &State, text: &str, recognition: &Recognition) -> bool {
    let is_current =
        recognition.offered().first().is_some_and(|found| state.symptom() == Some(&found.symptom));
    let is_done = matches!(state.phase, Phase::Verifying(_) | Phase::Solved(_)) && is_news(recognition);
    is_current && (is_done || words::is_repeated(text))
}

/// An error text, or a symptom recognised, is news whatever was asked.
fn is_news(recognition: &Recognition) -> bool {
    recognition.offered().iter().any(|found| matches!(found.reason, Reason::ErrorText(_)))
}

/// A choice by its very words.
fn by_wording(prompt: &Prompt, text: &str) -> Option<Turn> {
    match labels::find(&choices(prompt), text) {
        Found::Exactly(turn) => Some(turn.clone()),
        _ => None,
    }
}

/// A choice by its words.
fn by_label(prompt: &Prompt, text: &str, recognition: &Recognition) -> Option<Turn> {
    match labels::find(&choices(prompt), text) {
        Found::Exactly(turn) => Some(turn.clone()),
        Found::Nearly(turn) if !is_news(recognition) => Some(turn.clone()),
        _ => None,
    }
}

/// What can be chosen, with the ways of putting it: the label and, where it begins with yes or no, what follows.
fn choices(prompt: &Prompt) -> Vec<Meant<&Turn>> {
    let meant = |choice: &'_ Choice| {
        let mut phrases = vec![choice.label.clone(), choice.id.replace('-', " ")];
        let rest = words::yes_or_no(&choice.label).map(|(_, rest)| rest);
        phrases.extend(rest.filter(|rest| !rest.is_empty()));
        phrases
    };
    prompt.choices.iter().map(|choice| Meant { item: &choice.turn, phrases: meant(choice) }).collect()
}

/// Whether words are, word for word, an answer to the open question or to another one.
fn is_an_answer(base: &KnowledgeBase, question: &Question, text: &str) -> bool {
    matches!(labels::find(&answers(question), text), Found::Exactly(_)) || !told::told(base, text).is_empty()
}

fn answers(question: &Question) -> Vec<Meant<&Answer>> {
    question.answers.iter().map(|answer| Meant { item: answer, phrases: phrases(answer) }).collect()
}

/// The answer that words give to the open question.
fn answer(base: &KnowledgeBase, question: &Question, text: &str, recognition: &Recognition) -> Option<Turn> {
    let given =
        |answer: &Answer| Some(Turn::Answer { question: question.id.clone(), answer: answer.id.clone() });
    let found = labels::find(&answers(question), text);
    if let Found::Exactly(answer) = found {
        return given(answer);
    }
    // "No, the page does not open at all" denies the question and tells something else.
    let yes_or_no = words::yes_or_no(text);
    let rest = yes_or_no.as_ref().map_or(text, |(_, rest)| rest.as_str());
    if is_news(recognition) {
        return None;
    }
    // What is word for word the answer to a question is that, whichever question is open.
    let told = told::told(base, text);
    if !told.is_empty() {
        let own = told.iter().find(|told| told.question == question.id);
        return own
            .and_then(|told| question.answers.iter().find(|answer| answer.id == told.answer))
            .and_then(given);
    }
    if let Found::Nearly(answer) = found {
        return given(answer);
    }
    if let Some((is_yes, _)) = yes_or_no
        && (words::says_no_more(rest) || (is_yes && recognition.offered().is_empty()))
    {
        let labelled: Vec<&Answer> =
            question.answers.iter().filter(|answer| is_labelled(answer, is_yes)).collect();
        if let [only] = labelled.as_slice() {
            return given(only);
        }
    }
    if yes_or_no.is_some() && rest.is_empty() {
        // It answers nothing here, and describes nothing either.
        return Some(tell_nothing(text, Vec::new()));
    }
    match found {
        // Short of an error text and of a correction, what comes near the answers is about the question.
        Found::Several(answers) if relation(text) != Relation::Correction => {
            Some(tell_nothing(text, answers.into_iter().map(|answer| answer.id.clone()).collect()))
        }
        _ => None,
    }
}

/// Words that are about the open question, though they do not answer it: no description of anything.
fn tell_nothing(text: &str, near: Vec<AnswerId>) -> Turn {
    let recognition = Recognition { outcome: Outcome::Unknown, candidates: Vec::new() };
    Turn::Say(Said { text: text.to_owned(), recognition, told: Vec::new(), near, paste: None })
}

fn is_labelled(answer: &Answer, is_yes: bool) -> bool {
    words::yes_or_no(&answer.label).is_some_and(|(yes, _)| yes == is_yes)
}

/// The ways of giving an answer: what the author lists, the label, and the parts of the label.
fn phrases(answer: &Answer) -> Vec<String> {
    let parts = answer.label.split([':', ';', ',', '/']).flat_map(|part| part.split(" or "));
    let parts = parts.map(|part| part.trim().to_owned()).filter(|part| words::plain(part).len() >= 3);
    let mut phrases: Vec<String> = vec![answer.label.clone(), answer.id.as_str().replace('-', " ")];
    phrases.extend(answer.says.iter().cloned());
    phrases.extend(parts.filter(|part| words::yes_or_no(part).is_none_or(|(_, rest)| !rest.is_empty())));
    phrases
}
