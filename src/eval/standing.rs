//! Whether a conversation stands where a content test expects it, and where it stands instead, in words.

use crate::diagnosis::ActionId;
use crate::dialogue::{Phase, State};
use crate::kb::{CauseId, Expected, FixId, KnowledgeBase, OutOfScopeId};
use crate::recognition::{Outcome, Recognition};

/// So many causes are named where another one leads than was expected.
const MOST_NAMED: usize = 3;

/// Whether an expectation is met.
pub(super) fn holds(base: &KnowledgeBase, state: &State, expected: &Expected) -> bool {
    match expected {
        Expected::Outcome(word) => outcome(state) == Some(word.as_str()),
        Expected::Symptom(name) => state.symptom().is_some_and(|symptom| symptom.as_str() == name),
        Expected::OutOfScope(name) => out_of_scope(state).is_some_and(|page| page.as_str() == name),
        Expected::Cause(name) => {
            state.ranking.causes.first().is_some_and(|first| first.cause.as_str() == name)
        }
        Expected::Asks(name) => {
            matches!(&state.phase, Phase::Asking(question) if question.as_str() == name)
        }
        Expected::Tries(name) => match (&state.phase, actions(base, name)) {
            (Phase::Trying(proposed), Ok(mut wanted)) => {
                let mut parts = proposed.parts().to_vec();
                parts.sort();
                wanted.sort();
                parts == wanted
            }
            _ => false,
        },
        Expected::Phase(word) => state.phase.word() == word,
        Expected::Answered { question, answer } => {
            given(state, question).is_some_and(|given| given == *answer)
        }
        Expected::Verdict { check, found } => verdict(state, check) == Some(found.as_str()),
    }
}

/// What came instead.
pub(super) fn found(base: &KnowledgeBase, state: &State, expected: &Expected) -> String {
    match expected {
        Expected::Outcome(_) => match outcome(state) {
            Some(word) => format!("`outcome: {word}`{}", candidates(state)),
            None => "no words that could be recognised".to_owned(),
        },
        Expected::Symptom(_) => match state.symptoms.first() {
            Some((symptom, share)) => format!("`symptom: {symptom}` ({:.0} %)", share * 100.0),
            None => format!("no symptom{}", candidates(state)),
        },
        Expected::OutOfScope(_) => match out_of_scope(state) {
            Some(page) => format!("`out_of_scope: {page}`"),
            None => format!("`outcome: {}`{}", outcome(state).unwrap_or("unknown"), candidates(state)),
        },
        Expected::Cause(name) => causes(state, name),
        Expected::Asks(_) | Expected::Tries(_) | Expected::Phase(_) => {
            let still = still_likely(base, state);
            format!("that it {}{still}", stands(state))
        }
        Expected::Answered { question, .. } => given(state, question).map_or_else(
            || format!("`{question}` is not answered"),
            |answer| format!("`{question} = {answer}`"),
        ),
        Expected::Verdict { check, .. } => verdict(state, check).map_or_else(
            || format!("`{check}` was not run: there is no configuration in what was said"),
            |found| format!("`{check} = {found}`"),
        ),
    }
}

/// The fixes of a name: that of a cause, or a page of its own, or two with `+` between them.
pub(super) fn actions(base: &KnowledgeBase, name: &str) -> Result<Vec<ActionId>, String> {
    let one = |name: &str| {
        let cause = CauseId::parse(name).ok().filter(|id| base.cause(id).is_some()).map(ActionId::FixOf);
        let fix = || FixId::parse(name).ok().filter(|id| base.fix(id).is_some()).map(ActionId::Fix);
        let found = cause.or_else(fix);
        found.ok_or_else(|| format!("there is no cause and no fix `{name}` in the base"))
    };
    name.split('+').map(|part| one(part.trim())).collect()
}

