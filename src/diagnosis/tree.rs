//! The planner's choices unrolled: what to do first, and then what, for every way things can turn out.
//!
//! In: a [`Model`]. Out: a [`Tree`] with what it costs, beside the cost of other ways to go about the same causes.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::action::ActionId;
use super::model::{Action, Model};
use super::next_step::{Step, step};
use super::planner::{Budget, Planner};
use super::problem::{Move, Problem, Situation};
use super::sequence::{Room, sequence};
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
    /// Trying the fixes by chance over cost, without a question, as long as that is cheaper than handing over.
    pub by_chance_per_cost: f64,
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

/// Even an exact tree ends somewhere: with this many steps nobody reads it any more.
const MOST_NODES: usize = 200_000;

impl Tree {
    /// Compiles a model. `listed` are its causes in the order of the symptom's page.
    pub fn compile(model: &Model, listed: &[CauseId], budget: Budget) -> Self {
        let problem = Problem::of(model);
        let mut planner = Planner::of(&problem, budget);
        let mut growth =
            Growth { problem: &problem, buds: Vec::new(), n_nodes: 0, waiting: BinaryHeap::new() };
        let is_optimal = growth.grow(&mut planner, budget);
        let expected = growth.settle_costs();
        let plan = sequence(&problem, Situation::default(), &problem.weights, &mut Room::default());
        let costs = Costs {
            expected,
            optimum: is_optimal.then_some(expected),
            listed: in_order(model, listed),
            by_chance_per_cost: plan.cost,
        };
        Self { root: growth.unfold(model), costs }
    }
}

/// What trying the fixes of causes in a given order costs, with a hand-over at the end: for each cause the fix on its own page,
/// else the first that can cure it and was not tried yet.
fn in_order(model: &Model, listed: &[CauseId]) -> f64 {
    let mut weights: Vec<f64> = model.causes.iter().map(|(_, chance)| *chance).collect();
    let singles = model.actions.iter().filter(|action| !matches!(action.id, ActionId::Both(_)));
    let mut left: Vec<&Action> = singles.collect();
    let mut spent = 0.0;
    for cause in listed {
        let own = left.iter().position(|action| action.id == ActionId::FixOf(cause.clone()));
        let place = model.causes.iter().position(|(id, _)| id.as_ref() == Some(cause));
        let cures =
            |action: &&Action| place.and_then(|at| action.cures.get(at)).is_some_and(|cures| *cures > 0.0);
        let Some(at) = own.or_else(|| left.iter().position(cures)) else { continue };
        let action = left.remove(at);
        spent += action.cost * weights.iter().sum::<f64>();
        for (weight, cures) in weights.iter_mut().zip(&action.cures) {
            *weight *= 1.0 - cures;
        }
    }
    spent + model.escalate_cost * weights.iter().sum::<f64>()
}

/// A node that is still in numbers.
struct Bud {
    situation: Situation,
    /// The joint chances of the causes and of getting here.
    weights: Vec<f64>,
    total: f64,
    step: Move,
    cost: f64,
    is_open: bool,
    /// How many nodes it becomes: answers that leave the same chances share what follows.
    copies: usize,
    /// Which buds follow, one for each way the step can turn out.
    after: Vec<Option<usize>>,
}

/// A tree while it grows, the likeliest nodes first.
struct Growth<'problem> {
    problem: &'problem Problem,
    buds: Vec<Bud>,
    n_nodes: usize,
    waiting: BinaryHeap<Waiting>,
}

/// A bud that waits for what follows; the likeliest comes first, of equals the one that came first.
#[derive(PartialEq)]
struct Waiting {
    total: f64,
    at: usize,
}

