//! Anchors: the names by which sections are linked to, unique within a page.
//!
//! Made from the heading as the common Git hosts do it, so that links written for them work here; what an author
//! chose comes first.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The anchors given so far.
#[derive(Default)]
pub(super) struct Anchors {
    taken: HashSet<String>,
    repeats: HashMap<String, usize>,
}

impl Anchors {
    /// Takes exactly this anchor, unless it is taken.
    pub(super) fn reserve(&mut self, anchor: &str) -> bool {
        self.taken.insert(anchor.to_owned())
    }

    /// Gives this anchor, or the first free of `anchor-1`, `anchor-2`, ….
    pub(super) fn give(&mut self, anchor: &str) -> String {
        if self.reserve(anchor) {
            return anchor.to_owned();
        }
        // Counting goes on where it stopped: a page may repeat one heading thousands of times.
        let mut n_repeats = self.repeats.get(anchor).copied().unwrap_or(0);
        loop {
            n_repeats += 1;
            let candidate = format!("{anchor}-{n_repeats}");
            if self.reserve(&candidate) {
                self.repeats.insert(anchor.to_owned(), n_repeats);
                return candidate;
            }
        }
    }
}

/// The anchor a heading gets by itself: lower case, letters and digits of any script, blanks as `-`.
pub(super) fn slug(heading: &str) -> String {
    let composed: String = heading.trim().nfc().flat_map(char::to_lowercase).collect();
    let slug: String = composed.chars().filter_map(slug_character).collect();
    if slug.trim_matches('-').is_empty() { "section".to_owned() } else { slug }
}

fn slug_character(character: char) -> Option<char> {
    if character.is_whitespace() {
        return Some('-');
    }
    // Variation selectors are marks too, but nobody sees or types them.
    let is_selector = matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}');
    let is_mark = is_combining_mark(character) && !is_selector;
    let stays = character.is_alphanumeric() || is_mark || matches!(character, '-' | '_');
    stays.then_some(character)
}
