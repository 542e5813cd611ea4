//! How far a build has come, for whoever waits for it.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Told now and then how many pages are done; how that is shown is not decided here.
pub struct Progress<'a> {
    n_done: AtomicUsize,
    n_all: AtomicUsize,
    show: &'a (dyn Fn(usize, usize) + Sync),
}

impl<'a> Progress<'a> {
    /// Calls `show` with the number of pages done and of all, from any thread.
    pub fn new(show: &'a (dyn Fn(usize, usize) + Sync)) -> Self {
        Self { n_done: AtomicUsize::new(0), n_all: AtomicUsize::new(0), show }
    }

    /// Nobody is told.
    pub fn unseen() -> Self {
        Self::new(&|_, _| ())
    }

    /// So many pages are to be done.
    pub(super) fn begin(&self, n_pages: usize) {
        self.n_all.store(n_pages, Ordering::Relaxed);
    }

    /// So many more pages are done.
    pub(super) fn advance(&self, n_pages: usize) {
        let before = self.n_done.fetch_add(n_pages, Ordering::Relaxed);
        (self.show)(before + n_pages, self.n_all.load(Ordering::Relaxed));
    }
}

impl fmt::Debug for Progress<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Progress").field("n_done", &self.n_done).finish_non_exhaustive()
    }
}
