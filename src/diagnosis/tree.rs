//! The planner's choices unrolled: what to do first, and then what, for every way things can turn out.

use super::model::{Action, Model, ModelQuestion};
use super::next_step::{Step, next_step};
use crate::kb::{AnswerId, CauseId};

/// One step of a tree and what follows from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What to do here.
    pub step: Step,
    /// The chance of getting here, 0–1.
    pub probability: f64,
    /// What the case is expected to cost from here, in minutes.
    pub cost: f64,
    /// The causes with their chances here, most likely first; `None` is "something else".
    pub causes: Vec<(Option<CauseId>, f64)>,
    /// What follows, in the order of the answers; none after handing over.
    pub branches: Vec<(Branch, Node)>,
}

/// How a step turned out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Branch {
    /// The user gave this answer.
    Answer(AnswerId),
    /// The fix did not help. Where it helps the case is closed, and no node stands for that.
    Failed,
}

impl Node {
    /// Unrolls the planner's choices for a model.
    pub fn compile(model: &Model) -> Self {
        Self::at(model.clone(), 1.0)
    }

    fn at(model: Model, probability: f64) -> Self {
        let next = next_step(&model);
        let branches = outcomes(&model, &next.step);
        let branches = branches
            .into_iter()
            .map(|(branch, chance, after)| (branch, Self::at(after, probability * chance)));
        let branches = branches.collect();
        let mut causes = model.causes;
        causes.sort_by(|(one, first), (other, second)| second.total_cmp(first).then_with(|| one.cmp(other)));
        Self { step: next.step, probability, cost: next.expected_cost, causes, branches }
    }
}

/// How a step can turn out, with the chance of it and the model that is left; what cannot happen is left out.
fn outcomes(model: &Model, step: &Step) -> Vec<(Branch, f64, Model)> {
    let of = |branch: Branch, given: &[f64], left: Model| {
        let weights: Vec<f64> =
            model.causes.iter().zip(given).map(|((_, chance), given)| chance * given).collect();
        let sum: f64 = weights.iter().sum();
        let causes =
            model.causes.iter().zip(weights).map(|((cause, _), weight)| (cause.clone(), weight / sum));
        (sum > 0.0).then(|| (branch, sum, Model { causes: causes.collect(), ..left }))
    };
    match step {
        Step::Escalate => Vec::new(),
        Step::Ask(id) => {
            let left =
                Model { questions: others(&model.questions, |question| question.id != *id), ..model.clone() };
            let asked = model.questions.iter().find(|question| question.id == *id);
            let answers = asked.into_iter().flat_map(|ModelQuestion { answers, .. }| answers);
            answers
                .filter_map(|(answer, given)| of(Branch::Answer(answer.clone()), given, left.clone()))
                .collect()
        }
        Step::Try(id) => {
            let left = Model { actions: others(&model.actions, |action| action.id != *id), ..model.clone() };
            let tried = model.actions.iter().find(|action| action.id == *id);
            let failures =
                |Action { cures, .. }: &Action| cures.iter().map(|cures| 1.0 - cures).collect::<Vec<_>>();
            tried.and_then(|action| of(Branch::Failed, &failures(action), left)).into_iter().collect()
        }
    }
}

fn others<T: Clone>(all: &[T], is_left: impl Fn(&T) -> bool) -> Vec<T> {
    all.iter().filter(|one| is_left(one)).cloned().collect()
}
