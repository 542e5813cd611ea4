//! The passage of a section that is shown under a hit.
//!
//! In: the section's text and the words looked for. Out: the passage of at most 240 characters with most of them,
//! cut where a sentence or at least a word ends, and the places of the words in it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::Excerpt;
use super::analysis::{AllStems, LONGEST as LONGEST_WORD, tokens};
use super::language::Tongue;
use super::query::{Term, Wanted};
use crate::text::sentences::sentences;

/// The longest passage, in characters.
const LONGEST: usize = 240;
/// The same without the two signs that something was left out.
const ROOM: usize = LONGEST - 2;
/// How much of an overlong sentence is shown before the first word that matches, in characters.
const LEAD: usize = 60;
/// So much of a text (in bytes) is looked at: a page may be one table of a megabyte.
const LOOKED_AT: usize = 16 * 1024;
/// Stands for what was left out of a sentence.
const CUT: char = '…';

/// Makes excerpts for one query.
pub(super) struct Marker<'query> {
    /// The number of the term of each stem.
    terms: HashMap<&'query str, usize>,
    /// The first bytes of the stems. Stemming keeps them, so most words of a text are passed over unstemmed.
    beginnings: [bool; 256],
    stemmer: AllStems,
    /// What is known of words already seen: the number of their term, if they are looked for.
    seen: HashMap<String, Option<usize>>,
}

/// A word of a text that is looked for.
struct Match {
    term: usize,
    span: Range<usize>,
}

impl<'query> Marker<'query> {
    pub(super) fn new(wanted: &'query Wanted, tongues: &[Tongue]) -> Self {
        let stems_of = |(number, term): (usize, &'query Term)| {
            term.stems.iter().map(move |stem| (stem.as_str(), number))
        };
        let terms: HashMap<&str, usize> = wanted.terms.iter().enumerate().flat_map(stems_of).collect();
        let mut beginnings = [false; 256];
        for first in terms.keys().filter_map(|stem| stem.bytes().next()) {
            beginnings.get_mut(usize::from(first)).into_iter().for_each(|begins| *begins = true);
        }
        Self { terms, beginnings, stemmer: AllStems::of(tongues), seen: HashMap::new() }
    }

    /// The passage of a text that shows most; its beginning if it has none of the words.
    pub(super) fn excerpt(&mut self, text: &str) -> Excerpt {
        let text = text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or_default();
        let matches = self.matches(text);
        let shown = best_passage(text, &matches).cut_out(text);
        let marks = merged(self.matches(&shown).into_iter().map(|found| found.span));
        Excerpt { text: shown, marks }
    }

    /// Where words that are looked for stand. Nothing that is parted by blanks is ever one word, so each piece is
    /// looked at alone, and most are passed over by their first letter. An ordinary word is its own only token.
    fn matches(&mut self, text: &str) -> Vec<Match> {
        let mut found = Vec::new();
        for piece in text.split_ascii_whitespace() {
            // A piece is a part of the text, so that its place is the distance between the two.
            let at = piece.as_ptr() as usize - text.as_ptr() as usize;
            if let Some(word) = plain_word(piece) {
                if let Some(term) = self.term_of(&lowered(word)).filter(|_| word.len() <= LONGEST_WORD) {
                    let start = word.as_ptr() as usize - text.as_ptr() as usize;
                    found.push(Match { term, span: start..start + word.len() });
                }
                continue;
            }
            for token in tokens(piece) {
                if let Some(term) = self.term_of(&token.text) {
                    found.push(Match { term, span: at + token.span.start..at + token.span.end });
                }
            }
        }
        found
    }

    fn term_of(&mut self, word: &str) -> Option<usize> {
        let may_be = |first: u8| self.beginnings.get(usize::from(first)).copied().unwrap_or_default();
        if !word.bytes().next().is_some_and(may_be) {
            return None;
        }
        if let Some(known) = self.seen.get(word) {
            return *known;
        }
        let stems = self.stemmer.stems(word);
        let term = stems.iter().find_map(|stem| self.terms.get(stem.as_str())).copied();
        self.seen.insert(word.to_owned(), term);
        term
    }
}

/// The ordinary word that a piece is but for marks around it; nothing if it may hold several words, or letters other
/// than a capital at the beginning that have another normal form.
fn plain_word(piece: &str) -> Option<&str> {
    let word = piece.trim_matches(|c: char| c.is_ascii_punctuation() && c != '_');
    let (first, rest) = word.as_bytes().split_first()?;
    let is_plain = rest.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    (is_plain && first.is_ascii_alphanumeric()).then_some(word)
}

/// An ordinary word in its normal form.
fn lowered(word: &str) -> Cow<'_, str> {
    if word.starts_with(|first: char| first.is_ascii_uppercase()) {
        Cow::Owned(word.to_ascii_lowercase())
    } else {
        Cow::Borrowed(word)
    }
}

/// A part of a text, in bytes.
#[derive(Debug, Clone)]
struct Passage {
    range: Range<usize>,
    cut_before: bool,
    cut_after: bool,
}

