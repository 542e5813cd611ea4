//! What was made lately, so that the same question need not be thought about again.
//!
//! A help desk asks the same things all day, and a page that is typed into asks with every pause. Bounded in bytes; what
//! was not asked for lately is forgotten first. Knows nothing of what it keeps: the key has to hold all that a value was
//! made of, and so the state of the base, unless it is kept with that.

use std::collections::HashMap;
use std::hash::Hash;
use std::mem::take;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Values that were made lately.
pub(crate) struct Recent<K, T> {
    most_bytes: usize,
    halves: Mutex<Halves<K, T>>,
}

/// New values, and those that were new before: as soon as the new ones fill their half, the others go.
struct Halves<K, T> {
    new: HashMap<K, (T, usize)>,
    old: HashMap<K, (T, usize)>,
    n_new_bytes: usize,
}

impl<K: Clone + Eq + Hash, T: Clone> Recent<K, T> {
    /// Keeps up to so many bytes; with 0 nothing is kept.
    pub(crate) fn new(most_bytes: u64) -> Self {
        let halves = Halves { new: HashMap::new(), old: HashMap::new(), n_new_bytes: 0 };
        Self { most_bytes: usize::try_from(most_bytes).unwrap_or(usize::MAX), halves: Mutex::new(halves) }
    }

    /// What was made of the same.
    pub(crate) fn find(&self, key: &K) -> Option<T> {
        let mut halves = self.halves();
        if let Some((value, _)) = halves.new.get(key) {
            return Some(value.clone());
        }
        let (value, n_bytes) = halves.old.remove(key)?;
        self.put(&mut halves, key.clone(), value.clone(), n_bytes);
        Some(value)
    }

    /// Keeps a value of so many bytes for a while.
    pub(crate) fn keep(&self, key: K, value: T, n_bytes: usize) {
        self.put(&mut self.halves(), key, value, n_bytes + size_of::<(K, T, usize)>());
    }

    fn put(&self, halves: &mut Halves<K, T>, key: K, value: T, n_bytes: usize) {
        let half = self.most_bytes / 2;
        if n_bytes > half {
            return;
        }
        if halves.n_new_bytes + n_bytes > half {
            halves.old = take(&mut halves.new);
            halves.n_new_bytes = 0;
        }
        halves.n_new_bytes += n_bytes;
        // Two threads may have made the same at once.
        if let Some((_, n_before)) = halves.new.insert(key, (value, n_bytes)) {
            halves.n_new_bytes -= n_before;
        }
    }

    fn halves(&self) -> MutexGuard<'_, Halves<K, T>> {
        // Whoever broke off in here left a map that is whole.
        self.halves.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
