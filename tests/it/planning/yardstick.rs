//! What ways to go about a trouble really cost, worked out apart from the planner: plain recursion on the formula
//! of the design, one situation after the other, over the numbers of the case.

use deskdoc::diagnosis::{ActionId, Branch, Node, Step};

use super::cases::Case;

/// Which fixes failed, and for each question 0 or the answer counted from 1.
#[derive(Clone)]
pub struct Situation {
    failed: usize,
    answers: Vec<usize>,
    weights: Vec<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Move {
    Try(usize),
    /// Two fixes before one restart.
    Both(usize, usize),
    Ask(usize),
    HandOver,
}

/// A way to go about a trouble: what it does in a situation.
pub type Way<'way> = &'way mut dyn FnMut(&Case, &Situation) -> Move;

impl Situation {
    pub fn start(case: &Case) -> Self {
        Self { failed: 0, answers: vec![0; case.questions.len()], weights: case.chances.clone() }
    }

    pub fn total(&self) -> f64 {
        self.weights.iter().sum()
    }

    fn after_failure(&self, case: &Case, fix: usize) -> Self {
        let mut after = self.clone();
        after.failed |= 1 << fix;
        after
            .weights
            .iter_mut()
            .zip(&case.fixes[fix].cures)
            .for_each(|(weight, cures)| *weight *= 1.0 - cures);
        after
    }

    fn after_answer(&self, case: &Case, question: usize, answer: usize) -> Self {
        let mut after = self.clone();
        after.answers[question] = answer + 1;
        let given = &case.questions[question].chances[answer];
        after.weights.iter_mut().zip(given).for_each(|(weight, given)| *weight *= given);
        after
    }

    fn number(&self, case: &Case) -> usize {
        let answers = case.questions.iter().zip(&self.answers);
        answers.fold(self.failed, |number, (question, answer)| number * (question.chances.len() + 1) + answer)
    }

    fn moves(&self, case: &Case) -> Vec<Move> {
        let fixes = (0..case.fixes.len()).filter(|fix| self.failed >> fix & 1 == 0).map(Move::Try);
        let questions = (0..case.questions.len()).filter(|at| self.answers[*at] == 0).map(Move::Ask);
        fixes.chain(self.pairs(case)).chain(questions).collect()
    }

    fn pairs(&self, case: &Case) -> Vec<Move> {
        let is_open = |fix: &usize| self.failed >> fix & 1 == 0 && case.fixes[*fix].restarts;
        let open: Vec<usize> = (0..case.fixes.len()).filter(is_open).collect();
        let mut pairs = Vec::new();
        for (at, first) in open.iter().enumerate() {
            pairs.extend(open[at + 1..].iter().map(|second| Move::Both(*first, *second)));
        }
        pairs
    }

