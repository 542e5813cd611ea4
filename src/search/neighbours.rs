//! What may have been meant by a word that stands nowhere: the known words that differ from it least.

use std::collections::BTreeMap;

use tantivy::Searcher;
use tantivy::schema::Field;

/// A longer word (in letters) is rather a name or a key than a typing error.
const LONGEST: usize = 32;
/// So many words may have been meant by one; of more the commonest are taken.
const MOST_MEANT: usize = 3;

/// Whether a word may be a typing error: letters only, and long enough that few words are near it.
pub(super) fn can_be_replaced(word: &str) -> bool {
    let n_letters = word.chars().count();
    most_edits(n_letters) > 0 && n_letters <= LONGEST && word.chars().all(char::is_alphabetic)
}

/// Short words have too many neighbours to be replaced; from eight letters on two slips are taken for one word.
fn most_edits(n_letters: usize) -> usize {
    match n_letters {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// For each word the known words at the smallest distance, commonest first; none if all are too far.
///
/// Few people mistype the first letter, and words with the same one are a small part of all: only for those of which
/// none is near are all the others read, once for all of them.
pub(super) fn nearest(
    words: &[&str],
    field: Field,
    searcher: &Searcher,
) -> tantivy::Result<Vec<Vec<String>>> {
    let mut searches: Vec<Nearest> = words.iter().map(|word| Nearest::new(word)).collect();
    for (word, search) in words.iter().zip(&mut searches) {
        let first_letter = word.get(..word.ceil_char_boundary(1)).unwrap_or_default();
        read_known(first_letter, field, searcher, |word, n_sections| search.consider(word, n_sections))?;
    }
    let mut open: Vec<&mut Nearest> = searches.iter_mut().filter(|search| search.found.is_empty()).collect();
    if !open.is_empty() {
        read_known("", field, searcher, |word, n_sections| {
            let letters = LetterSet::of(word);
            open.iter_mut().for_each(|search| search.consider_with(word, letters, n_sections));
        })?;
    }
    Ok(searches.into_iter().map(Nearest::into_words).collect())
}

/// Reads all known words that begin like this, with the number of sections in which they stand.
fn read_known(
    beginning: &str,
    field: Field,
    searcher: &Searcher,
    mut each: impl FnMut(&str, u32),
) -> tantivy::Result<()> {
    // No letter of UTF-8 has this byte, so what begins alike comes before it.
    let behind = [beginning.as_bytes(), &[0xff]].concat();
    for part in searcher.segment_readers() {
        let index = part.inverted_index(field)?;
        let mut known = index.terms().range().ge(beginning).lt(&behind).into_stream()?;
        while known.advance() {
            if let Ok(word) = std::str::from_utf8(known.key()) {
                each(word, known.value().doc_freq);
            }
        }
    }
    Ok(())
}

struct Nearest {
    word: Vec<char>,
    letters: LetterSet,
    /// The distance of the nearest words found so far, or the most that is allowed.
    within: usize,
    /// Those words, and in how many sections each stands.
    found: BTreeMap<String, u32>,
}

impl Nearest {
    fn new(word: &str) -> Self {
        let letters = LetterSet::of(word);
        let word: Vec<char> = word.chars().collect();
        Self { within: most_edits(word.len()), word, letters, found: BTreeMap::new() }
    }

    fn consider(&mut self, candidate: &str, n_sections: u32) {
        self.consider_with(candidate, LetterSet::of(candidate), n_sections);
    }

    fn consider_with(&mut self, candidate: &str, letters: LetterSet, n_sections: u32) {
        if self.letters.differ_by_more_than(letters, self.within) {
            return;
        }
        let candidate_letters: Vec<char> = candidate.chars().collect();
        if candidate_letters.len().abs_diff(self.word.len()) > self.within {
            return;
        }
        let distance = distance(&self.word, &candidate_letters);
        if distance < self.within {
            self.within = distance;
            self.found.clear();
        }
        if distance == self.within {
            *self.found.entry(candidate.to_owned()).or_default() += n_sections;
        }
    }

    fn into_words(self) -> Vec<String> {
        let mut words: Vec<(String, u32)> = self.found.into_iter().collect();
        // The sort is stable, so equally common words stay in alphabetical order.
        words.sort_by_key(|&(_, n_sections)| std::cmp::Reverse(n_sections));
        words.into_iter().take(MOST_MEANT).map(|(word, _)| word).collect()
    }
}

/// Which letters a word has: most words are told apart by this without being compared.
#[derive(Clone, Copy)]
struct LetterSet {
    bits: u64,
    is_ascii: bool,
}

impl LetterSet {
    fn of(word: &str) -> Self {
        let bits = word.bytes().fold(0_u64, |bits, byte| bits | 1 << (byte & 63));
        Self { bits, is_ascii: word.is_ascii() }
    }

    /// One edit takes away at most one letter and brings at most one. Letters of more than one byte change more
    /// bits than that, so nothing is said of them.
    fn differ_by_more_than(self, other: Self, n_edits: usize) -> bool {
        let n_edits = n_edits as u32;
        let is_known = self.is_ascii && other.is_ascii;
        is_known
            && ((self.bits & !other.bits).count_ones() > n_edits
                || (other.bits & !self.bits).count_ones() > n_edits)
    }
}

/// Letters left out, added, changed, or swapped with the next one.
fn distance(first: &[char], second: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=second.len()).collect();
    let mut previous: Option<char> = None;
    for (line, &letter) in first.iter().enumerate() {
        let mut row = Vec::with_capacity(above.len());
        row.push(line + 1);
        let mut left_letter: Option<char> = None;
        for (column, &other) in second.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX / 2);
            let changed = at(&above, column) + usize::from(letter != other);
            let mut least = changed.min(at(&above, column + 1) + 1).min(at(&row, column) + 1);
            if previous == Some(other) && left_letter == Some(letter) {
                least = least.min(at(&before, column.saturating_sub(1)) + 1);
            }
            row.push(least);
            left_letter = Some(other);
        }
        before = std::mem::replace(&mut above, row);
        previous = Some(letter);
    }
    above.last().copied().unwrap_or(first.len())
}
