//! The index in the data folder: reused while the base is the same, rebuilt without a word whenever it is not.
#![expect(clippy::disallowed_methods, reason = "this module owns the index folders below the data folder")]

use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use super::LoadError;
use super::own::{self, Part};
use crate::kb::KnowledgeBase;
use crate::search::{FORMAT, Place, Progress, SearchIndex, is_index_file};

/// An index that can be searched.
pub(super) struct Opened {
    pub(super) index: SearchIndex,
    /// Why it is in memory although there is a data folder, if it is.
    pub(super) unkept: Option<String>,
}

/// Opens the index of this revision, or builds it: aside first, then moved into place, so that a cut-off build
/// never looks like an index. Without a data folder, or if nothing can be written there, it is built in memory.
pub(super) fn open_or_build(
    base: &KnowledgeBase,
    revision: &str,
    data: Option<&Path>,
    n_threads: usize,
    progress: &Progress<'_>,
) -> Result<Opened, LoadError> {
    let unkept = match data.map(|data| kept(base, revision, data, n_threads, progress)) {
        Some(Ok(Some(index))) => return Ok(Opened { index, unkept: None }),
        Some(Err(reason)) => Some(reason),
        Some(Ok(None)) | None => None,
    };
    let index = SearchIndex::build_with(base, Place::Memory, n_threads, progress)?;
    Ok(Opened { index, unkept })
}

/// Makes the data folder, if there is none.
///
/// # Errors
/// [`LoadError`] if what stands there is no folder, or none can be made: more likely a mistyped path than a disk that
/// is full.
pub(super) fn make_home(data: &Path) -> Result<(), LoadError> {
    let refused =
        |error: std::io::Error| LoadError::Unwritable { path: data.into(), reason: error.to_string() };
    // What people wrote will stand in it: it is nobody else's business on this machine.
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(data).map_err(refused)
}

/// Whether the data folder has an index of this revision that can be opened.
pub(super) fn fits(revision: &str, data: &Path) -> bool {
    opened(&folder_of(&Part::Index.home(data), revision)).is_some()
}

/// An index that is whole.
fn opened(folder: &Path) -> Option<SearchIndex> {
    own::is_ordinary_index(folder).then(|| SearchIndex::open(folder).ok())?
}

fn folder_of(home: &Path, revision: &str) -> PathBuf {
    home.join(format!("{FORMAT}-{revision}"))
}

/// The index in the data folder; nothing if somebody took it away meanwhile; else why there can be none.
pub(super) fn kept(
    base: &KnowledgeBase,
    revision: &str,
    data: &Path,
    n_threads: usize,
    progress: &Progress<'_>,
) -> Result<Option<SearchIndex>, String> {
    let home = Part::Index.home(data);
    let folder = folder_of(&home, revision);
    if let Some(index) = opened(&folder) {
        return Ok(Some(index));
    }
    let aside = home.join(format!("{}-{revision}", own::new_building()));
    make_empty(&aside)?;
    let built = build_aside(base, &home, &aside, n_threads, progress);
    if let Err(reason) = built.and_then(|()| put_in_place(&aside, &folder)) {
        let is_gone = !aside.is_dir();
        drop(own::remove(&aside));
        return if is_gone { Ok(None) } else { Err(reason) };
    }
    Part::Index.remove_others(&home, &folder);
    // Another process with another base may have removed the folder meanwhile, as this one removes its.
    Ok(opened(&folder))
}

/// Writes a whole index into an empty folder.
fn build_aside(
    base: &KnowledgeBase,
    home: &Path,
    aside: &Path,
    n_threads: usize,
    progress: &Progress<'_>,
) -> Result<(), String> {
    if is_rewritten(base, home, aside, n_threads) {
        return Ok(());
    }
    make_empty(aside)?;
    let built = SearchIndex::build_with(base, Place::Folder(aside), n_threads, progress);
    built.map(drop).map_err(|error| error.to_string())
}

/// How often it is tried to move an index into place while other processes do the same.
const ATTEMPTS: usize = 8;

/// Moves an index to where it is looked for. What stands there is damaged, or another process was quicker; it may be
/// quicker again between taking away what is damaged and moving.
fn put_in_place(aside: &Path, folder: &Path) -> Result<(), String> {
    for _ in 1..ATTEMPTS {
        if std::fs::rename(aside, folder).is_ok() {
            return Ok(());
        }
        if opened(folder).is_some() {
            drop(own::remove(aside));
            return Ok(());
        }
        // A file in the place of the folder is as little of use as a folder with something else in it.
        drop(own::remove(folder));
        if own::holds_others(folder) {
            let place = folder.display();
            return Err(format!(
                "cannot write {place}: something that deskdoc did not make stands in that folder, move it away"
            ));
        }
    }
    std::fs::rename(aside, folder).map_err(|error| unwritable(folder, &error))
}

fn make_empty(folder: &Path) -> Result<(), String> {
    drop(own::remove(folder));
    std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))
}

/// Makes the index of the latest other revision into one of this base, if little has changed since.
fn is_rewritten(base: &KnowledgeBase, home: &Path, aside: &Path, n_threads: usize) -> bool {
    let Some(latest) = latest(home) else { return false };
    // Whoever still reads the other index must not notice: what is written anew is written beside it, and files that
    // never change are shared.
    let linked = linked(&latest, aside).is_ok();
    linked && SearchIndex::rewrite(base, aside, n_threads).is_ok_and(|index| index.is_some())
}

/// The index written last.
fn latest(home: &Path) -> Option<PathBuf> {
    let beginning = format!("{FORMAT}-");
    let entries = own::entries(home).into_iter();
    let indexes = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&beginning));
    let whole = indexes.filter(|entry| own::is_ordinary_index(&entry.path()));
    let dated = whole.filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())));
    dated.max().map(|(_, path)| path)
}

/// Brings the files of one index into another folder: those of the engine's parts as links, the few small ones that
/// are written in place as copies.
fn linked(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(text) = name.to_str().filter(|name| is_index_file(name)) else { continue };
        let is_small = entry.metadata()?.len() < 1 << 20;
        let is_part = text.split('.').next().is_some_and(|stem| stem.len() == 32);
        if is_small || !is_part || std::fs::hard_link(entry.path(), to.join(&name)).is_err() {
            std::fs::copy(entry.path(), to.join(&name))?;
        }
    }
    Ok(())
}

fn unwritable(path: &Path, error: &std::io::Error) -> String {
    format!("cannot write {}: {error}", path.display())
}
