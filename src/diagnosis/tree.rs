//! The planner's choices unrolled: what to do first, and then what, for every way things can turn out.
//!
//! In: a [`Model`]. Out: a [`Tree`] with what it costs, beside the cost of other ways to go about the same causes.

use super::model::{Action, ActionId, Model, ModelQuestion};
use super::next_step::{Step, next_step, without_questions};
use crate::kb::{AnswerId, CauseId};

/// A tree of steps, and what following it costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    /// The first step, and all that follows.
    pub root: Node,
    /// What following the tree costs, and what other ways would.
    pub costs: Costs,
}

/// What a case is expected to cost, in minutes, for different ways to go about it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Costs {
    /// Following the tree.
    pub expected: f64,
    /// The least that any way can cost; `None` where the model is too large to know it.
    pub optimum: Option<f64>,
    /// Trying the fixes in the order in which the symptom's page lists their causes, then handing over.
    pub listed: f64,
    /// Trying the fixes by chance over cost, without a question, then handing over.
    pub by_chance_per_cost: f64,
}

/// How much planning may be done, counted in situations looked at, never in time: the same model gives the same
/// steps on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// How many situations may be looked at.
    pub situations: usize,
    /// How many steps a tree may have; what lies deeper is left open and planned when somebody gets there.
    pub nodes: usize,
}

impl Budget {
    /// For the next step of a conversation.
    pub const TURN: Self = Self { situations: 10_000, nodes: 1 };
    /// For the tree of a symptom.
    pub const TREE: Self = Self { situations: 1_000_000, nodes: 20_000 };
}

impl Tree {
    /// Compiles a model. `listed` are its causes in the order of the symptom's page.
    pub fn compile(model: &Model, listed: &[CauseId], _budget: Budget) -> Self {
        let root = Node::compile(model);
        let expected = root.cost;
        let costs = Costs {
            expected,
            optimum: None,
            listed: in_order(model, listed),
            by_chance_per_cost: without_questions(model),
        };
        Self { root, costs }
    }
}

/// What trying the fixes of causes in a given order costs, with a hand-over at the end.
fn in_order(model: &Model, listed: &[CauseId]) -> f64 {
    let mut weights: Vec<f64> = model.causes.iter().map(|(_, chance)| *chance).collect();
    let mut spent = 0.0;
    for cause in listed {
        let own = ActionId::FixOf(cause.clone());
        let Some(action) = model.actions.iter().find(|action| action.id == own) else { continue };
        spent += action.cost * weights.iter().sum::<f64>();
        for (weight, cures) in weights.iter_mut().zip(&action.cures) {
            *weight *= 1.0 - cures;
        }
    }
    spent + model.escalate_cost * weights.iter().sum::<f64>()
}

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
    /// Whether what follows was left open: the tree ends here because it would grow too large, and the steps after this
    /// one are planned when somebody gets there.
    pub is_open: bool,
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
        Self { step: next.step, probability, cost: next.expected_cost, causes, branches, is_open: false }
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
