//! Features as weighted vectors of length one.

use super::dictionary::Counts;

/// A sparse vector: columns with their weights, each column once.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct SparseVector {
    entries: Vec<(u32, f32)>,
}

impl SparseVector {
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, f32)> + '_ {
        self.entries.iter().map(|(column, weight)| (*column as usize, *weight))
    }

    /// The same vector with its columns in ascending order.
    pub(super) fn sorted(mut self) -> Self {
        self.entries.sort_unstable_by_key(|(column, _)| *column);
        self
    }

    /// Column and weight side by side, for the loops in which time is spent.
    pub(super) fn entries(&self) -> &[(u32, f32)] {
        &self.entries
    }
}

/// Of a base of so many texts, how many must hold a pair or a piece for it to count. In a large one rare features are
/// left out: that makes vectors a third as wide and training twice as quick, and changed accuracy by less than half
/// a point on public sets of 10 to 100 phrases a class. In a small one most features are rare: with five phrases a
/// class, leaving them out costs a point.
pub(super) fn fewest_texts(n_texts: usize) -> u32 {
    if n_texts < SMALL { 1 } else { 2 }
}

/// A base of fewer texts is small.
const SMALL: usize = 1000;

/// Rarity counts less than it does in searching: with few phrases a class, chance decides what is rare. It gained 0.4
/// points with ten phrases a class against a power of 1.
const RARITY_POWER: f32 = 0.7;

/// How rare the features of one set of training texts are. Columns are those of the dictionary; those that this
/// set does not use stay empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Vocabulary {
    /// Inverse document frequency by column: (ln((1 + n) / (1 + df)) + 1) ^ [`RARITY_POWER`]; 0 where a column is not
    /// used.
    pub(super) rarity: Vec<f32>,
    /// The rarity of a feature never seen.
    pub(super) unseen: f32,
}

impl Vocabulary {
    /// Counts the features of the training texts. `width` is the number of columns of the dictionary.
    pub(super) fn learn<'a>(texts: impl Iterator<Item = &'a Counts>, width: usize) -> Self {
        let mut frequency = vec![0u32; width];
        let mut is_stem = vec![false; width];
        let mut n_texts = 0u32;
        for text in texts {
            n_texts += 1;
            for column in &text.stems {
                if let Some(slot) = is_stem.get_mut(*column as usize) {
                    *slot = true;
                }
            }
            for (column, _) in text.words.iter().chain(&text.pieces) {
                if let Some(slot) = frequency.get_mut(*column as usize) {
                    *slot += 1;
                }
            }
        }
        let rarity_of =
            |count: u32| (((1.0 + n_texts as f32) / (1.0 + count as f32)).ln() + 1.0).powf(RARITY_POWER);
        let fewest = fewest_texts(n_texts as usize);
        let is_kept = |count: u32, is_stem: bool| count >= fewest || (is_stem && count > 0);
        let columns = frequency.iter().zip(is_stem);
        Self {
            rarity: columns.map(|(n, stem)| if is_kept(*n, stem) { rarity_of(*n) } else { 0.0 }).collect(),
            unseen: rarity_of(0),
        }
    }

    /// The vector of a text: each block with logarithmic counts times rarity and of length one, then both together
    /// of length one. Features never seen are left out.
    pub(super) fn vector(&self, text: &Counts) -> SparseVector {
        let mut entries = Vec::with_capacity(text.words.len() + text.pieces.len());
        self.push_block(&mut entries, &text.words);
        let n_words = entries.len();
        self.push_block(&mut entries, &text.pieces);
        if n_words > 0 && n_words < entries.len() {
            scale(&mut entries, std::f32::consts::FRAC_1_SQRT_2);
        }
        SparseVector { entries }
    }

    /// What of a text's stems training has seen.
    pub(super) fn known(&self, text: &Counts) -> Known {
        let rarities = text.stems.iter().map(|column| self.rarity(*column)).filter(|rarity| *rarity > 0.0);
        let (known, n_stems) = rarities.fold((0.0f32, 0), |(sum, n), rarity| (sum + rarity, n + 1));
        let n_all = text.stems.len() + text.n_stems_unknown;
        let all = known + (n_all - n_stems) as f32 * self.unseen;
        Known { share: if all > 0.0 { known / all } else { 0.0 }, all, n_stems }
    }

    /// How rare a feature is; 0 if these texts do not use it.
    pub(super) fn rarity(&self, column: u32) -> f32 {
        self.rarity.get(column as usize).copied().unwrap_or(0.0)
    }

    /// Adds one block, scaled to length one.
    fn push_block(&self, entries: &mut Vec<(u32, f32)>, counts: &[(u32, f32)]) {
        let from = entries.len();
        let weighted = counts.iter().map(|(column, count)| (*column, count * self.rarity(*column)));
        entries.extend(weighted.filter(|(_, weight)| *weight > 0.0));
        let block = entries.get_mut(from..).unwrap_or_default();
        let norm = block.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        if norm > 0.0 {
            scale(block, 1.0 / norm);
        }
    }
}

fn scale(entries: &mut [(u32, f32)], factor: f32) {
    for (_, weight) in entries {
        *weight *= factor;
    }
}

/// What of a text's stems training has seen.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Known {
    /// The share of the stems, weighted by rarity, 0–1. Of no stems at all, none is known.
    pub(super) share: f32,
    /// What all stems, known or not, come to by rarity.
    pub(super) all: f32,
    /// How many different stems.
    pub(super) n_stems: usize,
}
