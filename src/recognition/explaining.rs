//! How every class of a recogniser stands to a text, for authors who wonder why another one came first.

use std::ops::Range;

use super::lessons::Class;
use super::passages::passages;
use super::{Found, LONGEST_TEXT, Meaning, Recogniser, Recognition, Told};

/// So many words say enough about one class.
const MOST_WORDS: usize = 8;

/// What was made of a text, and how far every symptom and every page about what is out of scope was from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// What was recognised, as users get it.
    pub recognition: Recognition,
    /// All classes, best first.
    pub scores: Vec<Score>,
}

/// How one class stands to a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// A symptom, or a page about what is out of scope.
    pub means: Meaning,
    /// The chance that the text is about it, 0–1.
    pub confidence: f64,
    /// The error text of it that stands in the text.
    pub error_text: Option<String>,
    /// Its phrase that comes nearest; empty if none comes near.
    pub phrase: String,
    /// The words that speak for it (above 0) or against it, the strongest first, as byte ranges of the text.
    pub words: Vec<(Range<usize>, f32)>,
}

impl Recogniser {
    /// Recognises a text and says how every class stands to it. Of a text of many pages only the classes that come
    /// near are scored.
    pub fn explain(&self, text: &str) -> Explanation {
        let text = text.get(..text.floor_char_boundary(LONGEST_TEXT)).unwrap_or_default();
        let passages = passages(text);
        let mut found = Found::of_all(self.classes.len());
        self.weigh_text(&mut found, text, &passages);
        self.apply_error_texts(&mut found, text);
        let recognition = self.recognise(text);
        let mut told = Told::of(&passages);
        let scores = self.classes.iter().zip(found.by_class).enumerate();
        let mut scores: Vec<Score> = scores
            .filter_map(|(number, (class, weighed))| {
                let weighed = weighed?;
                let means = match class {
                    Class::Symptom(id) => Meaning::Symptom(id.clone()),
                    Class::OutOfScope(id) => Meaning::OutOfScope(id.clone()),
                };
                let words = self.pulling_words(number, weighed.passage, &mut told);
                let phrase = weighed.lesson.and_then(|lesson| self.phrases.get(lesson)).cloned();
                Some(Score {
                    confidence: offered(&recognition, &means).unwrap_or(weighed.confidence),
                    means,
                    error_text: weighed.error,
                    phrase: phrase.unwrap_or_default(),
                    words,
                })
            })
            .collect();
        scores.sort_by(|first, second| second.confidence.total_cmp(&first.confidence));
        Explanation { recognition, scores }
    }

    fn pulling_words(&self, class: usize, passage: usize, told: &mut Told<'_>) -> Vec<(Range<usize>, f32)> {
        let Some(words) = told.passages.get(passage) else { return Vec::new() };
        let shares = told.shares.entry(passage).or_insert_with(|| self.model.shares(&self.dictionary, words));
        let mut pulls: Vec<(Range<usize>, f32)> =
            self.model.pulls(shares, class).map(|(pull, word)| (word.span.clone(), pull)).collect();
        pulls.retain(|(_, pull)| pull.abs() > f32::EPSILON);
        pulls.sort_by(|(_, first), (_, second)| second.abs().total_cmp(&first.abs()));
        pulls.truncate(MOST_WORDS);
        pulls
    }
}

/// What users are told of a symptom: among the few that they are told, each excludes the others.
fn offered(recognition: &Recognition, means: &Meaning) -> Option<f64> {
    let Meaning::Symptom(id) = means else { return None };
    recognition
        .candidates
        .iter()
        .find(|candidate| candidate.symptom == *id)
        .map(|candidate| candidate.confidence)
}
