//! The training phrases nearest to a text: what explains an answer, and what refuses one.

use super::vectors::SparseVector;

/// An inverted index over the training phrases.
#[derive(Debug, Clone, Default)]
pub(super) struct Phrases {
    /// Start of each column's entries in `entries`; one more than there are columns.
    starts: Vec<u32>,
    /// Phrase and weight, by column, then phrase.
    entries: Vec<(u32, f32)>,
    n_phrases: usize,
}

impl Phrases {
    pub(super) fn index(vectors: &[SparseVector], width: usize) -> Self {
        let mut counts = vec![0u32; width + 1];
        for (column, _) in vectors.iter().flat_map(SparseVector::iter) {
            if let Some(count) = counts.get_mut(column + 1) {
                *count += 1;
            }
        }
        let mut total = 0;
        for count in &mut counts {
            total += *count;
            *count = total;
        }
        let mut next = counts.clone();
        let mut entries = vec![(0u32, 0f32); total as usize];
        for (vector, phrase) in vectors.iter().zip(0u32..) {
            for (column, weight) in vector.iter() {
                let Some(slot) = next.get_mut(column) else { continue };
                if let Some(entry) = entries.get_mut(*slot as usize) {
                    *entry = (phrase, weight);
                }
                *slot += 1;
            }
        }
        Self { starts: counts, entries, n_phrases: vectors.len() }
    }

    /// The cosine of a text with every training phrase (vectors have length one).
    pub(super) fn cosines(&self, vector: &SparseVector) -> Vec<f32> {
        let mut cosines = vec![0.0f32; self.n_phrases];
        for (column, value) in vector.iter() {
            let (Some(start), Some(end)) = (self.starts.get(column), self.starts.get(column + 1)) else {
                continue;
            };
            for (phrase, weight) in self.entries.get(*start as usize..*end as usize).unwrap_or_default() {
                if let Some(cosine) = cosines.get_mut(*phrase as usize) {
                    *cosine += value * weight;
                }
            }
        }
        cosines
    }
}
