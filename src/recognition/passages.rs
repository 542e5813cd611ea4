//! The passages of a text in which a symptom may be told.
//!
//! A short text is one passage. A ticket is many: its sentences, and each with the next one, so that the telling
//! one is not drowned by greetings, signatures and quoted mails.

use std::ops::Range;

use crate::text::sentences::sentences;
use crate::text::words::{Word, words};

/// A text of up to so many words is looked at as a whole.
const SHORT: usize = 16;
/// A text of up to so many words is looked at as a whole too, beside its sentences.
const WHOLE: usize = 80;
/// More passages than this are not looked at: first those at the start of the text.
const MOST_PASSAGES: usize = 400;
/// A sentence is cut after so many words: nobody describes a trouble in two hundred, but logs have such lines.
const LONGEST: usize = 60;

/// The passages of a text, each as its words, in the order in which they should win a tie.
pub(super) fn passages(text: &str) -> Vec<Vec<Word>> {
    let all = words(text);
    if all.len() <= SHORT {
        return if all.is_empty() { Vec::new() } else { vec![all] };
    }
    let sentences: Vec<Vec<Word>> = sentences(text)
        .into_iter()
        .filter(|range| !is_quoted(text, range))
        .flat_map(|range| within(&all, &range))
        .take(MOST_PASSAGES + 1)
        .collect();
    let mut passages = Vec::new();
    for (at, sentence) in sentences.iter().enumerate().take(MOST_PASSAGES) {
        passages.push(sentence.clone());
        if let Some(next) = sentences.get(at + 1)
            && sentence.len() + next.len() <= LONGEST
        {
            passages.push(sentence.iter().chain(next).cloned().collect());
        }
    }
    // Also what was quoted counts in a short text: many forward a complaint with no more than a word of their own.
    let said_already = sentences.first().is_some_and(|only| only.len() == all.len());
    if !said_already && all.len() <= WHOLE {
        passages.push(all);
    }
    passages.truncate(MOST_PASSAGES);
    passages
}

/// The words of a range, in pieces of at most [`LONGEST`] words.
fn within(all: &[Word], range: &Range<usize>) -> Vec<Vec<Word>> {
    let start = all.partition_point(|word| word.span.start < range.start);
    let end = all.partition_point(|word| word.span.start < range.end);
    all.get(start..end).unwrap_or_default().chunks(LONGEST).map(<[Word]>::to_vec).collect()
}

/// Lines that a mail program quoted are somebody else's words about an earlier state.
fn is_quoted(text: &str, range: &Range<usize>) -> bool {
    text.get(range.clone()).is_some_and(|sentence| sentence.starts_with('>'))
}
