//! What is wrong: with a request (RFC 9457) and with a page.

use serde::Serialize;
use utoipa::ToSchema;

use crate::kb::{Problem, Severity};

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

/// `lint --format json`.
#[derive(Debug, Clone, Serialize)]
pub struct LintReport {
    /// How many problems are errors.
    pub errors: usize,
    /// How many are warnings.
    pub warnings: usize,
    /// All problems, by file and place.
    pub problems: Vec<LintProblem>,
}

/// One problem of a page.
#[derive(Debug, Clone, Serialize)]
pub struct LintProblem {
    /// Stable, in kebab case.
    pub code: &'static str,
    /// `error` or `warning`.
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
}

impl LintReport {
    /// A report over problems.
    pub fn of(problems: &[Problem]) -> Self {
        let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        Self {
            errors,
            warnings: problems.len() - errors,
            problems: problems
                .iter()
                .map(|problem| LintProblem {
                    code: problem.code,
                    severity: problem.severity.word(),
                    file: problem.file.to_string(),
                    line: problem.position.line,
                    column: problem.position.column,
                    message: problem.message.clone(),
                    help: problem.help.clone(),
                })
                .collect(),
        }
    }
}
