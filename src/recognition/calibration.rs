//! From what a recogniser sees to how sure it may be.
//!
//! A logistic regression over a handful of [`Signs`], fitted on answers given to phrases that were held out of
//! training: of the answers given at confidence p, a share p is right.

/// How many signs there are.
pub(super) const N_SIGNS: usize = 7;

/// What speaks for and against taking a text for one class.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Signs {
    /// The class's margin.
    pub(super) margin: f32,
    /// How far it is ahead of the best other class; negative if behind.
    pub(super) lead: f32,
    /// Cosine with the class's nearest phrase.
    pub(super) nearest: f32,
    /// Cosine with the middle of the class.
    pub(super) centre: f32,
    /// Share of the text's stems that training has seen, by rarity.
    pub(super) known_share: f32,
    /// Cosine with the nearest phrase that says "not this".
    pub(super) nearest_counter: f32,
}

impl Signs {
    fn row(self) -> [f64; N_SIGNS] {
        [
            1.0,
            f64::from(self.margin),
            f64::from(self.lead.clamp(-1.0, 1.0)),
            f64::from(self.nearest),
            f64::from(self.centre),
            f64::from(self.known_share),
            f64::from(self.nearest_counter),
        ]
    }
}

/// Confidence in two factors: that the text is about any symptom at all, and that, if so, it is this one. The signs
/// count differently in the two, and authors write few phrases that are about something else: apart, neither factor
/// drowns the other.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Confidence {
    in_scope: Calibration,
    right: Calibration,
}

impl Confidence {
    /// Fits both factors to held-out answers.
    pub(super) fn fit(in_scope: &[Case], right: &[Case]) -> Self {
        Self { in_scope: Calibration::fit(in_scope), right: Calibration::fit(right) }
    }

    /// Everything that was fitted, to be kept.
    pub(super) fn numbers(&self) -> Vec<f64> {
        [self.in_scope.weights, self.right.weights].concat()
    }

    /// The confidence that gave these numbers.
    pub(super) fn from_numbers(numbers: &[f64]) -> Option<Self> {
        let (in_scope, right) = numbers.split_at_checked(N_SIGNS)?;
        let [in_scope, right] = [in_scope, right].map(|weights| weights.try_into().ok());
        Some(Self { in_scope: Calibration { weights: in_scope? }, right: Calibration { weights: right? } })
    }

    /// The chance that the class is right, between 0 and 1.
    pub(super) fn of(&self, signs: Signs) -> f64 {
        self.in_scope.confidence(signs) * self.right.confidence(signs)
    }
}

/// The fitted weights of the signs.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Calibration {
    weights: [f64; N_SIGNS],
}

impl Default for Calibration {
    /// Sensible where nothing can be measured (fewer than [`FEWEST_CASES`] cases): margin, nearness and known words
    /// count alike. The numbers are round on purpose.
    fn default() -> Self {
        Self { weights: [-4.0, 2.0, 1.0, 2.0, 2.0, 2.0, -2.0] }
    }
}

/// With fewer held-out answers than this a fit would follow chance.
const FEWEST_CASES: usize = 40;
/// Strength of the pull of all weights towards 0, as so many cases.
const RIDGE: f64 = 1.0;
/// Newton's method converges in fewer steps than this on everything tried.
const MOST_STEPS: usize = 30;

/// A held-out answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case {
    /// What was seen.
    pub(super) signs: Signs,
    /// Whether what is calibrated held.
    pub(super) right: bool,
    /// For how many cases it stands.
    pub(super) weight: f64,
}

impl Calibration {
    /// Fits the weights to held-out answers.
    fn fit(cases: &[Case]) -> Self {
        let n_right = cases.iter().filter(|case| case.right).count();
        if cases.len() < FEWEST_CASES || n_right == 0 || n_right == cases.len() {
            return Self::default();
        }
        let mut weights = [0.0f64; N_SIGNS];
        for _ in 0..MOST_STEPS {
            let (gradient, curvature) = slope(cases, &weights);
            let Some(step) = solve(curvature, gradient) else { break };
            for (weight, change) in weights.iter_mut().zip(step) {
                *weight += change;
            }
            if step.iter().all(|change| change.abs() < 1e-7) {
                break;
            }
        }
        if weights.iter().all(|weight| weight.is_finite()) { Self { weights } } else { Self::default() }
    }

    /// The chance, between 0 and 1.
    fn confidence(&self, signs: Signs) -> f64 {
        logistic(dot(&self.weights, &signs.row()))
    }
}

type Row = [f64; N_SIGNS];

/// Gradient and negative second derivative of the penalised log-likelihood.
fn slope(cases: &[Case], weights: &Row) -> (Row, [Row; N_SIGNS]) {
    let mut gradient = [0.0; N_SIGNS];
    let mut curvature = [[0.0; N_SIGNS]; N_SIGNS];
    for case in cases {
        let row = case.signs.row();
        let p = logistic(dot(weights, &row));
        let error = case.weight * (f64::from(u8::from(case.right)) - p);
        for (slot, value) in gradient.iter_mut().zip(row) {
            *slot += error * value;
        }
        for (line, first) in curvature.iter_mut().zip(row) {
            for (slot, second) in line.iter_mut().zip(row) {
                *slot += case.weight * p * (1.0 - p) * first * second;
            }
        }
    }
    for (at, (line, weight)) in curvature.iter_mut().zip(weights).enumerate() {
        // The constant is not pulled: it carries how often answers are right at all.
        let ridge = if at == 0 { 1e-6 } else { RIDGE };
        if let Some(slot) = line.get_mut(at) {
            *slot += ridge;
        }
        if let Some(slot) = gradient.get_mut(at) {
            *slot -= ridge * weight;
        }
    }
    (gradient, curvature)
}

/// Gaussian elimination with pivoting; `None` if the system has no single answer.
fn solve(mut matrix: [Row; N_SIGNS], mut right: Row) -> Option<Row> {
    for column in 0..N_SIGNS {
        let pivot = (column..N_SIGNS).max_by(|first, second| {
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
        for line in 0..N_SIGNS {
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
    let mut solution = [0.0; N_SIGNS];
    for (at, slot) in solution.iter_mut().enumerate() {
        *slot = right.get(at)? / cell(&matrix, at, at);
    }
    Some(solution)
}

fn cell(matrix: &[Row; N_SIGNS], line: usize, column: usize) -> f64 {
    matrix.get(line).and_then(|line| line.get(column)).copied().unwrap_or(0.0)
}

fn dot(first: &Row, second: &Row) -> f64 {
    first.iter().zip(second).map(|(first, second)| first * second).sum()
}

fn logistic(value: f64) -> f64 {
    1.0 / (1.0 + (-value).exp())
}
