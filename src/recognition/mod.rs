//! Free text → symptom, or an honest "unknown".
//!
//! In: a knowledge base to learn from, then any text. Out: a [`Recognition`] whose confidences mean something: of
//! the answers given at confidence p, a share p is right on data like the base's own. Knows nothing of causes,
//! fixes or conversations. Text is data: nothing written in it changes what is done. Start at
//! [`Recogniser::learn`] and [`Recogniser::recognise`].
//!
//! How: error texts are looked for literally; everything else is a linear large-margin classifier over words,
//! pairs of words and pieces of words. Its margin and lead, nearness to phrases, the share of words that are known
//! and that the symptom's own phrases hold, and how near the text comes to what the base does not cover are turned
//! into a confidence by regressions on phrases held out of training. Words that are denied contradict a symptom
//! whose phrases never deny them. A sentence model, should there be one, would be one more of the signs that
//! confidence is made of (see `calibration`).

mod calibration;
mod classifier;
mod common_columns;
mod cross_validation;
mod dictionary;
mod error_texts;
mod explaining;
mod features;
mod lessons;
mod likeness;
mod limits;
mod logistic;
mod long_texts;
mod model;
mod nearest;
mod passages;
mod polarity;
mod stored;
#[cfg(test)]
mod tests;
mod vectors;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use self::calibration::Confidence;
use self::classifier::Membership;
pub use self::cross_validation::{HeldBack, Meaning, N_PARTS, cross_validate};
use self::dictionary::{Counts, Dictionary};
use self::error_texts::{ErrorText, plain_words};
pub use self::explaining::{Explanation, Score};
use self::features::{features, only_stems};
pub use self::lessons::all_taught;
use self::lessons::{Class, Lessons};
pub use self::likeness::likenesses;
pub use self::limits::{FALSE_QUESTIONS, FEWEST_COUNTER_CASES, LEAST_OFFERED, Limits, MOST_OFFERED};
use self::limits::{Trial, exclude, together};
use self::model::{Model, Shares, Sight};
use self::polarity::Polarity;
pub use self::stored::FORMAT;
use crate::kb::{KnowledgeBase, OutOfScopeId, Settings, SymptomId};
use crate::text::denial::denied;
use crate::text::words::Word;

/// Longer texts are cut here, in bytes (design, section 5).
pub const LONGEST_TEXT: usize = 64 * 1024;
/// How many candidates are named at most.
const MOST_CANDIDATES: usize = 5;
/// Of a text that is to be out of scope, at least this share of the stems must be known, by rarity.
const LEAST_KNOWN_BEYOND: f32 = 0.5;
/// Of one passage among several, at least this share must be known.
const LEAST_KNOWN_OF_A_PASSAGE: f32 = 0.4;
/// And at least so many different stems: a heading or a scrap of a log is looked at together with what follows it.
const FEWEST_KNOWN_OF_A_PASSAGE: usize = 5;
/// A symptom is contradicted where a passage denies at least this share of what pulls towards it.
const MOSTLY: f32 = 0.5;
/// Then so much is left of its confidence.
const LEFT_OF_A_DENIED: f64 = 0.1;
/// Symptoms less likely than this are no candidates anyway.
const WORTH_DOUBTING: f64 = 0.1;
/// Of a text of up to so many passages each is weighed; of a longer one the telling ones.
const FEW_PASSAGES: usize = 40;
/// How sure a literal error text makes: authors put texts there that belong to one symptom only.
const ERROR_TEXT_CONFIDENCE: f64 = 0.99;

/// What was recognised.
#[derive(Debug, Clone, PartialEq)]
pub struct Recognition {
    /// What the text was found to be.
    pub outcome: Outcome,
    /// The nearest symptoms, best first, also where none is near enough to be offered.
    pub candidates: Vec<Candidate>,
}

/// What a text was found to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The first candidate.
    Known,
    /// One of the first so many candidates: ask which.
    Between(usize),
    /// Something the base says it does not cover.
    OutOfScope(OutOfScopeId),
    /// Nothing the base knows.
    Unknown,
}

/// A symptom that a text may be about.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The symptom.
    pub symptom: SymptomId,
    /// The chance that it is this one, 0–1.
    pub confidence: f64,
    /// What led to it.
    pub reason: Reason,
}

