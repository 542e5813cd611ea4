//! Where "known" begins and where two symptoms are too close: found by holding the base's own phrases back.

use super::calibration::{Case, Confidence, Signs};
use super::classifier::{Duals, Membership};
use super::lessons::{Lesson, Lessons};
use super::model::Model;
use crate::sharing::on_threads;

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
/// Texts about something else count in the calibration as if at least this share of all were about such: authors
/// write few of them, users many.
const SHARE_BEYOND: f64 = 0.08;
/// As much count symptoms that training was not told of, where they stand for what a base does not cover. They are as
/// near as can be; a larger share makes confidence too low for users who ask about what the base is for (by 8 points
/// at .2), a smaller one too high for those who do not.
const SHARE_OF_STRANGERS: f64 = 0.05;
/// The share of both where it is only learnt what tells them from texts about symptoms.
const SHARE_FOR_SCOPE: f64 = 0.2;
/// Into how many parts the phrases are cut, at least and at most. Where a symptom has few phrases each one is missed,
/// so fewer are held out at a time: as many parts as keep that loss at about a hundredth of a symptom's phrases.
const N_PARTS: (usize, usize) = (5, 20);
const PHRASES_TIMES_PARTS: usize = 100;
/// Parts are held out in turn until there are so many answers to learn from; more make the base slower to load and
/// the limits hardly better.
const ENOUGH_CASES: usize = 300;
/// Into how many groups symptoms are cut to be kept from training.
const N_GROUPS: usize = 5;
/// With fewer symptoms than this there is nothing left when a group is kept from training.
const FEWEST_SYMPTOMS: usize = 3;
/// Of texts about something else, this share may be given an answer.
const FALSE_ANSWERS: f64 = 0.02;
/// Of texts about something else, this share may be asked back about or given an answer.
pub const FALSE_QUESTIONS: f64 = 0.04;
/// Of texts about a symptom, this share may be refused where the base says nothing about what it does not cover.
const REFUSED: f64 = 0.05;
/// Of rightly recognised texts, this share may be asked back about.
const ASKED_BACK: f64 = 0.15;
/// With fewer texts about something else the limit rests on the symptoms' own phrases.
pub const FEWEST_COUNTER_CASES: usize = 40;
/// So few texts about something else teach nothing about them.
const FEWEST_OTHERS: usize = 10;
/// With fewer of those nothing is measured at all.
const FEWEST_OWN_CASES: usize = 40;
/// However clean the phrases, real people write worse: the limit is not lower. And however near to a symptom what an
/// author wrote about other things, an answer that is more likely right than not is given.
const KNOWN_AT_BOUNDS: (f64, f64) = (0.35, 0.5);
/// A person is not asked about what is hardly in doubt, and always where one symptom is no more than a bit likelier.
const BETWEEN_BOUNDS: (f64, f64) = (0.05, 0.8);

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
    kind: Kind,
    right: bool,
}

impl HeldOut {
    /// How sure each of the first few classes may be.
    fn confidences(&self, calibration: &Confidence) -> Vec<f64> {
        let all = std::iter::once(self.first).chain(self.others.into_iter().flatten());
        let mut confidences: Vec<f64> = all.map(|signs| calibration.of(signs)).collect();
        let (first, others) = confidences.split_at_mut(1);
        exclude(first.first().copied().unwrap_or(0.0), &mut others.iter_mut().collect::<Vec<_>>());
        confidences
    }
}

/// What a phrase that was held out is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A symptom.
    Symptom,
    /// Something that the base says it does not cover.
    Beyond,
    /// Not the symptom it was taken for. Such a phrase was written to be mistaken: it counts for the calibration,
    /// not for the rate of false answers, which is about what people really write.
    Counter,
    /// A symptom that training was not told of at all.
    Stranger,
}

/// What one training leaves out and is then asked about.
#[derive(Debug, Clone, Copy)]
enum Task {
    /// One of so many parts of the phrases.
    Part(u64, u64),
    /// One of so many groups of symptoms, with all their phrases.
    Strangers(usize, usize),
}

