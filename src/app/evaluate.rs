//! How well does a base do: does it recognise, do its content tests hold, what do its trees take?

use std::sync::OnceLock;
use std::time::Duration;

use super::clock;
use super::converse::understood;
use crate::config::Config;
use crate::diagnosis::{Budget, Costs};
use crate::eval::{Case, Method, Report, Tally, TestResult, own_phrases, play};
use crate::kb::{KnowledgeBase, Problem, Symptom, SymptomId};
use crate::library::{self, LoadError, SymptomTree, n_threads, published_symptoms};
use crate::recognition::Recogniser;
use crate::sharing::on_threads;

/// A base that is put to the test. Search takes no part in that, so no index is made.
pub struct Evaluation {
    base: KnowledgeBase,
    problems: Vec<Problem>,
    /// Learnt when it is first needed: trees need none.
    recogniser: OnceLock<Recogniser>,
    n_threads: usize,
}

/// A content test that was played, and how long that took.
pub struct Played {
    /// How it came out.
    pub result: TestResult,
    /// What it took.
    pub took: Duration,
}

impl Evaluation {
    /// Loads a base.
    ///
    /// # Errors
    /// [`LoadError`] if a folder cannot be read.
    pub fn open(config: &Config) -> Result<Self, LoadError> {
        let loaded = library::load(&config.library)?;
        let recogniser = OnceLock::new();
        Ok(Self { base: loaded.base, problems: loaded.problems, recogniser, n_threads: n_threads() })
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
        own_phrases(&self.base, self.recogniser().limits(), self.n_threads)
    }

    /// Recognises the texts of cases, on all cores, and counts them.
    pub fn count(&self, cases: &[Case], tally: &mut Tally) {
        let recogniser = self.recogniser();
        let found = on_threads(cases, self.n_threads, |case| recogniser.recognise(&case.text));
        for (case, recognition) in cases.iter().zip(&found) {
            tally.add(case, recognition);
        }
    }

    /// The figures of labelled cases.
    pub fn report(&self, tally: Tally) -> Report {
        tally.report(&self.base, self.recogniser().limits(), Method::Labelled)
    }

    /// Plays the content tests of the base, in the order of files and lines, as users would be answered.
    pub fn content_tests(&self) -> Vec<Played> {
        let tests = self.base.content_tests();
        if tests.is_empty() {
            return Vec::new();
        }
        let recogniser = self.recogniser();
        on_threads(tests, self.n_threads, |test| {
            let begin = clock::begin();
            let result = play(&self.base, test, |state, text| {
                understood(&self.base, recogniser, state, "", text, Vec::new())
            });
            Played { result, took: begin.elapsed() }
        })
    }

    /// What the decision tree of each symptom takes, beside other ways to go about it.
    pub fn tree_costs(&self) -> Vec<(SymptomId, Costs)> {
        let symptoms: Vec<&Symptom> = published_symptoms(&self.base).collect();
        on_threads(&symptoms, self.n_threads, |symptom| {
            let found = SymptomTree::of(&self.base, symptom, Budget::PRINTED);
            (found.symptom, found.tree.costs)
        })
    }

    fn recogniser(&self) -> &Recogniser {
        self.recogniser.get_or_init(|| Recogniser::learn(&self.base, self.n_threads))
    }
}
