//! Whether a text denies what a symptom is told by.
//!
//! "I am no longer redirected" holds all the words of a symptom and is not it, while "the page does not open" is one
//! because of its "not". Which is which, the phrases tell: a word that the phrases of a symptom hold again and again
//! and hardly ever deny contradicts the symptom where a text denies it.

use super::dictionary::Dictionary;
use super::features::only_stems;
use super::model::{Model, Shares};
use crate::text::denial::denied;
use crate::text::words::Word;

/// A word that fewer phrases hold shows no habit.
const FEWEST_PLAIN: u32 = 5;
/// Of the phrases that hold a word, at most this share may deny it.
const MOST_DENIED: f32 = 0.15;

/// How often the phrases of each class hold a stem in a clause that denies, and in one that does not.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Polarity {
    /// Start of each class's entries; one more than there are classes.
    pub(super) starts: Vec<u32>,
    /// Stem, and how many times it is plain and denied; by class, then stem.
    pub(super) entries: Vec<(u32, (u32, u32))>,
}

/// A stem of a phrase, and whether its clause denies.
pub(super) type Said = (u32, bool);

/// The stems of a phrase that the dictionary knows, each with whether its clause denies.
pub(super) fn said(dictionary: &Dictionary, text: &str, words: &[Word]) -> Vec<Said> {
    let stems = |(word, denied): (&Word, bool)| {
        let stems = only_stems(std::slice::from_ref(word)).stems;
        stems.into_iter().filter_map(move |stem| Some((dictionary.column(stem)?, denied)))
    };
    words.iter().zip(denied(text, words)).flat_map(stems).collect()
}

impl Polarity {
    /// Counts what the phrases of each class say.
    pub(super) fn of<'a>(phrases: impl Iterator<Item = (usize, &'a [Said])>, n_classes: usize) -> Self {
        let mut all: Vec<(usize, u32, bool)> = phrases
            .flat_map(|(class, said)| said.iter().map(move |(stem, denied)| (class, *stem, *denied)))
            .collect();
        all.sort_unstable();
        let mut polarity = Self::default();
        let mut rest = all.as_slice();
        for class in 0..n_classes {
            polarity.starts.push(polarity.entries.len() as u32);
            let own = rest.partition_point(|(of, ..)| *of <= class);
            let (own, others) = rest.split_at_checked(own).unwrap_or((rest, &[]));
            rest = others;
            for same in own.chunk_by(|(_, first, _), (_, second, _)| first == second) {
                let n_denied = same.iter().filter(|(.., denied)| *denied).count() as u32;
                let counts = (same.len() as u32 - n_denied, n_denied);
                polarity.entries.extend(same.first().map(|(_, stem, _)| (*stem, counts)));
            }
        }
        polarity.starts.push(polarity.entries.len() as u32);
        polarity
    }

    /// Which share of what pulls a passage towards a class its denials contradict, 0–1. `denied` says of each word of
    /// the passage whether its clause denies.
    pub(super) fn contradicted(
        &self,
        (dictionary, model): (&Dictionary, &Model),
        shares: &Shares<'_>,
        denied: &[bool],
        class: usize,
    ) -> f32 {
        let (mut all, mut contradicted) = (0.0, 0.0);
        for ((pull, word), denied) in
            model.pulls(shares, class).zip(denied).filter(|((pull, _), _)| *pull > 0.0)
        {
            all += pull;
            let stems = || only_stems(std::slice::from_ref(word)).stems;
            let contradicts =
                |stem| dictionary.column(stem).is_some_and(|stem| self.contradicts(class, stem));
            if *denied && stems().into_iter().any(contradicts) {
                contradicted += pull;
            }
        }
        if all > 0.0 { contradicted / all } else { 0.0 }
    }

    /// Whether denying a stem contradicts a class.
    fn contradicts(&self, class: usize, stem: u32) -> bool {
        let (Some(start), Some(end)) = (self.starts.get(class), self.starts.get(class + 1)) else {
            return false;
        };
        let own = self.entries.get(*start as usize..*end as usize).unwrap_or_default();
        let found = own.binary_search_by_key(&stem, |(stem, _)| *stem).ok().and_then(|at| own.get(at));
        found.is_some_and(|(_, (plain, denied))| {
            *plain >= FEWEST_PLAIN && *denied as f32 <= MOST_DENIED * (plain + denied) as f32
        })
    }
}
