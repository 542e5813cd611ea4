//! The index in the data folder: reused while the base is the same, rebuilt without a word whenever it is not.
#![expect(clippy::disallowed_methods, reason = "this module owns the index folders below the data folder")]

use std::path::{Path, PathBuf};

use super::LoadError;
use crate::kb::KnowledgeBase;
use crate::search::{FORMAT, Place, SearchIndex};

/// Opens the index of this revision, or builds it: aside first, then moved into place, so that a cut-off build
/// never looks like an index. Without a data folder it is built in memory.
pub(super) fn open_or_build(
    base: &KnowledgeBase,
    revision: &str,
    data: Option<&Path>,
    n_threads: usize,
) -> Result<SearchIndex, LoadError> {
    let Some(data) = data else { return Ok(SearchIndex::build(base, Place::Memory, n_threads)?) };
    let home = data.join("index");
    let folder = home.join(format!("{FORMAT}-{revision}"));
    if folder.is_dir()
        && let Ok(index) = SearchIndex::open(&folder)
    {
        return Ok(index);
    }
    std::fs::create_dir_all(&home).map_err(|error| unwritable(&home, &error))?;
    // Process and thread count do not matter here, only that two processes never build in the same place.
    let aside = home.join(format!("building-{}-{revision}", std::process::id()));
    drop(std::fs::remove_dir_all(&aside));
    std::fs::create_dir_all(&aside).map_err(|error| unwritable(&aside, &error))?;
    let built = SearchIndex::build(base, Place::Folder(&aside), n_threads);
    drop(built?);
    drop(std::fs::remove_dir_all(&folder));
    if std::fs::rename(&aside, &folder).is_err() {
        // Another process was quicker: its index is of the same revision.
        drop(std::fs::remove_dir_all(&aside));
    }
    remove_others(&home, &folder);
    Ok(SearchIndex::open(&folder)?)
}

/// Indexes of earlier revisions are of no use to anybody; one that is still being read stays readable until closed.
fn remove_others(home: &Path, keep: &Path) {
    let Ok(entries) = std::fs::read_dir(home) else { return };
    for entry in entries.flatten() {
        let is_building = entry.file_name().to_string_lossy().starts_with("building-");
        if entry.path() != keep && !is_building {
            drop(std::fs::remove_dir_all(entry.path()));
        }
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> LoadError {
    LoadError::Unreadable { path: PathBuf::from(path), reason: error.to_string() }
}
