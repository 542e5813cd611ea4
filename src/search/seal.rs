//! The list of an index's files with their checksums, written last.
//!
//! The index is disposable: whoever finds the list missing, of another form, or untrue of one file builds the index
//! again. The engine's own checksums leave out the files that hold its settings, and reading a damaged one of those
//! may end in a panic; therefore everything is compared before the engine opens anything.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tantivy::directory::{Directory, RamDirectory};
use tantivy::{HasLen, Index};

use super::{FORMAT, fingerprints};

/// The file that holds the list.
const NAME: &str = "deskdoc-index";
/// Files beside those of the parts of an index: the engine's own, and what the index was written from.
const SETTINGS: [&str; 3] = ["meta.json", ".managed.json", fingerprints::NAME];

/// Files that the engine holds while it writes or opens an index.
const LOCKS: [&str; 2] = [".tantivy-writer.lock", ".tantivy-meta.lock"];
/// How the name of a file begins that the engine writes aside, and how long such a name is.
const ASIDE: (&str, usize) = (".tmp", 10);
/// Digits of the name of a part.
const PART: usize = 32;

/// Whether a file in the folder of an index may be called so, whole or cut off.
pub(super) fn may_be_called(name: &str) -> bool {
    let is_part = |name: &str| {
        let (stem, kind) = name.split_once('.').unwrap_or_default();
        let is_kind = |c: char| c.is_ascii_alphanumeric() || c == '.';
        stem.len() == PART && stem.chars().all(|c| c.is_ascii_hexdigit()) && kind.chars().all(is_kind)
    };
    let is_aside = name.len() == ASIDE.1 && name.starts_with(ASIDE.0);
    name == NAME || SETTINGS.contains(&name) || LOCKS.contains(&name) || is_aside || is_part(name)
}

/// Why an index is not what was written.
#[derive(Debug, thiserror::Error)]
pub(super) enum Broken {
    /// The list cannot be read.
    #[error("its list of files is missing or unreadable; build the index again")]
    NoList,
    /// The list is of another form.
    #[error("expected an index of the form `{FORMAT}`, found another one; build the index again")]
    OtherForm,
    /// A file is not as it was written.
    #[error("its file `{0}` is missing or damaged; build the index again")]
    File(String),
}

/// Checksums by file name, as a list has them.
pub(super) type Sums = BTreeMap<String, String>;

/// Writes the list of the files that the index now has. `known` are checksums that were just found true; the files
/// of the parts of an index never change, so these need no second look.
pub(super) fn put(directory: &dyn Directory, index: &Index, known: &Sums) -> tantivy::Result<()> {
    let mut list = format!("{FORMAT}\n");
    let mut files: Vec<PathBuf> = index.directory().list_managed_files().into_iter().collect();
    files.extend(SETTINGS.map(PathBuf::from));
    files.sort();
    files.dedup();
    for file in files {
        let name = file.display().to_string();
        let is_settings = SETTINGS.contains(&name.as_str());
        let sum = known.get(&name).filter(|_| !is_settings).cloned();
        // Parts that an index does without are listed by the engine but not written.
        if let Some(sum) = sum.or_else(|| checksum(directory, &file)) {
            list.push_str(&format!("{sum} {name}\n"));
        }
    }
    let seal = sum(list.as_bytes());
    list.push_str(&seal);
    directory.atomic_write(Path::new(NAME), list.as_bytes())?;
    directory.sync_directory()?;
    Ok(())
}

/// Compares every file of the list with its checksum.
pub(super) fn verify(directory: &dyn Directory) -> Result<Sums, Broken> {
    let sums = listed(directory)?;
    for (name, sum) in &sums {
        if checksum(directory, Path::new(name)).as_ref() != Some(sum) {
            return Err(Broken::File(name.clone()));
        }
    }
    Ok(sums)
}

/// The files of the list, each as its checksum says, in memory: what happens to them on the disk afterwards is of no
/// account, and pages cut off under a map of them would end the process.
pub(super) fn taken(directory: &dyn Directory) -> Result<RamDirectory, Broken> {
    let sums = listed(directory)?;
    let memory = RamDirectory::create();
    for (name, expected) in sums {
        let path = Path::new(&name);
        let bytes = directory.atomic_read(path).ok().filter(|bytes| sum(bytes) == expected);
        let is_taken = bytes.is_some_and(|bytes| memory.atomic_write(path, &bytes).is_ok());
        if !is_taken {
            return Err(Broken::File(name));
        }
    }
    Ok(memory)
}

/// The list, if it is whole.
fn listed(directory: &dyn Directory) -> Result<Sums, Broken> {
    let bytes = directory.atomic_read(Path::new(NAME)).map_err(|_| Broken::NoList)?;
    let list = String::from_utf8(bytes).map_err(|_| Broken::NoList)?;
    let (lines, seal) = list.rsplit_once('\n').ok_or(Broken::NoList)?;
    let is_whole = sum(format!("{lines}\n").as_bytes()) == seal;
    let mut lines = lines.lines();
    if lines.next() != Some(FORMAT) {
        return Err(Broken::OtherForm);
    }
    if !is_whole {
        return Err(Broken::NoList);
    }
    let entry = |line: &str| line.split_once(' ').map(|(sum, name)| (name.to_owned(), sum.to_owned()));
    lines.map(entry).collect::<Option<Sums>>().ok_or(Broken::NoList)
}

fn checksum(directory: &dyn Directory, file: &Path) -> Option<String> {
    let slice = directory.open_read(file).ok()?;
    if slice.len() == 0 {
        return Some(sum(&[]));
    }
    Some(sum(slice.read_bytes().ok()?.as_slice()))
}

/// Length and checksum of a file. Damage is no attack, and an index is looked through at each start.
fn sum(bytes: &[u8]) -> String {
    format!("{}-{:08x}", bytes.len(), crc32fast::hash(bytes))
}
