//! What is kept of a section.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TokenizerManager;

use super::encoding;
use super::language::Tongue;

/// The fields of the index. One document is one section.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    /// Everything of the section, without endings: its heading, text and names, and on the first section of a page
    /// also the page's title and description.
    pub(super) body: Field,
    /// The same in the forms in which it was written.
    pub(super) words: Field,
    /// Title, heading and names one after the other, see [`super::labels`].
    pub(super) labels: Field,
    /// The sizes and kinds of the labels.
    pub(super) label_sizes: Field,
    /// The first words of the page, on its first section.
    pub(super) opening: Field,
    /// Keys and values by which hits can be filtered, see [`super::filter`].
    pub(super) facets: Field,
    /// The page's path; by it a page is replaced.
    pub(super) path: Field,
    /// See [`Standing`].
    pub(super) standing: Field,
    /// What is shown.
    pub(super) shown: Shown,
}

/// The fields that are only kept to be shown.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    /// The section's anchor; missing for the text before the first heading.
    pub(super) anchor: Field,
    /// The page's title.
    pub(super) page_title: Field,
    /// The headings, outermost first.
    pub(super) headings: Field,
    /// The section's text.
    pub(super) text: Field,
}

/// What is known of a section beside its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    /// Its place in the page.
    pub(super) position: u32,
    /// The language of the page.
    pub(super) tongue: Tongue,
    /// How many pages link to the page.
    pub(super) n_links: u32,
    /// Whether the page is a list of links.
    pub(super) is_list: bool,
}

/// Bits of a number that hold a position, and a count of links.
const COUNT_BITS: u32 = 24;
const MOST: u32 = (1 << COUNT_BITS) - 1;

impl Standing {
    pub(super) fn to_number(self) -> u64 {
        u64::from(self.position.min(MOST))
            | u64::from(self.tongue.number()) << COUNT_BITS
            | u64::from(self.n_links.min(MOST)) << (COUNT_BITS + 8)
            | u64::from(self.is_list) << (2 * COUNT_BITS + 8)
    }

    pub(super) fn from_number(number: u64) -> Self {
        let count = |shift: u32| (number >> shift) as u32 & MOST;
        Self {
            position: count(0),
            tongue: Tongue::of_number((number >> COUNT_BITS) as u8),
            n_links: count(COUNT_BITS + 8),
            is_list: (number >> (2 * COUNT_BITS + 8)) & 1 == 1,
        }
    }
}

/// The schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    use IndexRecordOption::{Basic, WithFreqs, WithFreqsAndPositions};
    let mut builder = Schema::builder();
    let fields = Fields {
        body: builder.add_text_field("body", found_by(WithFreqsAndPositions, true)),
        words: builder.add_text_field("words", found_by(WithFreqs, false)),
        labels: builder.add_text_field("labels", found_by(WithFreqsAndPositions, false)),
        label_sizes: builder.add_u64_field("label_sizes", NumericOptions::default().set_fast()),
        opening: builder.add_text_field("opening", found_by(WithFreqs, false)),
        facets: builder.add_text_field(
            "facets",
            TextOptions::default().set_indexing_options(indexing("raw", Basic, false)),
        ),
        path: builder.add_text_field("path", STRING | FAST | STORED),
        standing: builder.add_u64_field("standing", NumericOptions::default().set_fast()),
        shown: Shown {
            anchor: builder.add_text_field("anchor", STORED),
            page_title: builder.add_text_field("page_title", STORED),
            headings: builder.add_text_field("headings", STORED),
            text: builder.add_text_field("text", STORED),
        },
    };
    (builder.build(), fields)
}

/// A field whose words come to the engine ready made.
fn found_by(detail: IndexRecordOption, with_lengths: bool) -> TextOptions {
    TextOptions::default().set_indexing_options(indexing(encoding::ANALYSER, detail, with_lengths))
}

fn indexing(analyser: &str, detail: IndexRecordOption, with_lengths: bool) -> TextFieldIndexing {
    TextFieldIndexing::default().set_tokenizer(analyser).set_index_option(detail).set_fieldnorms(with_lengths)
}

/// The analysers by the names that the schema uses.
pub(super) fn analysers() -> TokenizerManager {
    // The engine has its own for fields that are one word each.
    let manager = TokenizerManager::default();
    manager.register(encoding::ANALYSER, encoding::analyser());
    manager
}
