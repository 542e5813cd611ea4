//! Columns that many phrases of a large part have, written out with a weight for every phrase.
//!
//! Most of a comparison is spent on the few columns that stand in every third phrase. Written out, their weights are
//! added several at a time; a phrase without the column adds zero, which changes no sum by a bit.

use std::ops::Range;
use std::sync::OnceLock;

/// Smaller parts are compared as quickly without.
const FEWEST_PHRASES: usize = 256;
/// A column is written out if at least one phrase in so many has it.
const ONE_IN: usize = 8;

/// The columns of each part that are written out, made when something is first compared.
#[derive(Debug, Clone, Default)]
pub(super) struct CommonColumns(OnceLock<Vec<Part>>);

/// They follow from the phrases, so phrases are the same whether they have been made or not.
impl PartialEq for CommonColumns {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// What is written out of one part.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    /// By column of the part: which of those that are written out it is, if it is one.
    slots: Vec<Option<u32>>,
    n_phrases: usize,
    /// One column after the other, each with a weight for every phrase.
    weights: Vec<f32>,
}

impl CommonColumns {
    /// Those of a part; `parts` makes all of them.
    pub(super) fn of(&self, part: usize, parts: impl FnOnce() -> Vec<Part>) -> Option<&Part> {
        self.0.get_or_init(parts).get(part)
    }
}

impl Part {
    /// Writes columns out. Each is given with its phrases and weights; `phrases` are those of the part.
    pub(super) fn write_out<'a>(
        columns: impl Iterator<Item = &'a [(u32, f32)]>,
        phrases: &Range<usize>,
    ) -> Self {
        let n_phrases = phrases.len();
        let mut part = Self { n_phrases, ..Self::default() };
        if n_phrases < FEWEST_PHRASES {
            return part;
        }
        let mut n_written = 0;
        for entries in columns {
            let is_common = entries.len() * ONE_IN >= n_phrases;
            part.slots.push(is_common.then_some(n_written));
            if is_common {
                part.push(entries, phrases.start);
                n_written += 1;
            }
        }
        part
    }

    fn push(&mut self, entries: &[(u32, f32)], first_phrase: usize) {
        let start = self.weights.len();
        self.weights.resize(start + self.n_phrases, 0.0);
        let column = self.weights.get_mut(start..).unwrap_or_default();
        for (phrase, weight) in entries {
            if let Some(slot) = column.get_mut((*phrase as usize).wrapping_sub(first_phrase)) {
                *slot = *weight;
            }
        }
    }

    /// The weights of a column of the part, by phrase, if it is written out.
    pub(super) fn weights(&self, column: usize) -> Option<&[f32]> {
        let start = (*self.slots.get(column)?)? as usize * self.n_phrases;
        self.weights.get(start..start + self.n_phrases)
    }
}
