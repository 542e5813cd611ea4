//! Logistic regression over a handful of numbers.
//!
//! Maximum a posteriori: every weight has a normal prior round what other bases taught, so that a base with few
//! phrases is judged sensibly and one with many by its own.

/// How strongly a weight is drawn to what is expected of it, as the inverse of a variance.
const PULL: f64 = 1.0;
/// The constant carries how often answers are right at all, which differs most between bases.
const PULL_OF_CONSTANT: f64 = 0.1;
/// Newton's method converges in fewer steps than this on everything tried.
const MOST_STEPS: usize = 30;
/// A step a million times shorter leads nowhere.
const MOST_HALVINGS: i32 = 20;

/// The weights of `N` numbers, the first of which is the constant 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Logistic<const N: usize> {
    pub(super) weights: [f64; N],
}

/// Something observed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Observed<const N: usize> {
    /// The numbers, the first of which is the constant 1.
    pub(super) row: [f64; N],
    /// Whether it held.
    pub(super) held: bool,
    /// For how many observations it stands.
    pub(super) weight: f64,
}

impl<const N: usize> Logistic<N> {
    /// Fits the weights to what was observed, starting from what is expected of them.
    pub(super) fn fit(expected: [f64; N], observed: &[Observed<N>]) -> Self {
        let mut weights = expected;
        let mut reached = likelihood(observed, &weights, &expected);
        for _ in 0..MOST_STEPS {
            let (gradient, curvature) = slope(observed, &weights, &expected);
            let Some(step) = solve(curvature, gradient) else { break };
            let Some((next, better)) = stride(observed, &weights, &expected, &step, reached) else { break };
            (weights, reached) = (next, better);
            if step.iter().all(|change| change.abs() < 1e-7) {
                break;
            }
        }
        Self { weights }
    }

    /// The chance, between 0 and 1.
    pub(super) fn chance(&self, row: &[f64; N]) -> f64 {
        logistic(dot(&self.weights, row))
    }
}

/// A full step of Newton's method may lead away from the goal where chances are near 0 or 1, so it is halved until it
/// leads nearer; `None` if no step does.
fn stride<const N: usize>(
    observed: &[Observed<N>],
    weights: &[f64; N],
    expected: &[f64; N],
    step: &[f64; N],
    reached: f64,
) -> Option<([f64; N], f64)> {
    let strides = (0..MOST_HALVINGS).map(|n_halvings| 0.5f64.powi(n_halvings));
    let tried = strides.map(|length| {
        let next = std::array::from_fn(|at| match (weights.get(at), step.get(at)) {
            (Some(weight), Some(change)) => weight + length * change,
            _ => 0.0,
        });
        (next, likelihood(observed, &next, expected))
    });
    tried.into_iter().find(|(_, likelihood)| *likelihood > reached)
}

/// The penalised log-likelihood.
fn likelihood<const N: usize>(observed: &[Observed<N>], weights: &[f64; N], expected: &[f64; N]) -> f64 {
    let fit: f64 = observed
        .iter()
        .map(|Observed { row, held, weight }| {
            let odds = dot(weights, row);
            // ln(1 / (1 + e^-x)), without overflow.
            let towards = if *held { odds } else { -odds };
            weight * (towards.min(0.0) - (-towards.abs()).exp().ln_1p())
        })
        .sum();
    let pulls = weights.iter().zip(expected).enumerate();
    let penalty: f64 =
        pulls.map(|(at, (weight, expected))| pull(at) * (weight - expected).powi(2) / 2.0).sum();
    fit - penalty
}

fn pull(at: usize) -> f64 {
    if at == 0 { PULL_OF_CONSTANT } else { PULL }
}

/// Gradient and negative second derivative of the penalised log-likelihood.
fn slope<const N: usize>(
    observed: &[Observed<N>],
    weights: &[f64; N],
    expected: &[f64; N],
) -> ([f64; N], [[f64; N]; N]) {
    let mut gradient = [0.0; N];
    let mut curvature = [[0.0; N]; N];
    for Observed { row, held, weight } in observed {
        let p = logistic(dot(weights, row));
        let error = weight * (f64::from(u8::from(*held)) - p);
        for (slot, value) in gradient.iter_mut().zip(row) {
            *slot += error * value;
        }
        for (line, first) in curvature.iter_mut().zip(row) {
            for (slot, second) in line.iter_mut().zip(row) {
                *slot += weight * p * (1.0 - p) * first * second;
            }
        }
    }
    for (at, ((line, weight), expected)) in curvature.iter_mut().zip(weights).zip(expected).enumerate() {
        let pull = pull(at);
        if let Some(slot) = line.get_mut(at) {
            *slot += pull;
        }
        if let Some(slot) = gradient.get_mut(at) {
            *slot -= pull * (weight - expected);
        }
    }
    (gradient, curvature)
}

/// Gaussian elimination with pivoting; `None` if the system has no single answer.
fn solve<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> Option<[f64; N]> {
    for column in 0..N {
        let pivot = (column..N).max_by(|first, second| {
            cell(&matrix, *first, column).abs().total_cmp(&cell(&matrix, *second, column).abs())
        })?;
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        let head = *matrix.get(column)?;
        let lead = *head.get(column)?;
        if lead.abs() < 1e-12 {
            return None;
        }
        let head_right = *right.get(column)?;
        for line in 0..N {
            if line == column {
                continue;
            }
            let factor = cell(&matrix, line, column) / lead;
            for (slot, value) in matrix.get_mut(line)?.iter_mut().zip(head) {
                *slot -= factor * value;
            }
            *right.get_mut(line)? -= factor * head_right;
        }
    }
    let mut solution = [0.0; N];
    for (at, slot) in solution.iter_mut().enumerate() {
        *slot = right.get(at)? / cell(&matrix, at, at);
    }
    Some(solution)
}

fn cell<const N: usize>(matrix: &[[f64; N]; N], line: usize, column: usize) -> f64 {
    matrix.get(line).and_then(|line| line.get(column)).copied().unwrap_or(0.0)
}

fn dot<const N: usize>(first: &[f64; N], second: &[f64; N]) -> f64 {
    first.iter().zip(second).map(|(first, second)| first * second).sum()
}

fn logistic(value: f64) -> f64 {
    1.0 / (1.0 + (-value).exp())
}