    fn after(&self, case: &Case, step: Move) -> (f64, Vec<Self>) {
        match step {
            Move::HandOver => (case.hand_over, Vec::new()),
            Move::Try(fix) => (case.fixes[fix].cost, vec![self.after_failure(case, fix)]),
            Move::Both(first, second) => {
                let (one, other) = (case.fixes[first].cost, case.fixes[second].cost);
                let cost = (one + other - case.restart.unwrap()).max(one).max(other);
                (cost, vec![self.after_failure(case, first).after_failure(case, second)])
            }
            Move::Ask(at) => {
                let answers = 0..case.questions[at].chances.len();
                let after = answers.map(|answer| self.after_answer(case, at, answer));
                (case.questions[at].cost, after.collect())
            }
        }
    }
}

fn n_numbers(case: &Case) -> usize {
    case.questions.iter().fold(1 << case.fixes.len(), |n, question| n * (question.chances.len() + 1))
}

/// The least that any way costs.
pub fn optimum(case: &Case) -> f64 {
    let mut known = vec![f64::NAN; n_numbers(case)];
    least(case, &Situation::start(case), &mut known)
}

fn least(case: &Case, situation: &Situation, known: &mut [f64]) -> f64 {
    let number = situation.number(case);
    if known[number].is_nan() {
        let total = situation.total();
        let mut best = case.hand_over * total;
        for step in situation.moves(case) {
            let (own, after) = situation.after(case, step);
            let rest: f64 = after.iter().map(|after| least(case, after, known)).sum();
            best = best.min(own * total + rest);
        }
        known[number] = best;
    }
    known[number]
}

/// What a way costs that always does the same in the same situation.
pub fn cost_of(case: &Case, way: Way<'_>) -> f64 {
    let mut known = std::collections::HashMap::new();
    follow(case, &Situation::start(case), way, &mut known)
}

fn follow(
    case: &Case,
    situation: &Situation,
    way: Way<'_>,
    known: &mut std::collections::HashMap<usize, f64>,
) -> f64 {
    let number = situation.number(case);
    if let Some(cost) = known.get(&number) {
        return *cost;
    }
    let (own, after) = situation.after(case, way(case, situation));
    let rest: f64 = after.iter().map(|after| follow(case, after, way, known)).sum();
    let cost = own * situation.total() + rest;
    known.insert(number, cost);
    cost
}

/// Fixes as they come, then handing over.
pub fn listed(case: &Case, situation: &Situation) -> Move {
    (0..case.fixes.len()).find(|fix| situation.failed >> fix & 1 == 0).map_or(Move::HandOver, Move::Try)
}

/// Chance over cost, and the best point to stop: what is done first, and what it all costs.
pub fn by_chance_per_cost(case: &Case, situation: &Situation) -> (Move, f64) {
    let mut at = situation.clone();
    let (mut spent, mut first) = (0.0, Move::HandOver);
    let mut best = (Move::HandOver, case.hand_over * at.total());
    loop {
        let promise = |fix: &usize| {
            let cured: f64 =
                at.weights.iter().zip(&case.fixes[*fix].cures).map(|(weight, cures)| weight * cures).sum();
            cured / case.fixes[*fix].cost
        };
        let open = (0..case.fixes.len()).filter(|fix| at.failed >> fix & 1 == 0);
        let Some(next) = open.max_by(|one, other| promise(one).total_cmp(&promise(other))) else {
            return best;
        };
        if first == Move::HandOver {
            first = Move::Try(next);
        }
        spent += case.fixes[next].cost * at.total();
        at = at.after_failure(case, next);
        let cost = spent + case.hand_over * at.total();
        if cost < best.1 {
            best = (first, cost);
        }
    }
}

/// Asks what tells most, until nothing tells much, then fixes by chance over cost.
pub fn information_first(case: &Case, situation: &Situation) -> Move {
    let bits = |weights: &[f64]| {
        let total: f64 = weights.iter().sum();
        weights
            .iter()
            .filter(|weight| **weight > 0.0)
            .map(|weight| weight * (total / weight).log2())
            .sum::<f64>()
    };
    let told = |step: &Move| {
        let (_, after) = situation.after(case, *step);
        (bits(&situation.weights) - after.iter().map(|after| bits(&after.weights)).sum::<f64>())
            / situation.total()
    };
    let questions = situation.moves(case).into_iter().filter(|step| matches!(step, Move::Ask(_)));
    let best = questions.max_by(|one, other| told(one).total_cmp(&told(other)));
    best.filter(|step| told(step) > 0.1).unwrap_or_else(|| by_chance_per_cost(case, situation).0)
}

/// Looks some steps ahead and supposes chance over cost from there on.
pub fn looking_ahead(case: &Case, situation: &Situation, n_steps: usize) -> (Move, f64) {
    let mut best = by_chance_per_cost(case, situation);
    if n_steps == 0 {
        return best;
    }
    for step in situation.moves(case) {
        let (own, after) = situation.after(case, step);
        let mut cost = own * situation.total();
        for after in &after {
            cost += looking_ahead(case, after, n_steps - 1).1;
            if cost >= best.1 {
                break;
            }
        }
        if cost < best.1 - 1e-12 {
            best = (step, cost);
        }
    }
    best
}

/// What following a tree costs; everything in it must be there and end in a hand-over.
pub fn cost_of_tree(case: &Case, root: &Node) -> f64 {
    walk(case, &Situation::start(case), root)
}

fn walk(case: &Case, situation: &Situation, node: &Node) -> f64 {
    assert!(!node.is_open, "the tree is complete");
    assert!((node.probability - situation.total()).abs() < 1e-9, "the chance of getting there is right");
    let step = named(case, &node.step);
    assert!(step == Move::HandOver || situation.moves(case).contains(&step), "nothing is done twice");
    let (own, after) = situation.after(case, step);
    assert_eq!(after.len(), node.branches.len(), "every outcome has a branch");
    let mut cost = own * situation.total();
    for (at, (after, (branch, node))) in after.iter().zip(&node.branches).enumerate() {
        match branch {
            Branch::Answer(answer) => assert_eq!(answer.as_str(), format!("a{at}")),
            Branch::Failed => assert!(matches!(step, Move::Try(_) | Move::Both(..))),
        }
        cost += walk(case, after, node);
    }
    let told = node.cost * situation.total();
    assert!((cost - told).abs() < 1e-6, "a node's cost is what following it costs: {told} {cost}");
    cost
}

/// A step of the program as a move of the case.
pub fn named(case: &Case, step: &Step) -> Move {
    match step {
        Step::Escalate => Move::HandOver,
        Step::Ask(id) => {
            Move::Ask(case.questions.iter().position(|question| question.id == id.as_str()).unwrap())
        }
        Step::Try(ActionId::Both(parts)) => {
            let [first, second] = parts.each_ref().map(|part| fix_of(case, part));
            Move::Both(first.min(second), first.max(second))
        }
        Step::Try(action) => Move::Try(fix_of(case, action)),
    }
}

fn fix_of(case: &Case, action: &ActionId) -> usize {
    let id = match action {
        ActionId::FixOf(id) => id.as_str(),
        ActionId::Fix(id) => id.as_str(),
        // A pair is no single fix, and no fix is called like this.
        ActionId::Both(_) => "",
    };
    case.fixes.iter().position(|fix| fix.id == id).unwrap()
}
