//! The period that figures are about.

use super::day::Day;
use super::figures::{DayFigure, Ending, Endings};

/// Up to so many days each has a bar of its own.
const MOST_DAILY: i64 = 92;
/// A longer period is cut into at most so many bars.
const MOST_BARS: i64 = 60;

/// From one day to another, both included (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    from: Day,
    to: Day,
}

/// A period that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// Today and the six days before.
    SevenDays,
    /// Today and the 29 days before.
    ThirtyDays,
    /// Today and the 89 days before.
    NinetyDays,
    /// From the first of this month to today.
    ThisMonth,
}

impl Period {
    /// `None` if it ends before it begins.
    pub fn new(from: Day, to: Day) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }

    /// The first day.
    pub fn from(self) -> Day {
        self.from
    }

    /// The last day.
    pub fn to(self) -> Day {
        self.to
    }

    /// How many days it has.
    pub fn n_days(self) -> i64 {
        self.to.0 - self.from.0 + 1
    }

    /// How many days one bar of a chart stands for.
    pub fn bar_width(self) -> i64 {
        let n_days = self.n_days();
        if n_days <= MOST_DAILY { 1 } else { (n_days + MOST_BARS - 1) / MOST_BARS }
    }

    /// Conversations by day, or by several days where the period is long; days without any are there as well.
    pub fn bars(self, counted: impl Iterator<Item = (Day, Ending, u64)>) -> Vec<DayFigure> {
        let width = self.bar_width();
        let n_bars = (self.n_days() + width - 1) / width;
        let empty = |bar| DayFigure { day: self.from.plus(bar * width), endings: Endings::default() };
        let mut bars: Vec<DayFigure> = (0..n_bars).map(empty).collect();
        for (day, ending, n) in counted {
            let place = usize::try_from((day.0 - self.from.0).div_euclid(width)).ok();
            if let Some(bar) = place.and_then(|place| bars.get_mut(place)) {
                bar.endings.add(ending, n);
            }
        }
        bars
    }
}

impl Preset {
    /// All of them, the shortest first.
    pub const ALL: [Self; 4] = [Self::SevenDays, Self::ThirtyDays, Self::NinetyDays, Self::ThisMonth];

    /// What is looked at where nothing is chosen.
    pub const USUAL: Self = Self::ThirtyDays;

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::SevenDays => "7-days",
            Self::ThirtyDays => "30-days",
            Self::NinetyDays => "90-days",
            Self::ThisMonth => "this-month",
        }
    }

    /// The preset of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.word() == word)
    }

    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::SevenDays => "7 days",
            Self::ThirtyDays => "30 days",
            Self::NinetyDays => "90 days",
            Self::ThisMonth => "this month",
        }
    }

    /// The period, seen from a day.
    pub fn period(self, today: Day) -> Period {
        let from = match self {
            Self::SevenDays => today.plus(-6),
            Self::ThirtyDays => today.plus(-29),
            Self::NinetyDays => today.plus(-89),
            Self::ThisMonth => today.month_begin(),
        };
        Period { from, to: today }
    }
}
