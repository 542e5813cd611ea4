//! Answers that do not go together.
//!
//! Two answers pull against each other where having both is much less likely than their single chances say: the
//! conflict measure ln(P(a)·P(b) / P(a, b)) (Jensen, Chamberlain, Nordahl & Jensen 1990). Evidence that leaves
//! nothing possible is its extreme.

use crate::diagnosis::Ranking;
use crate::kb::{AnswerId, CauseId, KnowledgeBase, QuestionId};

/// From this on two answers are named as not going together: having both is so many times less likely than one would
/// think. In the built-in base that is "everybody is affected" beside "only the user is new" (4.1); of truthful simulated
/// users 1 in 20 meets such a doubt, which costs one turn. At 8.0 nobody does, and hardly any pair is named.
const TIMES: f64 = 4.0;

/// Two answers that do not go together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Contradiction {
    pub(super) first: QuestionId,
    pub(super) second: QuestionId,
}

/// The two answers that go together least, if that is too little. `before` are the causes as the symptoms alone give
/// them; pairs in `confirmed` are passed over.
pub(super) fn find(
    base: &KnowledgeBase,
    before: &Ranking,
    answers: &[(QuestionId, AnswerId)],
    confirmed: &[(QuestionId, QuestionId)],
) -> Option<Contradiction> {
    let causes: Vec<(Option<&CauseId>, f64)> = before
        .causes
        .iter()
        .map(|ranked| (Some(&ranked.cause), ranked.probability))
        .chain([(None, before.something_else)])
        .collect();
    let given: Vec<(&QuestionId, Vec<f64>)> = answers
        .iter()
        .filter_map(|(id, answer)| {
            let question = base.question(id)?;
            Some((id, causes.iter().map(|(cause, _)| question.likelihood(answer, *cause)).collect()))
        })
        .collect();
    let chance = |likelihoods: &mut dyn Iterator<Item = f64>| -> f64 {
        causes.iter().zip(likelihoods).map(|((_, prior), likelihood)| prior * likelihood).sum()
    };
    let mut worst: Option<(f64, Contradiction)> = None;
    for (at, (second, theirs)) in given.iter().enumerate() {
        for (first, ours) in given.iter().take(at) {
            let is_confirmed = |pair: &(QuestionId, QuestionId)| {
                [(&pair.0, &pair.1), (&pair.1, &pair.0)].contains(&(first, second))
            };
            if confirmed.iter().any(is_confirmed) {
                continue;
            }
            let apart = chance(&mut ours.iter().copied()) * chance(&mut theirs.iter().copied());
            let together = chance(&mut ours.iter().zip(theirs).map(|(one, other)| one * other));
            let times = if together > 0.0 { apart / together } else { f64::INFINITY };
            if times >= TIMES && worst.as_ref().is_none_or(|(most, _)| times > *most) {
                let pair = Contradiction { first: (*first).clone(), second: (*second).clone() };
                worst = Some((times, pair));
            }
        }
    }
    worst.map(|(_, contradiction)| contradiction)
}
