//! Content tests: what an author expects a conversation to come to, written beside the knowledge.
//!
//! A test is read here and played elsewhere. Names in it are kept as they are written, also where the base has nothing
//! of that name any more: a question that is deleted has to fail the tests that need it, by name, and not vanish with
//! them.

use std::fmt;

use super::KnowledgeBase;
use super::name::{AnswerId, CauseId, CheckId, FixId, OutOfScopeId, PagePath, QuestionId, SymptomId};
use crate::text::place::Position;

/// The ending of files that hold a scripted conversation. They are no pages: nobody is shown them, search does not find
/// them, and they are no part of what a base is known by.
const CASE_ENDING: &str = ".case.md";

/// Whether a file holds a scripted conversation.
pub fn is_case_file(path: &str) -> bool {
    path.ends_with(CASE_ENDING)
}

/// The name of a case file without its ending, such as `lamp-is-off` for `symptoms/lamp-is-off.case.md`.
pub(super) fn case_stem(path: &PagePath) -> &str {
    let name = path.as_str().rsplit('/').next().unwrap_or_default();
    name.strip_suffix(CASE_ENDING).unwrap_or(name)
}

/// A conversation as an author expects it to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentTest {
    /// What it is called; no two tests of a base share a name.
    pub name: String,
    /// The page or case file in which it stands.
    pub file: PagePath,
    /// Where in that file it begins.
    pub at: Position,
    /// What is done, and what must follow each time. There is at least one turn, and something is expected.
    pub turns: Vec<TestTurn>,
}

/// One thing done in a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestTurn {
    /// The line in the file, from 1.
    pub line: usize,
    /// What is done.
    pub does: Deed,
    /// What must follow.
    pub expects: Vec<Expectation>,
}

/// What somebody does in a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Types these words, whatever they mean: a description, an answer, `it worked`, `skip`, pasted configuration.
    Says(String),
    /// Gives an answer by its name.
    Answers {
        /// The name of the question; `None` is the one that is open.
        question: Option<String>,
        /// The name of the answer.
        answer: String,
    },
    /// Has tried this fix in vain.
    TriedInVain(String),
}

/// Something that must hold after a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// The line in the file, from 1.
    pub line: usize,
    /// What must hold.
    pub what: Expected,
}

/// What can be expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// The last words were recognised so: `known`, `between`, `out_of_scope` or `unknown`.
    Outcome(String),
    /// This symptom is the likeliest.
    Symptom(String),
    /// The last words are about what this page says the base does not cover.
    OutOfScope(String),
    /// This cause is the likeliest.
    Cause(String),
    /// This question is asked now.
    Asks(String),
    /// This fix is proposed now: the name of a cause or of a fix, `a+b` for two before one shared step.
    Tries(String),
    /// The conversation stands here.
    Phase(String),
    /// This question counts as answered so.
    Answered {
        /// The name of the question.
        question: String,
        /// The name of the answer.
        answer: String,
    },
    /// A check of pasted configuration found `pass`, `fail` or `unknown`.
    Verdict {
        /// The name of the check.
        check: String,
        /// What it must have found.
        found: String,
    },
}

impl Expected {
    /// The key by which authors write it.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Outcome(_) => "outcome",
            Self::Symptom(_) => "symptom",
            Self::OutOfScope(_) => "out_of_scope",
            Self::Cause(_) => "cause",
            Self::Asks(_) => "asks",
            Self::Tries(_) => "tries",
            Self::Phase(_) => "phase",
            Self::Answered { .. } => "answered",
            Self::Verdict { .. } => "verdict",
        }
    }
}

impl Expected {
    /// What it names and a base does not have, in words and by name.
    pub fn missing_from(&self, base: &KnowledgeBase) -> Option<Missing> {
        let (is_there, what, name) = match self {
            Self::Symptom(name) => {
                (SymptomId::parse(name).is_ok_and(|id| base.symptom(&id).is_some()), "symptom", name)
            }
            Self::OutOfScope(name) => {
                let id = OutOfScopeId::parse(name);
                (id.is_ok_and(|id| base.out_of_scope_page(&id).is_some()), "out-of-scope page", name)
            }
            Self::Cause(name) => {
                (CauseId::parse(name).is_ok_and(|id| base.cause(&id).is_some()), "cause", name)
            }
            Self::Asks(name) => (has_question(base, name), "question", name),
            Self::Answered { question, .. } => (has_question(base, question), "question", question),
            Self::Verdict { check: name, .. } => {
                let id = CheckId::parse(name);
                (id.is_ok_and(|id| base.checks().any(|check| check.id == id)), "check", name)
            }
            Self::Tries(name) => return missing_fix(base, name),
            Self::Outcome(_) | Self::Phase(_) => return None,
        };
        (!is_there).then(|| Missing::new(what, name))
    }
}

impl Deed {
    /// What it names and a base does not have, in words and by name.
    pub fn missing_from(&self, base: &KnowledgeBase) -> Option<Missing> {
        match self {
            Self::Says(_) | Self::Answers { question: None, .. } => None,
            Self::Answers { question: Some(question), answer } => {
                if !has_question(base, question) {
                    return Some(Missing::new("question", question));
                }
                missing_answer(base, question, answer)
            }
            Self::TriedInVain(name) => missing_fix(base, name),
        }
    }
}

/// Something that a test names and a base does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// What is said of it, without a full stop.
    pub message: String,
    /// The name.
    pub name: String,
}

impl Missing {
    fn new(what: &str, name: &str) -> Self {
        Self { message: format!("there is no {what} `{name}` in the base"), name: name.to_owned() }
    }
}

fn has_question(base: &KnowledgeBase, name: &str) -> bool {
    QuestionId::parse(name).is_ok_and(|id| base.question(&id).is_some())
}

fn missing_answer(base: &KnowledgeBase, question: &str, answer: &str) -> Option<Missing> {
    let asked = base.question(&QuestionId::parse(question).ok()?)?;
    let id = AnswerId::parse(answer);
    if id.is_ok_and(|id| asked.answers.iter().any(|known| known.id == id)) {
        return None;
    }
    let known: Vec<String> = asked.answers.iter().map(|known| format!("`{}`", known.id)).collect();
    let message = format!("`{question}` has no answer `{answer}`; it has {}", known.join(", "));
    Some(Missing { message, name: answer.to_owned() })
}

/// Of fixes with `+` between them the first that is neither that of a cause nor a page of its own.
fn missing_fix(base: &KnowledgeBase, names: &str) -> Option<Missing> {
    let is_there = |name: &&str| {
        CauseId::parse(name).is_ok_and(|id| base.cause(&id).is_some())
            || FixId::parse(name).is_ok_and(|id| base.fix(&id).is_some())
    };
    let missing = names.split('+').map(str::trim).find(|name| !is_there(name))?;
    Some(Missing::new("cause and no fix", missing))
}

impl fmt::Display for Expected {
    /// As authors write it, in back-ticks: ``asks `lamp` ``.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = self.key();
        match self {
            Self::Outcome(value)
            | Self::Symptom(value)
            | Self::OutOfScope(value)
            | Self::Cause(value)
            | Self::Asks(value)
            | Self::Tries(value)
            | Self::Phase(value) => write!(f, "`{key}: {value}`"),
            Self::Answered { question, answer } => write!(f, "`{key}: {question} = {answer}`"),
            Self::Verdict { check, found } => write!(f, "`{key}: {check} = {found}`"),
        }
    }
}
