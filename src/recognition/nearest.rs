//! The training phrases nearest to a text: what explains an answer, and what refuses one.

use std::ops::Range;

use super::classifier::Membership;
use super::vectors::SparseVector;

/// An index over the training phrases: by column, then by group of phrases, the phrases that have it. A group is
/// what phrases say, the same of all: "this class", or "not this class".
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Phrases {
    /// By group: where its phrases begin; one more than there are groups. First all "this class", then all "not".
    pub(super) groups: Vec<u32>,
    /// By group: the length of the sum of its phrases.
    pub(super) lengths: Vec<f32>,
    /// Start of each column's runs; one more than there are columns.
    pub(super) starts: Vec<u32>,
    /// Group, and where its entries begin; one more than there are runs.
    pub(super) runs: Vec<(u32, u32)>,
    /// Phrase and weight.
    pub(super) entries: Vec<(u32, f32)>,
}

/// How near a text comes to the phrases of one group.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Near {
    /// The nearest phrase, by number.
    pub(super) phrase: Option<usize>,
    /// Its cosine.
    pub(super) cosine: f32,
    /// The cosine with the middle of the group.
    pub(super) centre: f32,
}

impl Phrases {
    /// Indexes phrases that stand in the order of their memberships.
    pub(super) fn index(
        vectors: &[SparseVector],
        memberships: &[Membership],
        n_classes: usize,
        width: usize,
    ) -> Self {
        let group_of: Vec<u32> = memberships.iter().map(|says| group(*says, n_classes) as u32).collect();
        let starts = counted(2 * n_classes, group_of.iter().map(|group| *group as usize));
        let mut columns =
            counted(width, vectors.iter().flat_map(SparseVector::iter).map(|(column, _)| column));
        let mut entries = vec![(0u32, 0f32); columns.last().map_or(0, |total| *total as usize)];
        for (vector, phrase) in vectors.iter().zip(0u32..) {
            for (column, weight) in vector.iter() {
                let Some(next) = columns.get_mut(column) else { continue };
                if let Some(entry) = entries.get_mut(*next as usize) {
                    *entry = (phrase, weight);
                }
                *next += 1;
            }
        }
        Self { groups: starts, entries, ..Self::default() }.with_runs(&columns, &group_of)
    }

    /// Notes where a new group begins within each column. `ends` says where each column's entries end.
    fn with_runs(mut self, ends: &[u32], group_of: &[u32]) -> Self {
        let mut squares = vec![0.0f32; 2 * self.n_classes()];
        let mut start = 0;
        for end in ends.iter().take(ends.len().saturating_sub(1)) {
            self.starts.push(self.runs.len() as u32);
            let column = self.entries.get(start as usize..*end as usize).unwrap_or_default();
            let group =
                |(phrase, _): &(u32, f32)| group_of.get(*phrase as usize).copied().unwrap_or_default();
            for run in column.chunk_by(|first, second| group(first) == group(second)) {
                let group = run.first().map(group).unwrap_or_default();
                self.runs.push((group, start));
                start += run.len() as u32;
                let sum: f32 = run.iter().map(|(_, weight)| weight).sum();
                if let Some(square) = squares.get_mut(group as usize) {
                    *square += sum * sum;
                }
            }
        }
        self.starts.push(self.runs.len() as u32);
        self.runs.push((u32::MAX, start));
        self.lengths = squares.into_iter().map(f32::sqrt).collect();
        self
    }

    /// Compares a text with the phrases of one group. All vectors have length one.
    pub(super) fn near(&self, vector: &SparseVector, says: Membership) -> Near {
        let group = group(says, self.n_classes());
        let phrases = self.phrases_of(group);
        let mut cosines = vec![0.0f32; phrases.len()];
        for (column, value) in vector.iter() {
            for (phrase, weight) in self.entries_of(column, group) {
                if let Some(cosine) =
                    (*phrase as usize).checked_sub(phrases.start).and_then(|at| cosines.get_mut(at))
                {
                    *cosine += value * weight;
                }
            }
        }
        let mut near = Near::default();
        for (phrase, cosine) in phrases.zip(&cosines) {
            if *cosine > near.cosine {
                near = Near { phrase: Some(phrase), cosine: *cosine, centre: 0.0 };
            }
        }
        let length = self.lengths.get(group).copied().unwrap_or_default();
        near.centre = cosines.iter().sum::<f32>() / length.max(f32::MIN_POSITIVE);
        near
    }

    fn n_classes(&self) -> usize {
        self.groups.len() / 2
    }

    fn phrases_of(&self, group: usize) -> Range<usize> {
        match (self.groups.get(group), self.groups.get(group + 1)) {
            (Some(start), Some(end)) => *start as usize..*end as usize,
            _ => 0..0,
        }
    }

    fn entries_of(&self, column: usize, group: usize) -> &[(u32, f32)] {
        let (Some(start), Some(end)) = (self.starts.get(column), self.starts.get(column + 1)) else {
            return &[];
        };
        let runs = self.runs.get(*start as usize..*end as usize).unwrap_or_default();
        let Ok(at) = runs.binary_search_by_key(&group, |(group, _)| *group as usize) else { return &[] };
        let at = *start as usize + at;
        match (self.runs.get(at), self.runs.get(at + 1)) {
            (Some((_, start)), Some((_, end))) => {
                self.entries.get(*start as usize..*end as usize).unwrap_or_default()
            }
            _ => &[],
        }
    }
}

fn group(says: Membership, n_classes: usize) -> usize {
    match says {
        Membership::Of(class) => class,
        Membership::NotOf(class) => n_classes + class,
    }
}

/// Where each of `n` kinds begins if things stand in the order of their kinds; one more than there are kinds.
fn counted(n: usize, kinds: impl Iterator<Item = usize>) -> Vec<u32> {
    let mut counts = vec![0u32; n + 1];
    for kind in kinds {
        if let Some(count) = counts.get_mut(kind + 1) {
            *count += 1;
        }
    }
    let mut total = 0;
    for count in &mut counts {
        total += *count;
        *count = total;
    }
    counts
}
