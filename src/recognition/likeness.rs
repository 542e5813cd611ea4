//! How alike texts are that nobody has recognised: by the same stems, pairs and pieces of words that recognition uses,
//! weighed by how rare they are among these texts.

use super::dictionary::{Counts, Dictionary};
use super::features::{Features, features};
use super::vectors::Vocabulary;
use crate::sharing::on_threads;
use crate::text::words::words;

/// Of a longer text only the beginning is compared, in bytes: what is seen is said there, a log follows.
const LONGEST_COMPARED: usize = 2_000;

/// For each text the earlier texts that it has something in common with, each with how much: from above 0 to 1 (the
/// same). The same texts in the same order always give the same numbers.
pub fn likenesses(texts: &[&str], n_threads: usize) -> Vec<Vec<(usize, f32)>> {
    let taken: Vec<Features> = on_threads(texts, n_threads, |text| {
        let beginning = text.get(..text.floor_char_boundary(LONGEST_COMPARED)).unwrap_or_default();
        features(&words(beginning))
    });
    let dictionary = Dictionary::of(&taken, n_threads);
    let counts: Vec<Counts> = taken.iter().map(|features| dictionary.counts(features)).collect();
    let vocabulary = Vocabulary::learn(counts.iter(), dictionary.width());
    // By feature, the texts before that have it: most pairs of texts share nothing and are never looked at.
    let mut earlier: Vec<Vec<(usize, f32)>> = vec![Vec::new(); dictionary.width()];
    let mut alike = Vec::with_capacity(texts.len());
    let mut sums = vec![0.0f32; texts.len()];
    for (at, count) in counts.iter().enumerate() {
        let vector = vocabulary.vector(count);
        for (column, weight) in vector.iter() {
            let Some(known) = earlier.get_mut(column) else { continue };
            for (other, theirs) in known.iter() {
                if let Some(sum) = sums.get_mut(*other) {
                    *sum += weight * theirs;
                }
            }
            known.push((at, weight));
        }
        let found = sums.iter_mut().enumerate().take(at).map(|(other, sum)| (other, std::mem::take(sum)));
        alike.push(found.filter(|(_, sum)| *sum > 0.0).collect());
    }
    alike
}
