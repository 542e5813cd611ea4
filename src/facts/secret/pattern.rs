//! A shape to look for, made ready only when a text may have it.
//!
//! To compile all patterns takes longer than to answer a question. Most texts hold no word that any of them needs.

use std::sync::OnceLock;

use regex::Regex;

/// A regular expression, and words of which every text holds one in which it finds something.
pub(super) struct Pattern {
    /// In small letters, ASCII only. One of them must be there.
    needs: &'static [&'static str],
    expression: &'static str,
    /// Compiled when it is first needed; nothing if it is no regular expression, which a test rules out.
    compiled: OnceLock<Option<Regex>>,
}

/// The letters of a text, made small, in which words that patterns need are looked for.
pub(super) struct Letters(String);

impl Letters {
    /// Of a text as it stands and as it is seen: what a pattern finds in either must not be missed.
    pub(super) fn of(text: &str, seen: &str) -> Self {
        let mut letters = text.to_ascii_lowercase();
        if seen != text {
            letters.push('\n');
            letters.push_str(&seen.to_ascii_lowercase());
        }
        Self(letters)
    }

    fn hold_one_of(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.0.contains(word))
    }
}

impl Pattern {
    pub(super) const fn new(needs: &'static [&'static str], expression: &'static str) -> Self {
        Self { needs, expression, compiled: OnceLock::new() }
    }

    /// The compiled pattern, if it could find anything in a text of these letters.
    pub(super) fn for_text(&self, letters: &Letters) -> Option<&Regex> {
        letters.hold_one_of(self.needs).then(|| self.compiled()).flatten()
    }

    /// The compiled pattern.
    pub(super) fn compiled(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| Regex::new(self.expression).ok()).as_ref()
    }
}
