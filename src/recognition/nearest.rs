//! The training phrases nearest to a text: what explains an answer, and what refuses one.

use std::ops::Range;

use super::classifier::Membership;
use super::common_columns::{self, CommonColumns};
use super::vectors::SparseVector;

/// The training phrases in parts, and in each part by column, so that what is compared at one time stands together in
/// memory. Each symptom's phrases are a part; all that is out of scope is one; and what says "not this class" is one for
/// each class. Within a part, a group is what phrases say, the same of all: "this class", or "not this class".
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Phrases {
    /// Classes from this one on are out of scope.
    pub(super) n_symptoms: u32,
    /// By group: where its phrases begin; one more than there are groups. First all "this class", then all "not".
    pub(super) groups: Vec<u32>,
    /// By group: the length of the sum of its phrases.
    pub(super) lengths: Vec<f32>,
    /// By part: where its columns begin; one more than there are parts.
    pub(super) starts: Vec<u32>,
    /// The columns that phrases of the part have, ascending, and where the entries of each begin; one more than
    /// there are columns of all parts.
    pub(super) columns: Vec<(u32, u32)>,
    /// Phrase and weight.
    pub(super) entries: Vec<(u32, f32)>,
    pub(super) common: CommonColumns,
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
    /// Indexes phrases that stand in the order of their memberships. Classes from `n_symptoms` on are out of scope.
    pub(super) fn index(
        vectors: &[SparseVector],
        memberships: &[Membership],
        n_classes: usize,
        n_symptoms: usize,
        width: usize,
    ) -> Self {
        let group_of: Vec<usize> = memberships.iter().map(|says| group(*says, n_classes)).collect();
        let part_of: Vec<usize> = memberships.iter().map(|says| part(*says, n_symptoms)).collect();
        let sizes = vectors.iter().zip(&part_of);
        let by_part = sizes.flat_map(|(vector, part)| std::iter::repeat_n(*part, vector.entries().len()));
        let starts = counted(n_symptoms + 1 + n_classes, by_part);
        let mut index = Self {
            groups: counted(2 * n_classes, group_of.iter().copied()),
            lengths: vec![0.0; 2 * n_classes],
            n_symptoms: n_symptoms as u32,
            ..Self::default()
        };
        let sorted = by_column(vectors, width);
        let mut next = starts.clone();
        let mut entries = vec![(0u32, 0u32, 0f32); sorted.len()];
        for entry in sorted {
            let part = part_of.get(entry.1 as usize).copied().unwrap_or_default();
            let Some(next) = next.get_mut(part) else { continue };
            if let Some(slot) = entries.get_mut(*next as usize) {
                *slot = entry;
            }
            *next += 1;
        }
        for (start, end) in starts.iter().zip(starts.iter().skip(1)) {
            index.push_part(entries.get(*start as usize..*end as usize).unwrap_or_default(), &group_of);
        }
        index.starts.push(index.columns.len() as u32);
        index.columns.push((u32::MAX, index.entries.len() as u32));
        index.lengths.iter_mut().for_each(|length| *length = length.sqrt());
        index
    }

    /// Adds a part, given its columns, phrases and weights, sorted. Lengths are squares until all parts are there.
    fn push_part(&mut self, entries: &[(u32, u32, f32)], group_of: &[usize]) {
        self.starts.push(self.columns.len() as u32);
        let group =
            |(_, phrase, _): &(u32, u32, f32)| group_of.get(*phrase as usize).copied().unwrap_or_default();
        for column in entries.chunk_by(|(first, ..), (second, ..)| first == second) {
            self.columns.extend(column.first().map(|(column, ..)| (*column, self.entries.len() as u32)));
            self.entries.extend(column.iter().map(|(_, phrase, weight)| (*phrase, *weight)));
            for own in column.chunk_by(|first, second| group(first) == group(second)) {
                let sum: f32 = own.iter().map(|(.., weight)| weight).sum();
                if let Some(square) = own.first().and_then(|first| self.lengths.get_mut(group(first))) {
                    *square += sum * sum;
                }
            }
        }
    }

    /// Compares a text, its columns ascending, with the phrases of the part that says this, and with whatever else
    /// is in it. All vectors have length one.
    pub(super) fn compare(&self, vector: &SparseVector, says: Membership) -> Cosines {
        let part = part(says, self.n_symptoms as usize);
        let phrases = self.phrases_of_part(part);
        let mut cosines = vec![0.0f32; phrases.len()];
        let common = self.common.of(part, || self.common_columns());
        let columns = range(&self.starts, part);
        let mut rest = self.columns.get(columns.start..).unwrap_or_default();
        let mut n_left = columns.len();
        for (column, value) in vector.entries() {
            let n_passed = before(rest.get(..n_left).unwrap_or_default(), *column);
            n_left -= n_passed;
            rest = rest.get(n_passed..).unwrap_or_default();
            let [(found, start), (_, end), ..] = rest else { break };
            if n_left == 0 {
                break;
            }
            if found != column {
                continue;
            }
            if let Some(weights) = common.and_then(|common| common.weights(columns.len() - n_left)) {
                for (cosine, weight) in cosines.iter_mut().zip(weights) {
                    *cosine += value * weight;
                }
                continue;
            }
            for (phrase, weight) in self.entries.get(*start as usize..*end as usize).unwrap_or_default() {
                let at = (*phrase as usize).wrapping_sub(phrases.start);
                if let Some(cosine) = cosines.get_mut(at) {
                    *cosine += value * weight;
                }
            }
        }
        Cosines { first: phrases.start, cosines }
    }

    /// How near a text comes to the phrases that say this, given the cosines of the part they are in.
    pub(super) fn near(&self, part: &Cosines, says: Membership) -> Near {
        let group = group(says, self.groups.len() / 2);
        let phrases = range(&self.groups, group);
        let own = phrases.start.wrapping_sub(part.first)..phrases.end.wrapping_sub(part.first);
        let cosines = part.cosines.get(own).unwrap_or_default();
        let mut near = Near::default();
        for (phrase, cosine) in phrases.zip(cosines) {
            if *cosine > near.cosine {
                near = Near { phrase: Some(phrase), cosine: *cosine, centre: 0.0 };
            }
        }
        let length = self.lengths.get(group).copied().unwrap_or_default();
        near.centre = cosines.iter().sum::<f32>() / length.max(f32::MIN_POSITIVE);
        near
    }

    /// Whether a phrase of a class holds a feature.
    pub(super) fn hold(&self, column: u32, class: usize) -> bool {
        let part = range(&self.starts, part(Membership::Of(class), self.n_symptoms as usize));
        let columns = self.columns.get(part.start..part.end + 1).unwrap_or_default();
        let n_columns = columns.len().saturating_sub(1);
        let Ok(at) =
            columns.get(..n_columns).unwrap_or_default().binary_search_by_key(&column, |(found, _)| *found)
        else {
            return false;
        };
        let (Some((_, start)), Some((_, end))) = (columns.get(at), columns.get(at + 1)) else { return false };
        let phrases = range(&self.groups, class);
        let entries = self.entries.get(*start as usize..*end as usize).unwrap_or_default();
        entries.iter().any(|(phrase, _)| phrases.contains(&(*phrase as usize)))
    }

    /// Of each part, the columns that are worth writing out.
    fn common_columns(&self) -> Vec<common_columns::Part> {
        let n_parts = self.starts.len().saturating_sub(1);
        let part = |part: usize| {
            let columns = range(&self.starts, part);
            let own = self.columns.get(columns.start..columns.end + 1).unwrap_or_default();
            let entries = own.iter().zip(own.iter().skip(1)).map(|((_, start), (_, end))| {
                self.entries.get(*start as usize..*end as usize).unwrap_or_default()
            });
            common_columns::Part::write_out(entries, &self.phrases_of_part(part))
        };
        (0..n_parts).map(part).collect()
    }

    /// Parts and groups stand in one order, so a part is a run of groups.
    fn phrases_of_part(&self, part: usize) -> Range<usize> {
        let (n_classes, n_symptoms) = (self.groups.len() / 2, self.n_symptoms as usize);
        let groups = match part {
            symptom if symptom < n_symptoms => symptom..symptom + 1,
            beyond if beyond == n_symptoms => n_symptoms..n_classes,
            counter => {
                let group = n_classes + (counter - n_symptoms - 1);
                group..group + 1
            }
        };
        match (self.groups.get(groups.start), self.groups.get(groups.end)) {
            (Some(start), Some(end)) => *start as usize..*end as usize,
            _ => 0..0,
        }
    }
}