impl Eq for Waiting {}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        self.total.total_cmp(&other.total).then_with(|| other.at.cmp(&self.at))
    }
}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Growth<'_> {
    /// Grows the whole tree, or as much as the budget allows; whether nothing can be cheaper.
    fn grow(&mut self, planner: &mut Planner<'_>, budget: Budget) -> bool {
        let most = if planner.is_exact() { MOST_NODES } else { budget.nodes };
        let weights = self.problem.weights.clone();
        let is_optimal = self.bud(planner, Situation::default(), weights, 0, 1);
        while let Some(Waiting { at, total }) = self.waiting.pop() {
            let Some(bud) = self.buds.get(at) else { continue };
            if self.n_nodes >= most {
                self.buds.get_mut(at).into_iter().for_each(|bud| bud.is_open = true);
                continue;
            }
            let copies = self.copies(bud);
            let (_, situations) = self.problem.after(bud.situation, bud.step);
            let weights = self.problem.weights_after(&bud.weights, bud.step);
            // What is left of the search goes to where the case is likeliest to come by.
            let share = (budget.search as f64 * total / 8.0) as usize;
            let mut after = Vec::with_capacity(copies.len());
            for ((situation, weights), copies) in situations.into_iter().zip(weights).zip(copies) {
                let is_possible = weights.iter().any(|weight| *weight > 0.0);
                after.push(is_possible.then(|| {
                    let next = self.buds.len();
                    self.bud(planner, situation, weights, share, copies);
                    next
                }));
            }
            if let Some(bud) = self.buds.get_mut(at) {
                bud.after = after;
            }
        }
        is_optimal
    }

    /// How many nodes each way a step can turn out becomes.
    fn copies(&self, bud: &Bud) -> Vec<usize> {
        let Move::Ask(at) = bud.step else { return vec![bud.copies] };
        let outcomes =
            self.problem.questions.get(at).map(|asked| asked.outcomes.as_slice()).unwrap_or_default();
        outcomes.iter().map(|outcome| bud.copies.saturating_mul(outcome.answers.len())).collect()
    }

    fn bud(
        &mut self,
        planner: &mut Planner<'_>,
        situation: Situation,
        weights: Vec<f64>,
        share: usize,
        copies: usize,
    ) -> bool {
        let choice = planner.choose(situation, &weights, share);
        let total = weights.iter().sum();
        if choice.step != Move::Escalate {
            self.waiting.push(Waiting { total, at: self.buds.len() });
        }
        let (step, cost) = (choice.step, choice.cost);
        self.buds.push(Bud {
            situation,
            weights,
            total,
            step,
            cost,
            is_open: false,
            copies,
            after: Vec::new(),
        });
        self.n_nodes = self.n_nodes.saturating_add(copies);
        choice.is_optimal
    }

    /// Works out what following the tree costs, from its ends back; where it was left open, what the plan from there
    /// costs. Later choices may be better than the plan they were part of: this is where it shows.
    fn settle_costs(&mut self) -> f64 {
        for at in (0..self.buds.len()).rev() {
            let Some(bud) = self.buds.get(at).filter(|bud| !bud.is_open && bud.step != Move::Escalate) else {
                continue;
            };
            let (own, _) = self.problem.after(bud.situation, bud.step);
            let after = bud.after.iter().flatten().filter_map(|at| self.buds.get(*at)).map(|bud| bud.cost);
            let cost = own * bud.total + after.sum::<f64>();
            self.buds.get_mut(at).into_iter().for_each(|bud| bud.cost = cost);
        }
        self.buds.first().map_or(0.0, |bud| bud.cost)
    }

    /// From numbers to nodes, the last ones first.
    fn unfold(&self, model: &Model) -> Node {
        let mut nodes: Vec<Option<Node>> = self.buds.iter().map(|_| None).collect();
        for (at, bud) in self.buds.iter().enumerate().rev() {
            let mut branches = Vec::new();
            for (outcome, after) in bud.after.iter().enumerate() {
                let Some(node) = after.and_then(|after| nodes.get_mut(after)?.take()) else { continue };
                self.branch(model, bud.step, outcome, node, &mut branches);
            }
            branches.sort_by_key(|(order, _, _)| *order);
            let branches = branches.into_iter().map(|(_, branch, node)| (branch, node)).collect();
            let node = bud.node(model, self.problem, branches);
            if let Some(place) = nodes.get_mut(at) {
                *place = Some(node);
            }
        }
        nodes.into_iter().next().flatten().unwrap_or_else(|| Node::nothing_known(model))
    }

    /// One branch for each answer: answers that leave the same chances are followed by the same steps.
    fn branch(
        &self,
        model: &Model,
        step: Move,
        outcome: usize,
        node: Node,
        branches: &mut Vec<(usize, Branch, Node)>,
    ) {
        let Move::Ask(question) = step else { return branches.push((0, Branch::Failed, node)) };
        let Some(asked) = self.problem.questions.get(question) else { return };
        let answers =
            model.questions.get(asked.place).map(|question| question.answers.as_slice()).unwrap_or_default();
        for (place, share) in asked.outcomes.get(outcome).into_iter().flat_map(|outcome| &outcome.answers) {
            let Some((answer, _)) = answers.get(*place) else { continue };
            branches.push((*place, Branch::Answer(answer.clone()), node.scaled(*share)));
        }
    }
}

impl Bud {
    fn node(&self, model: &Model, problem: &Problem, branches: Vec<(Branch, Node)>) -> Node {
        let chances = model.causes.iter().zip(&self.weights);
        let mut causes: Vec<(Option<CauseId>, f64)> =
            chances.map(|((cause, _), weight)| (cause.clone(), weight / self.total)).collect();
        causes.sort_by(|(one, first), (other, second)| second.total_cmp(first).then_with(|| one.cmp(other)));
        Node {
            step: step(model, problem, self.step),
            probability: self.total,
            cost: self.cost / self.total,
            causes,
            branches,
            is_open: self.is_open,
        }
    }
}

impl Node {
    /// The node with all its chances of getting there lowered by a factor.
    fn scaled(&self, share: f64) -> Self {
        let mut node = self.clone();
        if share != 1.0 {
            node.scale(share);
        }
        node
    }

    fn scale(&mut self, share: f64) {
        self.probability *= share;
        self.branches.iter_mut().for_each(|(_, node)| node.scale(share));
    }

    fn nothing_known(model: &Model) -> Self {
        Self {
            step: Step::Escalate,
            probability: 1.0,
            cost: model.escalate_cost,
            causes: vec![(None, 1.0)],
            branches: Vec::new(),
            is_open: false,
        }
    }
}
