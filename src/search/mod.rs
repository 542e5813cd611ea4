//! Full-text search over the sections of a base.
//!
//! In: a base and a place for the index; then what people type, be it a word, a question or a pasted log. Out:
//! [`Hit`]s with the passage that shows why. No query is an error, and the same base and query give the same hits
//! in the same order, however the index was built. Knows nothing of symptoms or causes as such: to it they are
//! pages. Start at [`SearchIndex`].

mod analysis;
mod composing;
mod encoding;
mod excerpt;
mod filter;
mod fingerprints;
mod labels;
mod language;
mod names;
mod pages;
mod progress;
mod query;
mod ranking;
mod schema;
mod seal;
mod spelling;
mod weights;
mod writing;

#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::Range;
use std::path::Path;

use tantivy::directory::{Directory, MmapDirectory, RamDirectory};
use tantivy::schema::{TantivyDocument, Value};
use tantivy::{Index, ReloadPolicy, Searcher};

use crate::kb::{KnowledgeBase, PagePath, SectionRef};
use pages::Pages;
use query::{Known, Wanted};
use ranking::Ranked;
use schema::Fields;

pub use filter::{Facet, Filter, facets};
pub use progress::Progress;

/// The form of the index; an index of another form is not opened.
pub const FORMAT: &str = "s4";

/// Who types more words than this describes something, and expects no page with all of them.
const FEW_WORDS: usize = 4;

/// How many blocks of stored sections are kept as they are read, of each part of an index: 16 KiB each. All of the
/// built-in base; of larger ones those that questions come back to.
const KEPT_BLOCKS: usize = 64;

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
    /// Plain text of at most 240 characters; `…` stands where a sentence was cut.
    pub text: String,
    /// The words that match, as byte ranges of `text`, in order.
    pub marks: Vec<Range<usize>>,
}

/// What a search found, and how the query was taken.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// The sections that match best, best first.
    pub hits: Vec<Hit>,
    /// Words that stand nowhere in the base, and what was looked for in their place.
    pub replaced: Vec<Replaced>,
    /// Words that stand nowhere in the base and have nothing like them.
    pub unknown: Vec<String>,
    /// Whether no page has all of the few words that are known, so that the hits are what comes nearest.
    pub is_relaxed: bool,
}

/// A word that stands nowhere, and what was taken for meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// As it was typed, in normal form.
    pub typed: String,
    /// The known word nearest to it.
    pub meant: String,
}

/// An index over the sections of one base.
pub struct SearchIndex {
    searcher: Searcher,
    fields: Fields,
    pages: Pages,
}

impl SearchIndex {
    /// Builds an index of all published pages that people read, with up to `n_threads` threads that end with the
    /// call.
    ///
    /// # Errors
    /// [`SearchError`] if the folder cannot be written.
    pub fn build(base: &KnowledgeBase, place: Place<'_>, n_threads: usize) -> Result<Self, SearchError> {
        Self::build_with(base, place, n_threads, &Progress::unseen())
    }

    /// The same, telling how far it has come.
    ///
    /// # Errors
    /// [`SearchError`] if the folder cannot be written.
    pub fn build_with(
        base: &KnowledgeBase,
        place: Place<'_>,
        n_threads: usize,
        progress: &Progress<'_>,
    ) -> Result<Self, SearchError> {
        let directory = match place {
            Place::Memory => Box::new(RamDirectory::create()) as Box<dyn Directory>,
            Place::Folder(folder) => Box::new(MmapDirectory::open(folder).map_err(cannot("built"))?),
        };
        let written = writing::write(base, directory.clone(), n_threads, progress);
        let (index, fields) = written.map_err(cannot("built"))?;
        if matches!(place, Place::Folder(_)) {
            seal::put(directory.as_ref(), &index, &seal::Sums::new()).map_err(cannot("built"))?;
        }
        Self::read(&index, fields).map_err(cannot("built"))
    }

