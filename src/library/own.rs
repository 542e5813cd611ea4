//! What deskdoc itself has put below the data folder: only that is opened, and only that is ever taken away.
//!
//! People put files of their own where there is room, and things that are no files can stand anywhere. Deskdoc knows
//! its own by the exact names that it gives, and by what is in them; all else stays and is named in the log. What is
//! kept in the files is not known here.
#![expect(clippy::disallowed_methods, reason = "this module owns what stands below the data folder")]

use std::fs::{DirEntry, File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rustix::fs::OFlags;

use crate::kb::FORMAT;
use crate::search::is_index_file;

/// How the name begins of what is being written; the process's id follows.
const BUILDING: &str = "building-";
/// How every volume of the catalogue begins.
pub(super) const VOLUME_HEAD: &str = "deskdoc pages ";
/// Digits of a hash in a name.
const HASH: usize = 32;
/// No build takes longer.
const LONGEST_BUILD: Duration = Duration::from_secs(60 * 60);

/// What is kept below the data folder beside the store, each in a folder of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Folders with an index each.
    Index,
    /// Files with a recogniser each.
    Recogniser,
    /// Files with the pages of a base each.
    Catalogue,
}

/// Whose an entry of such a folder is.
enum Owner {
    /// What deskdoc keeps, or kept once.
    Kept,
    /// What a process is writing, or was: what follows [`BUILDING`].
    Building(String),
    /// Somebody else.
    Other,
}

impl Part {
    const ALL: [Self; 3] = [Self::Index, Self::Recogniser, Self::Catalogue];

    /// Where it is kept.
    pub(super) fn home(self, data: &Path) -> PathBuf {
        data.join(match self {
            Self::Index => "index",
            Self::Recogniser => "recogniser",
            Self::Catalogue => "catalogue",
        })
    }

    /// Takes away what was made of other states of the base, by this version or an earlier one, and builds that were
    /// cut off. What is still being read stays readable until closed.
    pub(super) fn remove_others(self, home: &Path, keep: &Path) {
        for entry in entries(home).into_iter().filter(|entry| entry.path() != keep) {
            let is_useless = match self.owner(&entry) {
                Owner::Kept => true,
                Owner::Building(rest) => has_gone(&rest) || is_much_older(&entry.path(), keep),
                Owner::Other => false,
            };
            if is_useless {
                drop(remove(&entry.path()));
            }
        }
    }

    /// Whose it is, by its name and what is in it.
    fn owner(self, entry: &DirEntry) -> Owner {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { return Owner::Other };
        let path = entry.path();
        let is_of_deskdoc = match path.symlink_metadata() {
            Ok(found) if found.is_dir() => self.may_be_folder(&path),
            Ok(found) if found.is_file() => self.may_be_file(&path, name),
            // What is neither holds nothing of anybody.
            _ => true,
        };
        match name.strip_prefix(BUILDING) {
            _ if !is_of_deskdoc => Owner::Other,
            Some(rest) if self.is_building(rest) => Owner::Building(rest.to_owned()),
            None if self.is_kept(name) => Owner::Kept,
            _ => Owner::Other,
        }
    }

    /// Whether what is kept may be called so.
    fn is_kept(self, name: &str) -> bool {
        let Some((form, of)) = name.split_once('-') else { return false };
        match self {
            Self::Index => form.strip_prefix('s').is_some_and(is_number) && is_hash(of),
            Self::Recogniser => is_number(form) && is_hash(of),
            Self::Catalogue => is_number(form) && of.starts_with(|c: char| c.is_ascii_digit()),
        }
    }

    /// Whether what is being built may be called so behind [`BUILDING`].
    fn is_building(self, rest: &str) -> bool {
        let parts: Vec<&str> = rest.split('-').collect();
        match (self, parts.as_slice()) {
            (Self::Index, [process, number, hash]) => {
                is_number(process) && is_number(number) && is_hash(hash)
            }
            (Self::Index, [process, hash]) => is_number(process) && is_hash(hash),
            (Self::Recogniser | Self::Catalogue, [process, number]) => {
                is_number(process) && is_number(number)
            }
            _ => false,
        }
    }

    /// Only an index is a folder; elsewhere an empty one stands in the place of a file.
    fn may_be_folder(self, folder: &Path) -> bool {
        if self == Self::Index { !holds_others(folder) } else { entries(folder).is_empty() }
    }

    /// The names of volumes are no hashes, so a look into those of other versions decides.
    fn may_be_file(self, file: &Path, name: &str) -> bool {
        let is_other_volume = self == Self::Catalogue && !name.starts_with(BUILDING) && name != volume_name();
        !is_other_volume || open(file).is_ok_and(|file| begins_with(file, VOLUME_HEAD))
    }
}

/// A name for something to be written, which no other build has: not of another process either that has the same
/// number because it runs in another container.
pub(super) fn new_building() -> String {
    static FIRST: OnceLock<u32> = OnceLock::new();
    static BEGUN: AtomicU64 = AtomicU64::new(0);
    // The standard library seeds its hashes by chance.
    let first = FIRST.get_or_init(|| RandomState::new().hash_one(()) as u32);
    // No process makes so many builds that it comes to where another one may have begun.
    let number = (u64::from(*first) << 24) + BEGUN.fetch_add(1, Ordering::Relaxed);
    format!("{BUILDING}{}-{number}", std::process::id())
}

