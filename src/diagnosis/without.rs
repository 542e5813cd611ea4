//! The same decision problem with less knowledge: what a page is worth is what its absence costs.

use super::action::ActionId;
use super::model::{Action, Model, tells_something};
use crate::kb::{CauseId, FixId, QuestionId};

impl Model {
    /// As if nobody had described a cause: it still happens, and is part of "something else".
    pub fn without_cause(&self, cause: &CauseId) -> Self {
        let Some(at) = self.causes.iter().position(|(id, _)| id.as_ref() == Some(cause)) else {
            return self.clone();
        };
        let mut model = self.clone();
        let (_, chance) = model.causes.remove(at);
        if let Some((_, something_else)) = model.causes.last_mut() {
            *something_else += chance;
        }
        let forget = |chances: &mut Vec<f64>| {
            if at < chances.len() {
                chances.remove(at);
            }
        };
        model.actions.iter_mut().for_each(|action| forget(&mut action.cures));
        let answers = model.questions.iter_mut().flat_map(|question| &mut question.answers);
        answers.for_each(|(_, given)| forget(given));
        model.questions.retain(tells_something);
        model.keep_actions(|action| !action.id.includes(&ActionId::FixOf(cause.clone())))
    }

    /// As if a fix had no page.
    pub fn without_fix(&self, fix: &FixId) -> Self {
        self.clone().keep_actions(|action| !action.id.includes(&ActionId::Fix(fix.clone())))
    }

    /// As if a question could not be asked.
    pub fn without_question(&self, id: &QuestionId) -> Self {
        let mut model = self.clone();
        model.questions.retain(|question| question.id != *id);
        model
    }

    fn keep_actions(mut self, keep: impl Fn(&Action) -> bool) -> Self {
        self.actions.retain(|action| keep(action) && action.cures.iter().any(|chance| *chance > 0.0));
        self
    }
}