impl Trial {
    /// Trains on all parts but one and asks about the one, in turn. Also trains the model on everything, from where
    /// the first of those trainings came to: what it held out has a few passes to find its place, and nothing of it
    /// comes into the trial.
    pub(super) fn run(lessons: &Lessons, n_threads: usize) -> (Self, Model) {
        let mut tasks = parts(lessons);
        tasks.extend(strangers(lessons));
        let train = |known: &Duals| {
            let all = lessons.lessons.iter();
            Model::train(&lessons.classes, all, lessons.dictionary.width(), known, n_threads).0
        };
        let Some((first, rest)) = tasks.split_first() else {
            return (Self::default(), train(&Duals::default()));
        };
        let (tried, duals) = first.train(lessons, n_threads);
        let is_held: Vec<bool> = lessons.lessons.iter().map(|lesson| first.holds(lesson, lessons)).collect();
        let duals = duals.spread(&is_held);
        let (cases, model) = std::thread::scope(|scope| {
            let cases = scope.spawn(|| {
                let mut cases = first.ask(&tried, lessons, n_threads);
                let inside = (n_threads / rest.len().max(1)).max(1);
                let others = on_threads(rest, n_threads, |task| {
                    let (model, _) = task.train(lessons, inside);
                    task.ask(&model, lessons, inside)
                });
                cases.extend(others.into_iter().flatten());
                cases
            });
            let model = train(&duals);
            (cases.join().unwrap_or_else(|bug| std::panic::resume_unwind(bug)), model)
        });
        (Self { cases }, model)
    }

    /// Whether any text about something else was among the cases.
    pub(super) fn knows_others(&self) -> bool {
        let n_others = self.cases.iter().filter(|case| case.kind != Kind::Symptom).count();
        n_others >= FEWEST_OTHERS
    }

    pub(super) fn calibration(&self) -> Confidence {
        let n_of = |kind: Kind| self.cases.iter().filter(|case| case.kind == kind).count() as f64;
        let n_in_scope = n_of(Kind::Symptom);
        let n_beyond = n_of(Kind::Beyond) + n_of(Kind::Counter);
        // As many as there are, or as many as make up the share.
        let times = |share: f64, n: f64| share / (1.0 - share) * n_in_scope / n;
        let weight = |kind: Kind, of_beyond: f64, of_strangers: f64| match kind {
            Kind::Symptom => 1.0,
            Kind::Beyond | Kind::Counter => times(of_beyond, n_beyond).max(1.0),
            Kind::Stranger => times(of_strangers, n_of(Kind::Stranger)),
        };
        let case = |case: &HeldOut| Case {
            signs: case.first,
            in_scope: case.kind == Kind::Symptom,
            right: case.right,
            weight_for_scope: weight(case.kind, SHARE_FOR_SCOPE, SHARE_FOR_SCOPE),
            weight: weight(case.kind, SHARE_BEYOND, SHARE_OF_STRANGERS),
        };
        Confidence::fit(&self.cases.iter().map(case).collect::<Vec<_>>())
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
        let beyond = self.measured(Kind::Beyond, first);
        let limit = if beyond.len() >= FEWEST_COUNTER_CASES {
            quantile(&beyond, 1.0 - FALSE_ANSWERS)?
        } else {
            let own = self.measured(Kind::Symptom, first);
            quantile(&own, REFUSED).filter(|_| own.len() >= FEWEST_OWN_CASES)?
        };
        Some(limit.clamp(KNOWN_AT_BOUNDS.0, KNOWN_AT_BOUNDS.1))
    }

    /// Without texts about something else nobody can tell what asking back would cost, so the default stands.
    fn together_at(&self, calibration: &Confidence) -> Option<f64> {
        let few = |case: &HeldOut| together(case.confidences(calibration).into_iter());
        let beyond = self.measured(Kind::Beyond, few);
        let enough = beyond.len() >= FEWEST_COUNTER_CASES;
        quantile(&beyond, 1.0 - FALSE_QUESTIONS).filter(|_| enough)
    }

    /// What was measured on texts of one kind, sorted.
    fn measured(&self, kind: Kind, measure: impl Fn(&HeldOut) -> f64) -> Vec<f64> {
        let cases = self.cases.iter().filter(|case| case.kind == kind);
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
            .filter(|case| case.right)
            .filter_map(|case| match case.confidences(calibration).as_slice() {
                [first, second, ..] if *first >= self.known_at => {
                    Some(if *second >= LEAST_OFFERED { first - second } else { 1.0 })
                }
                _ => None,
            })
            .collect();
        leads.sort_by(f64::total_cmp);
        let measured = quantile(&leads, ASKED_BACK).filter(|_| leads.len() >= FEWEST_OWN_CASES);
        let found = measured.unwrap_or(self.between_within);
        Self { between_within: found.clamp(BETWEEN_BOUNDS.0, BETWEEN_BOUNDS.1), ..self }
    }
}

