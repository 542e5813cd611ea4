//! What a section is called: the title of its page, its heading, and the names that others have for it.
//!
//! All labels of a section stand in one field, each in a stretch of positions of its own, so that one look into the
//! index tells which words of a query stand in which label, and which of them side by side. Words that say nothing
//! are left out: a label is judged by the share of its words that the query has.

use super::analysis::{Stems, tokens};
use super::encoding::Encoded;
use crate::text::words::is_stop_word;

/// Positions that one label has to itself.
pub(super) const STRETCH: u32 = 64;
/// So many words of a label count; one word more would run into the next label.
const LONGEST: usize = 60;
/// So many labels of a section count: one that many pages link to is known by enough of them.
const MOST: usize = 60;

/// Where a label comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LabelKind {
    /// The page's title, on the first section.
    Title,
    /// The title where it is the heading of the first section too.
    TitleAsHeading,
    /// The section's heading.
    Heading,
    /// What else the section is called.
    Name,
    /// What else the page is called, on the first section.
    PageName,
}

impl LabelKind {
    /// Whether it names the page or section as a whole, as its author or others do; headings name parts.
    pub(super) fn is_name(self) -> bool {
        self != Self::Heading
    }
}

/// The size of a label as the index keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LabelSize {
    pub(super) kind: LabelKind,
    /// The number of its words, those left out that say nothing; at least one.
    pub(super) n_words: u32,
}

impl LabelSize {
    pub(super) fn to_number(self) -> u64 {
        let kind = match self.kind {
            LabelKind::Title => 0,
            LabelKind::Heading => 1,
            LabelKind::Name => 2,
            LabelKind::PageName => 3,
            LabelKind::TitleAsHeading => 4,
        };
        u64::from(self.n_words) << 3 | kind
    }

    pub(super) fn from_number(number: u64) -> Self {
        let kind = match number & 7 {
            0 => LabelKind::Title,
            1 => LabelKind::Heading,
            2 => LabelKind::Name,
            3 => LabelKind::PageName,
            _ => LabelKind::TitleAsHeading,
        };
        Self { kind, n_words: ((number >> 3) as u32).max(1) }
    }
}

/// The labels of one section as they go into the index.
#[derive(Debug, Default)]
pub(super) struct Labels {
    pub(super) words: Encoded,
    pub(super) sizes: Vec<LabelSize>,
}

impl Labels {
    /// Adds a label; one without words adds nothing.
    pub(super) fn add(&mut self, kind: LabelKind, text: &str, stems: &mut Stems) {
        if self.sizes.len() == MOST {
            return;
        }
        let mut words = tokens(text);
        if words.iter().any(|word| !is_stop_word(&word.text)) {
            words.retain(|word| !is_stop_word(&word.text));
        }
        words.truncate(LONGEST);
        if words.is_empty() {
            return;
        }
        let n_after_first =
            words.windows(2).filter(|pair| matches!(pair, [a, b] if a.position != b.position));
        let n_words = n_after_first.count() as u32 + 1;
        self.words.add(words.iter(), |word, text| text.push_str(stems.stem(word)));
        self.words.end_label();
        self.sizes.push(LabelSize { kind, n_words });
    }
}
