//! How the phrases of a base fare when they are held back from learning.
//!
//! A phrase that taught the recogniser is recognised, which says nothing about the words of the next user. So the
//! phrases are cut into parts; for each part a whole recogniser, calibration and limits included, learns from all
//! the others and then meets the part as it would meet a user's text. What the answers are worth is judged elsewhere.

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use super::classifier::Membership;
use super::error_texts::ErrorText;
use super::lessons::{Class, Key, Lessons, key};
use super::{Recogniser, Recognition, error_texts};
use crate::kb::{KnowledgeBase, OutOfScopeId, SymptomId};
use crate::sharing::on_threads;

/// Into how many parts the phrases are cut: each is met by a recogniser that has seen four fifths of them.
pub const N_PARTS: u64 = 5;

/// A phrase that was held back, and what was made of it.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldBack {
    /// As the author wrote it.
    pub phrase: String,
    /// What the author wrote it for.
    pub means: Meaning,
    /// What a recogniser that never saw it made of it.
    pub recognition: Recognition,
}

/// What an author wrote a phrase for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// People who see this symptom say so (`says`).
    Symptom(SymptomId),
    /// It sounds like this symptom and is something else (`not`).
    NotSymptom(SymptomId),
    /// It is about what this page says the base does not cover.
    OutOfScope(OutOfScopeId),
}

/// Holds back every phrase of a base once, on up to `n_threads` threads, and recognises it.
///
/// Titles and error texts teach and are not tested: nobody quotes a title, and an error text finds itself. A title or
/// error text in the same words as a phrase is held back together with it. The order of files and phrases changes
/// nothing, as the part of a phrase depends on its words only.
pub fn cross_validate(base: &KnowledgeBase, n_threads: usize) -> Vec<HeldBack> {
    let lessons = Lessons::of(base, n_threads);
    let tested = tested(&lessons);
    let errors = error_texts(base, &lessons.classes);
    let mut held_back: Vec<(usize, HeldBack)> = Vec::with_capacity(tested.len());
    for part in 0..N_PARTS {
        let own: Vec<&Tested> = tested.iter().filter(|phrase| part_of(phrase.lot) == part).collect();
        if own.is_empty() {
            continue;
        }
        let lots: HashSet<u64> = own.iter().map(|phrase| phrase.lot).collect();
        let errors = without(&errors, &lessons, &lots);
        let recogniser = Recogniser::taught(rest(&lessons, &lots), errors, base.settings(), n_threads);
        held_back.extend(recognised(&recogniser, &own, n_threads));
    }
    held_back.sort_by_key(|(at, _)| *at);
    held_back.into_iter().map(|(_, held_back)| held_back).collect()
}

/// A phrase that is to be held back.
#[derive(Debug, Clone)]
struct Tested {
    /// Its place among the lessons.
    at: usize,
    phrase: String,
    means: Meaning,
    lot: u64,
}

/// The limits are found by holding phrases back too, by the lowest digits of the lot. Other digits are taken here:
/// a recogniser whose own held-out part was missing would have nothing to find its limits on.
fn part_of(lot: u64) -> u64 {
    (lot >> 32) % N_PARTS
}

fn tested(lessons: &Lessons) -> Vec<Tested> {
    let spoken = lessons.lessons.iter().enumerate().filter(|(_, lesson)| lesson.spoken);
    spoken
        .filter_map(|(at, lesson)| {
            let means = meaning(lesson.membership, &lessons.classes)?;
            Some(Tested { at, phrase: lesson.phrase.clone(), means, lot: lesson.lot })
        })
        .collect()
}

fn meaning(membership: Membership, classes: &[Class]) -> Option<Meaning> {
    let (Membership::Of(class) | Membership::NotOf(class)) = membership;
    Some(match (membership, classes.get(class)?) {
        (Membership::Of(_), Class::Symptom(id)) => Meaning::Symptom(id.clone()),
        (Membership::NotOf(_), Class::Symptom(id)) => Meaning::NotSymptom(id.clone()),
        (_, Class::OutOfScope(id)) => Meaning::OutOfScope(id.clone()),
    })
}

/// All lessons but those in the words of a phrase that is held back, whatever they say about it.
fn rest(lessons: &Lessons, held_back: &HashSet<u64>) -> Lessons {
    let kept = lessons.lessons.iter().filter(|lesson| !held_back.contains(&lesson.lot));
    Lessons {
        classes: lessons.classes.clone(),
        lessons: kept.cloned().collect(),
        dictionary: lessons.dictionary.clone(),
    }
}

fn without(
    errors: &[(usize, ErrorText)],
    lessons: &Lessons,
    held_back: &HashSet<u64>,
) -> Vec<(usize, ErrorText)> {
    let lots: HashMap<Key, u64> =
        lessons.lessons.iter().map(|lesson| (key(lesson.membership, &lesson.phrase), lesson.lot)).collect();
    let is_held_back = |(class, error): &&(usize, ErrorText)| {
        lots.get(&key(Membership::Of(*class), &error.source)).is_some_and(|lot| held_back.contains(lot))
    };
    errors.iter().filter(|error| !is_held_back(error)).cloned().collect()
}

fn recognised(recogniser: &Recogniser, phrases: &[&Tested], n_threads: usize) -> Vec<(usize, HeldBack)> {
    let answered = |tested: &&Tested| {
        let recognition = recogniser.recognise(&tested.phrase);
        let Tested { at, phrase, means, .. } = (*tested).clone();
        (at, HeldBack { phrase, means, recognition })
    };
    on_threads(phrases, n_threads, answered)
}
