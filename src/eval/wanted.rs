//! Shares that a base has to reach. How good is good enough is decided by whoever asks; here it is only compared.

use super::report::Report;

/// A figure that a limit can be set to. Each is a share: 1 is perfect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Of the texts about a symptom, those that the right symptom is offered for.
    Accuracy,
    /// … those that it is offered first for.
    First,
    /// Of the texts about no symptom, those that none is offered for.
    Refused,
    /// Of the counter-phrases, those that the symptom is not offered for which they are not.
    CounterRefused,
    /// How well texts about a symptom are told apart from the others.
    Auroc,
    /// One less the expected calibration error.
    Calibration,
}

impl Figure {
    /// All figures, in the order of the guide.
    pub const ALL: [Self; 6] =
        [Self::Accuracy, Self::First, Self::Refused, Self::CounterRefused, Self::Auroc, Self::Calibration];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accuracy => "accuracy",
            Self::First => "first",
            Self::Refused => "refused",
            Self::CounterRefused => "counter-refused",
            Self::Auroc => "auroc",
            Self::Calibration => "calibration",
        }
    }

    /// What it is in a report; `None` where there was nothing to measure it on.
    pub fn of(self, report: &Report) -> Option<f64> {
        match self {
            Self::Accuracy => report.in_scope.right_offered.rate(),
            Self::First => report.in_scope.right.rate(),
            Self::Refused => report.beyond.false_answers.rate().map(|rate| 1.0 - rate),
            Self::CounterRefused => report.counter.false_answers.rate().map(|rate| 1.0 - rate),
            Self::Auroc => report.separation,
            Self::Calibration => report.reliability.error.map(|error| 1.0 - error),
        }
    }
}

/// A figure and the least it may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wanted {
    /// Which figure.
    pub figure: Figure,
    /// The least it may be, 0–1.
    pub at_least: f64,
}

impl Wanted {
    /// Reads `accuracy=0.9`.
    ///
    /// # Errors
    /// In words what was expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        let known = || Figure::ALL.map(|figure| format!("`{}`", figure.word())).join(", ");
        let Some((word, number)) = text.split_once('=') else {
            return Err(format!(
                "expected a figure and its limit, such as `accuracy=0.9`; figures are {}",
                known()
            ));
        };
        let figure = Figure::ALL.into_iter().find(|figure| figure.word() == word.trim());
        let figure =
            figure.ok_or_else(|| format!("there is no figure `{}`; there are {}", word.trim(), known()))?;
        let at_least = number.trim().parse::<f64>().ok().filter(|number| (0.0..=1.0).contains(number));
        let at_least = at_least.ok_or_else(|| {
            format!("expected a share from 0 to 1 for `{}`, found `{number}`: 90 % is `0.9`", figure.word())
        })?;
        Ok(Self { figure, at_least })
    }

    /// Whether a report reaches it. What could not be measured is not reached.
    pub fn is_met(&self, report: &Report) -> bool {
        self.figure.of(report).is_some_and(|found| found >= self.at_least)
    }
}
