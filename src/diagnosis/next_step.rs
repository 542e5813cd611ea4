//! What to do next: the step with the least expected cost.
//!
//! A sequence of fixes is ordered by updated chance over cost, with the best point to stop and hand over; a
//! question is worth asking if what its answers save exceeds its price. One question is looked ahead
//! (Heckerman, Breese & Rommelse 1995, "Decision-theoretic troubleshooting").

use super::model::{Action, ActionId, Model, ModelQuestion};
use crate::kb::QuestionId;

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Put this question.
    Ask(QuestionId),
    /// Try this fix.
    Try(ActionId),
    /// Hand the case over.
    Escalate,
}

/// A step and what the case is expected to cost if it is taken.
#[derive(Debug, Clone, PartialEq)]
pub struct NextStep {
    /// The step.
    pub step: Step,
    /// Expected cost of the whole case from here, in minutes.
    pub expected_cost: f64,
}

/// The cheapest next step. Between equals, trying comes before asking and asking before handing over.
pub fn next_step(model: &Model) -> NextStep {
    let weights: Vec<f64> = model.causes.iter().map(|(_, chance)| *chance).collect();
    let without_questions = plan(model, &weights);
    let best_question =
        model.questions.iter().map(|question| (cost_of_asking(model, question, &weights), question)).min_by(
            |(first, one), (second, other)| first.total_cmp(second).then_with(|| one.id.cmp(&other.id)),
        );
    match (best_question, without_questions.first) {
        (Some((cost, question)), _) if cost < without_questions.cost => {
            NextStep { step: Step::Ask(question.id.clone()), expected_cost: cost }
        }
        (_, Some(action)) => {
            NextStep { step: Step::Try(action.id.clone()), expected_cost: without_questions.cost }
        }
        (_, None) => NextStep { step: Step::Escalate, expected_cost: without_questions.cost },
    }
}

/// What trying by chance over cost is expected to cost, without a question.
pub(super) fn without_questions(model: &Model) -> f64 {
    let weights: Vec<f64> = model.causes.iter().map(|(_, chance)| *chance).collect();
    plan(model, &weights).cost
}

fn cost_of_asking(model: &Model, question: &ModelQuestion, weights: &[f64]) -> f64 {
    let asked: f64 = question.cost * weights.iter().sum::<f64>();
    let after = question.answers.iter().map(|(_, chances)| {
        let updated: Vec<f64> = weights.iter().zip(chances).map(|(weight, chance)| weight * chance).collect();
        plan(model, &updated).cost
    });
    asked + after.sum::<f64>()
}

/// A sequence of fixes, of which only the first matters here.
struct Plan<'model> {
    first: Option<&'model Action>,
    cost: f64,
}

/// Tries fixes by chance over cost, updated after each failure, and stops where handing over is cheapest.
/// `weights` are joint chances: they sum to the chance of getting here, and so do the costs.
fn plan<'model>(model: &'model Model, weights: &[f64]) -> Plan<'model> {
    let mut weights = weights.to_vec();
    let mut left: Vec<&Action> = model.actions.iter().collect();
    let mut spent = 0.0;
    let mut best = Plan { first: None, cost: model.escalate_cost * weights.iter().sum::<f64>() };
    let mut first = None;
    while let Some((at, action)) = most_promising(&left, &weights) {
        first = first.or(Some(action));
        spent += action.cost * weights.iter().sum::<f64>();
        for (weight, cure) in weights.iter_mut().zip(&action.cures) {
            *weight *= 1.0 - cure;
        }
        let cost = spent + model.escalate_cost * weights.iter().sum::<f64>();
        if cost < best.cost {
            best = Plan { first, cost };
        }
        left.swap_remove(at);
    }
    best
}

fn most_promising<'model>(left: &[&'model Action], weights: &[f64]) -> Option<(usize, &'model Action)> {
    left.iter()
        .enumerate()
        .map(|(at, action)| {
            let cured: f64 = weights.iter().zip(&action.cures).map(|(weight, cure)| weight * cure).sum();
            (cured / action.cost, at, *action)
        })
        .filter(|(promise, _, _)| *promise > 0.0)
        .max_by(|(first, _, one), (second, _, other)| {
            first.total_cmp(second).then_with(|| other.id.cmp(&one.id))
        })
        .map(|(_, at, action)| (at, action))
}
