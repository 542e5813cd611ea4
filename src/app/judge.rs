//! Is the base well made?

use std::path::Path;

use super::clock;
use crate::config::Config;
use crate::insights::Day;
use crate::kb::{KnowledgeBase, PagePath};
use crate::library::{self, LoadError, Loaded, n_threads};
use crate::lint::{self, Order, Verdict};

/// A base that is judged. Neither index nor recogniser is made of it.
pub struct Judgement {
    loaded: Loaded,
}

/// What whoever asks lets pass, and what not.
#[derive(Debug, Clone, Default)]
pub struct Strictness {
    /// Codes whose findings are suppressed.
    pub allowed: Vec<&'static str>,
    /// Codes whose findings are errors.
    pub denied: Vec<&'static str>,
    /// Whether every warning is an error.
    pub warnings_denied: bool,
}

impl Judgement {
    /// Loads a base.
    ///
    /// # Errors
    /// [`LoadError`] if a folder cannot be read.
    pub fn open(config: &Config) -> Result<Self, LoadError> {
        Ok(Self { loaded: library::load(&config.library)? })
    }

    /// The base.
    pub fn base(&self) -> &KnowledgeBase {
        &self.loaded.base
    }

    /// The file of a page, or of the settings; nothing for the built-in base.
    pub fn file_of(&self, path: &PagePath) -> Option<&Path> {
        self.loaded.file_of(path)
    }

    /// Judges it as of today.
    pub fn judge(&self, strictness: &Strictness) -> Verdict {
        lint::judge(Order {
            base: &self.loaded.base,
            problems: self.loaded.problems.clone(),
            read: &|path: &PagePath| self.loaded.page_as_written(path),
            today: &Day::of(clock::now().0).to_string(),
            allowed: &strictness.allowed,
            denied: &strictness.denied,
            warnings_denied: strictness.warnings_denied,
            n_threads: n_threads(),
        })
    }
}