/// Where a conversation stands, as the rest of a sentence.
pub(super) fn stands(state: &State) -> String {
    match &state.phase {
        Phase::Listening => "knows no symptom yet".to_owned(),
        Phase::Choosing(symptoms) => {
            let names: Vec<String> = symptoms.iter().map(|symptom| format!("`{symptom}`")).collect();
            format!("asks which symptom it is: {}", names.join(" or "))
        }
        Phase::Doubting { first, second } => {
            format!("doubts the answers to `{first}` and `{second}`, which do not go together")
        }
        Phase::Asking(question) => format!("asks `{question}`"),
        Phase::Trying(action) => format!("tries `{}`", name(action)),
        Phase::Verifying(_) => "verifies the cure".to_owned(),
        Phase::Escalating => "would hand over (`phase: escalating`)".to_owned(),
        Phase::Solved(_) => "is solved".to_owned(),
        Phase::HandedOver => "is handed over".to_owned(),
    }
}

fn name(action: &ActionId) -> String {
    match action {
        ActionId::FixOf(cause) => cause.to_string(),
        ActionId::Fix(fix) => fix.to_string(),
        ActionId::Both(parts) => parts.each_ref().map(name).join("+"),
    }
}

fn recognition(state: &State) -> Option<&Recognition> {
    state.said.last().map(|said| &said.recognition)
}

fn outcome(state: &State) -> Option<&'static str> {
    Some(match recognition(state)?.outcome {
        Outcome::Known => "known",
        Outcome::Between(_) => "between",
        Outcome::OutOfScope(_) => "out_of_scope",
        Outcome::Unknown => "unknown",
    })
}

fn out_of_scope(state: &State) -> Option<&OutOfScopeId> {
    match &recognition(state)?.outcome {
        Outcome::OutOfScope(page) => Some(page),
        _ => None,
    }
}

/// The symptoms that came nearest, with what deskdoc thinks of them.
fn candidates(state: &State) -> String {
    let nearest = recognition(state).map(|found| found.candidates.as_slice()).unwrap_or_default();
    let named: Vec<String> = nearest
        .iter()
        .take(2)
        .map(|found| format!("`{}` {:.0} %", found.symptom, found.confidence * 100.0))
        .collect();
    if named.is_empty() { String::new() } else { format!(", nearest: {}", named.join(", ")) }
}

fn causes(state: &State, wanted: &str) -> String {
    let chances = state.ranking.causes.iter();
    let all: Vec<(usize, &str, f64)> = chances
        .enumerate()
        .map(|(at, ranked)| (at + 1, ranked.cause.as_str(), ranked.probability * 100.0))
        .collect();
    let own = all.iter().find(|(_, cause, _)| *cause == wanted).filter(|(place, _, _)| *place > MOST_NAMED);
    let named = all.iter().take(MOST_NAMED).chain(own);
    let named: Vec<String> =
        named.map(|(place, cause, chance)| format!("{place}. `{cause}` {chance:.0} %")).collect();
    if named.is_empty() { format!("no cause: it {}", stands(state)) } else { named.join(", ") }
}

/// Behind a step, the cause that leads: the step follows from it.
fn still_likely(base: &KnowledgeBase, state: &State) -> String {
    let first = state.ranking.causes.first().filter(|first| base.cause(&first.cause).is_some());
    first.map_or_else(String::new, |first| {
        format!("; likeliest is `{}` with {:.0} %", first.cause, first.probability * 100.0)
    })
}

fn given(state: &State, question: &str) -> Option<String> {
    let mut answers = state.evidence.answers.iter();
    answers.find(|(asked, _)| asked.as_str() == question).map(|(_, answer)| answer.to_string())
}

/// Of several verdicts of one check the last one counts.
fn verdict(state: &State, check: &str) -> Option<&'static str> {
    let verdicts = state.pastes.iter().flat_map(|paste| &paste.verdicts);
    let last = verdicts.rev().find(|verdict| verdict.check.as_str() == check)?;
    Some(match last.holds {
        Some(true) => "pass",
        Some(false) => "fail",
        None => "unknown",
    })
}
