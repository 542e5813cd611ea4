//! How well does a base recognise?

use crate::config::Config;
use crate::eval::{Case, Method, Report, Tally, own_phrases};
use crate::kb::{KnowledgeBase, Problem};
use crate::library::{self, LoadError, n_threads};
use crate::recognition::Recogniser;
use crate::sharing::on_threads;

/// A base that is put to the test. Search takes no part in that, so no index is made.
pub struct Evaluation {
    base: KnowledgeBase,
    problems: Vec<Problem>,
    recogniser: Recogniser,
    n_threads: usize,
}

impl Evaluation {
    /// Loads a base and learns from it.
    ///
    /// # Errors
    /// [`LoadError`] if a folder cannot be read.
    pub fn open(config: &Config) -> Result<Self, LoadError> {
        let loaded = library::load(&config.library)?;
        let n_threads = n_threads();
        let recogniser = Recogniser::learn(&loaded.base, n_threads);
        Ok(Self { base: loaded.base, problems: loaded.problems, recogniser, n_threads })
    }

    /// The base.
    pub fn base(&self) -> &KnowledgeBase {
        &self.base
    }

    /// What is wrong with its pages.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Tests the base on its own phrases, each held back from learning once.
    pub fn own_phrases(&self) -> Report {
        own_phrases(&self.base, self.recogniser.limits(), self.n_threads)
    }

    /// Recognises the texts of cases, on all cores, and counts them.
    pub fn count(&self, cases: &[Case], tally: &mut Tally) {
        let found = on_threads(cases, self.n_threads, |case| self.recogniser.recognise(&case.text));
        for (case, recognition) in cases.iter().zip(&found) {
            tally.add(case, recognition);
        }
    }

    /// The figures of labelled cases.
    pub fn report(&self, tally: Tally) -> Report {
        tally.report(&self.base, self.recogniser.limits(), Method::Labelled)
    }
}
