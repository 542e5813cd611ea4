//! The text of single pages, as it stands in their files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{builtin, folder};
use crate::config;
use crate::kb::PagePath;

/// The text of a page.
pub(crate) struct PageSource {
    /// As it stands in the file.
    pub(crate) text: String,
    /// The folder of the base that has it; none = it is built in.
    pub(crate) folder: Option<PathBuf>,
}

/// The texts of pages that can be read as text; of several folders the first that has a page counts.
pub(crate) fn sources_of<'pages>(
    settings: &config::Library,
    pages: impl Iterator<Item = &'pages PagePath>,
) -> BTreeMap<PagePath, PageSource> {
    let find = |path: &PagePath| {
        if settings.folders.is_empty() {
            let text = String::from_utf8(builtin::asset(path.as_str())?).ok()?;
            return Some(PageSource { text, folder: None });
        }
        settings.folders.iter().find_map(|folder| in_folder(folder, path))
    };
    pages.filter_map(|path| Some((path.clone(), find(path)?))).collect()
}

fn in_folder(root: &Path, path: &PagePath) -> Option<PageSource> {
    let file = folder::read(path.as_str().to_owned(), &root.join(path.as_str())).ok()?;
    Some(PageSource { text: String::from_utf8(file.bytes).ok()?, folder: Some(root.to_path_buf()) })
}
