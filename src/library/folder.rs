//! Pages and pictures of folders.
#![expect(clippy::disallowed_methods, reason = "this module owns the reading of knowledge-base folders")]

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{LoadError, builtin};
use crate::kb::{PagePath, SETTINGS_FILE, SourceFile, Unread, UnreadReason};

/// A page longer than this is not even read to its end; what is read is enough to say that it is too long.
const MOST_BYTES: u64 = 2 * 1024 * 1024;
/// A picture longer than this is not shown.
const LARGEST_ASSET: u64 = 8 * 1024 * 1024;
/// Pictures a browser shows without running anything; SVG is left out because it can carry script.
const PICTURES: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "avif"];

/// Where the pictures of a base are.
#[derive(Debug, Clone)]
pub(crate) enum Assets {
    /// In the program.
    Builtin,
    /// In files, by the path that pages use.
    Files(BTreeMap<PagePath, PathBuf>),
}

/// Where the pages of a base are.
#[derive(Debug, Clone)]
pub(crate) enum Pages {
    /// In the program.
    Builtin,
    /// In files, by the path of the page. Of several at one path the first counts, as it does in the base.
    Files(BTreeMap<PagePath, PathBuf>),
}

impl Pages {
    /// The pages of files that were found.
    pub(super) fn of(sources: &[(String, PathBuf)]) -> Self {
        let mut files = BTreeMap::new();
        for (relative, file) in sources {
            files.entry(PagePath::new(relative)).or_insert_with(|| file.clone());
        }
        Self::Files(files)
    }

    /// The file of a page that is in a folder.
    pub(super) fn file(&self, path: &PagePath) -> Option<&Path> {
        match self {
            Self::Builtin => None,
            Self::Files(files) => files.get(path).map(PathBuf::as_path),
        }
    }

    /// A file as text; bytes that are no UTF-8 are shown as `\u{fffd}`.
    pub(super) fn read(&self, path: &PagePath) -> Option<String> {
        let bytes = match self {
            Self::Builtin => builtin::asset(path.as_str()),
            Self::Files(files) => read_up_to(files.get(path)?).ok(),
        };
        Some(String::from_utf8_lossy(&bytes?).into_owned())
    }
}

impl Assets {
    /// The bytes of a picture. Only paths found when the base was loaded are read.
    pub(super) fn read(&self, path: &PagePath) -> Option<Vec<u8>> {
        match self {
            Self::Builtin => builtin::asset(path.as_str()).filter(|_| is_asset(path.as_str())),
            Self::Files(files) => {
                let file = files.get(path)?;
                let length = std::fs::metadata(file).ok()?.len();
                if length > LARGEST_ASSET { None } else { std::fs::read(file).ok() }
            }
        }
    }
}

/// Whether a file is read as part of the base: a page, or the base's settings.
pub(super) fn is_source(path: &str) -> bool {
    has_ending(path, &["md"]) || path == SETTINGS_FILE
}

/// Whether a file is a picture that pages may show.
pub(super) fn is_asset(path: &str) -> bool {
    has_ending(path, &PICTURES)
}

