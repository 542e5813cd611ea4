//! The trained parts together: a text's words in, the signs for every class out.

use super::calibration::Signs;
use super::classifier::{Classifier, Example, Membership};
use super::features::{Features, features};
use super::lessons::{Class, Lesson};
use super::nearest::Phrases;
use super::vectors::{Known, SparseVector, Vocabulary};
use crate::text::words::Word;

/// Vocabulary, classifier and phrases, trained on one set of lessons.
#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    vocabulary: Vocabulary,
    classifier: Classifier,
    phrases: Phrases,
    /// What each phrase says, in the order of the lessons.
    memberships: Vec<Membership>,
    /// Length of the sum of each class's phrases.
    centre_lengths: Vec<f32>,
    /// Which classes are symptoms.
    is_symptom: Vec<bool>,
}

/// What the model sees in one text.
#[derive(Debug, Clone)]
pub(super) struct Sight {
    vector: SparseVector,
    margins: Vec<f32>,
    /// By class: nearest phrase and its cosine.
    nearest: Vec<(Option<usize>, f32)>,
    centre: Vec<f32>,
    /// By class: cosine of the nearest phrase that says it is not this class.
    counter: Vec<f32>,
    /// Cosine of the nearest out-of-scope phrase.
    out_of_scope: f32,
    known: Known,
}

impl Model {
    pub(super) fn train<'a>(
        classes: &[Class],
        lessons: impl Iterator<Item = &'a Lesson> + Clone,
        n_threads: usize,
    ) -> Self {
        let vocabulary = Vocabulary::learn(lessons.clone().map(|lesson| &lesson.features));
        let vectors: Vec<SparseVector> =
            lessons.clone().map(|lesson| vocabulary.vector(&lesson.features)).collect();
        let memberships: Vec<Membership> = lessons.map(|lesson| lesson.membership).collect();
        let examples: Vec<Example<'_>> = vectors
            .iter()
            .zip(&memberships)
            .map(|(vector, membership)| Example { vector, membership: *membership })
            .collect();
        let classifier = Classifier::train(&examples, classes.len(), vocabulary.width(), n_threads);
        Self {
            centre_lengths: centre_lengths(&examples, classes.len(), vocabulary.width()),
            phrases: Phrases::index(&vectors, vocabulary.width()),
            is_symptom: classes.iter().map(|class| matches!(class, Class::Symptom(_))).collect(),
            vocabulary,
            classifier,
            memberships,
        }
    }

    /// Looks at a text.
    pub(super) fn look(&self, features: &Features) -> Sight {
        let vector = self.vocabulary.vector(features);
        let cosines = self.phrases.cosines(&vector);
        let n_classes = self.is_symptom.len();
        let mut nearest = vec![(None, 0.0f32); n_classes];
        let mut sums = vec![0.0f32; n_classes];
        let mut counter = vec![0.0f32; n_classes];
        let mut out_of_scope = 0.0f32;
        for (phrase, (membership, cosine)) in self.memberships.iter().zip(&cosines).enumerate() {
            match *membership {
                Membership::Of(class) => {
                    if let Some(best) = nearest.get_mut(class).filter(|best| *cosine > best.1) {
                        *best = (Some(phrase), *cosine);
                    }
                    if let Some(sum) = sums.get_mut(class) {
                        *sum += cosine;
                    }
                    if !self.is_symptom.get(class).copied().unwrap_or(true) {
                        out_of_scope = out_of_scope.max(*cosine);
                    }
                }
                Membership::NotOf(class) => {
                    if let Some(best) = counter.get_mut(class) {
                        *best = best.max(*cosine);
                    }
                }
            }
        }
        let centre = sums
            .iter()
            .zip(&self.centre_lengths)
            .map(|(sum, length)| sum / length.max(f32::MIN_POSITIVE))
            .collect();
        let margins = self.classifier.margins(&vector);
        let known = self.vocabulary.known(features);
        Sight { vector, margins, nearest, centre, counter, out_of_scope, known }
    }

    /// Whether a class is a symptom.
    pub(super) fn is_symptom(&self, class: usize) -> bool {
        self.is_symptom.get(class).copied().unwrap_or(false)
    }

    /// The classes of one sort, best margin first; equal margins in the order of ids.
    pub(super) fn ranked(&self, sight: &Sight, symptoms: bool) -> Vec<usize> {
        let mut order: Vec<usize> =
            (0..sight.margins.len()).filter(|class| self.is_symptom(*class) == symptoms).collect();
        order.sort_by(|first, second| sight.margin(*second).total_cmp(&sight.margin(*first)));
        order
    }

    /// The words of a passage that pulled it towards a class, strongest first.
    pub(super) fn telling_words<'w>(&self, sight: &Sight, class: usize, words: &'w [Word]) -> Vec<&'w Word> {
        let mut pulls: Vec<(f32, &Word)> = words
            .iter()
            .map(|word| (self.pull(sight, class, word), word))
            .filter(|(pull, _)| *pull > 0.0)
            .collect();
        pulls.sort_by(|(first, _), (second, _)| second.total_cmp(first));
        let strongest = pulls.first().map_or(0.0, |(pull, _)| *pull);
        pulls
            .into_iter()
            .take(MOST_TELLING_WORDS)
            .filter(|(pull, _)| *pull >= strongest * WORTH_NAMING)
            .map(|(_, word)| word)
            .collect()
    }

    fn pull(&self, sight: &Sight, class: usize, word: &Word) -> f32 {
        let own = self.vocabulary.vector(&features(std::slice::from_ref(word)));
        let mut pull = 0.0;
        for (column, _) in own.iter() {
            let at = sight.vector.columns.binary_search(&(column as u32)).ok();
            let value = at.and_then(|at| sight.vector.weights.get(at)).copied().unwrap_or(0.0);
            pull += value * self.classifier.weight(column, class);
        }
        pull
    }
}

/// More words than these explain nothing.
const MOST_TELLING_WORDS: usize = 4;
/// A word is named if it pulls at least this share of what the strongest does.
const WORTH_NAMING: f32 = 0.3;

impl Sight {
    pub(super) fn margin(&self, class: usize) -> f32 {
        self.margins.get(class).copied().unwrap_or(f32::NEG_INFINITY)
    }

    /// What of the text's stems training has seen.
    pub(super) fn known(&self) -> Known {
        self.known
    }

    /// The lesson nearest to the text among those of a class.
    pub(super) fn nearest_lesson(&self, class: usize) -> Option<usize> {
        self.nearest.get(class).and_then(|(lesson, _)| *lesson)
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
        let counter = self.counter.get(class).copied().unwrap_or(0.0);
        Signs {
            margin,
            lead: margin - best_other,
            nearest: self.nearest.get(class).map_or(0.0, |(_, cosine)| *cosine),
            centre: self.centre.get(class).copied().unwrap_or(0.0),
            known_share: self.known.share,
            nearest_counter: if symptom { counter.max(self.out_of_scope) } else { counter },
        }
    }
}

fn centre_lengths(examples: &[Example<'_>], n_classes: usize, width: usize) -> Vec<f32> {
    let mut lengths = Vec::with_capacity(n_classes);
    let mut sum = vec![0.0f32; width];
    for class in 0..n_classes {
        sum.fill(0.0);
        for example in examples.iter().filter(|example| example.membership == Membership::Of(class)) {
            for (column, weight) in example.vector.iter() {
                if let Some(slot) = sum.get_mut(column) {
                    *slot += weight;
                }
            }
        }
        lengths.push(sum.iter().map(|value| value * value).sum::<f32>().sqrt());
    }
    lengths
}
