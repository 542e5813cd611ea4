//! Is all well here? Looks at what a server would need, without changing or starting anything.
//!
//! Each look is a function that gives a [`Finding`]; what only an edge can see (the address to listen on) it adds.

mod clock;
mod folder;
mod pages;
mod store;

use crate::config::Config;

/// How a look ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// All is well.
    Fine,
    /// It works, and there is something to know or to think over.
    Note,
    /// A server would not start, or would soon be in trouble.
    Wrong,
}

/// What one look found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at, in a word or two; stable.
    pub check: &'static str,
    /// How it ended.
    pub mark: Mark,
    /// The outcome in one line.
    pub line: String,
    /// What is behind it, a line each.
    pub details: Vec<String>,
    /// What to do; nothing where all is well.
    pub remedy: Option<String>,
}

/// What all looks found.
#[derive(Debug, Clone, Default)]
pub struct Examination {
    /// In the order in which one thing rests on another.
    pub findings: Vec<Finding>,
    /// How many API tokens are in use; not known where the store cannot be read.
    pub n_tokens: Option<u64>,
}

impl Finding {
    /// All is well.
    pub fn fine(check: &'static str, line: impl Into<String>) -> Self {
        Self { check, mark: Mark::Fine, line: line.into(), details: Vec::new(), remedy: None }
    }

    /// There is something to know.
    pub fn note(check: &'static str, line: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { mark: Mark::Note, remedy: Some(remedy.into()), ..Self::fine(check, line) }
    }

    /// Something must be done.
    pub fn wrong(check: &'static str, line: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { mark: Mark::Wrong, ..Self::note(check, line, remedy) }
    }

    /// The same with what is behind it.
    #[must_use]
    pub fn with(mut self, details: impl IntoIterator<Item = String>) -> Self {
        self.details.extend(details);
        self
    }
}

impl Examination {
    /// Looks at the data folder, the store, the base, the index and the clock.
    pub fn of(config: &Config) -> Self {
        let mut findings = vec![folder::examine(config)];
        let (store, n_tokens) = store::examine(&config.store);
        findings.push(store);
        findings.extend(pages::examine(&config.library));
        findings.push(clock::examine());
        Self { findings, n_tokens }
    }

    /// Whether nothing is wrong. Notes are no trouble.
    pub fn is_well(&self) -> bool {
        self.findings.iter().all(|finding| finding.mark < Mark::Wrong)
    }
}
