//! Is the base well made?

use std::path::Path;

use super::clock;
use crate::config::Config;
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
            today: &today(),
            allowed: &strictness.allowed,
            denied: &strictness.denied,
            warnings_denied: strictness.warnings_denied,
            n_threads: n_threads(),
        })
    }
}

/// The day of the calendar in UTC, as `2027-06-30`.
fn today() -> String {
    let days = clock::now().0 / (24 * 60 * 60 * 1000);
    day_of(u64::try_from(days).unwrap_or_default())
}

/// The day so many days behind the first of 1970.
fn day_of(n_days: u64) -> String {
    // Years are counted from March, so that the day a leap year adds is the last of its year; 400 of them are an era.
    let from_march = n_days + 719_468;
    let (era, day) = (from_march / 146_097, from_march % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day_of_month:02}")
}

#[cfg(test)]
mod tests;
