//! How conversations ended, and what they were about.

use std::collections::BTreeMap;

use super::day::Day;

/// How a conversation ended, if it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// The cure was verified.
    Solved,
    /// It was handed over to a person.
    HandedOver,
    /// It is open, and nothing has happened in it for long.
    Abandoned,
    /// It is open.
    Open,
}

/// How the first words of a conversation were recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FirstWords {
    /// As one symptom.
    Known,
    /// As one of several symptoms: which one was asked.
    Between,
    /// As something that the base does not cover.
    OutOfScope,
    /// Not at all.
    Unknown,
    /// There were none: somebody chose a symptom, or nothing has happened yet.
    Unsaid,
}

/// Conversations that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// How they ended.
    pub ending: Ending,
    /// How their first words were recognised.
    pub recognised: FirstWords,
    /// The symptom they are about.
    pub symptom: Option<String>,
    /// The cause that was found, of solved ones.
    pub cause: Option<String>,
    /// The revision of the base they began with.
    pub revision: String,
    /// How many steps were taken in each.
    pub steps: u32,
    /// How many there are.
    pub n: u64,
}

/// Conversations by how they ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Endings {
    /// Solved.
    pub solved: u64,
    /// Handed over.
    pub handed_over: u64,
    /// Abandoned.
    pub abandoned: u64,
    /// Open.
    pub open: u64,
}

/// Conversations by how their first words were recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Recognised {
    /// As one symptom.
    pub known: u64,
    /// As one of several.
    pub between: u64,
    /// As something the base does not cover.
    pub out_of_scope: u64,
    /// Not at all.
    pub unknown: u64,
    /// There were no words.
    pub unsaid: u64,
}

/// What is counted of one symptom.
#[derive(Debug, Clone, PartialEq)]
pub struct SymptomFigure {
    /// Which.
    pub symptom: String,
    /// Conversations about it.
    pub n: u64,
    /// How they ended.
    pub endings: Endings,
    /// Median of the steps to the cure.
    pub median_steps: Option<f64>,
}

/// What is counted of one cause.
#[derive(Debug, Clone, PartialEq)]
pub struct CauseFigure {
    /// Which.
    pub cause: String,
    /// Solved conversations in which it was the cause.
    pub n: u64,
    /// Median of the steps to the cure.
    pub median_steps: Option<f64>,
}

/// What is counted of one day, or of several in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayFigure {
    /// The first of the days.
    pub day: Day,
    /// Conversations that began then, by how they ended.
    pub endings: Endings,
}

/// Figures over the conversations that began in a period.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figures {
    /// How many.
    pub n: u64,
    /// How their first words were recognised.
    pub recognised: Recognised,
    /// How they ended.
    pub endings: Endings,
    /// Median of the steps to the cure, over the solved ones.
    pub median_steps: Option<f64>,
    /// How many solved ones took how many steps.
    pub steps: BTreeMap<u32, u64>,
    /// By symptom, the most frequent first.
    pub symptoms: Vec<SymptomFigure>,
    /// By cause that was found, the most frequent first.
    pub causes: Vec<CauseFigure>,
    /// Solved ones in which no single cause was found: a fix for several causes cured, or it went by itself.
    pub n_without_cause: u64,
    /// By the revision they began with, the most frequent first.
    pub revisions: Vec<(String, u64)>,
}

impl Endings {
    /// Adds so many.
    pub fn add(&mut self, ending: Ending, n: u64) {
        *match ending {
            Ending::Solved => &mut self.solved,
            Ending::HandedOver => &mut self.handed_over,
            Ending::Abandoned => &mut self.abandoned,
            Ending::Open => &mut self.open,
        } += n;
    }

    /// All together.
    pub fn sum(&self) -> u64 {
        self.solved + self.handed_over + self.abandoned + self.open
    }
}

impl Recognised {
    fn add(&mut self, recognised: FirstWords, n: u64) {
        *match recognised {
            FirstWords::Known => &mut self.known,
            FirstWords::Between => &mut self.between,
            FirstWords::OutOfScope => &mut self.out_of_scope,
            FirstWords::Unknown => &mut self.unknown,
            FirstWords::Unsaid => &mut self.unsaid,
        } += n;
    }
}

/// Steps to the cure, and endings.
#[derive(Default)]
struct About {
    endings: Endings,
    steps: BTreeMap<u32, u64>,
}

impl About {
    fn add(&mut self, group: &Group) {
        self.endings.add(group.ending, group.n);
        if group.ending == Ending::Solved {
            *self.steps.entry(group.steps).or_default() += group.n;
        }
    }
}

impl Figures {
    /// Adds up.
    pub fn of(groups: &[Group]) -> Self {
        let mut figures = Self::default();
        let mut all = About::default();
        let mut symptoms: BTreeMap<&str, About> = BTreeMap::new();
        let mut causes: BTreeMap<&str, About> = BTreeMap::new();
        let mut revisions: BTreeMap<&str, u64> = BTreeMap::new();
        for group in groups {
            all.add(group);
            figures.recognised.add(group.recognised, group.n);
            *revisions.entry(&group.revision).or_default() += group.n;
            if let Some(symptom) = &group.symptom {
                symptoms.entry(symptom).or_default().add(group);
            }
            match &group.cause {
                Some(cause) if group.ending == Ending::Solved => causes.entry(cause).or_default().add(group),
                None if group.ending == Ending::Solved => figures.n_without_cause += group.n,
                _ => {}
            }
        }
        figures.n = all.endings.sum();
        figures.endings = all.endings;
        figures.median_steps = median(&all.steps);
        figures.steps = all.steps;
        figures.symptoms = most_frequent(symptoms.into_iter().map(|(symptom, about)| SymptomFigure {
            symptom: symptom.to_owned(),
            n: about.endings.sum(),
            median_steps: median(&about.steps),
            endings: about.endings,
        }));
        figures.causes = most_frequent(causes.into_iter().map(|(cause, about)| CauseFigure {
            cause: cause.to_owned(),
            n: about.endings.solved,
            median_steps: median(&about.steps),
        }));
        figures.revisions =
            most_frequent(revisions.into_iter().map(|(revision, n)| (revision.to_owned(), n)));
        figures
    }
}

/// Something that was counted.
trait Counted {
    fn n(&self) -> u64;
}

impl Counted for SymptomFigure {
    fn n(&self) -> u64 {
        self.n
    }
}

impl Counted for CauseFigure {
    fn n(&self) -> u64 {
        self.n
    }
}

impl Counted for (String, u64) {
    fn n(&self) -> u64 {
        self.1
    }
}

/// The most frequent first; of equally frequent ones those that came first.
fn most_frequent<T: Counted>(figures: impl Iterator<Item = T>) -> Vec<T> {
    let mut figures: Vec<T> = figures.collect();
    figures.sort_by_key(|figure| std::cmp::Reverse(figure.n()));
    figures
}

/// The median of numbers that come so often each: of an even count the mean of the two in the middle.
pub fn median(counts: &BTreeMap<u32, u64>) -> Option<f64> {
    let n: u64 = counts.values().sum();
    let at = |place: u64| {
        let mut passed = 0;
        let found = counts.iter().find(|(_, count)| {
            passed += **count;
            passed > place
        });
        found.map(|(number, _)| f64::from(*number))
    };
    let (low, high) = (n.checked_sub(1)? / 2, n / 2);
    Some(f64::midpoint(at(low)?, at(high)?))
}