/// What led to a candidate.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// The text holds this error text.
    ErrorText(String),
    /// The text resembles this phrase of the base.
    Phrase {
        /// The phrase.
        phrase: String,
        /// The words of the text that spoke for the symptom, strongest first, as byte ranges.
        words: Vec<Range<usize>>,
    },
}

impl Recognition {
    /// Nothing known and nothing near.
    fn nothing() -> Self {
        Self { outcome: Outcome::Unknown, candidates: Vec::new() }
    }

    /// A symptom that a person chose by name: there is nothing to doubt.
    pub fn chosen(symptom: SymptomId) -> Self {
        let reason = Reason::Phrase { phrase: String::new(), words: Vec::new() };
        Self { outcome: Outcome::Known, candidates: vec![Candidate { symptom, confidence: 1.0, reason }] }
    }

    /// The candidates that are offered: one when known, several when between, else none.
    pub fn offered(&self) -> &[Candidate] {
        let n_offered = match self.outcome {
            Outcome::Known => 1,
            Outcome::Between(n_offered) => n_offered,
            Outcome::OutOfScope(_) | Outcome::Unknown => 0,
        };
        self.candidates.get(..n_offered).unwrap_or(&self.candidates)
    }
}

/// A recogniser that has learnt from one base.
#[derive(Debug, Clone)]
pub struct Recogniser {
    classes: Vec<Class>,
    phrases: Vec<String>,
    errors: Vec<(usize, ErrorText)>,
    dictionary: Dictionary,
    model: Model,
    polarity: Polarity,
    calibration: Confidence,
    /// Whether nothing taught it what a text about something else looks like: then only words that the symptom's
    /// own phrases hold make it sure.
    knows_one_side_only: bool,
    limits: Limits,
}

impl Recogniser {
    /// Learns from a base, on up to `n_threads` threads. The same base gives the same recogniser, whatever the
    /// order of its files and phrases and the number of threads.
    pub fn learn(base: &KnowledgeBase, n_threads: usize) -> Self {
        let lessons = Lessons::of(base, n_threads);
        let errors = error_texts(base, &lessons.classes);
        Self::taught(lessons, errors, base.settings(), n_threads)
    }

    fn taught(
        lessons: Lessons,
        errors: Vec<(usize, ErrorText)>,
        settings: &Settings,
        n_threads: usize,
    ) -> Self {
        let (trial, model) = Trial::run(&lessons, n_threads);
        let knows_one_side_only = !trial.knows_others();
        let calibration = trial.calibration();
        let of_classes = lessons.lessons.iter().filter_map(|lesson| match lesson.membership {
            Membership::Of(class) => Some((class, lesson.said.as_slice())),
            Membership::NotOf(_) => None,
        });
        let polarity = Polarity::of(of_classes, lessons.classes.len());
        let limits = overridden(trial.limits(&calibration), settings);
        Self {
            errors,
            phrases: lessons.lessons.into_iter().map(|lesson| lesson.phrase).collect(),
            classes: lessons.classes,
            dictionary: lessons.dictionary,
            model,
            polarity,
            calibration,
            knows_one_side_only,
            limits,
        }
    }

    /// The limits in force.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Recognises a text. Only the first [`LONGEST_TEXT`] bytes count.
    pub fn recognise(&self, text: &str) -> Recognition {
        let text = text.get(..text.floor_char_boundary(LONGEST_TEXT)).unwrap_or_default();
        let passages = passages::passages(text);
        let mut found = Found::new(self.classes.len());
        self.weigh_text(&mut found, text, &passages);
        let errors = self.apply_error_texts(&mut found, text);
        self.conclude(found, &errors, &passages)
    }

    /// Takes all that a text says into account, but for its error texts.
    fn weigh_text(&self, found: &mut Found, text: &str, passages: &[Vec<Word>]) {
        if passages.len() > FEW_PASSAGES {
            self.weigh_telling(found, text, passages);
        } else {
            for (number, passage) in passages.iter().enumerate() {
                if passages.len() == 1 || self.is_readable(passage) {
                    let sight = self.model.look(&self.dictionary.counts(&features(passage)));
                    self.weigh(found, &sight, number, &Denials::of(text, passage));
                }
            }
        }
        self.discount_second_guesses(found, passages.len());
    }