/// Into as many parts as it takes for each to miss little of what a symptom's phrases teach, and as many of them as
/// give enough cases to learn from.
fn parts(lessons: &Lessons) -> Vec<Task> {
    let n_symptoms = lessons.n_symptoms().max(1);
    let of_symptoms = lessons.spoken().filter(|lesson| {
        matches!(lesson.membership, Membership::Of(_)) && !lessons.is_beyond(lesson.membership)
    });
    let per_symptom = (of_symptoms.count() / n_symptoms).max(1);
    let n_parts = (PHRASES_TIMES_PARTS / per_symptom).clamp(N_PARTS.0, N_PARTS.1) as u64;
    let n_beyond = lessons.spoken().filter(|lesson| lessons.is_beyond(lesson.membership)).count();
    let (mut n_cases, mut n_cases_beyond) = (0, 0);
    let mut tasks = Vec::new();
    for part in 0..n_parts {
        let enough_beyond = n_cases_beyond >= n_beyond.min(FEWEST_COUNTER_CASES);
        if n_cases >= ENOUGH_CASES && enough_beyond {
            break;
        }
        let own = || lessons.spoken().filter(|lesson| lesson.lot % n_parts == part);
        n_cases += own().count();
        n_cases_beyond += own().filter(|lesson| lessons.is_beyond(lesson.membership)).count();
        tasks.push(Task::Part(part, n_parts));
    }
    tasks
}

/// Where the base says too little about what it does not cover, symptoms that training is not told of stand for it.
fn strangers(lessons: &Lessons) -> Vec<Task> {
    let n_beyond = lessons.spoken().filter(|lesson| lessons.is_beyond(lesson.membership)).count();
    let n_symptoms = lessons.n_symptoms();
    if n_beyond >= FEWEST_COUNTER_CASES || n_symptoms < FEWEST_SYMPTOMS {
        return Vec::new();
    }
    let n_groups = N_GROUPS.min(n_symptoms);
    let n_run = ENOUGH_CASES.div_ceil((lessons.spoken().count() / n_groups).max(1)).min(n_groups);
    (0..n_run).map(|group| Task::Strangers(group, n_groups)).collect()
}

impl Task {
    /// Whether a lesson is left out of training.
    fn holds(self, lesson: &Lesson, lessons: &Lessons) -> bool {
        match self {
            Self::Part(part, n_parts) => lesson.spoken && lesson.lot % n_parts == part,
            Self::Strangers(group, n_groups) => {
                let (Membership::Of(class) | Membership::NotOf(class)) = lesson.membership;
                class < lessons.n_symptoms() && class % n_groups == group
            }
        }
    }

    fn train(self, lessons: &Lessons, n_threads: usize) -> (Model, Duals) {
        let seen = lessons.lessons.iter().filter(|lesson| !self.holds(lesson, lessons));
        Model::train(&lessons.classes, seen, lessons.dictionary.width(), &Duals::default(), n_threads)
    }

    /// Asks about what was left out.
    fn ask(self, model: &Model, lessons: &Lessons, n_threads: usize) -> Vec<HeldOut> {
        let asked = lessons.lessons.iter().filter(|lesson| self.holds(lesson, lessons));
        let asked: Vec<&Lesson> = asked.filter(|lesson| lesson.spoken).collect();
        on_threads(&asked, n_threads, |lesson| self.held_out(model, lesson)).into_iter().flatten().collect()
    }

    fn held_out(self, model: &Model, lesson: &Lesson) -> Option<HeldOut> {
        let sight = model.look(&lesson.features);
        let ranked = model.ranked(&sight, true);
        let first = *ranked.first()?;
        let (kind, right) = match (self, lesson.membership) {
            (Self::Strangers(..), Membership::Of(_)) => (Kind::Stranger, false),
            (Self::Strangers(..), Membership::NotOf(_)) => return None,
            (_, Membership::Of(class)) if model.is_symptom(class) => (Kind::Symptom, class == first),
            (_, Membership::Of(_)) => (Kind::Beyond, false),
            // Of a counter-phrase only one thing is known: which symptom it is not.
            (_, Membership::NotOf(class)) if class == first => (Kind::Counter, false),
            (_, Membership::NotOf(_)) => return None,
        };
        let mut behind = ranked.iter().skip(1).map(|class| sight.signs(*class, true));
        let others = std::array::from_fn(|_| behind.next());
        Some(HeldOut { first: sight.signs(first, true), others, kind, right })
    }
}

/// One passage tells one symptom: however much speaks for others too, they share what the first leaves.
pub(super) fn exclude(first: f64, others: &mut [&mut f64]) {
    let sum: f64 = others.iter().map(|other| **other).sum();
    let left = 1.0 - first;
    if sum > left {
        others.iter_mut().for_each(|other| **other *= left / sum);
    }
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
