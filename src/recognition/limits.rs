//! Where "known" begins and where two symptoms are too close: found by holding the base's own phrases back.

use super::calibration::{Case, Confidence, Signs};
use super::classifier::Membership;
use super::lessons::{Lesson, Lessons};
use super::model::Model;

/// The two limits on confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// From this confidence on a symptom is offered as the one.
    pub known_at: f64,
    /// A second symptom is offered beside it if its confidence comes at least this near.
    pub between_within: f64,
    /// Where no symptom reaches `known_at`, the first few are offered if their confidences together reach this.
    pub together_at: f64,
}

impl Default for Limits {
    /// For a base too small to measure anything.
    fn default() -> Self {
        Self { known_at: 0.5, between_within: 0.2, together_at: 0.9 }
    }
}

/// How many candidates a person is asked to choose from at most.
pub const MOST_OFFERED: usize = 3;
/// A candidate less likely than this is not offered beside others.
pub const LEAST_OFFERED: f64 = 0.05;
/// Texts about something else count in the calibration as if there were at least this share of those in scope: authors
/// write few of them, users many.
const SHARE_BEYOND: f64 = 0.3;
/// Into how many parts the phrases are cut. A model that has seen four fifths of few phrases is nearly as good as
/// the whole; with thirds, confidence came out 2 to 5 points too low.
const N_FOLDS: u64 = 5;
/// Parts are held out in turn until there are so many answers to learn from; more make the base slower to load and
/// the limits hardly better.
const ENOUGH_CASES: usize = 300;
/// Of texts about something else, this share may be given an answer.
pub const FALSE_ANSWERS: f64 = 0.02;
/// Of texts about something else, this share may be asked back about or given an answer.
const FALSE_QUESTIONS: f64 = 0.04;
/// Of texts about a symptom, this share may be refused where the base says nothing about what it does not cover.
const REFUSED: f64 = 0.05;
/// Of rightly recognised texts, this share may be asked back about.
const ASKED_BACK: f64 = 0.05;
/// With fewer texts about something else the limit rests on the symptoms' own phrases.
pub const FEWEST_COUNTER_CASES: usize = 40;
/// However clean the phrases, real people write worse: neither bound is passed.
const KNOWN_AT_BOUNDS: (f64, f64) = (0.35, 0.75);
const BETWEEN_BOUNDS: (f64, f64) = (0.05, 0.25);

/// What came out of holding phrases back.
#[derive(Debug, Clone, Default)]
pub(super) struct Trial {
    cases: Vec<HeldOut>,
}

/// One phrase that training had not seen.
#[derive(Debug, Clone, Copy)]
struct HeldOut {
    first: Signs,
    /// What the classes behind the first look like.
    others: [Option<Signs>; MOST_OFFERED - 1],
    /// Whether the phrase belongs to any symptom.
    in_scope: bool,
    /// Whether it is a counter-phrase of the symptom it was taken for. Such a phrase was written to be mistaken:
    /// it counts for the calibration, not for the rate of false answers, which is about what people really write.
    counter: bool,
    right: bool,
}

impl Trial {
    /// Trains on all parts but one and asks about the one, in turn.
    pub(super) fn run(lessons: &Lessons, n_threads: usize) -> Self {
        let per_fold = (lessons.lessons.len() / N_FOLDS as usize).max(1);
        let n_run = ENOUGH_CASES.div_ceil(per_fold).clamp(1, N_FOLDS as usize);
        let threads_inside = (n_threads / n_run).max(1);
        let cases = std::thread::scope(|scope| {
            let folds: Vec<_> = (0..n_run as u64)
                .map(|fold| scope.spawn(move || run_fold(lessons, fold, threads_inside)))
                .collect();
            let joined = folds.into_iter().map(std::thread::ScopedJoinHandle::join);
            joined.flat_map(|fold| fold.unwrap_or_else(|bug| std::panic::resume_unwind(bug))).collect()
        });
        Self { cases }
    }

    pub(super) fn calibration(&self) -> Confidence {
        let n_in_scope = self.cases.iter().filter(|case| case.in_scope).count() as f64;
        let n_beyond = (self.cases.len() as f64 - n_in_scope).max(1.0);
        let beyond_weight = (SHARE_BEYOND * n_in_scope / n_beyond).max(1.0);
        let in_scope: Vec<Case> = self
            .cases
            .iter()
            .map(|case| Case {
                signs: case.first,
                right: case.in_scope,
                weight: if case.in_scope { 1.0 } else { beyond_weight },
            })
            .collect();
        let answered = self.cases.iter().filter(|case| case.in_scope);
        let right: Vec<Case> =
            answered.map(|case| Case { signs: case.first, right: case.right, weight: 1.0 }).collect();
        Confidence::fit(&in_scope, &right)
    }

