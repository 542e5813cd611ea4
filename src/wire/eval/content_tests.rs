//! Content tests and how they came out.

use serde::Serialize;

use crate::eval::{TestFailure, TestResult};

/// All content tests of a base.
#[derive(Debug, Clone, Serialize)]
pub struct ContentTestsV1 {
    /// How many passed.
    pub passed: usize,
    /// How many failed.
    pub failed: usize,
    /// Each test, in the order of files and lines.
    pub tests: Vec<ContentTestV1>,
}

/// A content test.
#[derive(Debug, Clone, Serialize)]
pub struct ContentTestV1 {
    /// Its name, unique in the base.
    pub name: String,
    /// The page or case file in which it stands.
    pub file: String,
    /// The line on which it begins, from 1.
    pub line: usize,
    /// Whether everything held.
    pub passed: bool,
    /// What did not hold.
    pub failures: Vec<TestFailureV1>,
}

/// Something that did not hold.
#[derive(Debug, Clone, Serialize)]
pub struct TestFailureV1 {
    /// The line of the test's file, from 1.
    pub line: usize,
    /// Which turn it was, from 1.
    pub turn: usize,
    /// What was done in that turn.
    pub done: String,
    /// What was expected.
    pub expected: String,
    /// What came instead.
    pub found: String,
}

impl<'results> FromIterator<&'results TestResult> for ContentTestsV1 {
    fn from_iter<I: IntoIterator<Item = &'results TestResult>>(results: I) -> Self {
        let tests: Vec<ContentTestV1> = results.into_iter().map(Into::into).collect();
        let failed = tests.iter().filter(|test| !test.passed).count();
        Self { passed: tests.len() - failed, failed, tests }
    }
}

impl From<&TestResult> for ContentTestV1 {
    fn from(result: &TestResult) -> Self {
        Self {
            name: result.name.clone(),
            file: result.file.to_string(),
            line: result.line,
            passed: result.passed(),
            failures: result.failures.iter().map(Into::into).collect(),
        }
    }
}

impl From<&TestFailure> for TestFailureV1 {
    fn from(failure: &TestFailure) -> Self {
        Self {
            line: failure.line,
            turn: failure.turn,
            done: failure.done.clone(),
            expected: failure.expected.clone(),
            found: failure.found.clone(),
        }
    }
}
