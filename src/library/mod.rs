//! Where the base comes from, and everything that is made of it.
//!
//! A [`Snapshot`] holds one state of the base with its recogniser and its index; it never changes. The [`Library`]
//! hands out the current one, and puts another in its place when the files have changed and are sound. Reads folders
//! and keeps the index in the data folder; knows nothing of questions.

mod builtin;
mod catalogue;
mod folder;
mod home;
mod index;
mod learnt;
mod own;
mod plans;
mod reload;
mod sources;
mod trees;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, RwLock};

use sha2::{Digest, Sha256};

use self::catalogue::Catalogue;
pub(crate) use self::home::{Home, HomeState, home};
use self::plans::Plans;
use self::reload::Standing;
pub use self::reload::{Refused, Reloaded, Unserved};
pub(crate) use self::sources::{PageSource, sources_of};
use self::trees::Trees;
pub use self::trees::{SymptomTree, UnknownSymptom, published_symptom, published_symptoms, symptom_model};
pub(crate) use self::watch::Changes;
use crate::config;
use crate::diagnosis::{NextStep, Ranking};
use crate::kb::{
    KnowledgeBase, Leaf, Leaves, PagePath, Problem, SETTINGS_FILE, SourceFile, Sum, Unread, bind, is_settings,
};
use crate::recognition::Recogniser;
use crate::search::{Facet, Progress, SearchError, SearchIndex, facets};
use crate::sharing::share_out;

/// One state of the base, with all that is made of it.
pub struct Snapshot {
    /// The base.
    pub base: KnowledgeBase,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// Its recogniser; states that teach the same share it.
    pub recogniser: Arc<Recogniser>,
    /// Its index.
    pub index: SearchIndex,
    /// What readers may choose pages by.
    pub facets: Vec<Facet>,
    /// The hash of all that answers rest on: the same pages have the same revision, whatever program reads them.
    pub revision: String,
    /// Why the index is in memory although there is a data folder, if it is.
    pub unkept: Option<String>,
    /// The hash of all that the recogniser learnt from.
    taught: String,
    has_settings: bool,
    trees: Trees,
    plans: Plans,
    files: folder::Assets,
}

impl Snapshot {
    /// Makes everything of a base; what an earlier state of it has in common with it is taken from there.
    fn of(
        loaded: Loaded,
        earlier: Option<&Self>,
        settings: &config::Library,
        n_threads: usize,
        progress: &Progress<'_>,
    ) -> Result<Self, LoadError> {
        let has_settings = loaded.has_settings();
        let Loaded { base, problems, revision, files, .. } = loaded;
        let data = settings.data.as_deref();
        let key = cache_key(&revision);
        // Learning takes longer and more memory than anything else, and most edits teach nothing.
        let taught = learnt::taught(&base);
        // The recogniser and the index are made side by side: neither needs the other.
        let (recogniser, index) = std::thread::scope(|scope| {
            let known = earlier.filter(|earlier| earlier.taught == taught).map(|earlier| &earlier.recogniser);
            let learn = || Arc::new(learnt::open_or_learn(&base, &taught, data, n_threads));
            let recogniser = scope.spawn(move || known.map_or_else(learn, Arc::clone));
            let index = index::open_or_build(&base, &key, data, n_threads, progress);
            (recogniser.join(), index)
        });
        let recogniser = recogniser.unwrap_or_else(|bug| std::panic::resume_unwind(bug));
        let index::Opened { index, unkept } = index?;
        let facets = facets(&base, n_threads);
        let trees = Trees::of(&base);
        Ok(Self {
            base,
            problems,
            recogniser,
            index,
            facets,
            revision,
            unkept,
            taught,
            has_settings,
            trees,
            plans: Plans::none(),
            files,
        })
    }

    /// The same state with its index in the data folder, if it is in memory only and can be kept there now.
    fn kept(&self, settings: &config::Library, n_threads: usize) -> Option<Self> {
        self.unkept.as_ref()?;
        let data = settings.data.as_deref()?;
        let key = cache_key(&self.revision);
        let index = index::kept(&self.base, &key, data, n_threads, &Progress::unseen()).ok()??;
        Some(Self {
            base: self.base.clone(),
            problems: self.problems.clone(),
            recogniser: Arc::clone(&self.recogniser),
            index,
            facets: self.facets.clone(),
            revision: self.revision.clone(),
            unkept: None,
            taught: self.taught.clone(),
            has_settings: self.has_settings,
            trees: Trees::of(&self.base),
            plans: Plans::none(),
            files: self.files.clone(),
        })
    }