    pub(super) fn limits(&self, calibration: &Confidence) -> Limits {
        Limits {
            known_at: self.known_at(calibration).unwrap_or(Limits::default().known_at),
            between_within: Limits::default().between_within,
            together_at: self.together_at(calibration).unwrap_or(Limits::default().together_at),
        }
        .with_between(self, calibration)
    }

    fn known_at(&self, calibration: &Confidence) -> Option<f64> {
        let first = |case: &HeldOut| calibration.of(case.first);
        let beyond = self.measured(false, first);
        let limit = if beyond.len() >= FEWEST_COUNTER_CASES {
            quantile(&beyond, 1.0 - FALSE_ANSWERS)?
        } else {
            quantile(&self.measured(true, first), REFUSED)?
        };
        Some(limit.clamp(KNOWN_AT_BOUNDS.0, KNOWN_AT_BOUNDS.1))
    }

    /// Without texts about something else nobody can tell what asking back would cost, so the default stands.
    fn together_at(&self, calibration: &Confidence) -> Option<f64> {
        let few = |case: &HeldOut| {
            let others = case.others.iter().flatten().map(|signs| calibration.of(*signs));
            together(std::iter::once(calibration.of(case.first)).chain(others))
        };
        let beyond = self.measured(false, few);
        let enough = beyond.len() >= FEWEST_COUNTER_CASES;
        quantile(&beyond, 1.0 - FALSE_QUESTIONS).filter(|_| enough)
    }

    /// What was measured on texts in or beyond the base's scope, sorted.
    fn measured(&self, in_scope: bool, measure: impl Fn(&HeldOut) -> f64) -> Vec<f64> {
        let cases = self.cases.iter().filter(|case| case.in_scope == in_scope && !case.counter);
        let mut found: Vec<f64> = cases.map(measure).collect();
        found.sort_by(f64::total_cmp);
        found
    }
}

impl Limits {
    fn with_between(self, trial: &Trial, calibration: &Confidence) -> Self {
        let mut leads: Vec<f64> = trial
            .cases
            .iter()
            .filter(|case| case.right && calibration.of(case.first) >= self.known_at)
            .filter_map(|case| Some(calibration.of(case.first) - calibration.of((*case.others.first()?)?)))
            .collect();
        leads.sort_by(f64::total_cmp);
        let found = quantile(&leads, ASKED_BACK).unwrap_or(self.between_within);
        Self { between_within: found.clamp(BETWEEN_BOUNDS.0, BETWEEN_BOUNDS.1), ..self }
    }
}

fn run_fold(lessons: &Lessons, fold: u64, n_threads: usize) -> Vec<HeldOut> {
    let is_held = |lesson: &&Lesson| lesson.lot % N_FOLDS == fold;
    let seen = lessons.lessons.iter().filter(|lesson| !is_held(lesson));
    let model = Model::train(&lessons.classes, seen, lessons.dictionary.width(), n_threads);
    lessons.lessons.iter().filter(is_held).filter_map(|lesson| held_out(&model, lesson)).collect()
}

fn held_out(model: &Model, lesson: &Lesson) -> Option<HeldOut> {
    let sight = model.look(&lesson.features);
    let ranked = model.ranked(&sight, true);
    let first = *ranked.first()?;
    let (in_scope, right) = match lesson.membership {
        Membership::Of(class) => (model.is_symptom(class), class == first),
        // Of a counter-phrase only one thing is known: which symptom it is not.
        Membership::NotOf(class) if class == first => (false, false),
        Membership::NotOf(_) => return None,
    };
    let mut behind = ranked.iter().skip(1).map(|class| sight.signs(*class, true));
    let others = std::array::from_fn(|_| behind.next());
    let counter = matches!(lesson.membership, Membership::NotOf(_));
    Some(HeldOut { first: sight.signs(first, true), others, in_scope, counter, right })
}

/// The chance that one of the first few candidates is right: those too unlikely to be named do not count.
pub(super) fn together(confidences: impl Iterator<Item = f64>) -> f64 {
    confidences.take(MOST_OFFERED).filter(|confidence| *confidence >= LEAST_OFFERED).sum()
}

/// The value below which the share `q` of sorted values lies.
fn quantile(sorted: &[f64], q: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    sorted.get((q * last as f64).ceil() as usize).copied()
}
