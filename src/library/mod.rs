//! Where the base comes from, and everything that is made of it.
//!
//! A [`Snapshot`] holds one state of the base with its recogniser and its index; it never changes. The [`Library`]
//! hands out the current one. Reads folders and keeps the index in the data folder; knows nothing of questions.

mod builtin;
mod catalogue;
mod folder;
mod index;
mod learnt;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use self::catalogue::Catalogue;
use crate::config;
use crate::kb::{KnowledgeBase, Leaf, Leaves, PagePath, Problem, SourceFile, Sum, Unread, bind, is_settings};
use crate::recognition::Recogniser;
use crate::search::{Facet, Progress, SearchError, SearchIndex, facets};
use crate::sharing::share_out;

/// One state of the base, with all that is made of it.
pub struct Snapshot {
    /// The base.
    pub base: KnowledgeBase,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// Its recogniser.
    pub recogniser: Recogniser,
    /// Its index.
    pub index: SearchIndex,
    /// What readers may choose pages by.
    pub facets: Vec<Facet>,
    /// The hash of all that the base was made of: equal bases have equal revisions.
    pub revision: String,
}

/// Why a base could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A folder of the base could not be read at all.
    #[error("cannot read {}: {reason}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The data folder could not be written.
    #[error("cannot write {}: {reason}", path.display())]
    Unwritable {
        /// Which folder.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// A folder holds no page at all: more likely a mistyped path than an empty base.
    #[error("there is no Markdown page (`*.md`) in {}: name the folder that holds the knowledge base", path.display())]
    NoPages {
        /// Which.
        path: PathBuf,
    },
    /// The index could not be made.
    #[error(transparent)]
    Index(#[from] SearchError),
}

/// What is to be made of a base; a linter needs neither index nor recogniser.
pub(crate) struct Loaded {
    /// The base.
    pub(crate) base: KnowledgeBase,
    /// What is wrong with it.
    pub(crate) problems: Vec<Problem>,
    revision: String,
    files: folder::Assets,
}

/// Hands out the current snapshot.
pub struct Library {
    current: Arc<Snapshot>,
    assets: folder::Assets,
}

impl Library {
    /// Loads a base and makes everything of it.
    ///
    /// # Errors
    /// [`LoadError`] if a folder cannot be read or the index cannot be made. Problems of pages are no errors.
    pub fn open(settings: &config::Library, progress: &Progress<'_>) -> Result<Self, LoadError> {
        let n_threads = n_threads();
        let Loaded { base, problems, revision, files } = load(settings)?;
        // The recogniser and the index are made side by side: neither needs the other.
        let (recogniser, index) = std::thread::scope(|scope| {
            let recogniser =
                scope.spawn(|| learnt::open_or_learn(&base, &revision, settings.data.as_deref(), n_threads));
            let index = index::open_or_build(&base, &revision, settings.data.as_deref(), n_threads, progress);
            (recogniser.join(), index)
        });
        let recogniser = recogniser.unwrap_or_else(|bug| std::panic::resume_unwind(bug));
        let facets = facets(&base, n_threads);
        let snapshot = Snapshot { base, problems, recogniser, index: index?, facets, revision };
        Ok(Self { current: Arc::new(snapshot), assets: files })
    }

    /// The current snapshot.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current)
    }

    /// The bytes of a picture that pages show; `None` if the base has none of this path.
    pub fn asset(&self, path: &PagePath) -> Option<Vec<u8>> {
        self.assets.read(path)
    }
}

/// Loads a base without making anything of it.
///
/// # Errors
/// [`LoadError`] if a folder cannot be read.
pub(crate) fn load(settings: &config::Library) -> Result<Loaded, LoadError> {
    if settings.folders.is_empty() {
        let (sources, files) = builtin::sources();
        let (page_files, settings_files) =
            sources.files.into_iter().partition(|file| !is_settings(&file.path));
        let read = |files: Vec<SourceFile>| files.into_iter().map(Leaf::read).collect::<Vec<Leaf>>();
        let pages = share_out(page_files, n_threads(), read).into_iter().flatten().collect();
        let leaves = Leaves { pages, assets: sources.assets, ..Leaves::default() };
        return Ok(bound(with_settings(leaves, settings_files), files));
    }
    let listed = folder::list_all(&settings.folders)?;
    let catalogue = settings.data.as_deref().map(Catalogue::open);
    let read = |(relative, file): &(String, PathBuf)| read_file(relative, file, catalogue.as_ref());
    let read = |files: Vec<(String, PathBuf)>| files.iter().map(read).collect::<Vec<_>>();
    let mut leaves = Leaves { unread: listed.unread, ..Leaves::default() };
    let mut settings_files = Vec::new();
    for file in share_out(listed.sources, n_threads(), read).into_iter().flatten() {
        match file {
            Ok(Read::Page(leaf)) => leaves.pages.push(leaf),
            Ok(Read::Settings(file)) => settings_files.push(file),
            Err(unread) => leaves.unread.push(unread),
        }
    }
    if let Some(catalogue) = catalogue {
        catalogue.finish(&mut leaves.pages);
    }
    leaves.assets = listed.assets.keys().map(|path| path.as_str().to_owned()).collect();
    Ok(bound(with_settings(leaves, settings_files), folder::Assets::Files(listed.assets)))
}

/// A file that was read.
enum Read {
    Page(Leaf),
    Settings(SourceFile),
}

/// Reads a file of a folder; what the catalogue has of it need not be looked at again.
fn read_file(relative: &str, file: &Path, catalogue: Option<&Catalogue>) -> Result<Read, Unread> {
    let source = folder::read(relative.to_owned(), file)?;
    if is_settings(relative) {
        return Ok(Read::Settings(source));
    }
    let sum = Sum::of(&source.path, &source.bytes);
    if let Some(leaf) = catalogue.and_then(|catalogue| catalogue.find(relative, sum)) {
        return Ok(Read::Page(leaf));
    }
    let mut leaf = Leaf::read_summed(source, sum);
    if let Some(catalogue) = catalogue {
        catalogue.keep(&mut leaf);
    }
    Ok(Read::Page(leaf))
}

/// Of several folders the first one's settings hold.
fn with_settings(leaves: Leaves, settings: Vec<SourceFile>) -> (Leaves, Vec<Sum>) {
    let sums = settings.iter().map(|file| Sum::of(&file.path, &file.bytes)).collect();
    (Leaves { settings: settings.into_iter().next(), ..leaves }, sums)
}

fn bound((leaves, settings): (Leaves, Vec<Sum>), files: folder::Assets) -> Loaded {
    let revision = revision(&leaves, settings);
    let (base, problems) = bind(leaves, n_threads());
    Loaded { base, problems, revision, files }
}

/// The hash of everything that goes into a base, the version of the program included: another version may read the
/// same pages otherwise.
fn revision(leaves: &Leaves, settings: Vec<Sum>) -> String {
    let mut sums: Vec<Sum> = leaves.pages.iter().map(|leaf| leaf.sum).chain(settings).collect();
    sums.sort();
    let mut hasher = Sha256::new();
    hasher.update(env!("CARGO_PKG_VERSION"));
    sums.iter().for_each(|sum| hasher.update(sum.bytes()));
    Sum::finish(hasher).to_string()
}

/// How many threads share the work.
pub(crate) fn n_threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
