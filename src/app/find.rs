//! Searching and reading.
#![expect(clippy::disallowed_methods, reason = "use cases may look at the clock")]

use std::time::{Duration, Instant};

use super::{App, Error};
use crate::kb::PagePath;
use crate::search::Hit;

impl App {
    /// Sections that match a query, best first, at most `limit`.
    ///
    /// # Errors
    /// [`Error`] if the index cannot be read. No query is an error.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<Hit>, Error> {
        Ok(self.snapshot().index.find(query, limit)?)
    }

    /// A search, and the time it took.
    ///
    /// # Errors
    /// [`Error`] if the index cannot be read.
    pub fn timed_search(&self, query: &str, limit: usize) -> Result<(Vec<Hit>, Duration), Error> {
        let start = Instant::now();
        let hits = self.search(query, limit)?;
        Ok((hits, start.elapsed()))
    }

    /// The bytes of a picture that pages show.
    pub fn asset(&self, path: &str) -> Option<Vec<u8>> {
        self.library.asset(&PagePath::new(path))
    }
}
