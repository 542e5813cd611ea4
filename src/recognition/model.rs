//! The trained parts together: a text's words in, the signs for every class out.

use std::cell::OnceCell;

use super::calibration::Signs;
use super::classifier::{Duals, Example, Membership, Weights, train};
use super::dictionary::{Counts, Dictionary};
use super::features::features;
use super::lessons::{Class, Lesson, n_symptoms};
use super::nearest::{Cosines, Near, Phrases};
use super::vectors::{Known, SparseVector, Vocabulary};
use crate::text::words::Word;

/// Vocabulary, classifier and phrases, trained on one set of lessons.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Model {
    pub(super) vocabulary: Vocabulary,
    pub(super) classifier: Weights,
    pub(super) phrases: Phrases,
    /// Which classes are symptoms.
    pub(super) is_symptom: Vec<bool>,
}

/// What the model sees in one text. What is asked about few classes is computed when it is asked.
#[derive(Debug)]
pub(super) struct Sight<'m> {
    model: &'m Model,
    vector: SparseVector,
    margins: Vec<f32>,
    /// The nearest phrases, by class.
    near: Vec<OnceCell<Near>>,
    /// The cosines of all phrases about something out of scope.
    beyond: OnceCell<Cosines>,
    /// By class: how near the text comes to a phrase that says "not this class".
    counter: Vec<OnceCell<f32>>,
    /// The best of those out of scope.
    out_of_scope: OnceCell<f32>,
    known: Known,
    stems: Vec<u32>,
}

impl Model {
    /// Trains on lessons that stand in the order of their memberships. `width` is the number of columns of the
    /// dictionary that their features come from, `known` where a training on some of the lessons came to.
    pub(super) fn train<'a>(
        classes: &[Class],
        lessons: impl Iterator<Item = &'a Lesson> + Clone,
        width: usize,
        known: &Duals,
        n_threads: usize,
    ) -> (Self, Duals) {
        let vocabulary = Vocabulary::learn(lessons.clone().map(|lesson| &lesson.features), width);
        let vectors: Vec<SparseVector> =
            lessons.clone().map(|lesson| vocabulary.vector(&lesson.features)).collect();
        let memberships: Vec<Membership> = lessons.map(|lesson| lesson.membership).collect();
        let examples: Vec<Example<'_>> = vectors
            .iter()
            .zip(&memberships)
            .map(|(vector, membership)| Example { vector, membership: *membership })
            .collect();
        let is_symptom: Vec<bool> = classes.iter().map(|class| matches!(class, Class::Symptom(_))).collect();
        let (n_symptoms, n_classes) = (n_symptoms(classes), classes.len());
        let (phrases, (classifier, duals)) = std::thread::scope(|scope| {
            let phrases =
                scope.spawn(|| Phrases::index(&vectors, &memberships, n_classes, n_symptoms, width));
            let trained = train(&examples, n_classes, width, known, n_threads);
            (phrases.join().unwrap_or_else(|bug| std::panic::resume_unwind(bug)), trained)
        });
        (Self { classifier, phrases, is_symptom, vocabulary }, duals)
    }

    /// What of a text's stems training has seen.
    pub(super) fn known(&self, text: &Counts) -> Known {
        self.vocabulary.known(text)
    }

    /// The margin of every class, and nothing else.
    pub(super) fn margins(&self, text: &Counts) -> Vec<f32> {
        self.classifier.margins(&self.vocabulary.vector(text))
    }

    /// Looks at a text.
    pub(super) fn look(&self, text: &Counts) -> Sight<'_> {
        let vector = self.vocabulary.vector(text).sorted();
        let n_classes = self.is_symptom.len();
        Sight {
            model: self,
            margins: self.classifier.margins(&vector),
            near: vec![OnceCell::new(); n_classes],
            beyond: OnceCell::new(),
            counter: vec![OnceCell::new(); n_classes],
            out_of_scope: OnceCell::new(),
            known: self.vocabulary.known(text),
            stems: text.stems.clone(),
            vector,
        }
    }

    /// Whether a class is a symptom.
    pub(super) fn is_symptom(&self, class: usize) -> bool {
        self.is_symptom.get(class).copied().unwrap_or(false)
    }

    /// The classes of one sort, best margin first; equal margins in the order of ids.
    pub(super) fn ranked(&self, sight: &Sight<'_>, symptoms: bool) -> Vec<usize> {
        let mut order: Vec<usize> =
            (0..sight.margins.len()).filter(|class| self.is_symptom(*class) == symptoms).collect();
        order.sort_by(|first, second| sight.margin(*second).total_cmp(&sight.margin(*first)));
        order
    }

    /// Finds out what each word of a passage adds to its vector.
    pub(super) fn shares<'w>(&self, dictionary: &Dictionary, words: &'w [Word]) -> Shares<'w> {
        let whole = self.vocabulary.vector(&dictionary.counts(&features(words))).sorted();
        let value = |column: u32| {
            let at = whole.entries().binary_search_by_key(&column, |(column, _)| *column).ok();
            at.and_then(|at| whole.entries().get(at)).map_or(0.0, |(_, value)| *value)
        };
        let share = |word: &Word| {
            let own = dictionary.counts(&features(std::slice::from_ref(word)));
            own.words.iter().chain(&own.pieces).map(|(column, _)| (*column, value(*column))).collect()
        };
        Shares { words: words.iter().map(|word| (word, share(word))).collect() }
    }

    /// How strongly each word of a passage pulls it towards a class, and away from it if below 0.
    pub(super) fn pulls<'w>(
        &self,
        shares: &Shares<'w>,
        class: usize,
    ) -> impl Iterator<Item = (f32, &'w Word)> {
        let pull = move |share: &[(u32, f32)]| -> f32 {
            share.iter().map(|(column, value)| value * self.classifier.weight(*column as usize, class)).sum()
        };
        shares.words.iter().map(move |(word, share)| (pull(share), *word))
    }

    /// The words that pulled a passage towards a class, strongest first.
    pub(super) fn telling_words<'w>(&self, shares: &Shares<'w>, class: usize) -> Vec<&'w Word> {
        let mut pulls: Vec<(f32, &Word)> =
            self.pulls(shares, class).filter(|(pull, _)| *pull > 0.0).collect();
        pulls.sort_by(|(first, _), (second, _)| second.total_cmp(first));
        let strongest = pulls.first().map_or(0.0, |(pull, _)| *pull);
        pulls
            .into_iter()
            .take(MOST_TELLING_WORDS)
            .filter(|(pull, _)| *pull >= strongest * WORTH_NAMING)
            .map(|(_, word)| word)
            .collect()
    }
}

