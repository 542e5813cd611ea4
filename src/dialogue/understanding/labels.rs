//! Which of a few labels somebody means: by its wording, the beginning of it, its telling words, or nearly so.
//!
//! A word counts for the more the fewer of the labels have it. Words that are denied count against a label that has
//! them undenied: "not Adobe" is every answer but Adobe's. Two labels that come equally near are both named.

use std::collections::BTreeMap;

use super::words::{is_unspaced, plain};
use crate::text::denial::denied;
use crate::text::words::{Word, is_stop_word, stem, words};

/// A label that is meant must be reached by so much of what was said and of itself.
const NEAR_ENOUGH: f64 = 0.55;
/// And be so much nearer than the next.
const MARGIN: f64 = 0.15;
/// Of nearness, this share is how much of what was said the label accounts for.
const OF_WHAT_WAS_SAID: f64 = 0.7;
/// Less of what was said than this may not be about the label: one word in a sentence is an accident.
const LEAST_SAID: f64 = 0.5;
/// A word that no label has weighs this much: it is about something else, or only filling.
const UNKNOWN: f64 = 0.45;
/// How alike the first part of a name with full stops is to the name.
const PART: f64 = 0.9;
/// Longer messages are no answers but descriptions.
const LONGEST: usize = 14;
/// Words this alike, by edits, are the same with a typing error.
const ALIKE: f64 = 0.8;

/// Something that may be meant, with all the ways of putting it.
pub(super) struct Meant<T> {
    pub(super) item: T,
    pub(super) phrases: Vec<String>,
}

/// Which of them is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found<T> {
    /// This one, word for word or by its beginning.
    Exactly(T),
    /// This one.
    Nearly(T),
    /// One of these.
    Several(Vec<T>),
    /// None of them.
    Nothing,
}

/// Finds what a message means among a few.
pub(super) fn find<T: Clone>(among: &[Meant<T>], text: &str) -> Found<T> {
    if let Some(found) = literally(among, text) {
        return found;
    }
    let said = tagged(text);
    if said.is_empty() || said.len() > LONGEST {
        return Found::Nothing;
    }
    let labels: Vec<Vec<Vec<Tagged>>> =
        among.iter().map(|meant| meant.phrases.iter().map(|phrase| tagged(phrase)).collect()).collect();
    let weights = weights(&labels);
    let nearness: Vec<f64> = labels
        .iter()
        .map(|phrases| {
            let each = || phrases.iter().map(|phrase| nearness(&said, phrase, &weights));
            let (best, worst) = (each().fold(-1.0, f64::max), each().fold(1.0, f64::min));
            if best < NEAR_ENOUGH && worst <= -NEAR_ENOUGH { worst } else { best }
        })
        .collect();
    let best = nearness.iter().copied().fold(-1.0, f64::max);
    if best < NEAR_ENOUGH {
        return by_denial(among, &nearness);
    }
    let near: Vec<T> = among
        .iter()
        .zip(&nearness)
        .filter(|(_, nearness)| best - **nearness < MARGIN)
        .map(|(meant, _)| meant.item.clone())
        .collect();
    match near.as_slice() {
        [only] => Found::Nearly(only.clone()),
        _ => Found::Several(near),
    }
}

/// Word for word, or by a beginning that only one has.
fn literally<T: Clone>(among: &[Meant<T>], text: &str) -> Option<Found<T>> {
    let said = plain(text);
    if said.is_empty() {
        return None;
    }
    let matching = |is_it: &dyn Fn(&str) -> bool| -> Vec<T> {
        let found = among.iter().filter(|meant| meant.phrases.iter().any(|phrase| is_it(&plain(phrase))));
        found.map(|meant| meant.item.clone()).collect()
    };
    let whole = matching(&|phrase| phrase == said);
    if let [only] = whole.as_slice() {
        return Some(Found::Exactly(only.clone()));
    }
    let is_long_enough = said.len() >= 3 && !is_stop_word(&said);
    let begins = |phrase: &str| {
        phrase.strip_prefix(&said).is_some_and(|rest| rest.starts_with(' ') || is_unspaced(&said))
    };
    let beginning = if is_long_enough { matching(&begins) } else { Vec::new() };
    match beginning.as_slice() {
        [only] => Some(Found::Exactly(only.clone())),
        _ => None,
    }
}

/// "Not Adobe": what is denied is left out; where one is left, it is meant.
fn by_denial<T: Clone>(among: &[Meant<T>], nearness: &[f64]) -> Found<T> {
    let is_denied = |nearness: f64| nearness <= -NEAR_ENOUGH;
    if !nearness.iter().any(|nearness| is_denied(*nearness)) {
        return Found::Nothing;
    }
    let left = among.iter().zip(nearness).filter(|(_, nearness)| !is_denied(**nearness));
    let left: Vec<T> = left.map(|(meant, _)| meant.item.clone()).collect();
    match left.as_slice() {
        [] => Found::Nothing,
        [only] => Found::Nearly(only.clone()),
        _ => Found::Several(left),
    }
}

