//! The optimum, where a model is small enough: the cost of every situation there is, worked out from the last ones
//! back to the first (dynamic programming over failed fixes and answers).

use super::problem::{Move, Problem, Situation};

/// What every situation costs if the best is done in it.
pub(super) struct Lattice {
    /// One row for each set of answers, in it one cost for each set of failed fixes; weighed by the chance of
    /// getting there.
    costs: Vec<f64>,
    n_failed: usize,
    /// By how many rows the answers of each question lie apart.
    strides: Vec<usize>,
}

/// Between moves that differ by less than this, weighed by the chance of getting there, order decides.
pub(super) const EQUAL: f64 = 1e-9;

impl Lattice {
    /// Works out all situations; `None` if there are more than `most`.
    pub(super) fn of(problem: &Problem, most: usize) -> Option<Self> {
        let n_situations = problem.n_situations().filter(|n| *n <= most)?;
        let n_failed = 1 << problem.singles().len();
        let mut n_rows = 1;
        let strides = problem.questions.iter().map(|asked| {
            let stride = n_rows;
            n_rows *= asked.outcomes.len() + 1;
            stride
        });
        let strides = strides.collect();
        let mut lattice = Self { costs: vec![0.0; n_situations], n_failed, strides };
        let left = shares_left(problem, n_failed);
        for row in (0..n_rows).rev() {
            lattice.work_out(problem, row, &left);
        }
        Some(lattice)
    }

    /// What a situation costs, weighed by the chance of getting there.
    pub(super) fn cost(&self, problem: &Problem, situation: Situation) -> f64 {
        let failed = usize::try_from(situation.failed).unwrap_or(usize::MAX);
        let at = self.row(problem, situation).saturating_mul(self.n_failed).saturating_add(failed);
        self.costs.get(at).copied().unwrap_or(f64::INFINITY)
    }

    fn row(&self, problem: &Problem, situation: Situation) -> usize {
        let digits = problem.questions.iter().map(|asked| asked.digit(situation));
        digits.zip(&self.strides).map(|(digit, stride)| digit * stride).sum()
    }

    /// Works out one set of answers; those with more answers are known already.
    fn work_out(&mut self, problem: &Problem, row: usize, left: &[f64]) {
        let mut weights = problem.weights.clone();
        let mut open: Vec<(f64, Vec<usize>)> = Vec::new();
        for (asked, stride) in problem.questions.iter().zip(&self.strides) {
            let digit = row / stride % (asked.outcomes.len() + 1);
            match digit.checked_sub(1).and_then(|at| asked.outcomes.get(at)) {
                Some(outcome) => weights = outcome.applied(&weights),
                None => {
                    let rows = (1..=asked.outcomes.len()).map(|at| (row + at * stride) * self.n_failed);
                    open.push((asked.cost, rows.collect()));
                }
            }
        }
        let n_causes = weights.len().max(1);
        let first = row * self.n_failed;
        for (failed, left) in left.chunks_exact(n_causes).enumerate().rev() {
            let total: f64 = weights.iter().zip(left).map(|(weight, left)| weight * left).sum();
            let cost = self.least(problem, failed, total, first, &open);
            self.costs.get_mut(first + failed).into_iter().for_each(|place| *place = cost);
        }
    }

    fn least(
        &self,
        problem: &Problem,
        failed: usize,
        total: f64,
        first: usize,
        open: &[(f64, Vec<usize>)],
    ) -> f64 {
        let known = |at: usize| self.costs.get(at).copied().unwrap_or(f64::INFINITY);
        let mut least = problem.escalate * total;
        for fix in &problem.fixes {
            let parts = fix.parts as usize;
            if failed & parts == 0 {
                least = least.min(fix.cost * total + known(first + (failed | parts)));
            }
        }
        for (cost, rows) in open {
            let after: f64 = rows.iter().map(|row| known(row + failed)).sum();
            least = least.min(cost * total + after);
        }
        least
    }

    /// The best that can be done in a situation.
    pub(super) fn best(&self, problem: &Problem, situation: Situation, total: f64) -> Move {
        let cost = self.cost(problem, situation);
        let is_best = |step: &Move| self.cost_of(problem, situation, total, *step) <= cost + EQUAL * total;
        problem.moves(situation).find(is_best).unwrap_or(Move::Escalate)
    }

    /// What a situation costs if this is done first and the best from there.
    pub(super) fn cost_of(&self, problem: &Problem, situation: Situation, total: f64, step: Move) -> f64 {
        let (own, after) = problem.after(situation, step);
        own * total + after.into_iter().map(|after| self.cost(problem, after)).sum::<f64>()
    }
}

/// For each set of failed fixes and each cause, P(all of them fail | cause).
fn shares_left(problem: &Problem, n_failed: usize) -> Vec<f64> {
    let n_causes = problem.weights.len();
    let mut left = Vec::with_capacity(n_failed * n_causes);
    for failed in 0..n_failed as u64 {
        let mut shares = vec![1.0; n_causes];
        for at in (0..problem.singles().len()).filter(|at| failed >> at & 1 == 1) {
            shares = problem.failed(at, &shares);
        }
        left.append(&mut shares);
    }
    left
}
