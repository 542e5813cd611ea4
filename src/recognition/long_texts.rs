//! Which passages of a long text are weighed, and for which classes.
//!
//! A ticket of a page is looked at passage by passage. A text of sixty pages has hundreds of them, and its answer must
//! not take longer for it. So a glance at the words of every sentence says which few speak most for the likeliest
//! classes; those are looked at in full, and of these the best are weighed as the passages of any text are.

use std::collections::BTreeSet;

use super::dictionary::Counts;
use super::features::{features, only_words};
use super::model::Sight;
use super::{Denials, Found, LEAST_KNOWN_BEYOND, Recogniser};
use crate::text::words::Word;

/// How many symptoms, and how many classes out of scope, a glance picks sentences for.
const GLANCED_AT: (usize, usize) = (16, 2);
/// And how many of them are weighed.
const WEIGHED: (usize, usize) = (8, 2);
/// Of each class so many passages count.
const N_TELLING: usize = 2;

/// The passages that speak most for a class: margin and number, best first.
type Telling = [(f32, usize); N_TELLING];

impl Recogniser {
    /// Takes into account what the telling passages of a long text say.
    pub(super) fn weigh_telling(&self, found: &mut Found, text: &str, passages: &[Vec<Word>]) {
        let look = |at: usize| {
            let passage = passages.get(at).filter(|passage| self.is_readable(passage))?;
            Some((at, self.model.look(&self.dictionary.counts(&features(passage)))))
        };
        let sights: Vec<(usize, Sight<'_>)> =
            self.worth_a_look(passages).into_iter().filter_map(look).collect();
        let mut telling = self.nothing_told();
        for (number, (_, sight)) in sights.iter().enumerate() {
            for (class, telling) in telling.iter_mut().enumerate() {
                keep(telling, (sight.margin(class), number));
            }
        }
        for (class, number) in self.likeliest(&telling, WEIGHED) {
            let Some((at, sight)) = sights.get(number) else { continue };
            let denials = Denials::of(text, passages.get(*at).map_or(&[], Vec::as_slice));
            let is_symptom = self.model.is_symptom(class);
            if is_symptom || sight.known().share >= LEAST_KNOWN_BEYOND {
                self.weigh_for(found, sight, (*at, &denials), (class, is_symptom));
            }
        }
    }

    /// The telling sentences, each also with the one before and the one behind it.
    fn worth_a_look(&self, passages: &[Vec<Word>]) -> BTreeSet<usize> {
        let is_pair = |at: &usize| is_pair(passages, *at);
        let around = |at: usize| {
            let (before, after) = (at.checked_sub(1).filter(is_pair), Some(at + 1).filter(is_pair));
            [before, Some(at), after].into_iter().flatten()
        };
        let telling = self.glance(passages);
        self.likeliest(&telling, GLANCED_AT).into_iter().flat_map(|(_, at)| around(at)).collect()
    }

    /// The sentences whose words speak most for each class. Scraps of logs and noise are passed over.
    fn glance(&self, passages: &[Vec<Word>]) -> Vec<Telling> {
        let sentences = (0..passages.len()).filter(|at| !is_pair(passages, *at));
        let counts = |at: usize| Some((at, self.dictionary.counts(&only_words(passages.get(at)?))));
        let glances: Vec<(usize, Counts)> = sentences.filter_map(counts).collect();
        let mut telling = self.nothing_told();
        for (number, (at, counts)) in glances.iter().enumerate() {
            let readable_with = |other: Option<usize>| {
                let other = other.and_then(|other| glances.get(other));
                other.is_some_and(|(_, other)| self.is_in_known_words(&joined(counts, other)))
            };
            if self.is_in_known_words(counts)
                || readable_with(number.checked_sub(1))
                || readable_with(Some(number + 1))
            {
                for (telling, margin) in telling.iter_mut().zip(self.model.margins(counts)) {
                    keep(telling, (margin, *at));
                }
            }
        }
        telling
    }

    fn nothing_told(&self) -> Vec<Telling> {
        vec![[(f32::NEG_INFINITY, 0); N_TELLING]; self.classes.len()]
    }

    /// The classes, so many symptoms and so many others, that a passage speaks most for, each with its passages.
    fn likeliest(&self, telling: &[Telling], (n_symptoms, n_beyond): (usize, usize)) -> Vec<(usize, usize)> {
        let best = |class: usize| {
            telling
                .get(class)
                .and_then(|telling| telling.first())
                .map_or(f32::NEG_INFINITY, |(best, _)| *best)
        };
        let mut order: Vec<usize> = (0..telling.len()).collect();
        order.sort_by(|first, second| best(*second).total_cmp(&best(*first)));
        let sort =
            |symptoms: bool| order.iter().filter(move |class| self.model.is_symptom(**class) == symptoms);
        let likeliest = sort(true).take(n_symptoms).chain(sort(false).take(n_beyond));
        let told =
            likeliest.flat_map(|class| telling.get(*class).into_iter().flatten().map(|told| (*class, *told)));
        told.filter(|(_, (margin, _))| *margin > f32::NEG_INFINITY)
            .map(|(class, (_, at))| (class, at))
            .collect()
    }
}

/// Whether a passage is a sentence with the next one: it begins where the passage before it does.
fn is_pair(passages: &[Vec<Word>], at: usize) -> bool {
    let start = |at: usize| passages.get(at).and_then(|words| words.first()).map(|word| word.span.start);
    at.checked_sub(1).is_some_and(|before| start(at).is_some() && start(at) == start(before))
}

/// The stems of two sentences.
fn joined(first: &Counts, second: &Counts) -> Counts {
    let mut stems = [first.stems.as_slice(), &second.stems].concat();
    stems.sort_unstable();
    stems.dedup();
    Counts { stems, n_stems_unknown: first.n_stems_unknown + second.n_stems_unknown, ..Counts::default() }
}

/// Puts one among the best; of equals the first stays ahead.
fn keep(telling: &mut Telling, mut one: (f32, usize)) {
    for slot in telling {
        if one.0 > slot.0 {
            std::mem::swap(slot, &mut one);
        }
    }
}
