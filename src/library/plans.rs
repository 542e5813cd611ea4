//! The next steps that were planned lately for one state of a base.
//!
//! Most texts are about one symptom and say nothing else, so that their causes have the same chances to the last bit
//! and the plan is the same. To make it takes longer than all the rest of an answer.

use crate::diagnosis::{Grounds, Model, NextStep, Ranking, next_step};
use crate::kb::KnowledgeBase;
use crate::recent::Recent;

/// How many bytes of plans are kept: some thousand.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// Plans of one base.
pub(super) struct Plans(Recent<Grounds, NextStep>);

impl Plans {
    /// None yet.
    pub(super) fn none() -> Self {
        Self(Recent::new(MOST_BYTES))
    }

    /// The cheapest next step; the base is always the same.
    pub(super) fn next_step(&self, base: &KnowledgeBase, ranking: &Ranking) -> NextStep {
        let grounds = Grounds::of(ranking);
        if let Some(planned) = self.0.find(&grounds) {
            return planned;
        }
        let planned = next_step(&Model::of(base, ranking));
        let n_bytes = grounds.n_bytes();
        self.0.keep(grounds, planned.clone(), n_bytes);
        planned
    }
}

#[cfg(test)]
mod tests;
