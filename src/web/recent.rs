//! What answers and pages that were made lately are kept under.

use sha2::{Digest, Sha256};

/// What something is kept under: a hash of all that it was made of.
pub(super) type Key = [u8; 32];

/// Makes a key of all that an answer depends on.
pub(super) fn key(parts: &[&str]) -> Key {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests;
