//! The next best thing to the optimum where a model is too large to work out all of it: a search that spends a fixed
//! number of situations where it matters (after AO*, Martelli & Montanari 1973).
//!
//! Every situation has two bounds. Not more than the sequence by chance over cost; not less than what the case would
//! cost if the cause were known after the first step. The search follows the moves that look best by an estimate
//! between the two, opens the situation that is most uncertain, and takes the news back to the start. What it chooses in
//! the end rests on the upper bounds alone: each is what some plan really costs, so no choice is dearer than
//! the sequence.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;
use std::rc::Rc;

use super::lattice::EQUAL;
use super::problem::{Move, Problem, Situation};
use super::sequence::{Room, sequence};

/// Where between the bounds the truth is supposed, from the upper one on: the first guess finds good plans early (measured
/// on the built-in base and on random models), the last proves them.
const GUESSES: [f64; 3] = [0.6, 0.8, 1.0];

/// A situation and what is known of it. Costs are weighed by the chance of getting there.
struct Spot {
    situation: Situation,
    n_steps: u32,
    total: f64,
    lower: f64,
    upper: f64,
    estimate: f64,
    /// How uncertain the most uncertain situation is that the estimates lead to and that was not opened yet.
    unsure: f64,
    /// What the upper bound comes from.
    best: Move,
    edges: Option<Vec<Edge>>,
}

/// A move from a situation, and where it leads.
struct Edge {
    step: Move,
    cost: f64,
    leads_to: Range<usize>,
}

/// The situations looked at so far.
pub(super) struct Search<'problem> {
    problem: &'problem Problem,
    spots: Vec<Spot>,
    /// The weights of all spots, one row each.
    weights: Vec<f64>,
    places: HashMap<Situation, usize, BuildHasherDefault<Mixer>>,
    known: HashMap<u64, Rc<Known>, BuildHasherDefault<Mixer>>,
    /// Where edges lead, spots by place.
    targets: Vec<usize>,
    guess: f64,
    most: usize,
    room: Room,
}

impl<'problem> Search<'problem> {
    /// Searches from the start until the plan is proven or `most` situations have been looked at.
    pub(super) fn from_start(problem: &'problem Problem, most: usize) -> Self {
        let mut search = Self {
            problem,
            spots: Vec::new(),
            weights: Vec::new(),
            places: HashMap::default(),
            known: HashMap::default(),
            targets: Vec::new(),
            guess: 1.0,
            most,
            room: Room::default(),
        };
        search.place_of(Situation::default(), 0, &problem.weights, None);
        for guess in GUESSES {
            search.guess = guess;
            search.take_all_back();
            search.look(0, most);
        }
        search.take_all_back();
        search
    }

    /// The best known thing to do in a situation, what it costs at most, and whether nothing can be cheaper. `share` of the
    /// situations that the search may look at are spent on it if it is not settled yet.
    pub(super) fn settle(
        &mut self,
        situation: Situation,
        weights: &[f64],
        share: usize,
    ) -> (Move, f64, bool) {
        let at = self.place_of(situation, 0, weights, None);
        let most = self.spots.len() + share;
        self.look(at, most.min(self.most + self.most / 2));
        let Some(spot) = self.spots.get(at) else { return (Move::Escalate, f64::INFINITY, false) };
        (self.first_of_equals(spot), spot.upper, spot.is_settled())
    }

    /// What a situation costs at most: by what the search knows, or by looking one question ahead.
    pub(super) fn cost_looking_ahead(&mut self, situation: Situation, weights: &[f64]) -> f64 {
        let known = self.places.get(&situation).and_then(|at| self.spots.get(*at));
        let mut least = match known {
            Some(spot) if spot.edges.is_some() => return spot.upper,
            Some(spot) => spot.upper,
            None => sequence(self.problem, situation, weights, &mut self.room).cost,
        };
        let total: f64 = weights.iter().sum();
        for question in (0..self.problem.questions.len()).map(Move::Ask) {
            if let Move::Ask(at) = question
                && self.problem.is_asked(situation, at)
            {
                continue;
            }
            let (own, after) = self.problem.after(situation, question);
            let mut cost = own * total;
            for (situation, weights) in after.into_iter().zip(self.problem.weights_after(weights, question)) {
                cost += sequence(self.problem, situation, &weights, &mut self.room).cost;
                if cost >= least {
                    break;
                }
            }
            least = least.min(cost);
        }
        least
    }

    /// Between moves that cost the same, order decides and not the course of the search.
    fn first_of_equals(&self, spot: &Spot) -> Move {
        let edges = spot.edges.as_deref().unwrap_or_default();
        let is_best = |edge: &&Edge| self.sum(edge, |spot| spot.upper) <= spot.upper + EQUAL * spot.total;
        match (edges.iter().find(is_best).map(|edge| edge.step), spot.best) {
            (Some(Move::Try(edge)), Move::Try(best)) => Move::Try(edge.min(best)),
            (Some(Move::Ask(_)) | None, best @ Move::Try(_)) => best,
            (Some(step), _) => step,
            (None, best) => best,
        }
    }

