//! What a plan rests on, to the last bit: two rankings of one base with the same grounds have the same next step.

use super::action::ActionId;
use super::ranking::Ranking;
use crate::kb::{CauseId, QuestionId};

/// All that [`Model::of`](super::Model::of) takes from a ranking.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Grounds {
    /// The causes with the bits of their chances.
    causes: Vec<(CauseId, u64)>,
    something_else: u64,
    settled_questions: Vec<QuestionId>,
    settled_fixes: Vec<ActionId>,
}

impl Grounds {
    /// Takes them from a ranking.
    pub fn of(ranking: &Ranking) -> Self {
        // Where the chances come from, and what the symptoms are called, is no matter to a plan.
        let Ranking { causes, something_else, settled_questions, settled_fixes } = ranking;
        Self {
            causes: causes
                .iter()
                .map(|ranked| (ranked.cause.clone(), ranked.probability.to_bits()))
                .collect(),
            something_else: something_else.to_bits(),
            settled_questions: settled_questions.clone(),
            settled_fixes: settled_fixes.clone(),
        }
    }

    /// About how many bytes they take; names are shared with the base.
    pub fn n_bytes(&self) -> usize {
        size_of_val(self.causes.as_slice())
            + size_of_val(self.settled_questions.as_slice())
            + size_of_val(self.settled_fixes.as_slice())
    }
}
