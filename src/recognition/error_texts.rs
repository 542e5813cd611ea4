//! Literal error texts: whoever quotes one has named the symptom.
//!
//! Texts are compared as the words they consist of, so quotes, case, accents, punctuation and white space do not
//! matter; `*` in a pattern stands for any run of characters. Matching looks for one piece after the other and
//! never goes back, so its time grows with the length of the text only.

use crate::text::{fold, is_unspaced_script};

/// How far the pieces round a `*` may stand apart, in bytes of normal form: one message, not one page.
const WIDEST_GAP: usize = 400;

/// An error text, ready to be looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ErrorText {
    /// As the author wrote it.
    pub(super) source: String,
    pieces: Vec<String>,
}

impl ErrorText {
    /// Prepares a pattern; `None` if nothing but punctuation and wildcards is left.
    pub(super) fn new(source: &str) -> Option<Self> {
        let pieces: Vec<String> = source
            .split('*')
            .map(|piece| plain_words(piece).trim().to_owned())
            .filter(|piece| !piece.is_empty())
            .collect();
        if pieces.is_empty() { None } else { Some(Self { source: source.to_owned(), pieces }) }
    }

    /// How much of a text a match accounts for, in characters of normal form: the longer, the more telling.
    pub(super) fn length(&self) -> usize {
        self.pieces.iter().map(|piece| piece.chars().count()).sum()
    }

    /// Whether the text, as [`plain_words`] gives it, holds this error text.
    pub(super) fn is_in(&self, plain: &str) -> bool {
        let Some((first, rest)) = self.pieces.split_first() else { return false };
        // The last place of the first piece may be the right one, so every place is tried; the remaining pieces
        // are then looked for within a bounded stretch.
        let mut from = 0;
        while let Some(end) = find_whole(plain, first, from) {
            if follow(plain, rest, end) {
                return true;
            }
            if rest.is_empty() || end <= from {
                return false;
            }
            from = end;
        }
        false
    }
}

fn follow(plain: &str, pieces: &[String], mut from: usize) -> bool {
    for piece in pieces {
        let limit = plain.floor_char_boundary(from.saturating_add(WIDEST_GAP + piece.len()));
        let Some(stretch) = plain.get(..limit) else { return false };
        match find_whole(stretch, piece, from) {
            Some(end) => from = end,
            None => return false,
        }
    }
    true
}

/// The end of the first whole-word occurrence of `piece` at or after `from`.
fn find_whole(text: &str, piece: &str, mut from: usize) -> Option<usize> {
    loop {
        let start = from + text.get(from..)?.find(piece)?;
        let end = start + piece.len();
        if is_edge(text, start) && is_edge(text, end) {
            return Some(end);
        }
        from = start + piece.chars().next()?.len_utf8();
    }
}

/// Whether a word ends or begins here: at a blank, at the text's ends, and anywhere in a script without blanks.
fn is_edge(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let after = text.get(at..).and_then(|after| after.chars().next());
    match (before, after) {
        (Some(before), Some(after)) => {
            before == ' ' || after == ' ' || is_unspaced_script(before) || is_unspaced_script(after)
        }
        _ => true,
    }
}

/// A text as nothing but its words in normal form, one blank between them and none between characters of scripts
/// that are written without.
pub(super) fn plain_words(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut blank_due = false;
    for c in fold(text).chars() {
        if !c.is_alphanumeric() && !matches!(c, 'ー' | '\u{3099}' | '\u{309a}') {
            blank_due = true;
            continue;
        }
        let between_unspaced =
            is_unspaced_script(c) && plain.chars().next_back().is_some_and(is_unspaced_script);
        if blank_due && !plain.is_empty() && !between_unspaced {
            plain.push(' ');
        }
        blank_due = false;
        plain.push(c);
    }
    plain
}
