//! Pages and pictures of folders.
#![expect(clippy::disallowed_methods, reason = "this module owns the reading of knowledge-base folders")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{LoadError, builtin};
use crate::kb::{PagePath, SourceFile, Sources};

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
    has_ending(path, &["md"]) || path == "kb.yml"
}

/// Whether a file is a picture that pages may show.
pub(super) fn is_asset(path: &str) -> bool {
    has_ending(path, &PICTURES)
}

fn has_ending(path: &str, endings: &[&str]) -> bool {
    let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
    ending.is_some_and(|ending| endings.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// Reads all pages below the folders, and notes which pictures there are.
pub(super) fn sources(folders: &[PathBuf]) -> Result<(Sources, Assets), LoadError> {
    let mut sources = Sources::default();
    let mut assets = BTreeMap::new();
    for folder in folders {
        let before = sources.files.len();
        let files = walk(folder)?;
        for (relative, file) in files {
            if is_source(&relative) {
                let bytes = read_up_to(&file)?;
                sources.files.push(SourceFile { path: relative, bytes });
            } else if is_asset(&relative) {
                assets.entry(PagePath::new(&relative)).or_insert(file);
            }
        }
        if sources.files.len() == before {
            return Err(LoadError::NoPages { path: folder.clone() });
        }
    }
    sources.assets = assets.keys().map(|path| path.as_str().to_owned()).collect();
    Ok((sources, Assets::Files(assets)))
}

/// All ordinary files below a folder with their path below it, in order. Hidden files and folders are passed over,
/// and so is everything that is reached only through a symbolic link which leads out of the folder or back into it.
fn walk(root: &Path) -> Result<Vec<(String, PathBuf)>, LoadError> {
    let canonical = root.canonicalize().map_err(|error| unreadable(root, &error))?;
    let mut found = Vec::new();
    let mut folders = vec![(String::new(), root.to_path_buf())];
    while let Some((prefix, folder)) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| unreadable(&folder, &error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            let path = entry.path();
            let relative = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
            let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
            let Ok(metadata) = std::fs::metadata(&path) else { continue };
            if metadata.is_dir() && !is_link {
                folders.push((relative, path));
            } else if metadata.is_file() && (!is_link || leads_inside(&path, &canonical)) {
                found.push((relative, path));
            }
        }
    }
    found.sort();
    Ok(found)
}

fn leads_inside(link: &Path, root: &Path) -> bool {
    link.canonicalize().is_ok_and(|target| target.starts_with(root))
}

fn read_up_to(file: &Path) -> Result<Vec<u8>, LoadError> {
    use std::io::Read;
    let open = std::fs::File::open(file).map_err(|error| unreadable(file, &error))?;
    let mut bytes = Vec::new();
    open.take(MOST_BYTES).read_to_end(&mut bytes).map_err(|error| unreadable(file, &error))?;
    Ok(bytes)
}

fn unreadable(path: &Path, error: &std::io::Error) -> LoadError {
    let reason = match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "the permission is missing".to_owned(),
        std::io::ErrorKind::NotADirectory => "it is no folder".to_owned(),
        _ => error.to_string(),
    };
    LoadError::Unreadable { path: path.to_path_buf(), reason }
}
