//! Another state of the base in the place of the current one, if it is sound.
//!
//! A new state is made aside and swapped in by a pointer; whoever holds the old one keeps it as long as they need it.
//! An edit that brings an error which the state in use does not have is refused as a whole: what is served stays, and
//! what is wrong is told. Edits count together, because pages refer to each other. Knows nothing of when to look.

use std::collections::BTreeMap;
use std::sync::{Arc, MutexGuard, PoisonError};

use super::{HomeState, Library, LoadError, Loaded, Snapshot, folder, home, load_on, n_threads};
use crate::kb::{KnowledgeBase, Problem, Severity};
use crate::search::Progress;

/// So many bytes are left to others on a disk when an index is put there again.
const SPARE_ROOM: u64 = 1024 * 1024;

/// What is said of a file that was emptied.
const LOST: &str = "it had content a moment ago; if it is to go, delete the file";
/// The same of several.
const LOST_SEVERAL: &str = "they had content a moment ago; if they are to go, delete the files";

/// The state in use, and what is wrong with the files as they are now.
#[derive(Clone)]
pub(super) struct Standing {
    snapshot: Arc<Snapshot>,
    refused: Option<Arc<Refused>>,
}

/// What became of a look at the files.
#[derive(Debug, Clone)]
pub enum Reloaded {
    /// They are what is served.
    Unchanged,
    /// A new state is served.
    Replaced,
    /// The state that was served still is.
    Refused(Arc<Refused>),
}

/// Why the files as they are now are not served.
#[derive(Debug, Clone)]
pub struct Refused {
    /// In one sentence without capital and full stop.
    pub reason: String,
    /// The same for everybody who asks: without paths of this machine.
    pub for_strangers: String,
    /// The errors that the state in use does not have; empty if the files could not be read at all.
    pub problems: Vec<Problem>,
    /// What the files hold, for authors; nothing if they could not be read at all.
    pub unserved: Option<Unserved>,
}

/// A state of the base that is not served.
#[derive(Debug, Clone)]
pub struct Unserved {
    /// The base.
    pub base: KnowledgeBase,
    /// All that is wrong with it.
    pub problems: Vec<Problem>,
}

impl Standing {
    pub(super) fn of(snapshot: Snapshot) -> Self {
        Self { snapshot: Arc::new(snapshot), refused: None }
    }
}

impl Reloaded {
    /// The word for it: `unchanged`, `replaced` or `refused`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Replaced => "replaced",
            Self::Refused(_) => "refused",
        }
    }
}