    /// Opens an index built in a folder before. Every file is taken into memory and compared with its checksum, so
    /// that a damaged index is refused rather than half read, and what becomes of the folder later is of no account.
    /// (The base that it was made of, several times as large, is held in memory as well.)
    ///
    /// # Errors
    /// [`SearchError`] if there is no index, or one of another [`FORMAT`], or a damaged one. The remedy is always to
    /// build it again.
    pub fn open(folder: &Path) -> Result<Self, SearchError> {
        let directory = MmapDirectory::open(folder).map_err(cannot("opened"))?;
        let memory = seal::taken(&directory).map_err(cannot("opened"))?;
        let mut index = Index::open(memory).map_err(cannot("opened"))?;
        index.set_tokenizers(schema::analysers());
        let (schema, fields) = schema::schema();
        if index.schema() != schema {
            return Err(cannot("opened")("it holds other fields; build it again"));
        }
        Self::read(&index, fields).map_err(cannot("opened"))
    }

    /// Makes an index of this base out of one of another state of it, by writing anew only what has changed. Nothing
    /// if that would take longer than building it.
    ///
    /// The folder holds a copy of the other index that nobody else uses; after an error or nothing it is of no use.
    ///
    /// # Errors
    /// [`SearchError`] as for [`open`](Self::open), or if the folder cannot be written.
    pub fn rewrite(
        base: &KnowledgeBase,
        folder: &Path,
        n_threads: usize,
    ) -> Result<Option<Self>, SearchError> {
        let directory = MmapDirectory::open(folder).map_err(cannot("opened"))?;
        let sums = seal::verify(&directory).map_err(cannot("opened"))?;
        let mut index = Index::open(directory.clone()).map_err(cannot("opened"))?;
        index.set_tokenizers(schema::analysers());
        let (schema, fields) = schema::schema();
        if index.schema() != schema {
            return Ok(None);
        }
        if !writing::rewrite(base, &index, &directory, n_threads).map_err(cannot("built"))? {
            return Ok(None);
        }
        seal::put(&directory, &index, &sums).map_err(cannot("built"))?;
        Self::read(&index, fields).map(Some).map_err(cannot("built"))
    }

    /// The sections that match best, best first, at most `limit`. Whatever the text, it is taken as words to look
    /// for; nothing in it is an operator.
    ///
    /// # Errors
    /// [`SearchError`] if the index cannot be read.
    pub fn find(&self, query: &str, limit: usize) -> Result<Vec<Hit>, SearchError> {
        Ok(self.search(query, &[], limit)?.hits)
    }

    /// The same among the pages that meet every filter, and how the query was taken.
    ///
    /// # Errors
    /// [`SearchError`] if the index cannot be read.
    pub fn search(&self, query: &str, filters: &[Filter], limit: usize) -> Result<Found, SearchError> {
        let wanted = Wanted::read(query, self.known()).map_err(cannot("read"))?;
        self.find_wanted(wanted, filters, limit, all).map_err(cannot("read"))
    }

    /// Sections worth reading about a text that nobody meant as a query, such as a ticket: only words as they are
    /// written count, and a text whose words are mostly strange to the base finds nothing.
    ///
    /// # Errors
    /// [`SearchError`] if the index cannot be read.
    pub fn suggest(&self, text: &str, limit: usize) -> Result<Vec<Hit>, SearchError> {
        self.suggest_some(text, limit, all)
    }

    /// The same of which only some are shown: `choose` is told the pages of the sections found, best first, and says
    /// which sections, by their places. To make a hit of a section takes longer than to find it.
    ///
    /// # Errors
    /// [`SearchError`] if the index cannot be read.
    pub fn suggest_some(
        &self,
        text: &str,
        limit: usize,
        choose: impl FnOnce(&[&PagePath]) -> Vec<usize>,
    ) -> Result<Vec<Hit>, SearchError> {
        let wanted = Wanted::read_strictly(text, self.known()).map_err(cannot("read"))?;
        Ok(self.find_wanted(wanted, &[], limit, choose).map_err(cannot("read"))?.hits)
    }

