//! When files may have changed: told by the system, or by looking once a second where the system does not tell.
//!
//! Editors write in steps (truncate and write, write aside and rename), and version control writes many files one
//! after the other; a change is told when nothing has come for a moment, and at the latest after a second. What is
//! made of it is not decided here.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::{Library, folder};
use crate::config::Watch;

/// How often is looked where the system does not tell, and whether a folder was put in the place of another one.
const BETWEEN_LOOKS: Duration = Duration::from_secs(1);
/// Nothing may have come for this long.
const QUIET: Duration = Duration::from_millis(200);
/// So many times at most: files that change all the time shall be served too.
const MOST_WAITS: usize = 4;
/// File systems whose files other machines may change, and the system is not told: NFS, SMB (three kinds), AFS, Ceph,
/// 9P, FUSE.
const SILENT: [u64; 8] =
    [0x6969, 0x517b, 0xff53_4d42, 0xfe53_4d42, 0x5346_414f, 0x00c3_6400, 0x0102_1997, 0x6573_5546];

/// Tells when the files of a base may have changed.
pub(crate) struct Changes {
    folders: Vec<PathBuf>,
    /// Which folders are listened to.
    identity: Vec<Option<(PathBuf, u64)>>,
    /// Nothing where files are looked at instead.
    watcher: Option<RecommendedWatcher>,
    is_told: bool,
    heard: Receiver<()>,
    tell: SyncSender<()>,
}

impl Changes {
    /// Begins to listen, or to look. Nothing if nobody wants it, or if the pages are in the program.
    pub(crate) fn of(library: &Library, how: Watch) -> Option<Self> {
        // Events name files by their whole paths.
        let whole = |folder: &PathBuf| std::path::absolute(folder).unwrap_or_else(|_| folder.clone());
        let folders: Vec<PathBuf> = library.settings.folders.iter().map(whole).collect();
        if how == Watch::Off || folders.is_empty() {
            return None;
        }
        let is_silent = folders.iter().any(|folder| is_far(folder));
        if is_silent && how == Watch::Notify {
            tracing::info!("the system does not tell of changes on this file system: looking once a second");
        }
        // One word is enough, however much has changed.
        let (tell, heard) = sync_channel(1);
        let is_told = how == Watch::Notify && !is_silent;
        let mut changes = Self { folders, identity: Vec::new(), watcher: None, is_told, heard, tell };
        changes.listen();
        Some(changes)
    }

    /// Waits for a moment; whether files may have changed, and are at rest.
    pub(crate) fn wait(&mut self, library: &Library) -> bool {
        let is_heard = self.heard.recv_timeout(BETWEEN_LOOKS).is_ok();
        if folder::identity(&self.folders) != self.identity {
            self.listen();
        } else if !is_heard && (self.watcher.is_some() || !library.looks_different()) {
            return false;
        }
        self.settle();
        true
    }

    /// Waits until nothing comes any more.
    fn settle(&self) {
        let mut look = folder::look(&self.folders);
        for _ in 0..MOST_WAITS {
            std::thread::sleep(QUIET);
            let was_heard = self.heard.try_recv().is_ok();
            let now = folder::look(&self.folders);
            if !was_heard && now == look {
                return;
            }
            look = now;
        }
    }

    /// Listens to the folders that now stand there.
    fn listen(&mut self) {
        self.identity = folder::identity(&self.folders);
        self.watcher = None;
        if !self.is_told {
            return;
        }
        match self.watcher() {
            Ok(watcher) => self.watcher = Some(watcher),
            // A folder that has gone may come back; until then the next look finds it.
            Err(error) => {
                tracing::warn!(%error, "the system does not tell of changes: looking once a second");
            }
        }
    }

    fn watcher(&self) -> notify::Result<RecommendedWatcher> {
        let (tell, folders) = (self.tell.clone(), self.folders.clone());
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if event.as_ref().map_or(true, |event| is_change(event, &folders)) {
                // A word that waits already says the same.
                let _is_new = tell.try_send(()).is_ok();
            }
        })?;
        for folder in &self.folders {
            watcher.watch(folder, RecursiveMode::Recursive)?;
        }
        Ok(watcher)
    }
}

/// Whether an event may change what is read. That somebody reads changes nothing; neither do hidden files, such as
/// those of version control and of editors, but for names that begin with two dots, by which whole trees are swapped.
fn is_change(event: &Event, folders: &[PathBuf]) -> bool {
    let is_reading =
        matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
    let is_hidden = |path: &PathBuf| {
        let below = folders.iter().find_map(|folder| path.strip_prefix(folder).ok()).unwrap_or(path);
        below.iter().any(|part| {
            let part = part.to_string_lossy();
            part.starts_with('.') && !part.starts_with("..")
        })
    };
    !is_reading && (event.paths.is_empty() || !event.paths.iter().all(is_hidden))
}

#[cfg(target_os = "linux")]
/// Whether a folder is on a disk of another machine, or of another world in this one: what changes there is not told.
pub(super) fn is_far(folder: &Path) -> bool {
    rustix::fs::statfs(folder).is_ok_and(|about| SILENT.contains(&(about.f_type as u64 & 0xffff_ffff)))
}

#[cfg(not(target_os = "linux"))]
pub(super) fn is_far(_: &Path) -> bool {
    false
}
