//! Searching and reading.

use std::time::Duration;

use super::clock;
use super::{App, Error};
use crate::facts::{REMOVED, without_secrets};
use crate::kb::PagePath;
use crate::search::{Filter, Found};
use crate::telemetry::spans;

/// A filter as people write it, its key and its value with a sign between them; nothing if one of both is missing. No
/// page is marked with a secret: what looks like one is not looked for, and not repeated.
pub fn filter(text: &str, between: char) -> Option<Filter> {
    let (key, value) = text.split_once(between)?;
    let (key, value) = (key.trim(), value.trim());
    if key.is_empty() || value.is_empty() {
        return None;
    }
    let holds_secret = |text: &str| !without_secrets(text).removed.is_empty();
    let is_secret = [text, value, &format!("{key}: {value}")].into_iter().any(holds_secret);
    let value = if is_secret { REMOVED } else { value };
    // The sign may stand inside a secret.
    let clean = without_secrets(text).text;
    let key = clean.split_once(between).map_or(REMOVED, |(key, _)| key.trim());
    Some(Filter { key: without_secrets(key).text.into_owned(), value: value.to_owned() })
}

impl App {
    /// Sections that match a query in pages that meet every filter, best first, at most `limit`, and how the query
    /// was taken.
    ///
    /// # Errors
    /// [`Error`] if the index cannot be read. No query is an error.
    pub fn search(&self, query: &str, filters: &[Filter], limit: usize) -> Result<Found, Error> {
        // What was pasted by mistake is not looked for, so that no note says that it stands nowhere.
        let query = without_secrets(query).text.replace(REMOVED, " ");
        let snapshot = self.snapshot();
        Ok(spans::search().in_scope(|| snapshot.index.search(&query, filters, limit))?)
    }

    /// A search, and the time it took.
    ///
    /// # Errors
    /// [`Error`] if the index cannot be read.
    pub fn timed_search(
        &self,
        query: &str,
        filters: &[Filter],
        limit: usize,
    ) -> Result<(Found, Duration), Error> {
        let start = clock::begin();
        let found = self.search(query, filters, limit)?;
        Ok((found, start.elapsed()))
    }

    /// The bytes of a picture that pages show.
    pub fn asset(&self, path: &str) -> Option<Vec<u8>> {
        self.snapshot().asset(&PagePath::new(path))
    }
}
