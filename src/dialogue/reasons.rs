//! What moved a cause, and what a step is worth: the answers to "why?" and "why not?".
//!
//! How much one piece of evidence moved a cause is found by leaving it out: the ratio of the odds with and without.

use super::state::State;
use crate::diagnosis::{ActionId, Evidence, rank_with};
use crate::kb::{CauseId, KnowledgeBase};

/// A piece of evidence that changes the odds by less than this factor moved nothing worth telling.
const WORTH_TELLING: f64 = 1.25;
/// Causes that are less likely than this are as good as out, if evidence has brought them there.
const AS_GOOD_AS_OUT: f64 = 0.02;

/// A piece of evidence, and what it did to the odds of one cause.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Moved {
    /// The evidence in words.
    pub(super) by: String,
    /// Odds with it over odds without it.
    pub(super) ratio: f64,
}

/// What moved a cause, strongest first.
pub(super) fn movers(base: &KnowledgeBase, state: &State, cause: &CauseId) -> Vec<Moved> {
    let chance = |evidence: &Evidence| {
        let ranking = rank_with(base, &state.symptoms, evidence);
        ranking.causes.iter().find(|ranked| ranked.cause == *cause).map(|ranked| ranked.probability)
    };
    let Some(with) = chance(&state.evidence) else { return Vec::new() };
    let pieces = pieces(base, &state.evidence, cause);
    let mut moved: Vec<Moved> = pieces
        .into_iter()
        .filter_map(|(by, without)| Some(Moved { by, ratio: odds(with) / odds(chance(&without)?) }))
        .filter(|moved| moved.ratio.max(1.0 / moved.ratio) >= WORTH_TELLING)
        .collect();
    moved.sort_by(|one, other| other.ratio.ln().abs().total_cmp(&one.ratio.ln().abs()));
    moved
}

fn odds(chance: f64) -> f64 {
    (chance / (1.0 - chance).max(f64::EPSILON)).max(f64::MIN_POSITIVE)
}

/// Each piece of evidence in words, with all the evidence but it.
fn pieces(base: &KnowledgeBase, all: &Evidence, cause: &CauseId) -> Vec<(String, Evidence)> {
    let mut pieces = Vec::new();
    for (question, answer) in &all.answers {
        let mut without = all.clone();
        without.answers.retain(|(other, _)| other != question);
        let words = base.question(question).and_then(|question| {
            let answer = question.answers.iter().find(|known| known.id == *answer)?;
            Some(format!("“{}” to “{}”", answer.label, question.ask))
        });
        pieces.extend(words.map(|words| (words, without)));
    }
    for action in &all.failed {
        let mut without = all.clone();
        without.failed.retain(|other| other != action);
        pieces.push((format!("{} was tried and did not help", quoted(base, action)), without));
    }
    if all.blamed.contains(cause) {
        let mut without = all.clone();
        without.blamed.retain(|other| other != cause);
        pieces.push(("the configuration fails its check".to_owned(), without));
    } else if all.cleared.contains(cause) {
        let mut without = all.clone();
        without.cleared.retain(|other| other != cause);
        pieces.push(("the configuration passes its check".to_owned(), without));
    }
    pieces
}

/// Causes that evidence has as good as ruled out, with what spoke against them most.
pub(super) fn ruled_out(base: &KnowledgeBase, state: &State) -> Vec<(CauseId, String)> {
    if state.evidence.is_silent() {
        return Vec::new();
    }
    let unlikely = state.ranking.causes.iter().filter(|ranked| ranked.probability < AS_GOOD_AS_OUT);
    unlikely
        .filter_map(|ranked| {
            let against = movers(base, state, &ranked.cause).into_iter().find(|moved| moved.ratio < 1.0)?;
            Some((ranked.cause.clone(), against.by))
        })
        .collect()
}

/// What an action is called, in quotes; both titles of a pair.
pub(super) fn quoted(base: &KnowledgeBase, action: &ActionId) -> String {
    let titles = action.parts().iter().map(|part| format!("“{}”", part.title(base)));
    titles.collect::<Vec<_>>().join(" and ")
}

/// A ratio in words.
pub(super) fn ratio_words(ratio: f64) -> String {
    let (times, word) = if ratio >= 1.0 { (ratio, "likelier") } else { (1.0 / ratio, "less likely") };
    match times {
        times if times >= 100.0 => format!("more than 100 times {word}"),
        times if times >= 2.5 => format!("about {times:.0} times {word}"),
        times if times >= 1.75 => {
            format!("about twice as {}", if ratio >= 1.0 { "likely" } else { "unlikely" })
        }
        _ => format!("somewhat {word}"),
    }
}

/// Minutes in words.
pub(super) fn minutes(minutes: f64) -> String {
    match minutes {
        minutes if minutes < 0.75 => "half a minute".to_owned(),
        minutes if minutes < 1.5 => "a minute".to_owned(),
        minutes => format!("{minutes:.0} minutes"),
    }
}
