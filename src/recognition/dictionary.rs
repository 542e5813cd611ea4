//! The features that training has seen, numbered: everything behind it works with numbers instead of hashes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::features::{FeatureHash, Features};
use super::vectors::fewest_texts;
use crate::sharing::on_threads;

type ByHash<T> = HashMap<FeatureHash, T, BuildHasherDefault<AlreadyHashed>>;

/// Numbers the features of a base. Frequent features have low numbers, so that what is used most stands together
/// in memory; equally frequent ones follow their hashes, so that no order of texts leaves a trace.
#[derive(Debug, Clone, Default)]
pub(super) struct Dictionary {
    columns: ByHash<u32>,
}

/// The features of one text that the dictionary knows, with logarithmic counts (1 + ln n), in the order of hashes.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Counts {
    /// Stems and pairs of stems.
    pub(super) words: Vec<(u32, f32)>,
    /// Pieces of words.
    pub(super) pieces: Vec<(u32, f32)>,
    /// The stems alone.
    pub(super) stems: Vec<u32>,
    /// How many stems the dictionary does not know.
    pub(super) n_stems_unknown: usize,
}

/// How often a feature was met.
#[derive(Clone, Copy, Default)]
struct Met {
    n_texts: u32,
    is_stem: bool,
}

impl Dictionary {
    /// Numbers the features of all texts of a base, on up to `n_threads` threads.
    pub(super) fn of(texts: &[Features], n_threads: usize) -> Self {
        // Each thread counts the features of its share of the hashes: nothing is shared and nothing to be merged.
        let n_shares = n_threads.max(1) as u64;
        let shares: Vec<u64> = (0..n_shares).collect();
        let found = on_threads(&shares, n_threads, |share| frequent(texts, *share, n_shares));
        let mut features: Vec<(u32, FeatureHash)> = found.into_iter().flatten().collect();
        features.sort_unstable_by_key(|(n_texts, feature)| (std::cmp::Reverse(*n_texts), *feature));
        Self::in_order(features.into_iter().map(|(_, feature)| feature))
    }

    /// The dictionary that numbers these features as they come.
    pub(super) fn in_order(features: impl Iterator<Item = FeatureHash>) -> Self {
        Self { columns: features.zip(0u32..).collect() }
    }

    /// The features in the order of their numbers.
    pub(super) fn in_columns(&self) -> Vec<FeatureHash> {
        let mut features: Vec<(u32, FeatureHash)> =
            self.columns.iter().map(|(feature, column)| (*column, *feature)).collect();
        features.sort_unstable();
        features.into_iter().map(|(_, feature)| feature).collect()
    }

    /// How many features there are.
    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }

    /// The number of a feature.
    pub(super) fn column(&self, feature: FeatureHash) -> Option<u32> {
        self.columns.get(&feature).copied()
    }

    /// What the dictionary knows of a text.
    pub(super) fn counts(&self, features: &Features) -> Counts {
        let stems: Vec<u32> = features.stems.iter().filter_map(|stem| self.column(*stem)).collect();
        Counts {
            words: self.known(&features.words),
            pieces: self.known(&features.pieces),
            n_stems_unknown: features.stems.len() - stems.len(),
            stems,
        }
    }

    fn known(&self, counts: &[(FeatureHash, u32)]) -> Vec<(u32, f32)> {
        let mut known = Vec::with_capacity(counts.len());
        known
            .extend(counts.iter().filter_map(|(feature, n)| Some((self.column(*feature)?, logarithmic(*n)))));
        known
    }
}

fn logarithmic(count: u32) -> f32 {
    if count == 1 { 1.0 } else { 1.0 + (count as f32).ln() }
}

/// The features of one share of the hashes that any training on these texts can use.
fn frequent(texts: &[Features], share: u64, n_shares: u64) -> Vec<(u32, FeatureHash)> {
    let is_mine = |feature: FeatureHash| n_shares == 1 || (feature >> 32) % n_shares == share;
    let mut met: ByHash<Met> = ByHash::default();
    for text in texts {
        for (feature, _) in text.words.iter().chain(&text.pieces).filter(|(feature, _)| is_mine(*feature)) {
            met.entry(*feature).or_default().n_texts += 1;
        }
        for stem in text.stems.iter().filter(|stem| is_mine(**stem)) {
            met.entry(*stem).or_default().is_stem = true;
        }
    }
    let fewest = fewest_texts(texts.len());
    let used = met.into_iter().filter(|(_, met)| met.n_texts >= fewest || met.is_stem);
    used.map(|(feature, met)| (met.n_texts, feature)).collect()
}

/// A hasher for keys that are hashes already.
#[derive(Default)]
pub(super) struct AlreadyHashed(u64);

impl Hasher for AlreadyHashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}
