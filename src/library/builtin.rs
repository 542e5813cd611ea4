//! The base that is built into the program: the pages of this repository's `docs`.

use rust_embed::RustEmbed;

use super::folder::{is_asset, is_source};
use crate::kb::{SourceFile, is_settings};

#[derive(RustEmbed)]
#[folder = "docs/"]
struct Docs;

/// The paths of the files that make the built-in base.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// Its pages.
    pub(super) pages: Vec<String>,
    /// Its settings.
    pub(super) settings: Option<String>,
    /// Pictures that pages may show.
    pub(super) assets: Vec<String>,
}

/// Finds the built-in files.
pub(super) fn list() -> Listed {
    let mut listed = Listed::default();
    for path in Docs::iter() {
        if is_settings(&path) {
            listed.settings = Some(path.into_owned());
        } else if is_source(&path) {
            listed.pages.push(path.into_owned());
        } else if is_asset(&path) {
            listed.assets.push(path.into_owned());
        }
    }
    listed
}

/// A built-in page, or the settings.
pub(super) fn source(path: String) -> SourceFile {
    let bytes = asset(&path).unwrap_or_default();
    SourceFile { path, bytes }
}

/// The bytes of a built-in file.
pub(super) fn asset(path: &str) -> Option<Vec<u8>> {
    Docs::get(path).map(|file| file.data.into_owned())
}