    fn sum(&self, edge: &Edge, of: impl Fn(&Spot) -> f64) -> f64 {
        edge.cost + self.led_to(edge).filter_map(|at| self.spots.get(at)).map(of).sum::<f64>()
    }

    fn led_to(&self, edge: &Edge) -> impl Iterator<Item = usize> {
        self.targets.get(edge.leads_to.clone()).unwrap_or_default().iter().copied()
    }

    fn weights_of(&self, at: usize) -> &[f64] {
        let n = self.problem.weights.len();
        self.weights.get(at * n..(at + 1) * n).unwrap_or_default()
    }

    /// The place of a situation, looked at now if it was not before. `lower` is its lower bound where that is known.
    fn place_of(&mut self, situation: Situation, n_steps: u32, weights: &[f64], lower: Option<f64>) -> usize {
        if let Some(at) = self.places.get(&situation) {
            return *at;
        }
        let total: f64 = weights.iter().sum();
        let plan = sequence(self.problem, situation, weights, &mut self.room);
        let upper = plan.cost;
        let lower = match lower {
            Some(lower) => lower,
            None => self.known(situation.failed).lower(self.problem, situation, weights),
        };
        let lower = lower.min(upper);
        let mut spot = Spot {
            situation,
            n_steps,
            total,
            lower,
            upper,
            estimate: upper,
            unsure: 0.0,
            best: plan.first.map_or(Move::Escalate, Move::Try),
            edges: None,
        };
        spot.guess(self.guess);
        let at = self.spots.len();
        self.spots.push(spot);
        self.weights.extend_from_slice(weights);
        self.places.insert(situation, at);
        at
    }

    /// What knowing the cause would save after each set of failed fixes, worked out once for each.
    fn known(&mut self, failed: u64) -> Rc<Known> {
        let problem = self.problem;
        let known = self.known.entry(failed).or_insert_with(|| Rc::new(Known::of(problem, failed)));
        Rc::clone(known)
    }

    /// Follows the estimates from a spot to what is most uncertain, until nothing is or enough was looked at.
    fn look(&mut self, from: usize, most: usize) {
        // A round that opens nothing only brings bounds up to date. There are few of them; counting all keeps it so.
        for _ in 0..most.saturating_mul(4) {
            if self.spots.len() >= most {
                break;
            }
            let is_done = |spot: &Spot| spot.is_settled() || spot.unsure <= 0.0;
            if self.spots.get(from).is_none_or(is_done) {
                break;
            }
            let path = self.path(from);
            if let Some(last) = path.last() {
                self.open(*last);
            }
            for at in path.into_iter().rev() {
                self.take_back(at);
            }
        }
    }

    /// From a spot along the estimates to one that is not open yet.
    fn path(&self, from: usize) -> Vec<usize> {
        let mut path = vec![from];
        let mut at = from;
        while let Some(edges) = self.spots.get(at).and_then(|spot| spot.edges.as_deref()) {
            let costs = edges.iter().map(|edge| (self.sum(edge, |spot| spot.estimate), edge));
            let Some((_, edge)) = costs.min_by(|(first, _), (second, _)| first.total_cmp(second)) else {
                break;
            };
            let unsure = |at: &usize| self.spots.get(*at).map_or(0.0, |spot| spot.unsure);
            let next = self.led_to(edge).max_by(|first, second| unsure(first).total_cmp(&unsure(second)));
            let Some(next) = next else { break };
            at = next;
            path.push(at);
        }
        path
    }

    /// Looks at all moves from a spot; those that cannot be the best are left out for good.
    fn open(&mut self, at: usize) {
        let Some(spot) = self.spots.get(at).filter(|spot| spot.edges.is_none()) else { return };
        let (situation, total, upper, n_steps) = (spot.situation, spot.total, spot.upper, spot.n_steps + 1);
        let weights = self.weights_of(at).to_vec();
        let problem = self.problem;
        let mut edges = Vec::new();
        for step in problem.moves(situation).filter(|step| *step != Move::Escalate) {
            let (own, after) = problem.after(situation, step);
            let cost = own * total;
            let failed = after.first().map_or(situation.failed, |after| after.failed);
            let known = self.known(failed);
            let outcomes: Vec<(Situation, Vec<f64>, f64)> = after
                .into_iter()
                .zip(problem.weights_after(&weights, step))
                .filter(|(_, weights)| weights.iter().any(|weight| *weight > 0.0))
                .map(|(situation, weights)| {
                    let lower = known.lower(problem, situation, &weights);
                    (situation, weights, lower)
                })
                .collect();
            if cost + outcomes.iter().map(|(_, _, lower)| lower).sum::<f64>() >= upper - EQUAL * total {
                continue;
            }
            let places: Vec<usize> = outcomes
                .iter()
                .map(|(situation, weights, lower)| self.place_of(*situation, n_steps, weights, Some(*lower)))
                .collect();
            let start = self.targets.len();
            self.targets.extend(places);
            edges.push(Edge { step, cost, leads_to: start..self.targets.len() });
        }
        if let Some(spot) = self.spots.get_mut(at) {
            spot.edges = Some(edges);
        }
    }

