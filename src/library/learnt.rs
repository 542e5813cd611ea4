//! The recogniser in the data folder: reused while the base teaches the same, learnt anew without a word whenever what is
//! kept is not whole.
#![expect(clippy::disallowed_methods, reason = "this module owns the recognisers below the data folder")]

use std::io::{Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::own::{self, Part};
use crate::kb::{KnowledgeBase, Sum};
use crate::recognition::{FORMAT, Recogniser, all_taught};

/// How a kept recogniser begins; its form and checksum follow.
const HEAD: &str = "deskdoc recogniser\n";

/// The hash of all that a recogniser of this base learns from, and of the version that learns.
pub(super) fn taught(base: &KnowledgeBase) -> String {
    let mut hasher = Sha256::new();
    hasher.update(env!("CARGO_PKG_VERSION"));
    hasher.update(all_taught(base));
    Sum::finish(hasher).to_string()
}

/// Takes the recogniser that learnt from this from the data folder, or learns it and keeps it there. That it cannot
/// be kept is no error: the next start then takes longer.
pub(super) fn open_or_learn(
    base: &KnowledgeBase,
    taught: &str,
    data: Option<&Path>,
    n_threads: usize,
) -> Recogniser {
    let Some(data) = data else { return Recogniser::learn(base, n_threads) };
    let home = Part::Recogniser.home(data);
    let file = home.join(format!("{FORMAT}-{taught}"));
    if let Some(recogniser) = kept(&file, base) {
        return recogniser;
    }
    let recogniser = Recogniser::learn(base, n_threads);
    if keep(&recogniser.to_bytes(), &home, &file).is_ok() {
        Part::Recogniser.remove_others(&home, &file);
    }
    recogniser
}

/// The recogniser in a file, if all that was written is there and nothing else.
fn kept(file: &Path, base: &KnowledgeBase) -> Option<Recogniser> {
    let mut file = own::open(file).ok()?;
    let n_bytes = file.metadata().ok()?.len();
    let (mut head, mut sum) = ([0; HEAD.len()], [0; 4]);
    file.read_exact(&mut head).ok()?;
    file.read_exact(&mut sum).ok()?;
    let n_learnt = n_bytes.checked_sub((head.len() + sum.len()) as u64)?;
    let mut learnt = Summed { file, so_far: crc32fast::Hasher::new() };
    let recogniser = Recogniser::read(&mut learnt, n_learnt, base)?;
    let is_whole = head == *HEAD.as_bytes() && learnt.so_far.finalize() == u32::from_le_bytes(sum);
    is_whole.then_some(recogniser)
}

/// A file that is added up while it is read.
struct Summed {
    file: std::fs::File,
    so_far: crc32fast::Hasher,
}

impl Read for Summed {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n_read = self.file.read(into)?;
        self.so_far.update(into.get(..n_read).unwrap_or_default());
        Ok(n_read)
    }
}

/// Writes aside, then moves into place: a cut-off write never looks like a recogniser, and of two processes the later
/// one replaces a whole file by an equal one.
fn keep(learnt: &[u8], home: &Path, file: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(home)?;
    let aside = home.join(own::new_building());
    let written = write(learnt, &aside).and_then(|()| own::put_in_place(&aside, file));
    if written.is_err() {
        drop(std::fs::remove_file(&aside));
    }
    written
}

fn write(learnt: &[u8], aside: &Path) -> std::io::Result<()> {
    let mut file = own::create(aside)?;
    file.write_all(HEAD.as_bytes())?;
    file.write_all(&crc32fast::hash(learnt).to_le_bytes())?;
    file.write_all(learnt)?;
    file.sync_all()
}
