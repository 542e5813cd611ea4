//! What may have been meant by a word that stands nowhere.

use std::collections::BTreeMap;

use tantivy::query::FuzzyTermQuery;
use tantivy::{SegmentReader, Term};

use super::query::Known;

/// A longer word (in letters) is rather a name or a key than a typing error.
const LONGEST: usize = 32;
/// So many words may have been meant by one; of more the commonest are taken.
const MOST_MEANT: usize = 3;
/// A shorter word (in letters) is the beginning of too many others.
const SHORTEST_BEGINNING: usize = 3;
/// Of the words that begin alike so many are looked at.
const MOST_BEGINNINGS: usize = 2_000;

/// Whether a word may be a typing error: letters only, and long enough that few words are near it.
pub(super) fn can_be_replaced(word: &str) -> bool {
    most_edits(word) > 0 && is_plain(word)
}

/// Whether a word may be the beginning of one that is still being typed.
pub(super) fn can_be_completed(word: &str) -> bool {
    word.chars().count() >= SHORTEST_BEGINNING && is_plain(word)
}

fn is_plain(word: &str) -> bool {
    word.chars().count() <= LONGEST && word.chars().all(char::is_alphabetic)
}

/// Short words have too many neighbours to be replaced; from eight letters on two slips are taken for one word.
fn most_edits(word: &str) -> u8 {
    match word.chars().count() {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// The known words with the fewest letters left out, added, changed or swapped, commonest first; none if all differ
/// by more than a slip or two. Few people mistype the first letter, so words with the same one are asked first.
pub(super) fn nearest(word: &str, known: Known<'_>) -> tantivy::Result<Vec<String>> {
    for n_edits in 1..=most_edits(word) {
        let found = within(word, n_edits, known)?;
        let first = word.chars().next();
        let (alike, others): (BTreeMap<_, _>, BTreeMap<_, _>) =
            found.into_iter().partition(|(other, _)| other.chars().next() == first);
        let found = if alike.is_empty() { others } else { alike };
        if !found.is_empty() {
            return commonest(found, known);
        }
    }
    Ok(Vec::new())
}

fn within(word: &str, n_edits: u8, known: Known<'_>) -> tantivy::Result<BTreeMap<String, u32>> {
    let mut found = BTreeMap::new();
    let field = known.fields.words;
    let term = Term::from_field_text(field, word);
    for part in known.searcher.segment_readers() {
        let index = part.inverted_index(field)?;
        let automaton = FuzzyTermQuery::new(term.clone(), n_edits, true).automaton()?;
        let mut words = index.terms().search(automaton).into_stream()?;
        while words.advance() {
            count(&mut found, words.key(), words.value().doc_freq);
        }
    }
    Ok(found)
}

/// The known words that begin like this, commonest first.
pub(super) fn beginning_with(beginning: &str, known: Known<'_>) -> tantivy::Result<Vec<String>> {
    let mut found = BTreeMap::new();
    let field = known.fields.words;
    // No letter of UTF-8 has this byte, so what begins alike comes before it.
    let behind = [beginning.as_bytes(), &[0xff]].concat();
    for part in known.searcher.segment_readers() {
        let index = part.inverted_index(field)?;
        let mut words = index.terms().range().ge(beginning).lt(&behind).into_stream()?;
        let mut n_seen = 0;
        while n_seen < MOST_BEGINNINGS && words.advance() {
            n_seen += 1;
            count(&mut found, words.key(), words.value().doc_freq);
        }
    }
    commonest(found, known)
}

fn count(found: &mut BTreeMap<String, u32>, word: &[u8], n_sections: u32) {
    if let Ok(word) = std::str::from_utf8(word) {
        *found.entry(word.to_owned()).or_default() += n_sections;
    }
}

fn commonest(found: BTreeMap<String, u32>, known: Known<'_>) -> tantivy::Result<Vec<String>> {
    let mut words: Vec<(String, u64)> = found.into_iter().map(|(word, n)| (word, u64::from(n))).collect();
    if known.searcher.segment_readers().iter().any(SegmentReader::has_deletes) {
        for (word, n) in &mut words {
            *n = known.pages.n_sections(known.searcher, &Term::from_field_text(known.fields.words, word))?;
        }
        words.retain(|(_, n)| *n > 0);
    }
    // The sort is stable, so equally common words stay in alphabetical order.
    words.sort_by_key(|&(_, n_sections)| std::cmp::Reverse(n_sections));
    Ok(words.into_iter().take(MOST_MEANT).map(|(word, _)| word).collect())
}
