//! An expression in the Common Expression Language, found sound when the base loads.
//!
//! The library reads the language; the expression is then turned into operations of our own ([`lower`]), because
//! evaluating must know a third value, "undecided", with what is missing, and must have a bound.

mod evaluate;
mod functions;
mod lower;
mod node;
mod possible;
mod val;

use std::fmt;
use std::sync::Arc;

use cel::Program;

use self::evaluate::Evaluation;
use self::lower::{Lowering, Mention};
use self::node::{Function, Node};
use self::val::Val;
use super::scene::Scene;
use super::schema::Schema;

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
    compiled: Arc<Compiled>,
}

struct Compiled {
    node: Node,
    mentions: Vec<Mention>,
    calls: Vec<(Function, usize)>,
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
    /// No such function.
    #[error("there is no function `{name}`")]
    UnknownFunction {
        /// What it was called.
        name: String,
        /// Where, counted from 1.
        column: usize,
    },
    /// A function with too few or too many arguments.
    #[error("`{name}` takes {wanted} values, what stands before the dot included; found {found}")]
    Arguments {
        /// The function.
        name: String,
        /// How many it takes.
        wanted: usize,
        /// How many there are.
        found: usize,
        /// Where, counted from 1.
        column: usize,
    },
    /// A part of the language that rules do without.
    #[error("rules cannot hold {what}")]
    Unsupported {
        /// What.
        what: &'static str,
        /// Where, counted from 1.
        column: usize,
    },
    /// A pattern that cannot be compiled.
    #[error("the pattern of `matches` must be a sound regular expression in quotes, and not too large")]
    Pattern {
        /// Where, counted from 1.
        column: usize,
    },
    /// A loop in a loop in a loop.
    #[error("loops over lists may be nested two deep")]
    LoopsTooDeep {
        /// Where, counted from 1.
        column: usize,
    },
    /// A judging rule asks whether something is known.
    #[error("a rule that judges cannot ask whether something is `known`: missing facts must never decide")]
    AsksForKnown {
        /// Where, counted from 1.
        column: usize,
    },
}

impl BadRule {
    /// Where in the expression, counted from 1; `None` if it is about all of it.
    pub fn column(&self) -> Option<usize> {
        match self {
            Self::TooLong(_) | Self::TooManyMarks(_) | Self::TooDeep(_) => None,
            Self::Syntax { column }
            | Self::UnknownFunction { column, .. }
            | Self::Arguments { column, .. }
            | Self::Unsupported { column, .. }
            | Self::Pattern { column }
            | Self::LoopsTooDeep { column }
            | Self::AsksForKnown { column } => Some(*column),
        }
    }
}

/// A name in an expression that stands for no fact of the base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownFact {
    /// The path as written.
    pub path: String,
    /// Where, counted from 1.
    pub column: usize,
}

/// What a rule says of a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ruling {
    /// It holds.
    True,
    /// It does not.
    False,
    /// The facts do not tell; the paths of those that would have to be known. Without any the rule itself cannot
    /// tell, for example because there is too much to look through.
    Undecided(Vec<String>),
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
        let program = Program::compile(source).map_err(|errors| {
            let first = errors.errors.first();
            BadRule::Syntax { column: first.map_or(1, |error| character_of(source, error.pos)) }
        })?;
        let mut lowering = Lowering::new(program.source_info());
        let node = lowering.lower(program.expression())?;
        let compiled = Compiled { node, mentions: lowering.mentions, calls: lowering.calls };
        Ok(Self { source: Arc::from(source), compiled: Arc::new(compiled) })
    }

    /// The same for a rule that judges: it may not ask whether something is known.
    ///
    /// # Errors
    /// [`BadRule`] if it is too long, cannot be read, or asks for that.
    pub fn compile_judging(source: &str) -> Result<Self, BadRule> {
        let rule = Self::compile(source)?;
        match rule.compiled.calls.iter().find(|(function, _)| *function == Function::Known) {
            Some((_, column)) => Err(BadRule::AsksForKnown { column: *column }),
            None => Ok(rule),
        }
    }

    /// The expression as its author wrote it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The names in it that stand for no fact of a base.
    pub fn unknown_facts(&self, schema: &Schema) -> Vec<UnknownFact> {
        let unknown = self.compiled.mentions.iter().filter(|mention| !schema.knows(&mention.path));
        unknown.map(|mention| UnknownFact { path: mention.path.clone(), column: mention.column }).collect()
    }

    /// The paths it reads, such as `account.callback_url`, in order of the alphabet.
    pub fn paths(&self) -> Vec<String> {
        let mut paths: Vec<String> =
            self.compiled.mentions.iter().map(|mention| mention.path.clone()).collect();
        paths.sort();
        paths.dedup();
        paths
    }

    /// What it says.
    pub fn judge(&self, scene: &Scene<'_>) -> Ruling {
        match Evaluation::new(scene).value(&self.compiled.node) {
            Val::Flag(true) => Ruling::True,
            Val::Flag(false) => Ruling::False,
            Val::Undecided(missing) => Ruling::Undecided(missing.paths()),
            _ => Ruling::Undecided(self.paths()),
        }
    }

    /// Whether it holds; `None` if the facts do not tell.
    pub fn holds(&self, scene: &Scene<'_>) -> Option<bool> {
        match self.judge(scene) {
            Ruling::True => Some(true),
            Ruling::False => Some(false),
            Ruling::Undecided(_) => None,
        }
    }

    /// The texts it gives: one, or those of a list.
    pub fn texts(&self, scene: &Scene<'_>) -> Vec<String> {
        match Evaluation::new(scene).value(&self.compiled.node) {
            Val::Text(text) => vec![text.into_owned()],
            Val::List(items) => {
                let texts = (0..items.len()).filter_map(|at| match items.get(at)? {
                    Val::Text(text) => Some(text.into_owned()),
                    _ => None,
                });
                texts.collect()
            }
            _ => Vec::new(),
        }
    }

    /// The text it gives; a number or a yes is written out. `None` if the facts do not tell.
    pub fn text(&self, scene: &Scene<'_>) -> Option<String> {
        match Evaluation::new(scene).value(&self.compiled.node) {
            Val::Text(text) => Some(text.into_owned()),
            Val::Flag(flag) => Some(flag.to_string()),
            Val::Whole(number) => Some(number.to_string()),
            Val::Number(number) => Some(number.to_string()),
            Val::AtLeast(number) => Some(format!("at least {number}")),
            Val::Undecided(_) | Val::Instant(_) | Val::List(_) | Val::Record(_) => None,
        }
    }
}

/// The names of all functions that rules can call.
pub fn function_names() -> impl Iterator<Item = &'static str> {
    Function::ALL.iter().map(|(name, ..)| *name).chain(["matches", "has", "exists", "all", "filter", "map"])
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rule").field(&self.source).finish()
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

/// The number, counted from 1, of the character at a byte of an expression.
fn character_at(source: &str, byte: usize) -> usize {
    let before = source.get(..source.floor_char_boundary(byte)).unwrap_or_default();
    before.chars().count() + 1
}

/// The same for a line and a column of bytes, both counted from 1, as the parser gives them.
fn character_of(source: &str, (line, column): (isize, isize)) -> usize {
    let number = |counted: isize| usize::try_from(counted - 1).unwrap_or(0);
    let above: usize = source.split_inclusive('\n').take(number(line)).map(str::len).sum();
    character_at(source, above + number(column))
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
