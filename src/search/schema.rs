//! What is kept of a section, and what each part of it weighs when pages are ranked.

use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TokenizerManager;

use super::analysis::{exact_analyser, stemmed_analyser};

const STEMMED: &str = "stemmed";
const EXACT: &str = "exact";

/// The fields of the index. One document is one section.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    /// Everything of the section in one flat field, stemmed: its heading and text, and on the first section of a
    /// page also the page's title and description.
    pub(super) body: Field,
    /// The same, not stemmed.
    pub(super) words: Field,
    /// The page's title, on its first section only.
    pub(super) title: Field,
    /// The section's heading.
    pub(super) heading: Field,
    /// What the section is called elsewhere, see [`super::names`].
    pub(super) names: Field,
    /// Page number and position of the section in its page, see [`Standing`].
    pub(super) standing: Field,
    /// What is shown.
    pub(super) shown: Shown,
}

/// The fields that are kept to be shown.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    /// The page's path.
    pub(super) path: Field,
    /// The section's anchor; missing for the text before the first heading.
    pub(super) anchor: Field,
    /// The page's title.
    pub(super) page_title: Field,
    /// The headings, outermost first.
    pub(super) headings: Field,
    /// The section's text.
    pub(super) text: Field,
}

/// Where a section stands: pages are numbered in the order of their paths, so that ties break by path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Standing {
    pub(super) page: u32,
    pub(super) position: u32,
}

impl Standing {
    pub(super) fn to_number(self) -> u64 {
        u64::from(self.page) << 32 | u64::from(self.position)
    }

    pub(super) fn from_number(number: u64) -> Self {
        Self { page: (number >> 32) as u32, position: (number & u64::from(u32::MAX)) as u32 }
    }
}

/// The schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    use IndexRecordOption::{WithFreqs, WithFreqsAndPositions};
    let mut builder = Schema::builder();
    let fields = Fields {
        body: builder.add_text_field("body", found_by(STEMMED, WithFreqsAndPositions)),
        words: builder.add_text_field("words", found_by(EXACT, WithFreqs)),
        title: builder.add_text_field("title", found_by(STEMMED, WithFreqs)),
        heading: builder.add_text_field("heading", found_by(STEMMED, WithFreqs)),
        names: builder.add_text_field("names", found_by(STEMMED, WithFreqs)),
        standing: builder.add_u64_field("standing", NumericOptions::default().set_fast()),
        shown: Shown {
            path: builder.add_text_field("path", STORED),
            anchor: builder.add_text_field("anchor", STORED),
            page_title: builder.add_text_field("page_title", STORED),
            headings: builder.add_text_field("headings", STORED),
            text: builder.add_text_field("text", STORED),
        },
    };
    (builder.build(), fields)
}

fn found_by(analyser: &str, detail: IndexRecordOption) -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer(analyser).set_index_option(detail);
    TextOptions::default().set_indexing_options(indexing)
}

/// The analysers by the names that the schema uses.
pub(super) fn analysers() -> TokenizerManager {
    // The engine asks for one of its own even for fields that are not searched.
    let manager = TokenizerManager::default();
    manager.register(STEMMED, stemmed_analyser());
    manager.register(EXACT, exact_analyser());
    manager
}

/// What each kind of match weighs. The numbers are round on purpose: on 463 known-item queries over 695 pages
/// each may be halved or doubled for a change below the noise (0.01 of the mean reciprocal rank), and tuning them
/// finely gains only on what they were tuned on.
pub(super) mod weights {
    /// A word of the title, over its worth in the flat field. Titles are bonuses and not fields of their own:
    /// scored apart, words common in texts but rare in titles would decide.
    pub(in crate::search) const TITLE: f64 = 1.0;
    /// A word of any heading of the page.
    pub(in crate::search) const HEADING: f64 = 0.5;
    /// A word of a heading when the sections of one page are compared.
    pub(in crate::search) const HEADING_IN_SECTIONS: f64 = 1.0;
    /// A word of what a page or section is called elsewhere.
    pub(in crate::search) const NAMES: f64 = 1.0;
    /// A word in the very form in which it was typed. Stems alone lose what is a name.
    pub(in crate::search) const EXACT: f64 = 0.5;
    /// Two neighbours of the query close to each other: the largest single gain, and more so for error messages.
    pub(in crate::search) const PAIR: f64 = 0.4;
    /// Neighbours may have three other words between them.
    pub(in crate::search) const PAIR_DISTANCE: u32 = 4;
    /// The count at which a word of a text of mean length has earned half of all it can (k1 of BM25).
    pub(in crate::search) const SATURATION: f64 = 1.2;
    /// How much long pages are held against their counts (b of BM25).
    pub(in crate::search) const LENGTH_IN_PAGES: f64 = 0.75;
    /// The same for sections; authors make them long for other reasons than saying the same again.
    pub(in crate::search) const LENGTH_IN_SECTIONS: f64 = 0.5;
    /// What a page's best section adds to the page: one passage that has it all beats words scattered over many.
    pub(in crate::search) const BEST_SECTION: f64 = 1.0;
    /// A page's further sections stand below the first hits of other pages unless they match almost as well.
    pub(in crate::search) const OTHER_SECTION: f64 = 0.7;
    /// Only so many of the best pages have their sections compared.
    pub(in crate::search) const PAGES_LOOKED_INTO: usize = 50;
}
