//! Where the base comes from, and everything that is made of it.
//!
//! A [`Snapshot`] holds one state of the base with its recogniser and its index; it never changes. The [`Library`]
//! hands out the current one. Reads folders and keeps the index in the data folder; knows nothing of questions.

mod builtin;
mod catalogue;
mod folder;
mod index;
mod learnt;
mod sources;
mod trees;

use std::path::PathBuf;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use self::catalogue::Catalogue;
pub(crate) use self::sources::{PageSource, sources_of};
use self::trees::Trees;
pub use self::trees::{SymptomTree, UnknownSymptom, published_symptom, published_symptoms, symptom_model};
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
    trees: Trees,
}

impl Snapshot {
    /// The decision tree of a published symptom, compiled when it is first asked for.
    ///
    /// # Errors
    /// [`UnknownSymptom`] if there is none of this name.
    pub fn tree(&self, name: &str) -> Result<Arc<SymptomTree>, UnknownSymptom> {
        Ok(self.trees.get(&self.base, published_symptom(&self.base, name)?))
    }
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
        let trees = Trees::of(&base);
        let snapshot = Snapshot { base, problems, recogniser, index: index?, facets, revision, trees };
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
    if settings.folders.is_empty() { Ok(load_builtin()) } else { load_folders(settings) }
}

fn load_builtin() -> Loaded {
    let (sources, files) = builtin::sources();
    let mut leaves = Leaves::read(sources, n_threads());
    let settings = leaves.settings.take().into_iter().collect();
    bound(leaves, settings, files)
}

fn load_folders(settings: &config::Library) -> Result<Loaded, LoadError> {
    let listed = folder::list_all(&settings.folders)?;
    let catalogue = settings.data.as_deref().map(Catalogue::open);
    let mut leaves = Leaves { unread: listed.unread, ..Leaves::default() };
    let (settings_files, pages): (Vec<_>, Vec<_>) =
        listed.sources.into_iter().partition(|(relative, _)| is_settings(relative));
    let settings_files = settings_files.into_iter().map(|(relative, file)| folder::read(relative, &file));
    let settings_files = sound(settings_files, &mut leaves.unread);
    let read = |files: Vec<(String, PathBuf)>| {
        let read = |(relative, file)| read_page(relative, file, catalogue.as_ref());
        files.into_iter().map(read).collect::<Vec<_>>()
    };
    let pages = share_out(pages, n_threads(), read).into_iter().flatten();
    leaves.pages = sound(pages, &mut leaves.unread);
    if let Some(catalogue) = catalogue {
        catalogue.finish(&mut leaves.pages);
    }
    leaves.assets = listed.assets.keys().map(|path| path.as_str().to_owned()).collect();
    Ok(bound(leaves, settings_files, folder::Assets::Files(listed.assets)))
}

/// What could be read; the rest is noted.
fn sound<T>(read: impl Iterator<Item = Result<T, Unread>>, unread: &mut Vec<Unread>) -> Vec<T> {
    read.filter_map(|file| file.map_err(|lost| unread.push(lost)).ok()).collect()
}

/// Reads a page of a folder; what the catalogue has of it need not be parsed again.
fn read_page(relative: String, file: PathBuf, catalogue: Option<&Catalogue>) -> Result<Leaf, Unread> {
    let source = folder::read(relative, &file)?;
    let Some(catalogue) = catalogue else { return Ok(Leaf::read(source)) };
    let sum = Sum::of(&source.path, &source.bytes);
    if let Some(leaf) = catalogue.find(&source.path, sum) {
        return Ok(leaf);
    }
    let mut leaf = Leaf::read_summed(source, sum);
    catalogue.keep(&mut leaf);
    Ok(leaf)
}

/// Of several folders the first one's settings hold.
fn bound(mut leaves: Leaves, settings: Vec<SourceFile>, files: folder::Assets) -> Loaded {
    let revision = revision(&leaves, &settings);
    leaves.settings = settings.into_iter().next();
    let (base, problems) = bind(leaves, n_threads());
    Loaded { base, problems, revision, files }
}

/// The hash of everything that goes into a base, the version of the program included: another version may read the
/// same pages otherwise.
fn revision(leaves: &Leaves, settings: &[SourceFile]) -> String {
    let settings = settings.iter().map(|file| Sum::of(&file.path, &file.bytes));
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