    /// Whether a passage of a long text is in words that training knows. A text has hundreds of passages and the one
    /// that speaks most for a symptom counts: among hundreds of scraps of a log or of noise, one always seems to.
    fn is_readable(&self, passage: &[Word]) -> bool {
        self.is_in_known_words(&self.dictionary.counts(&only_stems(passage)))
    }

    fn is_in_known_words(&self, counts: &Counts) -> bool {
        let known = self.model.known(counts);
        known.share >= LEAST_KNOWN_OF_A_PASSAGE && known.n_stems >= FEWEST_KNOWN_OF_A_PASSAGE
    }

    /// Takes what one passage says into account: each class keeps the passage that speaks for it most.
    fn weigh(&self, found: &mut Found, sight: &Sight<'_>, passage: usize, denials: &Denials<'_>) {
        let symptoms = self.model.ranked(sight, true).into_iter().take(found.n_near.0);
        let mut near: Vec<(usize, bool)> = symptoms.map(|class| (class, true)).collect();
        // A text of which most words were never seen is no more about what the base does not cover than about
        // what it does: it is simply not known.
        if sight.known().share >= LEAST_KNOWN_BEYOND {
            let beyond = self.model.ranked(sight, false).into_iter().take(found.n_near.1);
            near.extend(beyond.map(|class| (class, false)));
        }
        for near in near {
            self.weigh_for(found, sight, (passage, denials), near);
        }
    }

