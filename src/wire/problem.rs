//! What is wrong: with a request (RFC 9457) and with a page.

use serde::Serialize;
use utoipa::ToSchema;

use crate::facts::without_secrets;
use crate::kb::{Problem, Severity};
use crate::lint::{Finding, Suppressed, Verdict};

/// The body of every 4xx and 5xx below `/api`: `application/problem+json`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemDetails {
    /// The page that explains it.
    #[serde(rename = "type")]
    pub kind: String,
    /// What went wrong, the same for every problem of this code.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// Stable, in kebab case.
    pub code: &'static str,
    /// This case, and what to do about it.
    pub detail: String,
    /// Where in the request, for wrong fields; else empty.
    pub errors: Vec<FieldError>,
    /// How many events a conversation has; only where another number was expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub current_turn: Option<usize>,
    /// The request's id, which is also in the log.
    pub request_id: String,
}

/// One wrong field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// The place in the body as a JSON pointer, or `?name` for a query parameter.
    pub pointer: String,
    /// What was expected there.
    pub detail: String,
}

/// A longer name is no name of a field, in characters.
const LONGEST_NAME: usize = 40;

/// A name of somebody else's choice, if it may be repeated: short, of plain characters, and no secret.
pub fn plain_name(name: &str) -> Option<&str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    let is_short = (1..=LONGEST_NAME).contains(&name.len());
    (is_short && name.bytes().all(is_plain) && without_secrets(name).removed.is_empty()).then_some(name)
}

/// `lint --format json`.
#[derive(Debug, Clone, Serialize)]
pub struct LintReport {
    /// How many problems are errors. Here and in the next two, those that are suppressed do not count.
    pub errors: usize,
    /// How many are warnings.
    pub warnings: usize,
    /// How many are notes.
    pub notes: usize,
    /// How many are suppressed.
    pub suppressed: usize,
    /// All problems, by file and place, those too that are suppressed.
    pub problems: Vec<LintProblem>,
}

/// One problem of a page.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LintProblem {
    /// Stable, in kebab case.
    pub code: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// The page's path below the root.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Why it does not count; null if it does.
    pub suppressed: Option<SuppressedV1>,
}

/// Why a problem does not count.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SuppressedV1 {
    /// `base` if a page or `kb.yml` allows it, `request` if the command was told to.
    pub by: &'static str,
    /// The author's reason.
    pub reason: Option<String>,
}

impl From<&Verdict> for LintReport {
    fn from(verdict: &Verdict) -> Self {
        Self {
            errors: verdict.n(Severity::Error),
            warnings: verdict.n(Severity::Warning),
            notes: verdict.n(Severity::Note),
            suppressed: verdict.n_suppressed(),
            problems: verdict.findings.iter().map(LintProblem::from).collect(),
        }
    }
}

impl From<&Finding> for LintProblem {
    fn from(Finding { problem, suppressed }: &Finding) -> Self {
        let suppressed = suppressed.as_ref().map(|why| match why {
            Suppressed::InBase(reason) => SuppressedV1 { by: "base", reason: Some(reason.clone()) },
            Suppressed::ByRequest => SuppressedV1 { by: "request", reason: None },
        });
        Self { suppressed, ..Self::from(problem) }
    }
}

impl From<&Problem> for LintProblem {
    fn from(problem: &Problem) -> Self {
        Self {
            code: problem.code,
            severity: problem.severity.word(),
            file: problem.file.to_string(),
            line: problem.position.line,
            column: problem.position.column,
            message: problem.message.clone(),
            help: problem.help.clone(),
            suppressed: None,
        }
    }
}
