use std::ops::Range;
use std::path::Path;
/// The form of the index; another form is another index.
pub const FORMAT: &str = "s0";
use crate::kb::{KnowledgeBase, SectionRef};

/// Where an index is built.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// In memory; gone with the process.
    Memory,
    /// In this folder, which exists and is empty.
    Folder(&'a Path),
}

/// Why an index cannot be built or opened.
#[derive(Debug, thiserror::Error)]
#[error("the search index cannot be {doing}: {reason}")]
pub struct SearchError {
    /// `built` or `opened` or `read`.
    pub doing: &'static str,
    /// What went wrong.
    pub reason: String,
}

/// A section that matches.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Where it is.
    pub section: SectionRef,
    /// The page's title.
    pub page_title: String,
    /// The headings above the section and its own, outermost first; empty for the text before the first heading.
    pub headings: Vec<String>,
    /// How well it matches; comparable within one answer only.
    pub score: f32,
    /// What to show of it.
    pub excerpt: Excerpt,
}

/// A piece of a section that shows why it matches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Excerpt {
    /// Plain text.
    pub text: String,
    /// The words that match, as byte ranges of `text`, in order.
    pub marks: Vec<Range<usize>>,
}

/// An index over the sections of one base.
pub struct SearchIndex;

impl SearchIndex {
    /// Builds an index.
    pub fn build(_base: &KnowledgeBase, _place: Place<'_>, _n_threads: usize) -> Result<Self, SearchError> {
        Ok(Self)
    }
    /// Opens an index built before.
    pub fn open(_folder: &Path) -> Result<Self, SearchError> {
        Ok(Self)
    }
    /// Finds sections.
    pub fn find(&self, _query: &str, _limit: usize) -> Result<Vec<Hit>, SearchError> {
        Ok(Vec::new())
    }
}