/// The cosines of a text with the phrases of one part.
#[derive(Debug, Clone, Default)]
pub(super) struct Cosines {
    first: usize,
    cosines: Vec<f32>,
}

fn part(says: Membership, n_symptoms: usize) -> usize {
    match says {
        Membership::Of(class) => class.min(n_symptoms),
        Membership::NotOf(class) => n_symptoms + 1 + class,
    }
}

/// How many columns at the start of ascending ones are smaller than `column`. The sought one is mostly near.
fn before(columns: &[(u32, u32)], column: u32) -> usize {
    let mut reach = 1;
    while columns.get(reach).is_some_and(|(found, _)| *found < column) {
        reach *= 2;
    }
    let from = reach / 2;
    let near = columns.get(from..columns.len().min(reach + 1)).unwrap_or_default();
    from + near.partition_point(|(found, _)| *found < column)
}

fn range(starts: &[u32], at: usize) -> Range<usize> {
    match (starts.get(at), starts.get(at + 1)) {
        (Some(start), Some(end)) => *start as usize..*end as usize,
        _ => 0..0,
    }
}

/// Column, phrase and weight of all vectors, by column, then phrase.
fn by_column(vectors: &[SparseVector], width: usize) -> Vec<(u32, u32, f32)> {
    let mut next = counted(width, vectors.iter().flat_map(SparseVector::iter).map(|(column, _)| column));
    let mut sorted = vec![(0u32, 0u32, 0f32); next.last().map_or(0, |total| *total as usize)];
    for (vector, phrase) in vectors.iter().zip(0u32..) {
        for (column, weight) in vector.entries() {
            let Some(next) = next.get_mut(*column as usize) else { continue };
            if let Some(slot) = sorted.get_mut(*next as usize) {
                *slot = (*column, phrase, *weight);
            }
            *next += 1;
        }
    }
    sorted
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
