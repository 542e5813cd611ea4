//! What has become known of a case since its first words.

use super::action::ActionId;
use crate::kb::{AnswerId, CauseId, QuestionId};

/// Everything known of a case beside its symptoms. The order within each list does not matter to any chance.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// Answers given, one for each question at most.
    pub answers: Vec<(QuestionId, AnswerId)>,
    /// Fixes that were tried and did not help.
    pub failed: Vec<ActionId>,
    /// Causes that a failed check speaks for.
    pub blamed: Vec<CauseId>,
    /// Causes that a passed check speaks against. A cause that is blamed as well counts as blamed.
    pub cleared: Vec<CauseId>,
    /// Questions that were left open: they tell nothing and are not put again.
    pub skipped_questions: Vec<QuestionId>,
    /// Fixes that were passed over: they tell nothing and are not proposed again.
    pub skipped_fixes: Vec<ActionId>,
}

impl Evidence {
    /// Whether nothing in it tells anything.
    pub fn is_silent(&self) -> bool {
        self.answers.is_empty() && self.failed.is_empty() && self.blamed.is_empty() && self.cleared.is_empty()
    }
}
