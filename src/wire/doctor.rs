//! Whether all is well, for programs that watch over a machine.

use serde::Serialize;

/// What was looked at, and how it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DoctorReport {
    /// Whether nothing is wrong. Notes do not count.
    pub well: bool,
    /// In the order in which one thing rests on another.
    pub checks: Vec<FoundV1>,
}

/// What one look found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FoundV1 {
    /// What was looked at: `settings`, `data folder`, `store`, `base`, `index`, `clock`, `address`, `open files`.
    pub check: &'static str,
    /// `ok`, `note` or `wrong`.
    pub mark: &'static str,
    /// The outcome in one line.
    pub line: String,
    /// What is behind it. Never a secret.
    pub details: Vec<String>,
    /// What to do; nothing where all is well.
    pub remedy: Option<String>,
}
