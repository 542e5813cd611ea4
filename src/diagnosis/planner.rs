//! What to do in a situation: exactly where the model is small enough for it, else by a search that is given a fixed
//! number of situations. Neither looks at a clock, so the same model gives the same steps everywhere.

use super::lattice::Lattice;
use super::problem::{Move, Problem, Situation};
use super::search::Search;

/// How much planning may be done, counted in situations looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Up to this many situations the optimum is worked out.
    pub exact: usize,
    /// Where there are more, a search looks at about this many.
    pub search: usize,
    /// How many steps a tree may have that does not come from the exact optimum; what is least likely is left open
    /// and planned when somebody gets there.
    pub nodes: usize,
}

impl Budget {
    /// For the next step of a conversation: a few milliseconds.
    pub const TURN: Self = Self { exact: 40_000, search: 2_000, nodes: 1 };
    /// For the tree of a symptom that a visitor waits for: up to a second, and 64 MB while it is worked out.
    pub const TREE: Self = Self { exact: 8_000_000, search: 100_000, nodes: 3_000 };
    /// For a tree that is printed, as authors and other programs want it: some seconds, and up to 200 MB. Four times the
    /// search takes half a percent off the cost of the largest trees of the built-in base, and nothing is left open.
    pub const PRINTED: Self = Self { exact: 8_000_000, search: 400_000, nodes: 100_000 };
}

/// A planner for one model.
pub(super) enum Planner<'problem> {
    Exact(&'problem Problem, Lattice),
    Searching(Search<'problem>),
}

/// How many situations a search may look at: more where there is more to choose from, fewer where fixes cure many causes and
/// looking at one takes as long as at several.
fn affordable(problem: &Problem, budget: Budget) -> usize {
    const FEW_MOVES: usize = 25;
    const FEW_CURES: usize = 96;
    let n_moves = problem.fixes.len() + problem.questions.len();
    let n_cures: usize = problem.fixes.iter().map(|fix| fix.cures.len()).sum();
    let by_moves = budget.search.saturating_mul(n_moves.max(FEW_MOVES)) / FEW_MOVES;
    by_moves.saturating_mul(FEW_CURES) / (FEW_CURES + n_cures)
}

/// What to do in a situation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice {
    pub(super) step: Move,
    /// What the case costs from here at most, weighed by the chance of getting here.
    pub(super) cost: f64,
    /// Whether nothing can be cheaper.
    pub(super) is_optimal: bool,
}

impl<'problem> Planner<'problem> {
    pub(super) fn of(problem: &'problem Problem, budget: Budget) -> Self {
        match Lattice::of(problem, budget.exact) {
            Some(lattice) => Self::Exact(problem, lattice),
            None => Self::Searching(Search::from_start(problem, affordable(problem, budget))),
        }
    }

    /// What to do in a situation. `share` of a search's situations may be spent on it where it is not settled yet.
    pub(super) fn choose(&mut self, situation: Situation, weights: &[f64], share: usize) -> Choice {
        match self {
            Self::Exact(problem, lattice) => {
                let step = lattice.best(problem, situation, weights.iter().sum());
                Choice { step, cost: lattice.cost(problem, situation), is_optimal: true }
            }
            Self::Searching(search) => {
                let (step, cost, is_optimal) = search.settle(situation, weights, share);
                Choice { step, cost, is_optimal }
            }
        }
    }

    /// What the case costs at most from a situation.
    pub(super) fn cost(&mut self, situation: Situation, weights: &[f64]) -> f64 {
        match self {
            Self::Exact(problem, lattice) => lattice.cost(problem, situation),
            Self::Searching(search) => search.cost_looking_ahead(situation, weights),
        }
    }

    /// Whether every situation's cost is the optimum.
    pub(super) fn is_exact(&self) -> bool {
        matches!(self, Self::Exact(..))
    }
}