/// The words of a passage, each with the columns it has and what these weigh in the vector of the passage.
pub(super) struct Shares<'w> {
    words: Vec<(&'w Word, Vec<(u32, f32)>)>,
}

/// More words than these explain nothing.
const MOST_TELLING_WORDS: usize = 4;
/// A word is named if it pulls at least this share of what the strongest does.
const WORTH_NAMING: f32 = 0.3;

impl Sight<'_> {
    pub(super) fn margin(&self, class: usize) -> f32 {
        self.margins.get(class).copied().unwrap_or(f32::NEG_INFINITY)
    }

    /// What of the text's stems training has seen.
    pub(super) fn known(&self) -> Known {
        self.known
    }

    /// The lesson nearest to the text among those of a class.
    pub(super) fn nearest_lesson(&self, class: usize) -> Option<usize> {
        self.near(class).phrase
    }

    /// How near the text comes to the phrases of a class.
    fn near(&self, class: usize) -> Near {
        let (phrases, says) = (&self.model.phrases, Membership::Of(class));
        let compare = || {
            if self.model.is_symptom(class) {
                return phrases.near(&phrases.compare(&self.vector, says), says);
            }
            phrases.near(self.beyond.get_or_init(|| phrases.compare(&self.vector, says)), says)
        };
        self.near.get(class).map_or_else(Near::default, |near| *near.get_or_init(compare))
    }

    /// The best margin of what the base does not cover, other than `class`.
    fn beyond(&self, class: usize) -> f32 {
        let beyond =
            (0..self.margins.len()).filter(|other| *other != class && !self.model.is_symptom(*other));
        beyond.map(|other| self.margin(other)).fold(-1.0, f32::max)
    }

    /// The share of the text's stems that phrases of the class hold, by rarity.
    fn covered_share(&self, class: usize) -> f32 {
        let Model { vocabulary, phrases, .. } = self.model;
        let held = self.stems.iter().filter(|stem| phrases.hold(**stem, class));
        // A sum of nothing would be -0.
        let covered = held.fold(0.0, |sum, stem| sum + vocabulary.rarity(*stem));
        if self.known.all > 0.0 { covered / self.known.all } else { 0.0 }
    }

    /// How near it comes to a phrase that says it is not this class.
    fn counter(&self, class: usize) -> f32 {
        let (phrases, says) = (&self.model.phrases, Membership::NotOf(class));
        let compare = || phrases.near(&phrases.compare(&self.vector, says), says).cosine;
        self.counter.get(class).map_or(0.0, |counter| *counter.get_or_init(compare))
    }

    /// How near it comes to a phrase about something out of scope.
    fn out_of_scope(&self) -> f32 {
        let beyond = || (0..self.margins.len()).filter(|class| !self.model.is_symptom(*class));
        *self.out_of_scope.get_or_init(|| beyond().map(|class| self.near(class).cosine).fold(0.0, f32::max))
    }

    /// What speaks for and against a class.
    pub(super) fn signs(&self, class: usize, symptom: bool) -> Signs {
        let margin = self.margin(class);
        let best_other = self
            .margins
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != class)
            .map(|(_, margin)| *margin)
            .fold(-1.0f32, f32::max);
        let counter = self.counter(class);
        let Near { cosine, centre, .. } = self.near(class);
        Signs {
            margin,
            lead: margin - best_other,
            nearest: cosine,
            centre,
            known_share: self.known.share,
            covered_share: self.covered_share(class),
            beyond: self.beyond(class),
            nearest_counter: if symptom { counter.max(self.out_of_scope()) } else { counter },
        }
    }
}