impl Passage {
    /// The passage on one line, with a sign wherever it breaks a sentence.
    fn cut_out(&self, text: &str) -> String {
        let mut shown = String::new();
        if self.cut_before {
            shown.push(CUT);
        }
        for word in text.get(self.range.clone()).unwrap_or_default().split_whitespace() {
            if !shown.is_empty() && !shown.ends_with(CUT) {
                shown.push(' ');
            }
            shown.push_str(word);
        }
        if self.cut_after {
            shown.push(CUT);
        }
        shown
    }
}

/// The passage with most of the words; of equal ones the first.
fn best_passage(text: &str, matches: &[Match]) -> Passage {
    let sentences = sentences(text);
    let first = sentences.first().map_or(0, |sentence| sentence.start);
    let mut best = passage_from(text, &sentences, first);
    let mut most = worth(&best, matches);
    for (number, sentence) in sentences.iter().enumerate() {
        let later = sentences.get(number..).unwrap_or_default();
        for start in starts(text, sentence, matches) {
            let passage = passage_from(text, later, start);
            let worth = worth(&passage, matches);
            if worth > most {
                (best, most) = (passage, worth);
            }
        }
    }
    with_what_came_before(text, &sentences, best)
}

/// Where a passage may start in a sentence: at its beginning if it has a match at all, and if it is too long to be
/// shown whole, a little before each match.
fn starts(text: &str, sentence: &Range<usize>, matches: &[Match]) -> Vec<usize> {
    let from = matches.partition_point(|found| found.span.start < sentence.start);
    let inside = matches.iter().skip(from).take_while(|found| found.span.start < sentence.end);
    let is_long = end_of_room(text, sentence.start, ROOM) < sentence.end;
    if is_long {
        inside.map(|found| word_start(text, sentence.start, found.span.start)).collect()
    } else {
        inside.take(1).map(|_| sentence.start).collect()
    }
}

/// Different words count first, then all of them.
fn worth(passage: &Passage, matches: &[Match]) -> (u32, usize) {
    let from = matches.partition_point(|found| found.span.start < passage.range.start);
    let inside = matches.iter().skip(from).take_while(|found| found.span.end <= passage.range.end);
    let (mut terms, mut n) = (0_u64, 0);
    for found in inside {
        // There are at most 32 terms, see `query`.
        terms |= 1 << (found.term % 64);
        n += 1;
    }
    (terms.count_ones(), n)
}

/// The passage from a place on: whole sentences if they fill at least half of the room, else up to the last word
/// that fits. `sentences` begin with the one in which it starts.
fn passage_from(text: &str, sentences: &[Range<usize>], start: usize) -> Passage {
    let cut_before = sentences.first().is_some_and(|sentence| sentence.start < start);
    let limit = end_of_room(text, start, ROOM);
    let ends = sentences.iter().map(|sentence| sentence.end).take_while(|end| *end <= limit);
    let last_end = ends.last().filter(|end| *end > start);
    let next_fits =
        last_end.is_some_and(|end| text.get(end..limit).is_some_and(|rest| rest.trim().is_empty()));
    match last_end {
        Some(end) if next_fits || (end - start) * 2 >= limit - start => {
            Passage { range: start..end, cut_before, cut_after: false }
        }
        _ => {
            Passage { range: start..word_end(text, start, limit), cut_before, cut_after: limit < text.len() }
        }
    }
}

/// A short passage at the end of a text says more with the sentences before it.
fn with_what_came_before(text: &str, sentences: &[Range<usize>], mut passage: Passage) -> Passage {
    if passage.cut_before || passage.cut_after {
        return passage;
    }
    let first = sentences.partition_point(|sentence| sentence.start < passage.range.start);
    for sentence in sentences.iter().take(first).rev() {
        if end_of_room(text, sentence.start, ROOM) < passage.range.end {
            break;
        }
        passage.range.start = sentence.start;
    }
    passage
}

/// The byte behind the last of `n_chars` characters.
fn end_of_room(text: &str, start: usize, n_chars: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    rest.char_indices().nth(n_chars).map_or(text.len(), |(at, _)| start + at)
}

/// The start of a word at most [`LEAD`] characters before a match.
fn word_start(text: &str, earliest: usize, found: usize) -> usize {
    let before = text.get(earliest..found).unwrap_or_default();
    let Some((at, _)) = before.char_indices().rev().nth(LEAD) else { return earliest };
    let lead = before.get(at..).unwrap_or_default();
    lead.find(char::is_whitespace).map_or(found, |blank| {
        let rest = lead.get(blank..).unwrap_or_default();
        earliest + at + blank + (rest.len() - rest.trim_start().len())
    })
}

/// The end of the last word that ends before the limit; the limit itself where words are not parted by blanks.
fn word_end(text: &str, start: usize, limit: usize) -> usize {
    let room = text.get(start..limit).unwrap_or_default();
    let goes_on = text.get(limit..).is_some_and(|rest| rest.starts_with(|c: char| !c.is_whitespace()));
    let last_blank = room.rfind(char::is_whitespace).filter(|blank| goes_on && blank * 2 > room.len());
    let kept = last_blank.and_then(|blank| room.get(..blank)).unwrap_or(room);
    start + kept.trim_end().len()
}

/// Marks that overlap or touch as one: an identifier and its parts, the pairs of a run without blanks.
fn merged(spans: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut marks: Vec<Range<usize>> = Vec::new();
    for span in spans {
        match marks.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => marks.push(span),
        }
    }
    marks
}

#[cfg(test)]
mod tests;
