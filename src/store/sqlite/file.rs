//! The file of the store: made aside and moved into place, looked at before it is used, never mended.
#![expect(clippy::disallowed_methods, reason = "this module owns the file of the store in the data folder")]

use std::io::{self, Read};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::sqlite::SqliteJournalMode;
use sqlx::{Row, SqlitePool};

use super::meaning::while_opening;
use super::{migrate, options, pool};
use crate::store::error::OpenError;

/// How every SQLite file begins.
const BEGINNING: &[u8; 16] = b"SQLite format 3\0";
/// How many files this process has begun: no two have the same name.
static N_BEGUN: AtomicU32 = AtomicU32::new(0);

/// Makes the file if there is none, and looks at its beginning if there is one.
pub(super) async fn make_sure_it_is_there(file: &Path) -> Result<(), OpenError> {
    match std::fs::symlink_metadata(file) {
        Ok(_) => look_at(file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if beside(file, "-wal").exists() {
                return Err(damaged(file, "its journal is there, but the file itself is gone"));
            }
            begin_anew(file).await
        }
        Err(error) => Err(unusable(file, &error)),
    }
}

/// SQLite takes an empty file for a new database; here it is one that was cut off, because ours never begin empty.
pub(super) fn look_at(file: &Path) -> Result<(), OpenError> {
    let refused = |error: io::Error| unusable(file, &error);
    let metadata = std::fs::metadata(file).map_err(refused)?;
    if !metadata.is_file() {
        let reason = "it is no ordinary file; move it away, or name another folder with `--data`";
        return Err(OpenError::Unusable { file: file.display().to_string(), reason: reason.to_owned() });
    }
    let mut beginning = Vec::new();
    let opened = std::fs::File::open(file).map_err(refused)?;
    opened.take(BEGINNING.len() as u64).read_to_end(&mut beginning).map_err(refused)?;
    match beginning.as_slice() {
        [] => Err(damaged(file, "it is empty")),
        found if found == BEGINNING => Ok(()),
        _ => Err(damaged(file, "it does not begin like an SQLite database")),
    }
}

/// Refuses a file that may not be written; it is opened for that and left as it is.
pub(super) fn refuse_read_only(file: &Path) -> Result<(), OpenError> {
    let opened = std::fs::OpenOptions::new().append(true).open(file);
    opened.map(drop).map_err(|_| {
        let reason = "it can be read and not be written by this user".to_owned();
        OpenError::Unusable { file: file.display().to_string(), reason }
    })
}

/// Makes an empty store under another name and gives it its own name when it is whole: whoever is killed meanwhile
/// leaves no half of a store, and of two processes that begin together one is quicker.
async fn begin_anew(file: &Path) -> Result<(), OpenError> {
    let name = file.display().to_string();
    let folder = file.parent().unwrap_or(Path::new("."));
    let home = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    home.map_err(|error| unusable(file, &error))?;
    let n_before = N_BEGUN.fetch_add(1, Ordering::Relaxed);
    let aside = beside(file, &format!(".new-{}-{n_before}", std::process::id()));
    remove(&aside);
    let at_aside = options().filename(&aside).create_if_missing(true).journal_mode(SqliteJournalMode::Wal);
    let opened = pool(1).connect_with(at_aside).await.map_err(|error| while_opening(&error, &name))?;
    let made = migrate(&opened, &name).await;
    opened.close().await;
    let moved = made.and_then(|()| move_into_place(&aside, file).map_err(|error| unusable(file, &error)));
    remove(&aside);
    moved?;
    // The name is on the disk only when the folder is.
    let synced = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|error| unusable(file, &error))
}

/// Never replaces a file that is there.
fn move_into_place(aside: &Path, file: &Path) -> io::Result<()> {
    match std::fs::hard_link(aside, file) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        // Some file systems know no second names.
        Err(_) if !file.exists() => std::fs::rename(aside, file),
        linked => linked,
    }
}

fn remove(aside: &Path) {
    for ending in ["", "-wal", "-shm"] {
        drop(std::fs::remove_file(beside(aside, ending)));
    }
}

/// Has SQLite look through the whole file.
pub(super) async fn check(pool: &SqlitePool, name: &str) -> Result<(), OpenError> {
    let found = sqlx::query("PRAGMA quick_check(1)").fetch_all(pool).await;
    let found = found.map_err(|error| while_opening(&error, name))?;
    let first: String = found.first().and_then(|row| row.try_get(0).ok()).unwrap_or_default();
    if first == "ok" {
        return Ok(());
    }
    let reason = first.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    Err(OpenError::Damaged { file: name.to_owned(), reason })
}

fn damaged(file: &Path, reason: &str) -> OpenError {
    OpenError::Damaged { file: file.display().to_string(), reason: reason.to_owned() }
}

fn unusable(file: &Path, error: &io::Error) -> OpenError {
    let reason = match error.kind() {
        io::ErrorKind::PermissionDenied => "the permission is missing".to_owned(),
        _ => error.to_string(),
    };
    OpenError::Unusable { file: file.display().to_string(), reason }
}

pub(super) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