/// A word that means something, and whether it is denied.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tagged {
    stem: String,
    denied: bool,
    unspaced: bool,
}

fn tagged(text: &str) -> Vec<Tagged> {
    let all = words(text);
    let denied = denied(text, &all);
    let kept = all.iter().zip(denied).filter(|(word, _)| means_something(word));
    kept.map(|(word, denied)| Tagged {
        stem: stem(&word.folded).into_owned(),
        denied,
        unspaced: word.unspaced,
    })
    .collect()
}

fn means_something(word: &Word) -> bool {
    const FILLING: [&str; 17] = [
        "i", "it's", "i'm", "that's", "think", "guess", "maybe", "probably", "believe", "just", "only",
        "not", "no", "yes", "would", "say", "c'est",
    ];
    // "only" and denials carry a meaning of their own that the tags and the labels' other words hold already.
    !is_stop_word(&word.folded) && (word.folded == "only" || !FILLING.contains(&word.folded.as_str()))
}

/// How much each stem tells: the rarer among the labels, the more.
fn weights(labels: &[Vec<Vec<Tagged>>]) -> BTreeMap<String, f64> {
    let mut n_labels: BTreeMap<String, usize> = BTreeMap::new();
    for phrases in labels {
        let mut stems: Vec<&String> = phrases.iter().flatten().map(|word| &word.stem).collect();
        stems.sort();
        stems.dedup();
        stems.into_iter().for_each(|stem| *n_labels.entry(stem.clone()).or_default() += 1);
    }
    let all = labels.len().max(1) as f64;
    n_labels.into_iter().map(|(stem, n)| (stem, ((1.0 + all) / n as f64).ln() / (1.0 + all).ln())).collect()
}

/// How near what was said comes to a phrase, from −1 (denies it) to 1 (says it).
fn nearness(said: &[Tagged], phrase: &[Tagged], weights: &BTreeMap<String, f64>) -> f64 {
    let weight = |word: &Tagged| weights.get(&word.stem).copied().unwrap_or(UNKNOWN);
    let covered = |these: &[Tagged], those: &[Tagged], weigh: &dyn Fn(&Tagged) -> f64| {
        let sum: f64 = these.iter().map(weigh).sum();
        let met: f64 = these
            .iter()
            .map(|word| {
                let best =
                    those.iter().map(|other| likeness(word, other)).fold(0.0, |best: f64, likeness| {
                        if likeness.abs() > best.abs() { likeness } else { best }
                    });
                weigh(word) * best
            })
            .sum();
        if sum > 0.0 { met / sum } else { 0.0 }
    };
    // A typing error is no word of any label; it weighs as the word that it is meant to be.
    let meant = |word: &Tagged| {
        let alike = phrase.iter().find(|other| likeness(word, other).abs() >= ALIKE);
        alike.map_or_else(|| weight(word), weight)
    };
    let of_said = covered(said, phrase, &meant);
    if of_said.abs() < LEAST_SAID {
        return 0.0;
    }
    OF_WHAT_WAS_SAID * of_said + (1.0 - OF_WHAT_WAS_SAID) * covered(phrase, said, &weight)
}

/// "Adobe" is nearly "adobe.com".
fn is_part(part: &str, whole: &str) -> bool {
    whole.strip_prefix(part).is_some_and(|rest| rest.starts_with('.'))
}

/// How alike two words are, 0–1; below 0 where one of them is denied and the other is not.
fn likeness(one: &Tagged, other: &Tagged) -> f64 {
    let alike = match () {
        () if one.stem == other.stem => 1.0,
        () if is_part(&one.stem, &other.stem) || is_part(&other.stem, &one.stem) => PART,
        () if one.unspaced && other.unspaced => shared_pairs(&one.stem, &other.stem),
        () if one.stem.chars().count() >= 4 && other.stem.chars().count() >= 4 => {
            Some(strsim::normalized_damerau_levenshtein(&one.stem, &other.stem))
                .filter(|alike| *alike >= ALIKE)
                .unwrap_or(0.0)
        }
        () => 0.0,
    };
    if one.denied == other.denied { alike } else { -alike }
}

/// The share of the shorter text's pairs of characters that the longer one has.
fn shared_pairs(one: &str, other: &str) -> f64 {
    let pairs = |text: &str| -> Vec<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (mut few, mut many) = (pairs(one), pairs(other));
    if few.len() > many.len() {
        std::mem::swap(&mut few, &mut many);
    }
    let n_shared = few.iter().filter(|pair| many.contains(pair)).count();
    if few.is_empty() { 0.0 } else { n_shared as f64 / few.len() as f64 }
}
