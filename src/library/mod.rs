//! Where the base comes from, and everything that is made of it.
//!
//! A [`Snapshot`] holds one state of the base with its recogniser and its index; it never changes. The [`Library`]
//! hands out the current one. Reads folders and keeps the index in the data folder; knows nothing of questions.

mod builtin;
mod folder;
mod index;
mod learnt;
mod trees;

use std::path::PathBuf;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use self::trees::Trees;
pub use self::trees::{SymptomTree, UnknownSymptom, published_symptom, published_symptoms, symptom_model};
use crate::config;
use crate::kb::{KnowledgeBase, PagePath, Problem, Sources, assemble};
use crate::recognition::Recogniser;
use crate::search::{Facet, Progress, SearchError, SearchIndex, facets};

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
        let facets = facets(&base);
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
    let (sources, files) =
        if settings.folders.is_empty() { builtin::sources() } else { folder::sources(&settings.folders)? };
    let revision = revision(&sources);
    let (base, problems) = assemble(sources, n_threads());
    Ok(Loaded { base, problems, revision, files })
}

/// The hash of everything that goes into a base, the version of the program included: another version may read the
/// same pages otherwise.
fn revision(sources: &Sources) -> String {
    let mut hasher = Sha256::new();
    hasher.update(env!("CARGO_PKG_VERSION"));
    let mut files: Vec<_> = sources.files.iter().collect();
    files.sort_by(|first, second| first.path.cmp(&second.path));
    for file in files {
        hasher.update((file.path.len() as u64).to_le_bytes());
        hasher.update(&file.path);
        hasher.update((file.bytes.len() as u64).to_le_bytes());
        hasher.update(&file.bytes);
    }
    hasher.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// How many threads share the work.
pub(crate) fn n_threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