    /// The bytes of a picture that pages show; `None` if the base has none of this path.
    pub fn asset(&self, path: &PagePath) -> Option<Vec<u8>> {
        self.files.read(path)
    }

    /// The decision tree of a published symptom, compiled when it is first asked for.
    ///
    /// # Errors
    /// [`UnknownSymptom`] if there is none of this name.
    pub fn tree(&self, name: &str) -> Result<Arc<SymptomTree>, UnknownSymptom> {
        Ok(self.trees.get(&self.base, published_symptom(&self.base, name)?))
    }

    /// The cheapest next step for a ranking of this base; nothing where it names no cause.
    pub fn next_step(&self, ranking: &Ranking) -> Option<NextStep> {
        (!ranking.causes.is_empty()).then(|| self.plans.next_step(&self.base, ranking))
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
    /// The data folder is no folder, and cannot be made one.
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

impl LoadError {
    /// The same for people who need not know where things are on this machine.
    fn for_strangers(&self) -> String {
        match self {
            Self::Unreadable { reason, .. } => {
                format!("cannot read the folder of the knowledge base: {reason}")
            }
            Self::Unwritable { reason, .. } => format!("cannot write the data folder: {reason}"),
            Self::NoPages { .. } => {
                "there is no Markdown page (`*.md`) in the folder of the knowledge base".to_owned()
            }
            Self::Index(_) => "the search index cannot be made; the log says why".to_owned(),
        }
    }
}

/// What is to be made of a base; a linter needs neither index nor recogniser.
pub(crate) struct Loaded {
    /// The base.
    pub(crate) base: KnowledgeBase,
    /// What is wrong with it.
    pub(crate) problems: Vec<Problem>,
    revision: String,
    files: folder::Assets,
    pages: folder::Pages,
}

impl Loaded {
    /// Whether the data folder has an index of these pages that can be opened.
    pub(crate) fn has_index_in(&self, data: &Path) -> bool {
        index::fits(&cache_key(&self.revision), data)
    }

    /// The file of a page, or of the settings, as text; nothing if it cannot be read any more.
    pub(crate) fn page_as_written(&self, path: &PagePath) -> Option<String> {
        self.pages.read(path)
    }

    fn has_settings(&self) -> bool {
        self.file_of(&PagePath::new(SETTINGS_FILE)).is_some()
    }

    /// The file of a page, or of the settings; nothing for the built-in base.
    pub(crate) fn file_of(&self, path: &PagePath) -> Option<&Path> {
        self.pages.file(path)
    }
}

/// Hands out the current snapshot.
pub struct Library {
    settings: config::Library,
    standing: RwLock<Standing>,
    /// What the files looked like just before they were last read. Held while they are read: one reload at a time.
    seen: Mutex<folder::Look>,
}

impl Library {
    /// Loads a base and makes everything of it.
    ///
    /// # Errors
    /// [`LoadError`] if a folder cannot be read or the index cannot be made. Problems of pages are no errors.
    pub fn open(settings: &config::Library, progress: &Progress<'_>) -> Result<Self, LoadError> {
        if let Some(data) = &settings.data {
            index::make_home(data)?;
            own::tidy(data);
        }
        let n_threads = n_threads();
        let seen = folder::look(&settings.folders);
        let snapshot = Snapshot::of(load_on(settings, n_threads)?, None, settings, n_threads, progress)?;
        Ok(Self {
            settings: settings.clone(),
            standing: RwLock::new(Standing::of(snapshot)),
            seen: Mutex::new(seen),
        })
    }
}

/// Loads a base without making anything of it.
///
/// # Errors
/// [`LoadError`] if a folder cannot be read.
pub(crate) fn load(settings: &config::Library) -> Result<Loaded, LoadError> {
    load_on(settings, n_threads())
}

fn load_on(settings: &config::Library, n_threads: usize) -> Result<Loaded, LoadError> {
    let data = settings.data.as_deref();
    if settings.folders.is_empty() {
        return Ok(load_builtin(data, n_threads));
    }
    load_folders(&settings.folders, data, n_threads)
}

fn load_builtin(data: Option<&Path>, n_threads: usize) -> Loaded {
    let builtin::Listed { pages, settings, assets } = builtin::list();
    let mut leaves = Leaves { assets, ..Leaves::default() };
    read_pages(&mut leaves, pages, |path| Ok(builtin::source(path)), data, n_threads);
    let settings = settings.into_iter().map(builtin::source).collect();
    bound(leaves, settings, folder::Assets::Builtin, folder::Pages::Builtin, n_threads)
}

fn load_folders(folders: &[PathBuf], data: Option<&Path>, n_threads: usize) -> Result<Loaded, LoadError> {
    let listed = folder::list_all(folders)?;
    let files = folder::Pages::of(&listed.sources);
    let mut leaves = Leaves { unread: listed.unread, ..Leaves::default() };
    let (settings_files, pages): (Vec<_>, Vec<_>) =
        listed.sources.into_iter().partition(|(relative, _)| is_settings(relative));
    let settings_files = settings_files.into_iter().map(|(relative, file)| folder::read(relative, &file));
    let settings_files = sound(settings_files, &mut leaves.unread);
    let read = |(relative, file): (String, PathBuf)| folder::read(relative, &file);
    read_pages(&mut leaves, pages, read, data, n_threads);
    leaves.assets = listed.assets.keys().map(|path| path.as_str().to_owned()).collect();
    Ok(bound(leaves, settings_files, folder::Assets::Files(listed.assets), files, n_threads))
}

/// What could be read; the rest is noted.
fn sound<T>(read: impl Iterator<Item = Result<T, Unread>>, unread: &mut Vec<Unread>) -> Vec<T> {
    read.filter_map(|file| file.map_err(|lost| unread.push(lost)).ok()).collect()
}

/// Reads pages on several threads; what the catalogue of the data folder has of them need not be parsed again.
fn read_pages<T: Send>(
    leaves: &mut Leaves,
    pages: Vec<T>,
    source: impl Fn(T) -> Result<SourceFile, Unread> + Sync,
    data: Option<&Path>,
    n_threads: usize,
) {
    let catalogue = data.map(Catalogue::open);
    let leaf = |file| match &catalogue {
        Some(catalogue) => catalogue.read(file),
        None => Leaf::read(file),
    };
    let read = |pages: Vec<T>| pages.into_iter().map(|page| source(page).map(leaf)).collect::<Vec<_>>();
    let pages = share_out(pages, n_threads, read).into_iter().flatten();
    leaves.pages = sound(pages, &mut leaves.unread);
    if let Some(catalogue) = catalogue {
        catalogue.finish(&mut leaves.pages);
    }
}

/// Of several folders the first one's settings hold.
fn bound(
    mut leaves: Leaves,
    settings: Vec<SourceFile>,
    files: folder::Assets,
    pages: folder::Pages,
    n_threads: usize,
) -> Loaded {
    let revision = revision(&leaves, &settings);
    leaves.settings = settings.into_iter().next();
    let (base, problems) = bind(leaves, n_threads);
    Loaded { base, problems, revision, files, pages }
}

/// The hash of the pages and settings of a base, and of the paths of its pictures, as links lead to them or do not. Case
/// files are left out: with more tests a base gives the same answers.
fn revision(leaves: &Leaves, settings: &[SourceFile]) -> String {
    let settings = settings.iter().map(|file| Sum::of(&file.path, &file.bytes));
    let pages = leaves.pages.iter().filter(|leaf| leaf.counts()).map(|leaf| leaf.sum);
    let mut sums: Vec<Sum> = pages.chain(settings).collect();
    sums.sort();
    let mut hasher = Sha256::new();
    sums.iter().for_each(|sum| hasher.update(sum.bytes()));
    let mut assets: Vec<&str> = leaves.assets.iter().map(String::as_str).collect();
    assets.sort_unstable();
    assets.iter().for_each(|path| hasher.update(format!("\n{path}")));
    Sum::finish(hasher).to_string()
}

/// What an index is kept by: another version of the program may make another one of the same pages.
fn cache_key(revision: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(env!("CARGO_PKG_VERSION"));
    hasher.update(revision);
    Sum::finish(hasher).to_string()
}

/// How many threads share the work.
pub(crate) fn n_threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
