//! What tells one state of a file from another.

use std::fmt;

use sha2::{Digest, Sha256};

/// So many bytes of a hash tell all files apart that anybody will ever write.
const WIDTH: usize = 16;

/// The hash of a file and of its path: equal files at the same place have equal ones, and no others have.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Sum([u8; WIDTH]);

impl Sum {
    /// The hash of a file with these bytes.
    pub fn of(path: &str, bytes: &[u8]) -> Self {
        let mut hasher = Sha256::new();
        hasher.update((path.len() as u64).to_le_bytes());
        hasher.update(path);
        hasher.update(bytes);
        Self::finish(hasher)
    }

    /// The hash of everything that a hasher was given.
    pub fn finish(hasher: Sha256) -> Self {
        let mut sum = [0; WIDTH];
        sum.iter_mut().zip(hasher.finalize()).for_each(|(to, from)| *to = from);
        Self(sum)
    }

    /// Takes back what [`bytes`](Self::bytes) gave; nothing if it has another length.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self(bytes.try_into().ok()?))
    }

    /// The hash as bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
