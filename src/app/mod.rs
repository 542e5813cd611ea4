//! The use cases: each file one verb. The page, the API and the command line all come through here, which is why the
//! same question gets the same answer everywhere.
#![expect(clippy::disallowed_methods, reason = "this module owns the clock")]

mod ask;
mod check;
mod converse;
mod evaluate;
mod find;
mod paste;
mod tree;

pub use ask::{Answer, MOST_ARTICLES, MOST_CAUSES};
pub use check::{BadDocument, CheckAnswer, Checked, Configuration, Document};
pub use converse::{NotTurned, Turned, Typed};
pub use evaluate::{Evaluation, Played};
pub use tree::FoundTree;

use std::sync::Arc;
use std::time::SystemTime;

pub use crate::library::UnknownSymptom;

use crate::config::Config;
use crate::library::{Library, LoadError, Snapshot};
use crate::search::{Progress, SearchError};
use crate::telemetry::metrics;

/// Everything a use case needs.
pub struct App {
    library: Library,
}

/// Why a use case could not be carried out. What people type is never the reason.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The index gave an error.
    #[error(transparent)]
    Search(#[from] SearchError),
}

impl App {
    /// Loads the base and makes everything of it.
    ///
    /// # Errors
    /// [`LoadError`] if a folder cannot be read.
    pub fn open(config: &Config) -> Result<Self, LoadError> {
        Self::open_with(config, &Progress::unseen())
    }

    /// The same, telling how far the search index has come.
    ///
    /// # Errors
    /// [`LoadError`] if a folder cannot be read.
    pub fn open_with(config: &Config, progress: &Progress<'_>) -> Result<Self, LoadError> {
        let library = Library::open(&config.library, progress)?;
        let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        metrics::BASE_LOADED.set(since_1970.as_secs() as i64);
        Ok(Self { library })
    }

    /// The current state of the base.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.library.snapshot()
    }
}
