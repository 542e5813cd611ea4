//! The base that is built into the program: the pages of this repository's `docs`.

use rust_embed::RustEmbed;

use super::folder::{Assets, is_asset, is_source};
use crate::kb::{SourceFile, Sources};

#[derive(RustEmbed)]
#[folder = "docs/"]
struct Docs;

/// The built-in pages and pictures.
pub(super) fn sources() -> (Sources, Assets) {
    let mut sources = Sources::default();
    for path in Docs::iter() {
        if is_source(&path) {
            let bytes = Docs::get(&path).map(|file| file.data.into_owned()).unwrap_or_default();
            sources.files.push(SourceFile { path: path.into_owned(), bytes });
        } else if is_asset(&path) {
            sources.assets.push(path.into_owned());
        }
    }
    (sources, Assets::Builtin)
}

/// The bytes of a built-in file.
pub(super) fn asset(path: &str) -> Option<Vec<u8>> {
    Docs::get(path).map(|file| file.data.into_owned())
}
