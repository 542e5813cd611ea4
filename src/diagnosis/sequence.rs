//! Fixes by updated chance over cost, with the best point to stop and hand over: the best there is without a question
//! where each fix cures one cause and no two share a step (Heckerman, Breese & Rommelse 1995, "Decision-theoretic troubleshooting").

use super::problem::{Problem, Situation};

/// A sequence of fixes, of which only the first matters to the next step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sequence {
    /// The first fix; `None` where handing over at once is cheapest.
    pub(super) first: Option<usize>,
    /// What it costs, weighed by the chance of getting there.
    pub(super) cost: f64,
}

/// Room for the numbers of one sequence, kept between calls: sequences are computed by the hundred thousand.
#[derive(Debug, Default)]
pub(super) struct Room {
    weights: Vec<f64>,
    /// The fixes left, with the weight each would cure.
    left: Vec<(usize, f64)>,
    places: Vec<usize>,
}

/// The sequence from a situation. `weights` are joint chances: they sum to the chance of getting here, and so do costs.
/// Of equal fixes the first in order comes first.
pub(super) fn sequence(
    problem: &Problem,
    situation: Situation,
    weights: &[f64],
    room: &mut Room,
) -> Sequence {
    let mut total: f64 = weights.iter().sum();
    let mut best = Sequence { first: None, cost: problem.escalate * total };
    room.start(problem, situation, weights);
    let (mut spent, mut first) = (0.0, None);
    while let Some(Promising { at, fix, cured, curable }) = room.most_promising(problem) {
        let Some(tried) = problem.fixes.get(fix) else { break };
        first = first.or(Some(fix));
        spent += tried.cost * total;
        // However far it goes on, this is spent and what nothing cures is handed over in the end.
        if spent + problem.escalate * (total - curable).max(0.0) >= best.cost {
            break;
        }
        total -= cured;
        room.left.remove(at);
        room.apply(problem, fix);
        let cost = spent + problem.escalate * total;
        if cost < best.cost {
            best = Sequence { first, cost };
        }
    }
    best
}

/// The fix to try next.
struct Promising {
    /// Its place among those left.
    at: usize,
    fix: usize,
    /// The weight that it cures.
    cured: f64,
    /// The weight that all that are left can cure together at most.
    curable: f64,
}

impl Room {
    fn start(&mut self, problem: &Problem, situation: Situation, weights: &[f64]) {
        self.weights.clear();
        self.weights.extend_from_slice(weights);
        self.left.clear();
        let singles = problem.singles().iter().enumerate();
        for (at, fix) in singles.filter(|(_, fix)| !situation.is_tried(fix)) {
            let cured =
                fix.cures.iter().filter_map(|(cause, chance)| Some(weights.get(*cause)? * chance)).sum();
            if cured > 0.0 {
                self.left.push((at, cured));
            }
        }
        self.places.clear();
        self.places.resize(problem.singles().len(), usize::MAX);
    }

    fn most_promising(&self, problem: &Problem) -> Option<Promising> {
        let mut best: Option<(f64, Promising)> = None;
        let mut curable = 0.0;
        for (at, (fix, cured)) in self.left.iter().enumerate().filter(|(_, (_, cured))| *cured > 0.0) {
            let Some(tried) = problem.fixes.get(*fix) else { continue };
            curable += cured;
            let promise = cured / tried.cost;
            if best.as_ref().is_none_or(|(most, _)| promise > *most) {
                best = Some((promise, Promising { at, fix: *fix, cured: *cured, curable: 0.0 }));
            }
        }
        best.map(|(_, promising)| Promising { curable, ..promising })
    }

    /// Lowers the weights of what a fix cures, and with them what the other fixes can still cure.
    fn apply(&mut self, problem: &Problem, fix: usize) {
        for (place, (other, _)) in self.left.iter().enumerate() {
            self.places.get_mut(*other).into_iter().for_each(|at| *at = place);
        }
        for (cause, chance) in problem.fixes.get(fix).into_iter().flat_map(|fix| &fix.cures) {
            let Some(weight) = self.weights.get_mut(*cause) else { continue };
            let lost = *weight * chance;
            *weight -= lost;
            for (other, chance, _) in problem.cures_of(*cause) {
                let place = self.places.get(*other).copied().unwrap_or(usize::MAX);
                let Some((same, cured)) = self.left.get_mut(place) else { continue };
                if same == other {
                    *cured -= lost * chance;
                }
            }
        }
    }
}