    /// Takes what became known of the spots behind a spot back to it.
    fn take_back(&mut self, at: usize) {
        let Some((spot, mut edges)) =
            self.spots.get_mut(at).and_then(|spot| spot.edges.take().map(|edges| (&*spot, edges)))
        else {
            return;
        };
        let (mut upper, mut best) = (spot.upper, spot.best);
        let (mut lower, mut estimate, mut unsure) = (spot.upper, spot.upper, 0.0);
        let slack = EQUAL * spot.total;
        let floor = spot.lower;
        for edge in &edges {
            let [at_least, at_most, likely] = self.sums(edge);
            lower = lower.min(at_least);
            if at_most < upper - slack {
                (upper, best) = (at_most, edge.step);
            }
            if likely < estimate {
                estimate = likely;
                let of = |at: usize| self.spots.get(at).map_or(0.0, |spot| spot.unsure);
                unsure = self.led_to(edge).map(of).fold(0.0, f64::max);
            }
        }
        edges.retain(|edge| edge.step == best || self.sum(edge, |spot| spot.lower) < upper - slack);
        if let Some(spot) = self.spots.get_mut(at) {
            spot.lower = floor.max(lower).min(upper);
            spot.upper = upper;
            spot.best = best;
            spot.estimate = estimate.max(spot.lower).min(upper);
            spot.edges = Some(edges);
            spot.unsure = if spot.is_settled() { 0.0 } else { unsure };
        }
    }

    fn sums(&self, edge: &Edge) -> [f64; 3] {
        let spots = self.led_to(edge).filter_map(|at| self.spots.get(at));
        spots.fold([edge.cost; 3], |[lower, upper, estimate], spot| {
            [lower + spot.lower, upper + spot.upper, estimate + spot.estimate]
        })
    }

    /// Goes through all spots, the last steps first, so that every bound rests on the newest ones behind it.
    fn take_all_back(&mut self) {
        let mut order: Vec<(u32, usize)> =
            self.spots.iter().enumerate().map(|(at, spot)| (spot.n_steps, at)).collect();
        order.sort_unstable_by(|first, second| second.cmp(first));
        for (_, at) in order {
            match self.spots.get_mut(at) {
                Some(spot) if spot.edges.is_none() => spot.guess(self.guess),
                _ => self.take_back(at),
            }
        }
    }
}

impl Spot {
    fn is_settled(&self) -> bool {
        self.upper - self.lower <= EQUAL * self.total
    }

    fn guess(&mut self, guess: f64) {
        let apart = self.upper - self.lower;
        self.estimate = self.upper - guess * apart;
        self.unsure = if self.is_settled() { 0.0 } else { apart };
    }
}

/// What a case costs at least after a set of fixes failed, as far as it does not rest on the chances.
struct Known {
    /// What each cause costs if it is known.
    causes: Vec<f64>,
    /// For each fix that is left its cost, and how much trying it adds to each cause it can cure.
    fixes: Vec<(f64, Vec<(usize, f64)>)>,
}

impl Known {
    fn of(problem: &Problem, failed: u64) -> Self {
        let situation = Situation { failed, ..Situation::default() };
        let causes: Vec<f64> =
            (0..problem.weights.len()).map(|cause| problem.cost_if_known(cause, situation)).collect();
        let fixes = problem.open_fixes(situation).map(|(_, fix)| {
            let after = situation.after_failure(fix);
            let changes = fix.cures.iter().map(|(cause, chance)| {
                let before = causes.get(*cause).copied().unwrap_or_default();
                (*cause, (1.0 - chance) * problem.cost_if_known(*cause, after) - before)
            });
            (fix.cost, changes.collect())
        });
        let fixes = fixes.collect();
        Self { causes, fixes }
    }

    /// What a situation costs at least: one more step, and then the cause is known.
    fn lower(&self, problem: &Problem, situation: Situation, weights: &[f64]) -> f64 {
        let total: f64 = weights.iter().sum();
        let all: f64 = weights.iter().zip(&self.causes).map(|(weight, cost)| weight * cost).sum();
        let least = (problem.escalate * total).min(all + problem.least_price(situation) * total);
        let tried = self.fixes.iter().map(|(cost, changes)| {
            let changes = changes.iter().filter_map(|(cause, change)| Some(weights.get(*cause)? * change));
            all + cost * total + changes.sum::<f64>()
        });
        tried.fold(least, f64::min)
    }
}

/// Mixes the few numbers of a situation: they are our own, nobody can choose them to collide.
#[derive(Default)]
struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(23) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_u128(&mut self, number: u128) {
        self.write_u64(number as u64);
        self.write_u64((number >> 64) as u64);
    }
}
