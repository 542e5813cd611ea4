//! An expression in the Common Expression Language, compiled once.

use std::fmt;
use std::sync::Arc;

use cel::Program;

/// The longest expression accepted, in bytes. The parser recurses with the length of sums and the depth of
/// brackets; up to here neither can exhaust a thread's stack (measured with `1+1+…`).
pub(super) const LONGEST_RULE: usize = 1024;

/// An expression that was found sound.
#[derive(Clone)]
pub struct Rule {
    source: Arc<str>,
    program: Arc<Program>,
}

/// Why an expression is no rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadRule {
    /// Longer than [`LONGEST_RULE`].
    #[error("the expression has {0} bytes, {LONGEST_RULE} are allowed")]
    TooLong(usize),
    /// Not a sentence of the language.
    #[error("the expression cannot be read as CEL: {reason}")]
    Syntax {
        /// What the parser stumbled over, in one line.
        reason: String,
        /// The column of the expression, counted from 1, where it stumbled.
        column: usize,
    },
}

impl Rule {
    /// Compiles an expression.
    ///
    /// # Errors
    /// [`BadRule`] if it is too long or cannot be read.
    pub fn compile(source: &str) -> Result<Self, BadRule> {
        if source.len() > LONGEST_RULE {
            return Err(BadRule::TooLong(source.len()));
        }
        match Program::compile(source) {
            Ok(program) => Ok(Self { source: Arc::from(source), program: Arc::new(program) }),
            Err(errors) => {
                let first = errors.errors.first();
                Err(BadRule::Syntax {
                    reason: first.map_or_else(|| "no expression".to_owned(), |error| one_line(&error.msg)),
                    column: first.map_or(1, |error| usize::try_from(error.pos.1).unwrap_or(1).max(1)),
                })
            }
        }
    }

    /// The expression as its author wrote it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The names an expression refers to, sorted: facts and functions.
    pub fn names(&self) -> Vec<String> {
        let references = self.program.references();
        let mut names: Vec<String> =
            references.variables().into_iter().chain(references.functions()).map(str::to_owned).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rule").field(&self.source).finish()
    }
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