    /// [`find`](Self::find) of which only some are shown, as in [`suggest_some`](Self::suggest_some).
    ///
    /// # Errors
    /// [`SearchError`] if the index cannot be read.
    pub fn find_some(
        &self,
        query: &str,
        limit: usize,
        choose: impl FnOnce(&[&PagePath]) -> Vec<usize>,
    ) -> Result<Vec<Hit>, SearchError> {
        let wanted = Wanted::read(query, self.known()).map_err(cannot("read"))?;
        Ok(self.find_wanted(wanted, &[], limit, choose).map_err(cannot("read"))?.hits)
    }

    /// How many bytes its files have, or would have in a folder: a little less than they take there.
    pub fn n_bytes(&self) -> u64 {
        self.searcher.space_usage().map_or(0, |usage| usage.total().get_bytes())
    }

    fn known(&self) -> Known<'_> {
        Known { searcher: &self.searcher, fields: &self.fields, pages: &self.pages }
    }

    fn read(index: &Index, fields: Fields) -> tantivy::Result<Self> {
        // The index never changes, so nothing has to watch it.
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(KEPT_BLOCKS)
            .try_into()?;
        let searcher = reader.searcher();
        let pages = Pages::read(&searcher, &fields)?;
        Ok(Self { searcher, fields, pages })
    }

    fn find_wanted(
        &self,
        wanted: Wanted,
        filters: &[Filter],
        limit: usize,
        choose: impl FnOnce(&[&PagePath]) -> Vec<usize>,
    ) -> tantivy::Result<Found> {
        if wanted.is_empty() || limit == 0 {
            return Ok(Found { replaced: wanted.replaced, unknown: wanted.unknown, ..Found::default() });
        }
        let allowed = filter::allowed(filters, self.fields.facets, &self.searcher, &self.pages)?;
        let ranking = ranking::rank(&wanted, self.known(), allowed.as_ref(), limit)?;
        let mut marker = excerpt::Marker::new(&wanted, self.pages.tongues());
        let (sections, pages): (Vec<Ranked>, Vec<&PagePath>) = ranking
            .sections
            .iter()
            .filter_map(|place| Some((*place, self.pages.path_of(place.section)?)))
            .unzip();
        let chosen = choose(&pages);
        let mut hits = Vec::with_capacity(chosen.len());
        for place in chosen.into_iter().filter_map(|at| sections.get(at)) {
            let stored: TantivyDocument = self.searcher.doc(self.pages.address(place.section))?;
            hits.push(hit(&stored, &self.fields, place.score, &mut marker));
        }
        drop(marker);
        let is_relaxed = !ranking.is_complete && wanted.terms.len() <= FEW_WORDS;
        let Wanted { replaced, unknown, .. } = wanted;
        Ok(Found { hits, replaced, unknown, is_relaxed })
    }
}

/// Whether a file in the folder of an index, whole or cut off, may have this name; others are not deskdoc's.
pub fn is_index_file(name: &str) -> bool {
    seal::may_be_called(name)
}

impl fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SearchIndex").field("n_sections", &self.searcher.num_docs()).finish_non_exhaustive()
    }
}

fn hit(stored: &TantivyDocument, fields: &Fields, score: f32, marker: &mut excerpt::Marker<'_>) -> Hit {
    let shown = &fields.shown;
    let text_of = |field| stored.get_first(field).and_then(|value| value.as_str()).unwrap_or_default();
    let anchor = stored.get_first(shown.anchor).and_then(|value| value.as_str());
    let headings = stored.get_all(shown.headings).filter_map(|value| value.as_str()).map(str::to_owned);
    Hit {
        section: SectionRef { page: PagePath::new(text_of(fields.path)), anchor: anchor.map(str::to_owned) },
        page_title: text_of(shown.page_title).to_owned(),
        headings: headings.collect(),
        score,
        excerpt: marker.excerpt(text_of(shown.text)),
    }
}

/// Chooses every section.
fn all(pages: &[&PagePath]) -> Vec<usize> {
    (0..pages.len()).collect()
}

fn cannot<E: fmt::Display>(doing: &'static str) -> impl Fn(E) -> SearchError {
    move |error| SearchError { doing, reason: error.to_string() }
}
