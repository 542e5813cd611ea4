//! What to do next: the step with the least expected cost, and what the others would cost.

use super::action::ActionId;
use super::model::Model;
use super::planner::{Budget, Planner};
use super::problem::{Move, Problem, Situation};
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

/// One of the steps that could be taken first.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// The step.
    pub step: Step,
    /// Expected cost of the whole case if this is done first and the best from there, in minutes. In models too large to
    /// work out it is the cost of a plan that was found by looking ahead; the best may cost less.
    pub expected_cost: f64,
    /// For a question: the price in minutes at which asking it now stops to pay, 0 or more. It is asked for less than
    /// that and not for more; nothing for other steps.
    pub break_even: Option<f64>,
}

/// The cheapest next step. Between equals, trying comes before asking and asking before handing over.
pub fn next_step(model: &Model) -> NextStep {
    let problem = Problem::of(model);
    let mut planner = Planner::of(&problem, Budget::TURN);
    let chosen = planner.choose(Situation::default(), &problem.weights, 0);
    NextStep { step: step(model, &problem, chosen.step), expected_cost: chosen.cost }
}

/// Every step that could be taken now, the cheapest first: the first is that of [`next_step`].
pub fn alternatives(model: &Model) -> Vec<Alternative> {
    let problem = Problem::of(model);
    let mut planner = Planner::of(&problem, Budget::TURN);
    let start = Situation::default();
    let chosen = planner.choose(start, &problem.weights, 0);
    let total: f64 = problem.weights.iter().sum();
    let mut moves: Vec<(Move, f64)> = problem
        .moves(start)
        .map(|step| {
            let (own, after) = problem.after(start, step);
            let after = after.into_iter().zip(problem.weights_after(&problem.weights, step));
            let costs = after.map(|(situation, weights)| planner.cost(situation, &weights));
            let cost = own * total + costs.sum::<f64>();
            // What was chosen costs what it was chosen for, to the last digit. The search looked at it more closely than
            // at the others, so nothing is said to be cheaper.
            (step, if step == chosen.step { chosen.cost } else { cost.max(chosen.cost) })
        })
        .collect();
    moves.sort_by(|(one, first), (other, second)| {
        first.total_cmp(second).then_with(|| (*other == chosen.step).cmp(&(*one == chosen.step)))
    });
    let of = |(taken, cost): &(Move, f64)| Alternative {
        step: step(model, &problem, *taken),
        expected_cost: *cost,
        break_even: break_even(&problem, &moves, *taken, *cost),
    };
    moves.iter().map(of).collect()
}

/// What the answers save before the price, compared with the best that could be done instead.
fn break_even(problem: &Problem, moves: &[(Move, f64)], taken: Move, cost: f64) -> Option<f64> {
    let Move::Ask(at) = taken else { return None };
    let price = problem.questions.get(at)?.cost;
    let others = moves.iter().filter(|(step, _)| *step != taken).map(|(_, cost)| *cost);
    let instead = others.fold(f64::INFINITY, f64::min);
    Some((price + instead - cost).max(0.0))
}

/// A move of the numbers in the words of the model.
pub(super) fn step(model: &Model, problem: &Problem, taken: Move) -> Step {
    let of = || match taken {
        Move::Escalate => None,
        Move::Try(at) => {
            let place = problem.fixes.get(at)?.place;
            Some(Step::Try(model.actions.get(place)?.id.clone()))
        }
        Move::Ask(at) => {
            let place = problem.questions.get(at)?.place;
            Some(Step::Ask(model.questions.get(place)?.id.clone()))
        }
    };
    of().unwrap_or(Step::Escalate)
}
