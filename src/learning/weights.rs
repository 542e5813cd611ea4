//! How likely the causes of a symptom are.
//!
//! Only causes whose fix somebody can confirm are weighed against each other: what is handed over is never confirmed,
//! and would look rarer with every case. Their share of the symptom as a whole stays what the author says. The author's
//! words count as [`AUTHORS_CASES`] cases; the reckoning is repeated from its own proposal until no word changes.

use std::collections::BTreeMap;

use super::pages::{Pages, Written};
use super::{AUTHORS_CASES, About, FEWEST_CASES, Proposal, words};
use crate::kb::{CAUSE_LIKELIHOOD, CauseId, KnowledgeBase, Symptom};

/// After so many rounds words that still change are left to people.
const MOST_ROUNDS: usize = 20;

/// What came of weighing one symptom.
pub(super) struct Weighed {
    pub(super) proposals: Vec<Proposal>,
    /// The chance of each cause as it would be with the proposals.
    pub(super) shares: BTreeMap<CauseId, f64>,
}

/// A cause with what stands on the page and the weight it has or would have.
struct Weight {
    cause: CauseId,
    written: Written,
    number: f64,
    n: u64,
    is_weighed: bool,
}

pub(super) fn weigh(
    base: &KnowledgeBase,
    symptom: &Symptom,
    pages: &Pages<'_>,
    found: &BTreeMap<CauseId, u64>,
) -> Weighed {
    let mut weights = weights(base, symptom, pages, found);
    if weights.is_empty() {
        let shares = symptom.causes.iter().map(|(cause, share)| (cause.clone(), share.value())).collect();
        return Weighed { proposals: Vec::new(), shares };
    }
    let n_of: u64 = weights.iter().filter(|weight| weight.is_weighed).map(|weight| weight.n).sum();
    let is_stable = n_of >= FEWEST_CASES && settle(&mut weights, n_of);
    if !is_stable {
        weights.iter_mut().for_each(|weight| weight.number = weight.written.number);
    }
    let proposal = |weight: &Weight| {
        let to = words::nearest(CAUSE_LIKELIHOOD, weight.number);
        let is_moved = weight.is_weighed && words::nearest(CAUSE_LIKELIHOOD, weight.written.number) != to;
        is_moved.then(|| Proposal {
            page: symptom.page.clone(),
            about: About::Weight(weight.cause.clone()),
            from: weight.written.text.clone(),
            to,
            n: weight.n as f64,
            n_of: n_of as f64,
            edit: pages.replacing(&symptom.page, &weight.written, to),
        })
    };
    let sum: f64 = weights.iter().map(|weight| weight.number).sum();
    let scale = (1.0 - symptom.other.value()) / sum.max(f64::MIN_POSITIVE);
    Weighed {
        proposals: weights.iter().filter_map(proposal).collect(),
        shares: weights.iter().map(|weight| (weight.cause.clone(), weight.number * scale)).collect(),
    }
}

fn weights(
    base: &KnowledgeBase,
    symptom: &Symptom,
    pages: &Pages<'_>,
    found: &BTreeMap<CauseId, u64>,
) -> Vec<Weight> {
    let entries = pages.entries(&symptom.page, "causes", CAUSE_LIKELIHOOD);
    let weight = |(id, written): (String, Written)| {
        let cause = base.cause(&CauseId::parse(&id).ok()?)?;
        Some(Weight {
            cause: cause.id.clone(),
            number: written.number,
            n: found.get(&cause.id).copied().unwrap_or_default(),
            // What an author has given no chance at all is not for a program to bring back.
            is_weighed: !cause.escalate && written.number > 0.0,
            written,
        })
    };
    entries.into_iter().filter_map(weight).collect()
}

/// Repeats the reckoning until no word changes; `false` if that does not happen.
fn settle(weights: &mut [Weight], n_of: u64) -> bool {
    for _ in 0..MOST_ROUNDS {
        let sum: f64 = weights.iter().filter(|weight| weight.is_weighed).map(|weight| weight.number).sum();
        let mut has_moved = false;
        for weight in weights.iter_mut().filter(|weight| weight.is_weighed) {
            let share = weight.number / sum;
            let shrunk = (AUTHORS_CASES * share + weight.n as f64) / (AUTHORS_CASES + n_of as f64);
            let word = words::moved(CAUSE_LIKELIHOOD, weight.number, shrunk * sum);
            if word != words::nearest(CAUSE_LIKELIHOOD, weight.number) {
                weight.number = CAUSE_LIKELIHOOD.number(word).unwrap_or(weight.number);
                has_moved = true;
            }
        }
        if !has_moved {
            return true;
        }
    }
    false
}