fn has_ending(path: &str, endings: &[&str]) -> bool {
    let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
    ending.is_some_and(|ending| endings.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The files that make a base.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// Pages and settings, by the path below their root.
    pub(super) sources: Vec<(String, PathBuf)>,
    /// Pictures that pages may show.
    pub(super) assets: BTreeMap<PagePath, PathBuf>,
    /// What may hold pages and is passed over.
    pub(super) unread: Vec<Unread>,
}

/// Finds what is below the folders.
pub(super) fn list_all(folders: &[PathBuf]) -> Result<Listed, LoadError> {
    let mut listed = Listed::default();
    for folder in folders {
        let found = walk(folder)?;
        let n_sources = listed.sources.len();
        for (relative, file) in found.files {
            if is_source(&relative) {
                listed.sources.push((relative, file));
            } else if is_asset(&relative) {
                listed.assets.entry(PagePath::new(&relative)).or_insert(file);
            }
        }
        if listed.sources.len() == n_sources && found.unread.is_empty() {
            return Err(LoadError::NoPages { path: folder.clone() });
        }
        listed.unread.extend(found.unread);
    }
    Ok(listed)
}

/// What the files of a base look like from outside: when something has changed, so has this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look(u64);

/// Looks at the files below the folders without reading them. A folder that cannot be listed has a look too.
pub(super) fn look(folders: &[PathBuf]) -> Look {
    let mut hasher = DefaultHasher::new();
    match list_all(folders) {
        Ok(listed) => {
            for (relative, file) in &listed.sources {
                (relative, outside(file)).hash(&mut hasher);
            }
            for (relative, file) in &listed.assets {
                (relative.as_str(), outside(file)).hash(&mut hasher);
            }
            for unread in &listed.unread {
                (&unread.path, format!("{:?}", unread.reason)).hash(&mut hasher);
            }
        }
        Err(error) => error.to_string().hash(&mut hasher),
    }
    Look(hasher.finish())
}

/// Length, time of the last change and number of a file: a file that is put in the place of another one, or is
/// written within one tick of a coarse clock, differs in one of them.
fn outside(file: &Path) -> Option<(u64, Option<SystemTime>, u64)> {
    let about = std::fs::metadata(file).ok()?;
    Some((about.len(), about.modified().ok(), number(&about)))
}

/// Which folders these are, whatever is in them: a folder that was put in the place of another one of the same name
/// is another one.
pub(super) fn identity(folders: &[PathBuf]) -> Vec<Option<(PathBuf, u64)>> {
    let of = |folder: &PathBuf| Some((folder.canonicalize().ok()?, number(&std::fs::metadata(folder).ok()?)));
    folders.iter().map(of).collect()
}

#[cfg(unix)]
fn number(about: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(about)
}

#[cfg(not(unix))]
fn number(_: &std::fs::Metadata) -> u64 {
    0
}

/// Reads one file.
pub(super) fn read(relative: String, file: &Path) -> Result<SourceFile, Unread> {
    match read_up_to(file) {
        Ok(bytes) => Ok(SourceFile { path: relative, bytes }),
        Err(error) => Err(unreadable(relative, &error)),
    }
}

/// What is below a folder.
#[derive(Default)]
struct Found {
    /// Ordinary files with their path below the root, in order.
    files: Vec<(String, PathBuf)>,
    /// What may hold pages and is passed over.
    unread: Vec<Unread>,
}

/// Finds everything below a folder. Hidden files and folders are passed over, and so is everything that is reached
/// only through a symbolic link which leads out of the folder or to another folder. Only the root must be readable.
fn walk(root: &Path) -> Result<Found, LoadError> {
    let refused =
        |error: io::Error| LoadError::Unreadable { path: root.to_path_buf(), reason: in_words(&error) };
    let canonical = root.canonicalize().map_err(refused)?;
    let mut found = Found::default();
    let mut folders = Vec::new();
    list(std::fs::read_dir(root).map_err(refused)?, "", &canonical, &mut found, &mut folders);
    while let Some((relative, folder)) = folders.pop() {
        match std::fs::read_dir(&folder) {
            Ok(entries) => list(entries, &relative, &canonical, &mut found, &mut folders),
            Err(error) => found.unread.push(unreadable(relative, &error)),
        }
    }
    found.files.sort();
    Ok(found)
}

/// Sorts the entries of one folder into files, folders still to be listed, and what is not read.
fn list(
    entries: std::fs::ReadDir,
    folder: &str,
    root: &Path,
    found: &mut Found,
    folders: &mut Vec<(String, PathBuf)>,
) {
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.unread.push(unreadable(folder.to_owned(), &error));
                continue;
            }
        };
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let relative = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        match look_at(&entry, root) {
            Entry::File => found.files.push((relative, entry.path())),
            Entry::Folder => folders.push((relative, entry.path())),
            Entry::LinkToFolder => {
                let reason = UnreadReason::NotFollowed("to a folder".to_owned());
                found.unread.push(Unread { path: relative, reason });
            }
            // What is no page is not missed.
            Entry::Passed(reason) if is_source(&relative) => {
                found.unread.push(Unread { path: relative, reason });
            }
            Entry::Passed(_) => {}
        }
    }
}

/// What an entry of a folder is.
enum Entry {
    File,
    Folder,
    LinkToFolder,
    Passed(UnreadReason),
}

fn look_at(entry: &std::fs::DirEntry, root: &Path) -> Entry {
    let kind = entry.file_type();
    if kind.as_ref().is_ok_and(std::fs::FileType::is_dir) {
        return Entry::Folder;
    }
    if kind.as_ref().is_ok_and(std::fs::FileType::is_file) {
        return Entry::File;
    }
    let is_link = kind.is_ok_and(|kind| kind.is_symlink());
    let path = entry.path();
    match std::fs::metadata(&path) {
        Err(error) if is_link && error.kind() == io::ErrorKind::NotFound => {
            Entry::Passed(UnreadReason::NotFollowed("that leads nowhere".to_owned()))
        }
        Err(error) => Entry::Passed(UnreadReason::Unreadable(in_words(&error))),
        Ok(target) if target.is_dir() => Entry::LinkToFolder,
        Ok(_) if is_link && !leads_inside(&path, root) => {
            Entry::Passed(UnreadReason::NotFollowed("that leads out of the base".to_owned()))
        }
        Ok(target) if target.is_file() => Entry::File,
        Ok(_) => Entry::Passed(UnreadReason::Unreadable("it is no ordinary file".to_owned())),
    }
}

fn leads_inside(link: &Path, root: &Path) -> bool {
    link.canonicalize().is_ok_and(|target| target.starts_with(root))
}

fn read_up_to(file: &Path) -> io::Result<Vec<u8>> {
    let file = std::fs::File::open(file)?;
    let size = file.metadata().map_or(0, |about| about.len().min(MOST_BYTES));
    // One byte more, so that the end is met without growing.
    let mut bytes = Vec::with_capacity(size as usize + 1);
    file.take(MOST_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(path: String, error: &io::Error) -> Unread {
    Unread { path, reason: UnreadReason::Unreadable(in_words(error)) }
}

fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "the permission is missing".to_owned(),
        io::ErrorKind::NotADirectory => "it is no folder".to_owned(),
        io::ErrorKind::InvalidFilename => "a name in it is longer than a file's may be".to_owned(),
        _ => error.to_string(),
    }
}
