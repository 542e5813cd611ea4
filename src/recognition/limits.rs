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
}

impl Default for Limits {
    /// For a base too small to measure anything.
    fn default() -> Self {
        Self { known_at: 0.5, between_within: 0.2 }
    }
}

/// Texts about something else count in the calibration as if there were at least this share of those in scope: authors
/// write few of them, users many.
const SHARE_BEYOND: f64 = 0.3;
/// Into how many parts the phrases are cut. A model that has seen four fifths of few phrases is nearly as good as
/// the whole; with thirds, confidence came out 2 to 5 points too low.
const N_FOLDS: u64 = 5;
/// Parts are held out in turn until there are so many answers to learn from; more make the base slower to load and
/// the limits hardly better.
const ENOUGH_CASES: usize = 500;
/// Of texts about something else, this share may be given an answer.
const FALSE_ANSWERS: f64 = 0.03;
/// Of texts about a symptom, this share may be refused where the base says nothing about what it does not cover.
const REFUSED: f64 = 0.05;
/// Of rightly recognised texts, this share may be asked back about.
const ASKED_BACK: f64 = 0.05;
/// With fewer texts about something else the limit rests on the symptoms' own phrases.
const FEWEST_COUNTER_CASES: usize = 40;
/// However clean the phrases, real people write worse: neither bound is passed.
const KNOWN_AT_BOUNDS: (f64, f64) = (0.35, 0.75);
const BETWEEN_BOUNDS: (f64, f64) = (0.05, 0.4);

/// What came out of holding phrases back.
#[derive(Debug, Clone, Default)]
pub(super) struct Trial {
    cases: Vec<HeldOut>,
}

/// One phrase that training had not seen.
#[derive(Debug, Clone, Copy)]
struct HeldOut {
    first: Signs,
    second: Option<Signs>,
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
        }
        .with_between(self, calibration)
    }

    fn known_at(&self, calibration: &Confidence) -> Option<f64> {
        let confidences = |in_scope: bool| {
            let mut found: Vec<f64> = self
                .cases
                .iter()
                .filter(|case| case.in_scope == in_scope && !case.counter)
                .map(|case| calibration.of(case.first))
                .collect();
            found.sort_by(f64::total_cmp);
            found
        };
        let beyond = confidences(false);
        let limit = if beyond.len() >= FEWEST_COUNTER_CASES {
            quantile(&beyond, 1.0 - FALSE_ANSWERS)?
        } else {
            quantile(&confidences(true), REFUSED)?
        };
        Some(limit.clamp(KNOWN_AT_BOUNDS.0, KNOWN_AT_BOUNDS.1))
    }
}

impl Limits {
    fn with_between(self, trial: &Trial, calibration: &Confidence) -> Self {
        let mut leads: Vec<f64> = trial
            .cases
            .iter()
            .filter(|case| case.right && calibration.of(case.first) >= self.known_at)
            .filter_map(|case| Some(calibration.of(case.first) - calibration.of(case.second?)))
            .collect();
        leads.sort_by(f64::total_cmp);
        let found = quantile(&leads, ASKED_BACK).unwrap_or(self.between_within);
        Self { between_within: found.clamp(BETWEEN_BOUNDS.0, BETWEEN_BOUNDS.1), ..self }
    }
}

fn run_fold(lessons: &Lessons, fold: u64, n_threads: usize) -> Vec<HeldOut> {
    let is_held = |lesson: &&Lesson| lesson.lot % N_FOLDS == fold;
    let model =
        Model::train(&lessons.classes, lessons.lessons.iter().filter(|lesson| !is_held(lesson)), n_threads);
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
    let second = ranked.get(1).map(|class| sight.signs(*class, true));
    let counter = matches!(lesson.membership, Membership::NotOf(_));
    Some(HeldOut { first: sight.signs(first, true), second, in_scope, counter, right })
}

/// The value below which the share `q` of sorted values lies.
fn quantile(sorted: &[f64], q: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    sorted.get((q * last as f64).ceil() as usize).copied()
}
