//! From what a recogniser sees to how sure it may be.
//!
//! Three logistic regressions over a handful of [`Signs`], fitted on answers given to phrases that were held out of
//! training: of the answers given at confidence p, a share p is right.

use super::logistic::{Logistic, Observed};

/// How many numbers each of the first two factors weighs, the constant included.
const N_SIGNS: usize = 8;

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
    /// Share of the text's stems that phrases of the class hold, by rarity.
    pub(super) covered_share: f32,
    /// The best margin of what the base does not cover; −1 if it says nothing of that.
    pub(super) beyond: f32,
    /// Cosine with the nearest phrase that says "not this".
    pub(super) nearest_counter: f32,
}

impl Signs {
    /// What tells whether the text is about any symptom. How far one is ahead of others tells nothing of that.
    fn of_scope(self) -> [f64; N_SIGNS] {
        let Self { margin, nearest, centre, known_share, covered_share, beyond, nearest_counter, .. } = self;
        let signs = [1.0, margin, nearest, centre, known_share, covered_share, beyond, nearest_counter];
        signs.map(f64::from)
    }

    /// What tells whether it is this symptom and no other.
    fn of_rightness(self) -> [f64; N_SIGNS] {
        let Self { margin, lead, nearest, centre, covered_share, beyond, nearest_counter, .. } = self;
        let signs =
            [1.0, margin, lead.clamp(-1.0, 1.0), nearest, centre, covered_share, beyond, nearest_counter];
        signs.map(f64::from)
    }
}

/// What the weights came to, rounded, on public intent sets of 5 to 100 phrases a class: expected of every base.
const EXPECTED_OF_SCOPE: [f64; N_SIGNS] = [-1.0, 2.0, 1.0, 1.0, 1.5, 2.0, -1.0, -3.0];
const EXPECTED_OF_RIGHTNESS: [f64; N_SIGNS] = [0.0, 1.5, 2.5, 0.0, 0.0, 1.0, 0.0, 0.0];
const EXPECTED_OF_BOTH: [f64; 2] = [1.0, 0.8];
/// Where the margin and the lead stand among the signs of rightness.
const MARGIN_AND_LEAD: [usize; 2] = [1, 2];
/// Confidence rises with what speaks for a class at least so steeply. In a base of which most phrases are taken for others
/// when they are held out, as where two symptoms are one, the fit would turn round: the less speaks for a class, the surer.
const FLATTEST: f64 = 0.1;
/// Smaller chances are taken for this one, so that logarithms stay finite.
const LEAST_CHANCE: f64 = 1e-9;

/// Confidence in two factors: that the text is about any symptom at all, and that, if so, it is this one. The signs
/// count differently in the two, and authors write few phrases that are about something else: apart, neither factor
/// drowns the other. A third regression turns both together into a share of right answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Confidence {
    scope: Logistic<N_SIGNS>,
    rightness: Logistic<N_SIGNS>,
    both: Logistic<2>,
}

/// A held-out answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case {
    /// What was seen.
    pub(super) signs: Signs,
    /// Whether the text was about any symptom.
    pub(super) in_scope: bool,
    /// Whether it was about the one it was taken for.
    pub(super) right: bool,
    /// For how many cases it stands where the two kinds of text are told apart: there the rarer kind counts for more.
    pub(super) weight_for_scope: f64,
    /// For how many it stands in what users write.
    pub(super) weight: f64,
}

impl Confidence {
    /// Fits all factors to held-out answers; without any, they are what other bases taught.
    pub(super) fn fit(cases: &[Case]) -> Self {
        let observed = |case: &Case| Observed {
            row: case.signs.of_scope(),
            held: case.in_scope,
            weight: case.weight_for_scope,
        };
        let scope = Logistic::fit(EXPECTED_OF_SCOPE, &cases.iter().map(observed).collect::<Vec<_>>());
        let observed =
            |case: &Case| Observed { row: case.signs.of_rightness(), held: case.right, weight: case.weight };
        let answered = cases.iter().filter(|case| case.in_scope);
        let mut rightness = Logistic::fit(EXPECTED_OF_RIGHTNESS, &answered.map(observed).collect::<Vec<_>>());
        for sign in MARGIN_AND_LEAD {
            rightness.weights.get_mut(sign).into_iter().for_each(|weight| *weight = weight.max(0.0));
        }
        let expected = Self { scope, rightness, both: Logistic { weights: EXPECTED_OF_BOTH } };
        let observed = |case: &Case| Observed {
            row: expected.joined(case.signs),
            held: case.right,
            weight: case.weight,
        };
        let observed: Vec<Observed<2>> = cases.iter().map(observed).collect();
        let both = Logistic::fit(EXPECTED_OF_BOTH, &observed);
        let [_, slope] = both.weights;
        let both = if slope < FLATTEST { nearly_flat(&observed) } else { both };
        Self { both, ..expected }
    }

    /// The chance that the class is right, between 0 and 1.
    pub(super) fn of(&self, signs: Signs) -> f64 {
        self.both.chance(&self.joined(signs))
    }

    /// Both factors as one number: the logarithm of the odds of the first and of the chance of the second. On public
    /// sets this told texts about something else better from those that waver between two symptoms than the plain
    /// product did (area under the curve +.2 to +1).
    fn joined(&self, signs: Signs) -> [f64; 2] {
        let scope = self.scope.chance(&signs.of_scope()).clamp(LEAST_CHANCE, 1.0 - LEAST_CHANCE);
        let rightness = self.rightness.chance(&signs.of_rightness()).max(LEAST_CHANCE);
        [1.0, (scope / (1.0 - scope)).ln() + rightness.ln()]
    }

    /// Everything that was fitted, to be kept.
    pub(super) fn numbers(&self) -> Vec<f64> {
        [self.scope.weights.as_slice(), &self.rightness.weights, &self.both.weights].concat()
    }

    /// The confidence that gave these numbers.
    pub(super) fn from_numbers(numbers: &[f64]) -> Option<Self> {
        let (scope, rest) = numbers.split_at_checked(N_SIGNS)?;
        let (rightness, both) = rest.split_at_checked(N_SIGNS)?;
        Some(Self {
            scope: Logistic { weights: scope.try_into().ok()? },
            rightness: Logistic { weights: rightness.try_into().ok()? },
            both: Logistic { weights: both.try_into().ok()? },
        })
    }
}

/// Hardly anything but how often answers are right: as sure for all, and a little surer where more speaks for it.
fn nearly_flat(observed: &[Observed<2>]) -> Logistic<2> {
    let sum = |of: fn(&Observed<2>) -> f64| -> f64 { observed.iter().map(of).sum() };
    let n = sum(|case| case.weight).max(f64::EPSILON);
    let right = sum(|case| if case.held { case.weight } else { 0.0 });
    let middle = sum(|case| case.weight * case.row.last().copied().unwrap_or_default()) / n;
    // One case more that was half right keeps the chance off 0 and 1.
    let odds = (right + 0.5) / (n - right + 0.5);
    Logistic { weights: [odds.ln() - FLATTEST * middle, FLATTEST] }
}
