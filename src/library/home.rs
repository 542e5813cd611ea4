//! What the data folder is like, for those who ask whether all is well. Changes nothing.

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fs::{Access, access, statvfs};

use super::watch::is_far;

/// What the data folder is like.
#[derive(Debug, Clone)]
pub(crate) struct Home {
    /// Can it be used?
    pub(crate) state: HomeState,
    /// The number of its owner; of who asks where there is no folder yet.
    pub(crate) owner: u32,
    /// The number of the user who asks.
    pub(crate) user: u32,
    /// Whether somebody else owns it.
    pub(crate) is_of_another: bool,
    /// Whether users beside its owner may look into it.
    pub(crate) is_open_to_others: bool,
    /// Whether it is on a disk of another machine.
    pub(crate) is_far: bool,
    /// How many bytes may still be written there.
    pub(crate) free_bytes: u64,
    /// How many files may still be made there; nothing where the file system knows no limit.
    pub(crate) free_files: Option<u64>,
}

/// Whether a data folder can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HomeState {
    /// It can.
    Usable,
    /// There is none.
    Missing {
        /// Whether it can be made.
        can_be_made: bool,
    },
    /// What stands there is something else.
    NoFolder,
    /// The permission is missing.
    Locked,
}

/// Looks at a data folder.
pub(crate) fn home(data: &Path) -> Home {
    let user = rustix::process::geteuid().as_raw();
    let metadata = std::fs::metadata(data).ok();
    let all = Access::READ_OK | Access::WRITE_OK | Access::EXEC_OK;
    let may = |folder: &Path| access(folder, all).is_ok();
    let nearest = data.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("."));
    let state = match &metadata {
        None => HomeState::Missing { can_be_made: may(nearest) },
        Some(found) if !found.is_dir() => HomeState::NoFolder,
        Some(_) if may(data) => HomeState::Usable,
        Some(_) => HomeState::Locked,
    };
    let disk = statvfs(nearest).ok();
    let (owner, mode) = metadata.map_or((user, 0), |found| (found.uid(), found.mode()));
    Home {
        state,
        owner,
        user,
        is_of_another: owner != user,
        is_open_to_others: mode & 0o077 != 0,
        is_far: is_far(nearest),
        free_bytes: disk.as_ref().map_or(u64::MAX, |disk| disk.f_bavail.saturating_mul(disk.f_frsize)),
        free_files: disk.filter(|disk| disk.f_files > 0).map(|disk| disk.f_favail),
    }
}

impl Home {
    /// What there is to know of it, a line each.
    pub(crate) fn details(&self) -> Vec<String> {
        let mut details = vec![format!("owner: user {}; asked as user {}", self.owner, self.user)];
        if self.free_bytes < u64::MAX {
            details.push(format!("free: {} MiB", self.free_bytes / 1024 / 1024));
        }
        details.extend(self.free_files.map(|free| format!("free: {free} files")));
        details
    }
}
