//! Content tests, played: does the conversation come to what its author expects?
//!
//! In: a base, a test, and how typed words are understood, which takes a recogniser. Out: what did not hold, each with
//! its place, what was expected and what came instead. A turn that cannot be taken ends the test.

use super::standing::{actions, found, holds, stands};
use crate::dialogue::{Conversation, Phase, State, Turn, Understood, advance_from};
use crate::kb::{AnswerId, ContentTest, Deed, Expectation, KnowledgeBase, PagePath, QuestionId, TestTurn};

/// So many characters of what was typed are quoted in a failure.
const MOST_QUOTED: usize = 80;

/// How a content test came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestResult {
    /// The test's name.
    pub name: String,
    /// The page or case file in which it stands.
    pub file: PagePath,
    /// The line on which it begins, from 1.
    pub line: usize,
    /// What did not hold; empty if it passed.
    pub failures: Vec<TestFailure>,
}

/// Something that did not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestFailure {
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

impl TestResult {
    /// Whether everything held.
    pub fn passed(&self) -> bool {
        self.failures.is_empty()
    }
}

/// Plays a test from its first turn. `understood` says what typed words mean where a conversation stands.
pub fn play(
    base: &KnowledgeBase,
    test: &ContentTest,
    understood: impl Fn(&State, &str) -> Understood,
) -> TestResult {
    let mut failures = Vec::new();
    let mut conversation = Conversation::begin("");
    let mut state = State::of(base, &conversation);
    for (at, turn) in test.turns.iter().enumerate() {
        let failed = |line, expected: String, found| TestFailure {
            line,
            turn: at + 1,
            done: done(&turn.does),
            expected,
            found,
        };
        match taken(base, &conversation, &state, turn, &understood) {
            Ok(next) => conversation = next,
            Err(reason) => {
                failures.push(failed(turn.line, "that this can be done".to_owned(), reason));
                break;
            }
        }
        state = State::of(base, &conversation);
        for Expectation { line, what } in
            turn.expects.iter().filter(|expects| !holds(base, &state, &expects.what))
        {
            let lacks = what.missing_from(base).map(|missing| missing.message);
            let found = lacks.unwrap_or_else(|| found(base, &state, what));
            failures.push(failed(*line, what.to_string(), found));
        }
    }
    TestResult { name: test.name.clone(), file: test.file.clone(), line: test.at.line, failures }
}

/// The conversation after a turn, or why it cannot be taken.
fn taken(
    base: &KnowledgeBase,
    conversation: &Conversation,
    state: &State,
    turn: &TestTurn,
    understood: impl Fn(&State, &str) -> Understood,
) -> Result<Conversation, String> {
    let turns = match &turn.does {
        Deed::Says(text) => match understood(state, text) {
            Understood::Turn(turn) => vec![turn],
            Understood::Note | Understood::Help | Understood::Quit | Understood::Nothing => Vec::new(),
            Understood::NoSuchNumber { n_choices } => {
                return Err(format!("there are {n_choices} choices here"));
            }
        },
        Deed::Answers { question, answer } => vec![answered(base, state, question.as_deref(), answer)?],
        Deed::TriedInVain(name) => actions(base, name)?
            .into_iter()
            .map(|action| Turn::Tried { action: Some(action), helped: false })
            .collect(),
    };
    let mut conversation = conversation.clone();
    let mut state = state.clone();
    for turn in turns {
        let (next, _) =
            advance_from(base, &conversation, &state, turn).map_err(|refusal| refusal.to_string())?;
        state = State::of(base, &next);
        conversation = next;
    }
    Ok(conversation)
}

fn answered(
    base: &KnowledgeBase,
    state: &State,
    question: Option<&str>,
    answer: &str,
) -> Result<Turn, String> {
    let question = match question {
        Some(name) => QuestionId::parse(name).map_err(|bad| bad.to_string())?,
        None => match &state.phase {
            Phase::Asking(question) => question.clone(),
            _ => return Err(format!("no question is open: it {}", stands(state))),
        },
    };
    let deed = Deed::Answers { question: Some(question.to_string()), answer: answer.to_owned() };
    if let Some(missing) = deed.missing_from(base) {
        return Err(missing.message);
    }
    let answer = AnswerId::parse(answer).map_err(|bad| bad.to_string())?;
    Ok(Turn::Answer { question, answer })
}

/// What was done, in words.
fn done(deed: &Deed) -> String {
    match deed {
        Deed::Says(text) => format!("“{}”", shortened(text)),
        Deed::Answers { question: Some(question), answer } => {
            format!("the answer `{answer}` to `{question}`")
        }
        Deed::Answers { question: None, answer } => format!("the answer `{answer}`"),
        Deed::TriedInVain(name) => format!("`{name}` tried in vain"),
    }
}

/// A text as a failure names it: on one line, and of a long one the beginning.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST_QUOTED).and_then(|(end, _)| line.get(..end)) {
        Some(start) => format!("{start}…"),
        None => line,
    }
}