    /// The same for one class, of which it is said whether it is a symptom.
    fn weigh_for(
        &self,
        found: &mut Found,
        sight: &Sight<'_>,
        (passage, denials): (usize, &Denials<'_>),
        (class, is_symptom): (usize, bool),
    ) {
        let signs = sight.signs(class, is_symptom);
        let mut confidence = self.calibration.of(signs);
        if is_symptom && self.knows_one_side_only {
            confidence *= f64::from((2.0 * signs.covered_share).min(1.0));
        }
        if is_symptom && confidence >= WORTH_DOUBTING && self.is_denied(denials, class) {
            confidence *= LEFT_OF_A_DENIED;
        }
        let Some(best) = found.by_class.get_mut(class) else { return };
        if best.as_ref().is_none_or(|best| confidence > best.confidence) {
            let lesson = sight.nearest_lesson(class);
            *best = Some(Weighed { confidence, lesson, passage, error: None });
        }
    }

    /// Whether a passage denies most of what pulls it towards a symptom.
    fn is_denied(&self, denials: &Denials<'_>, class: usize) -> bool {
        if !denials.denied.contains(&true) {
            return false;
        }
        let shares = denials.shares.get_or_init(|| self.model.shares(&self.dictionary, denials.passage));
        let learnt = (&self.dictionary, &self.model);
        self.polarity.contradicted(learnt, shares, &denials.denied, class) >= MOSTLY
    }

    /// The best of many passages is partly the luckiest, so a symptom that another passage than the telling one
    /// speaks for has its odds divided by the square of 1 + ln(number of passages): the neutral sentences of a ticket
    /// then no longer compete with the one that tells, while a second trouble told as plainly still does. What a
    /// passage says about things out of scope counts only where no other passage tells a symptom: tickets begin with
    /// a greeting and end with thanks.
    fn discount_second_guesses(&self, found: &mut Found, n_passages: usize) {
        let is_symptom = |class: &Class| matches!(class, Class::Symptom(_));
        let symptoms = self.classes.iter().zip(&found.by_class).filter(|(class, _)| is_symptom(class));
        let weighed = symptoms.filter_map(|(_, weighed)| weighed.as_ref());
        let best = weighed.max_by(|first, second| first.confidence.total_cmp(&second.confidence));
        let Some((telling, sure)) = best.map(|best| (best.passage, best.confidence)) else { return };
        let divisor = (1.0 + (n_passages.max(1) as f64).ln()).powi(2);
        for (class, slot) in self.classes.iter().zip(&mut found.by_class) {
            let Some(weighed) = slot.as_mut().filter(|weighed| weighed.passage != telling) else { continue };
            if is_symptom(class) {
                let odds = weighed.confidence / (1.0 - weighed.confidence).max(f64::EPSILON) / divisor;
                weighed.confidence = odds / (1.0 + odds);
            } else if sure >= self.limits.known_at {
                *slot = None;
            }
        }
        let symptoms = self.classes.iter().zip(&mut found.by_class).filter(|(class, _)| is_symptom(class));
        let told =
            symptoms.filter_map(|(_, slot)| slot.as_mut().filter(|weighed| weighed.passage == telling));
        let mut told: Vec<&mut f64> = told.map(|weighed| &mut weighed.confidence).collect();
        told.sort_by(|first, second| second.total_cmp(first));
        if let Some((_, others)) = told.split_first_mut() {
            exclude(sure, others);
        }
    }

    /// Error texts win over prose; of several for one symptom, the longest. Those that won.
    fn apply_error_texts(&self, found: &mut Found, text: &str) -> Vec<&ErrorText> {
        let plain = plain_words(text);
        let mut matched: Vec<&(usize, ErrorText)> =
            self.errors.iter().filter(|(_, error)| error.is_in(&plain)).collect();
        matched.sort_by_key(|(class, error)| (std::cmp::Reverse(error.length()), *class));
        let mut won = Vec::new();
        for (class, error) in matched {
            if let Some(slot) = found.by_class.get_mut(*class)
                && slot.as_ref().is_none_or(|slot| slot.error.is_none())
            {
                let (lesson, passage) = slot.as_ref().map_or((None, 0), |slot| (slot.lesson, slot.passage));
                won.push(error);
                let error = Some(error.source.clone());
                *slot = Some(Weighed { confidence: ERROR_TEXT_CONFIDENCE, lesson, passage, error });
            }
        }
        won
    }

    fn conclude(&self, found: Found, errors: &[&ErrorText], passages: &[Vec<Word>]) -> Recognition {
        let mut candidates = Vec::new();
        let mut beyond: Option<(f64, OutOfScopeId)> = None;
        for (class, weighed) in self.classes.iter().zip(found.by_class) {
            let Some(weighed) = weighed else { continue };
            match class {
                Class::Symptom(symptom) => {
                    // A passage of its own, in which nobody quotes, may tell a second trouble.
                    let passage = passages.get(weighed.passage).map_or(&[][..], Vec::as_slice);
                    let is_rival = !errors.is_empty() && holds_any(passage, errors);
                    candidates.push((symptom, held_back(weighed, is_rival)));
                }
                Class::OutOfScope(id) => {
                    if beyond.as_ref().is_none_or(|(best, _)| weighed.confidence > *best) {
                        beyond = Some((weighed.confidence, id.clone()));
                    }
                }
            }
        }
        if candidates.is_empty() {
            return Recognition::nothing();
        }
        candidates.sort_by(|(_, first), (_, second)| second.confidence.total_cmp(&first.confidence));
        candidates.truncate(MOST_CANDIDATES);
        let mut told = Told::of(passages);
        let candidates: Vec<Candidate> = candidates
            .into_iter()
            .map(|(symptom, weighed)| self.candidate(symptom, weighed, &mut told))
            .collect();
        Recognition { outcome: self.outcome(&candidates, beyond), candidates }
    }

    fn candidate(&self, symptom: &SymptomId, weighed: Weighed, told: &mut Told<'_>) -> Candidate {
        let Weighed { confidence, lesson, passage, error } = weighed;
        let reason = match error {
            Some(error) => Reason::ErrorText(error),
            None => Reason::Phrase {
                phrase: lesson.and_then(|lesson| self.phrases.get(lesson)).cloned().unwrap_or_default(),
                words: self.telling_words(symptom, passage, told),
            },
        };
        Candidate { symptom: symptom.clone(), confidence, reason }
    }

    fn telling_words(&self, symptom: &SymptomId, passage: usize, told: &mut Told<'_>) -> Vec<Range<usize>> {
        let is_it = |class: &Class| matches!(class, Class::Symptom(id) if id == symptom);
        let Some(class) = self.classes.iter().position(is_it) else { return Vec::new() };
        let Some(words) = told.passages.get(passage) else { return Vec::new() };
        let shares = told.shares.entry(passage).or_insert_with(|| self.model.shares(&self.dictionary, words));
        self.model.telling_words(shares, class).into_iter().map(|word| word.span.clone()).collect()
    }

    fn outcome(&self, candidates: &[Candidate], beyond: Option<(f64, OutOfScopeId)>) -> Outcome {
        let first = candidates.first().map_or(0.0, |candidate| candidate.confidence);
        if let Some((confidence, id)) = beyond
            && confidence >= self.limits.known_at
            && confidence > first
        {
            return Outcome::OutOfScope(id);
        }
        let near = |candidate: &&Candidate| {
            candidate.confidence >= LEAST_OFFERED
                && first - candidate.confidence <= self.limits.between_within
        };
        let n_near = candidates.iter().take(MOST_OFFERED).filter(near).count();
        match first >= self.limits.known_at {
            true if n_near <= 1 => Outcome::Known,
            true => Outcome::Between(n_near),
            false => self.one_of_few(candidates),
        }
    }

    /// No candidate is sure enough, but it may be sure that it is one of the first few: then a person is asked.
    fn one_of_few(&self, candidates: &[Candidate]) -> Outcome {
        let few = candidates.iter().take(MOST_OFFERED).map(|candidate| candidate.confidence);
        let worth_naming = few.clone().filter(|confidence| *confidence >= LEAST_OFFERED).count();
        if worth_naming >= 2 && together(few) >= self.limits.together_at {
            Outcome::Between(worth_naming)
        } else {
            Outcome::Unknown
        }
    }
}

/// What a passage denies.
struct Denials<'p> {
    passage: &'p [Word],
    denied: Vec<bool>,
    shares: OnceCell<Shares<'p>>,
}

