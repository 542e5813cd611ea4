//! An expression in the Common Expression Language, found sound when the base loads.

use std::fmt;
use std::sync::Arc;

use cel::Program;

/// The longest expression accepted, in bytes.
pub(super) const LONGEST_RULE: usize = 1024;

/// The most operators, brackets and dots accepted: the evaluator recurses with them. The longest rule of the
/// built-in base has 54.
const MOST_MARKS: usize = 200;
/// How deep brackets may be nested. The parser recurses with them, and an overflow of the stack cannot be caught:
/// without optimisation 12 levels took the 2 MiB of a thread. The deepest rule of the built-in base has 6.
const DEEPEST: usize = 10;

/// An expression that was found sound.
#[derive(Clone)]
pub struct Rule {
    source: Arc<str>,
}

/// Why an expression is no rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadRule {
    /// Longer than `LONGEST_RULE`.
    #[error("the expression has {0} bytes, {LONGEST_RULE} are allowed")]
    TooLong(usize),
    /// More operators, brackets and dots than `MOST_MARKS`.
    #[error("the expression has {0} operators, brackets and dots, {MOST_MARKS} are allowed")]
    TooManyMarks(usize),
    /// Brackets nested deeper than `DEEPEST`.
    #[error("brackets are nested {0} deep, {DEEPEST} levels are allowed")]
    TooDeep(usize),
    /// Not a sentence of the language.
    #[error("the expression cannot be read from its character {column} on")]
    Syntax {
        /// Where the reader stumbled, counted from 1.
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
        let n_marks = source.bytes().filter(u8::is_ascii_punctuation).filter(|byte| *byte != b'_').count();
        if n_marks > MOST_MARKS {
            return Err(BadRule::TooManyMarks(n_marks));
        }
        let depth = depth(source);
        if depth > DEEPEST {
            return Err(BadRule::TooDeep(depth));
        }
        match Program::compile(source) {
            Ok(_) => Ok(Self { source: Arc::from(source) }),
            Err(errors) => {
                let first = errors.errors.first();
                Err(BadRule::Syntax {
                    column: first.map_or(1, |error| usize::try_from(error.pos.1).unwrap_or(1).max(1)),
                })
            }
        }
    }

    /// The expression as its author wrote it.
    pub fn source(&self) -> &str {
        &self.source
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rule").field(&self.source).finish()
    }
}

/// How deep brackets are nested, those inside texts included: a bracket too many counted does no harm.
fn depth(source: &str) -> usize {
    let (mut open, mut deepest) = (0usize, 0usize);
    for byte in source.bytes() {
        match byte {
            b'(' | b'[' | b'{' => open += 1,
            b')' | b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}
