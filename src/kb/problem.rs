//! What is wrong with a page, in words that lead to its mending.

use std::fmt;

use super::name::PagePath;
use crate::text::place::Position;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Something an author wrote does not take effect, or a page is not what it claims to be.
    Error,
    /// It works, but probably not as the author means it.
    Warning,
    /// It works as it is meant, and there is something to know about it.
    Note,
}

impl Severity {
    /// The word for it: `error`, `warning` or `note`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Stable, in kebab case; `docs/deskdoc/lint.md` lists them all.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The page it stands in.
    pub file: PagePath,
    /// The place in the page's file.
    pub position: Position,
    /// What was expected and what was found.
    pub message: String,
    /// What to do next.
    pub help: String,
    /// The line of the file round the position, with its number and a caret; empty where a line helps nobody.
    pub excerpt: String,
}

impl Problem {
    /// Where it stands: file, line and column.
    pub fn place(&self) -> String {
        format!("{}:{}:{}", self.file, self.position.line, self.position.column)
    }
}

impl fmt::Display for Problem {
    /// `error[code]: message`, the place, the line with a caret, and the help.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}[{}]: {}", self.severity.word(), self.code, self.message)?;
        writeln!(f, "  --> {}", self.place())?;
        if !self.excerpt.is_empty() {
            writeln!(f, "{}", self.excerpt.trim_end_matches('\n'))?;
        }
        write!(f, "   = help: {}", self.help)
    }
}