impl Library {
    /// The current snapshot.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.standing().snapshot
    }

    /// Why the files as they were last looked at are not what is served; nothing if they are.
    pub fn refused(&self) -> Option<Arc<Refused>> {
        self.standing().refused
    }

    /// Whether the files look different from when they were last read. Reads none of them.
    pub(crate) fn looks_different(&self) -> bool {
        let seen = *self.seen();
        folder::look(&self.settings.folders) != seen
    }

    /// Reads the files anew, and serves them if they are sound. Takes half of the processors, so that whoever asks
    /// meanwhile gets an answer.
    pub fn reload(&self) -> Reloaded {
        let mut seen = self.seen();
        // What changes while files are read looks different afterwards.
        *seen = folder::look(&self.settings.folders);
        let served = self.snapshot();
        let n_threads = (n_threads() / 2).max(1);
        let made = self.made(&served, n_threads);
        let is_served_on = !matches!(made, Ok(Some(_)));
        let kept = is_served_on.then(|| served.kept(&self.settings, n_threads)).flatten();
        let mut standing = self.standing.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = kept {
            tracing::info!("the search index is kept in the data folder again");
            standing.snapshot = Arc::new(kept);
        }
        match made {
            Ok(None) => {
                standing.refused = None;
                Reloaded::Unchanged
            }
            Ok(Some(snapshot)) => {
                *standing = Standing::of(snapshot);
                Reloaded::Replaced
            }
            Err(refused) => {
                standing.refused = Some(Arc::clone(&refused));
                Reloaded::Refused(refused)
            }
        }
    }

    /// Whether the index is in memory although there is a data folder, and now has room there. `None` if it is where
    /// it belongs. Looks at the disk only.
    pub(crate) fn has_room_to_keep(&self) -> Option<bool> {
        let data = self.settings.data.as_deref()?;
        let snapshot = self.snapshot();
        snapshot.unkept.as_ref()?;
        let home = home(data);
        let needed = snapshot.index.n_bytes().saturating_mul(2).saturating_add(SPARE_ROOM);
        Some(home.state == HomeState::Usable && home.free_bytes >= needed)
    }

    /// Refuses the files because reading them broke.
    pub(crate) fn refuse(&self, reason: String) -> Reloaded {
        let refused = Arc::new(Refused::unread(reason.clone(), reason));
        self.standing.write().unwrap_or_else(PoisonError::into_inner).refused = Some(Arc::clone(&refused));
        Reloaded::Refused(refused)
    }

    /// A snapshot of the files as they are now; nothing if it would be the same.
    fn made(&self, served: &Snapshot, n_threads: usize) -> Result<Option<Snapshot>, Arc<Refused>> {
        let unread = |error: LoadError| Arc::new(Refused::unread(error.to_string(), error.for_strangers()));
        let loaded = load_on(&self.settings, n_threads).map_err(unread)?;
        if loaded.revision == served.revision && loaded.problems == served.problems {
            return Ok(None);
        }
        let now = grave(&loaded.base, &loaded.problems);
        let added = added(now, grave(&served.base, &served.problems));
        if !added.is_empty() {
            return Err(Arc::new(Refused::of(loaded, added, served)));
        }
        let made = Snapshot::of(loaded, Some(served), &self.settings, n_threads, &Progress::unseen());
        made.map(Some).map_err(unread)
    }

    fn standing(&self) -> Standing {
        self.standing.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn seen(&self) -> MutexGuard<'_, folder::Look> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Refused {
    fn of(loaded: Loaded, mut problems: Vec<Problem>, served: &Snapshot) -> Self {
        let (mut emptied, n_problems) = (Vec::new(), problems.len());
        for problem in problems.iter_mut().filter(|problem| is_emptied(problem, served)) {
            problem.message = format!("{}: {LOST}", problem.message);
            problem.help = "write it again, or delete the file".to_owned();
            emptied.push(problem.file.as_str());
        }
        let reason = match (emptied.as_slice(), n_problems) {
            ([], 1) => "the last edit adds an error".to_owned(),
            ([], n) => format!("the last edit adds {n} errors"),
            (&[first], _) => format!("{first} is empty: {LOST}"),
            (&[first, second], _) => format!("{first} and {second} are empty: {LOST_SEVERAL}"),
            (&[first, second, ref more @ ..], _) => {
                let n_more = more.len();
                format!("{first}, {second} and {n_more} more files are empty: {LOST_SEVERAL}")
            }
        };
        let unserved = Some(Unserved { base: loaded.base, problems: loaded.problems });
        Self { for_strangers: reason.clone(), reason, problems, unserved }
    }

    fn unread(reason: String, for_strangers: String) -> Self {
        Self { reason, for_strangers, problems: Vec::new(), unserved: None }
    }
}

/// Whether a problem says that a file is empty which was served with something in it. Nobody saves an empty file on
/// purpose, but programs that are cut off do.
fn is_emptied(problem: &Problem, served: &Snapshot) -> bool {
    match problem.code {
        "page-empty" => served.base.page(&problem.file).is_some(),
        "settings-empty" => served.has_settings,
        _ => false,
    }
}

/// What is so wrong that the author's page is not what users get: an error, or a page that was not read. Drafts may be
/// half done, for nobody sees them.
fn grave<'a>(base: &'a KnowledgeBase, problems: &'a [Problem]) -> impl Iterator<Item = &'a Problem> {
    problems.iter().filter(|problem| {
        let is_grave = problem.severity == Severity::Error || problem.code == "page-not-followed";
        is_grave && base.page(&problem.file).is_none_or(|page| !page.draft)
    })
}

/// The problems that were not there before. Places do not count: what stands further down after an edit above it is
/// nothing new.
fn added<'a>(
    now: impl Iterator<Item = &'a Problem>,
    before: impl Iterator<Item = &'a Problem>,
) -> Vec<Problem> {
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    before.for_each(|problem| *known.entry(essence(problem)).or_default() += 1);
    let mut added = Vec::new();
    for problem in now {
        match known.get_mut(&essence(problem)) {
            Some(n_left @ 1..) => *n_left -= 1,
            _ => added.push(problem.clone()),
        }
    }
    added
}

/// What makes a problem the same one after other edits.
fn essence(problem: &Problem) -> (&str, &str, &str) {
    (problem.file.as_str(), problem.code, problem.message.as_str())
}
