//! The words authors use for numbers, and the numbers they stand for (design, section 3).

/// A number between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Probability(f64);

impl Probability {
    /// What never happens.
    pub const ZERO: Self = Self(0.0);

    /// Takes a number; `None` unless it lies between 0 and 1.
    pub fn new(value: f64) -> Option<Self> {
        (0.0..=1.0).contains(&value).then_some(Self(value))
    }

    /// The number.
    pub fn value(self) -> f64 {
        self.0
    }
}

/// A time in minutes, never negative.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Minutes(f64);

impl Minutes {
    /// Takes a number of minutes; `None` if it is negative or no number.
    pub fn new(value: f64) -> Option<Self> {
        (value.is_finite() && value >= 0.0).then_some(Self(value))
    }

    /// No time at all.
    pub const ZERO: Self = Self(0.0);

    /// The number of minutes.
    pub fn value(self) -> f64 {
        self.0
    }
}

/// A scale: the words allowed in one place and their numbers.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// What the scale measures, for messages.
    pub(super) measures: &'static str,
    /// Word and number, in the order of the authoring guide.
    pub words: &'static [(&'static str, f64)],
    /// The greatest number allowed.
    pub(super) at_most: f64,
}

impl Scale {
    /// The number a word stands for.
    pub fn number(&self, word: &str) -> Option<f64> {
        self.words.iter().find(|(known, _)| *known == word).map(|(_, number)| *number)
    }

    /// The words, for messages: ``"`common`, `occasional`, `rare`"``.
    pub(super) fn list(&self) -> String {
        let quoted: Vec<String> = self.words.iter().map(|(word, _)| format!("`{word}`")).collect();
        quoted.join(", ")
    }
}

/// How likely a cause is, given its symptom; relative, scaled later.
pub const CAUSE_LIKELIHOOD: Scale = Scale {
    measures: "the likelihood of a cause",
    words: &[("common", 0.40), ("occasional", 0.16), ("rare", 0.05)],
    at_most: 1.0,
};

/// What a fix takes, in minutes.
pub(super) const FIX_EFFORT: Scale = Scale {
    measures: "an effort in minutes",
    words: &[("instant", 1.0), ("quick", 3.0), ("medium", 8.0), ("long", 20.0), ("very-long", 60.0)],
    at_most: 100_000.0,
};

/// What a question takes to answer, in minutes.
pub(super) const QUESTION_EFFORT: Scale = Scale {
    measures: "an effort in minutes",
    words: &[("instant", 0.5), ("glance", 0.5), ("quick", 1.0), ("medium", 3.0), ("long", 8.0)],
    at_most: 100_000.0,
};

/// The chance that a fix cures its cause.
pub const CURE: Scale = Scale {
    measures: "a chance to work",
    words: &[("usually", 0.9), ("sometimes", 0.5), ("seldom", 0.15)],
    at_most: 1.0,
};

/// The chance of an answer, given a cause; normalised over the answers.
pub(super) const ANSWER_LIKELIHOOD: Scale = Scale {
    measures: "the likelihood of an answer",
    words: &[("always", 0.98), ("usually", 0.9), ("even", 0.5), ("seldom", 0.1), ("never", 0.02)],
    at_most: 1.0,
};
