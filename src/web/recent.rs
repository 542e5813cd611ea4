//! What was made lately, so that the same question need not be thought about again.
//!
//! A help desk asks the same things all day, and a page that is typed into asks with every pause. What is kept here
//! belongs to one state of the base, whose revision is part of the key, and is never about who asked. Bounded in bytes;
//! what was not asked for lately is forgotten first.

use std::collections::HashMap;
use std::mem::take;
use std::sync::{Mutex, MutexGuard, PoisonError};

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

/// Values that were made lately.
pub(super) struct Recent<T> {
    most_bytes: usize,
    halves: Mutex<Halves<T>>,
}

/// New values, and those that were new before: as soon as the new ones fill their half, the others go.
struct Halves<T> {
    new: HashMap<Key, (T, usize)>,
    old: HashMap<Key, (T, usize)>,
    n_new_bytes: usize,
}

impl<T: Clone> Recent<T> {
    /// Keeps up to so many bytes; with 0 nothing is kept.
    pub(super) fn new(most_bytes: u64) -> Self {
        let halves = Halves { new: HashMap::new(), old: HashMap::new(), n_new_bytes: 0 };
        Self { most_bytes: usize::try_from(most_bytes).unwrap_or(usize::MAX), halves: Mutex::new(halves) }
    }

    /// What was made of the same.
    pub(super) fn find(&self, key: &Key) -> Option<T> {
        let mut halves = self.halves();
        if let Some((value, _)) = halves.new.get(key) {
            return Some(value.clone());
        }
        let (value, n_bytes) = halves.old.remove(key)?;
        self.put(&mut halves, *key, value.clone(), n_bytes);
        Some(value)
    }

    /// Keeps a value of so many bytes for a while.
    pub(super) fn keep(&self, key: Key, value: T, n_bytes: usize) {
        self.put(&mut self.halves(), key, value, n_bytes + size_of::<(Key, T, usize)>());
    }

    fn put(&self, halves: &mut Halves<T>, key: Key, value: T, n_bytes: usize) {
        let half = self.most_bytes / 2;
        if n_bytes > half {
            return;
        }
        if halves.n_new_bytes + n_bytes > half {
            halves.old = take(&mut halves.new);
            halves.n_new_bytes = 0;
        }
        halves.n_new_bytes += n_bytes;
        halves.new.insert(key, (value, n_bytes));
    }

    fn halves(&self) -> MutexGuard<'_, Halves<T>> {
        // Whoever broke off in here left a map that is whole.
        self.halves.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