/// What the volume of the catalogue is called that this version writes.
pub(super) fn volume_name() -> String {
    format!("{FORMAT}-{}", env!("CARGO_PKG_VERSION"))
}

/// Takes away what processes that have gone were building, and tells of what is somebody else's.
pub(super) fn tidy(data: &Path) {
    for part in Part::ALL {
        let home = part.home(data);
        let mut others = Vec::new();
        for entry in entries(&home) {
            match part.owner(&entry) {
                Owner::Building(rest) if has_gone(&rest) => drop(remove(&entry.path())),
                Owner::Other => others.push(entry.file_name().to_string_lossy().into_owned()),
                Owner::Kept | Owner::Building(_) => {}
            }
        }
        if let Some(first) = others.iter().min() {
            let (place, n_others) = (home.join(first).display().to_string(), others.len());
            tracing::warn!(
                place,
                n_others,
                "something that deskdoc did not make stands in its data folder, and is left alone"
            );
        }
    }
}

/// Opens an ordinary file. Whatever else stands there is refused at once: a link leads somewhere else, and whoever
/// opens a pipe waits for somebody to write.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let flags = (OFlags::NONBLOCK | OFlags::NOFOLLOW).bits();
    let file = OpenOptions::new().read(true).custom_flags(flags.cast_signed()).open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::ErrorKind::InvalidInput.into()) }
}

/// Makes a new file, in the place of whatever a cut-off build has left there.
pub(super) fn create(path: &Path) -> io::Result<File> {
    drop(remove(path));
    OpenOptions::new().read(true).write(true).create_new(true).open(path)
}

/// Moves a file to where it is looked for, whatever stands there.
pub(super) fn put_in_place(aside: &Path, file: &Path) -> io::Result<()> {
    // An empty folder with the name of a file is nobody's, and would be in the way for ever.
    if is_folder(file) {
        std::fs::remove_dir(file)?;
    }
    std::fs::rename(aside, file)
}

/// Takes away something that deskdoc has made: a file, or a folder with nothing else in it than files of an index.
///
/// # Errors
/// If it cannot be taken away, or something else is in it; then it is left as it is.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    if !is_folder(path) {
        return gone(std::fs::remove_file(path));
    }
    if holds_others(path) {
        return Err(io::ErrorKind::DirectoryNotEmpty.into());
    }
    for entry in entries(path) {
        let path = entry.path();
        gone(if is_folder(&path) { std::fs::remove_dir(&path) } else { std::fs::remove_file(&path) })?;
    }
    gone(std::fs::remove_dir(path))
}

/// Whether a folder holds something else than files of an index.
pub(super) fn holds_others(folder: &Path) -> bool {
    entries(folder).iter().any(|entry| {
        let is_file_of_index = entry.file_name().to_str().is_some_and(is_index_file);
        // Damage may put anything in the place of a file, but it fills no folders.
        !is_file_of_index || is_folder(&entry.path()) && !entries(&entry.path()).is_empty()
    })
}

/// Whether a folder can be opened as an index without waiting, and without looking at anything outside of it.
pub(super) fn is_ordinary_index(folder: &Path) -> bool {
    let is_ordinary = |entry: &DirEntry| entry.file_type().is_ok_and(|kind| kind.is_file());
    let has_name = |entry: &DirEntry| entry.file_name().to_str().is_some_and(is_index_file);
    is_folder(folder) && entries(folder).iter().all(|entry| !has_name(entry) || is_ordinary(entry))
}

/// What stands in a folder; nothing if it cannot be listed.
pub(super) fn entries(folder: &Path) -> Vec<DirEntry> {
    std::fs::read_dir(folder).map(|entries| entries.flatten().collect()).unwrap_or_default()
}

/// Whether it is a folder itself and no link to one.
fn is_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|found| found.is_dir())
}

fn begins_with(mut file: File, head: &str) -> bool {
    let mut found = vec![0; head.len()];
    file.read_exact(&mut found).is_ok() && found == head.as_bytes()
}

/// Somebody else may have been quicker.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    removed.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

/// Whether the process that was building has gone. Not every system shows its processes as folders.
fn has_gone(process_and_rest: &str) -> bool {
    let process = process_and_rest.split('-').next().unwrap_or_default();
    let processes = Path::new("/proc");
    processes.join("self").exists() && !processes.join(process).exists()
}

/// Whether nobody can be building there any more: its number may be that of another process by now.
fn is_much_older(aside: &Path, made_now: &Path) -> bool {
    let changed = |path: &Path| std::fs::metadata(path).and_then(|found| found.modified()).ok();
    let (Some(then), Some(now)) = (changed(aside), changed(made_now)) else { return false };
    now.duration_since(then).is_ok_and(|age| age > LONGEST_BUILD)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_hash(text: &str) -> bool {
    text.len() == HASH && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
