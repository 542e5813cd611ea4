//! The recogniser in the data folder: reused while the base teaches the same, learnt anew without a word whenever what is
//! kept is not whole.
#![expect(clippy::disallowed_methods, reason = "this module owns the recognisers below the data folder")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

use super::index::{BUILDING, remove_others};
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
    let home = data.join("recogniser");
    let file = home.join(format!("{FORMAT}-{taught}"));
    let kept = std::fs::read(&file).ok();
    if let Some(recogniser) =
        kept.as_deref().and_then(whole).and_then(|kept| Recogniser::from_bytes(kept, base))
    {
        return recogniser;
    }
    let recogniser = Recogniser::learn(base, n_threads);
    if keep(&recogniser.to_bytes(), &home, &file).is_ok() {
        remove_others(&home, &file, |path| std::fs::remove_file(path));
    }
    recogniser
}

/// What was written, if it is all there and nothing else.
fn whole(kept: &[u8]) -> Option<&[u8]> {
    let rest = kept.strip_prefix(HEAD.as_bytes())?;
    let (sum, learnt) = rest.split_at_checked(<Sha256 as Digest>::output_size())?;
    (Sha256::digest(learnt).as_slice() == sum).then_some(learnt)
}

/// Writes aside, then moves into place: a cut-off write never looks like a recogniser, and of two processes the later
/// one replaces a whole file by an equal one.
fn keep(learnt: &[u8], home: &Path, file: &Path) -> std::io::Result<()> {
    static WRITTEN: AtomicU64 = AtomicU64::new(0);
    std::fs::create_dir_all(home)?;
    let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
    let aside = home.join(format!("{BUILDING}{}-{number}", std::process::id()));
    let written = write(learnt, &aside).and_then(|()| std::fs::rename(&aside, file));
    if written.is_err() {
        drop(std::fs::remove_file(&aside));
    }
    written
}

fn write(learnt: &[u8], aside: &PathBuf) -> std::io::Result<()> {
    let mut file = std::fs::File::create(aside)?;
    file.write_all(HEAD.as_bytes())?;
    file.write_all(Sha256::digest(learnt).as_slice())?;
    file.write_all(learnt)?;
    file.sync_all()
}