impl<'p> Denials<'p> {
    fn of(text: &str, passage: &'p [Word]) -> Self {
        Self { passage, denied: denied(text, passage), shares: OnceCell::new() }
    }
}

/// The passages of one text, and what their words add to them where that was asked already.
struct Told<'p> {
    passages: &'p [Vec<Word>],
    shares: BTreeMap<usize, Shares<'p>>,
}

impl<'p> Told<'p> {
    fn of(passages: &'p [Vec<Word>]) -> Self {
        Self { passages, shares: BTreeMap::new() }
    }
}

/// What the passages of one text say, by class.
struct Found {
    by_class: Vec<Option<Weighed>>,
    /// Of each passage so many symptoms, and so many classes out of scope, are weighed.
    n_near: (usize, usize),
}

/// What speaks for one class most.
#[derive(Debug, Clone)]
struct Weighed {
    confidence: f64,
    lesson: Option<usize>,
    /// The passage that speaks for it, by number.
    passage: usize,
    error: Option<String>,
}

/// Whether the words of a passage hold one of some error texts.
fn holds_any(passage: &[Word], errors: &[&ErrorText]) -> bool {
    let words: Vec<&str> = passage.iter().map(|word| word.folded.as_str()).collect();
    let plain = plain_words(&words.join(" "));
    errors.iter().any(|error| error.is_in(&plain))
}

/// Where a passage quotes the error text of one symptom, what else speaks in it for another is hardly a guess.
fn held_back(weighed: Weighed, is_rival: bool) -> Weighed {
    if is_rival && weighed.error.is_none() {
        let confidence = weighed.confidence.min(1.0 - ERROR_TEXT_CONFIDENCE);
        return Weighed { confidence, ..weighed };
    }
    weighed
}

impl Found {
    fn new(n_classes: usize) -> Self {
        Self { by_class: vec![None; n_classes], n_near: (MOST_CANDIDATES, 1) }
    }

    /// For whoever wants to know of all classes.
    fn of_all(n_classes: usize) -> Self {
        Self { n_near: (n_classes, n_classes), ..Self::new(n_classes) }
    }
}

fn error_texts(base: &KnowledgeBase, classes: &[Class]) -> Vec<(usize, ErrorText)> {
    let mut errors = Vec::new();
    for (number, class) in classes.iter().enumerate() {
        let Class::Symptom(id) = class else { continue };
        let texts = base.symptom(id).map(|symptom| symptom.errors.as_slice()).unwrap_or_default();
        errors.extend(texts.iter().filter_map(|text| ErrorText::new(text)).map(|text| (number, text)));
    }
    errors
}

fn overridden(measured: Limits, settings: &Settings) -> Limits {
    let known_at = settings.known_at.map_or(measured.known_at, |limit| limit.value());
    Limits {
        known_at,
        between_within: settings.between_within.map_or(measured.between_within, |limit| limit.value()),
        // A base that wants more certainty of one symptom does not want less of a few.
        together_at: measured.together_at.max(known_at),
    }
}
