//! What the index was written from, page by page: by it is known which pages have changed.
//!
//! A fingerprint covers all that goes into the index for a page, also what other pages call it. It is kept in a file
//! beside the index, under the same seal.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use tantivy::directory::Directory;

use super::names::LinkNames;
use crate::kb::Page;
use crate::sharing::on_threads;

/// The file that holds them.
pub(super) const NAME: &str = "deskdoc-pages";
/// Stands behind each line; no path of a file has it.
const END: char = '\0';

/// Fingerprints by path.
pub(super) type Fingerprints = BTreeMap<String, u64>;

/// The fingerprints of pages, made on several threads.
pub(super) fn of(pages: &[&Page], names: &LinkNames, n_threads: usize) -> Fingerprints {
    let print = |page: &&Page| (page.path.as_str().to_owned(), of_page(page, names));
    on_threads(pages, n_threads, print).into_iter().collect()
}

fn of_page(page: &Page, names: &LinkNames) -> u64 {
    // Damage is no attack, and a program that hashes otherwise only writes its index again.
    let mut hasher = DefaultHasher::new();
    (page.sum, names.to(&page.path)).hash(&mut hasher);
    hasher.finish()
}

/// Writes them down.
pub(super) fn put(directory: &dyn Directory, prints: &Fingerprints) -> tantivy::Result<()> {
    let lines = prints.iter().map(|(path, print)| format!("{print:016x} {path}{END}"));
    Ok(directory.atomic_write(Path::new(NAME), lines.collect::<String>().as_bytes())?)
}

/// Reads them; nothing if they are not there or not readable.
pub(super) fn read(directory: &dyn Directory) -> Option<Fingerprints> {
    let text = String::from_utf8(directory.atomic_read(Path::new(NAME)).ok()?).ok()?;
    let line = |line: &str| {
        let (print, path) = line.split_once(' ')?;
        Some((path.to_owned(), u64::from_str_radix(print, 16).ok()?))
    };
    text.split_terminator(END).map(line).collect()
}
