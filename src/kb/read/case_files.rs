//! Case files: a conversation as one would write it down. What is quoted is typed, lists say what must follow, and all
//! else is there to be read.

use super::super::content_test::{ContentTest, Deed, Expectation, TestTurn, case_stem};
use super::super::fields::Fields;
use super::super::findings::{Complaints, Findings};
use super::super::front_matter;
use super::super::name::PagePath;
use super::super::page::SourceFile;
use super::expectations;
use super::page::LONGEST_PAGE;
use crate::text::place::Position;

/// How a turn begins that gives an answer by its name.
const ANSWER: &str = "answer:";

/// Reads a case file. One that tests nothing gives no test, and a problem.
pub(in crate::kb) fn read(file: &SourceFile, findings: &mut Findings) -> Option<ContentTest> {
    let path = PagePath::new(&file.path);
    if file.bytes.len() > LONGEST_PAGE {
        let message = format!("the case has {} bytes, at most {LONGEST_PAGE} are read", file.bytes.len());
        let mut complaints = Complaints::without_text(&path, findings);
        complaints.error("page-too-large", Position::START, message, "split the case");
        return None;
    }
    let text = String::from_utf8_lossy(&file.bytes);
    let parsed = front_matter::read(&text);
    let mut complaints = Complaints::new(&path, &text, findings);
    for fault in parsed.faults {
        complaints.fault(fault);
    }
    let mut fields = Fields::new(&parsed.front_matter, complaints);
    let title = fields.text("title").map(|title| title.value);
    let is_draft = fields.is_draft();
    let mut script =
        Script { complaints: fields.complaints, turns: Vec::new(), heading: None, is_open: false };
    for (number, line) in parsed.body.lines().enumerate() {
        script.take(line, parsed.body_line + number);
    }
    let Script { mut complaints, turns, heading, .. } = script;
    let name = title.or(heading).unwrap_or_else(|| case_stem(&path).to_owned());
    if turns.iter().all(|turn| turn.expects.is_empty()) {
        let lacks = if turns.is_empty() { "nothing is said in it" } else { "it expects nothing" };
        complaints.error(
            "test-empty",
            Position { line: parsed.body_line, column: 1 },
            format!("a test tests nothing: {lacks}"),
            "write what somebody types behind `> `, and below it what must follow: `- cause: cause-id`",
        );
        return None;
    }
    (!is_draft).then_some(ContentTest { name, file: path.clone(), at: Position::START, turns })
}

/// A case while it is read, line by line.
struct Script<'a> {
    complaints: Complaints<'a>,
    turns: Vec<TestTurn>,
    heading: Option<String>,
    /// Whether the next quoted line still belongs to the last turn.
    is_open: bool,
}

impl Script<'_> {
    fn take(&mut self, line: &str, number: usize) {
        let was_open = std::mem::take(&mut self.is_open);
        if let Some(quoted) = line.strip_prefix('>') {
            self.quote(quoted.strip_prefix(' ').unwrap_or(quoted), number, was_open);
        } else if let Some(item) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
            self.expect(item, Position { line: number, column: 3 });
        } else if let Some(heading) = line.strip_prefix("# ").filter(|_| self.heading.is_none()) {
            self.heading = Some(heading.trim().to_owned()).filter(|heading| !heading.is_empty());
        }
    }

    /// Lines quoted one below the other are one text; a fence round what is pasted is no part of it.
    fn quote(&mut self, line: &str, number: usize, was_open: bool) {
        self.is_open = true;
        if let Some(TestTurn { does: Deed::Says(said), .. }) = self.turns.last_mut().filter(|_| was_open) {
            if !line.starts_with("```") {
                said.push('\n');
                said.push_str(line);
            }
            return;
        }
        let line = if line.starts_with("```") { "" } else { line };
        if let Some(does) = self.deed(line, Position { line: number, column: 3 }) {
            self.turns.push(TestTurn { line: number, does, expects: Vec::new() });
        }
    }

    fn deed(&mut self, line: &str, at: Position) -> Option<Deed> {
        let Some(answer) = line.strip_prefix(ANSWER) else { return Some(Deed::Says(line.to_owned())) };
        self.is_open = false;
        let answer = answer.trim().trim_matches('`');
        if !answer.contains('=') && !answer.is_empty() {
            return Some(Deed::Answers { question: None, answer: answer.to_owned() });
        }
        let (question, answer) =
            expectations::pair(&mut self.complaints, "answer", answer, "QUESTION = ANSWER", at)?;
        Some(Deed::Answers { question: Some(question), answer })
    }

    fn expect(&mut self, item: &str, at: Position) {
        let (key, value) = item.split_once(':').unwrap_or((item, ""));
        let n_before = item.chars().count() - value.trim_start().chars().count();
        let value_at = match value.trim() {
            "" => at,
            _ => Position { column: at.column + n_before, ..at },
        };
        let what = expectations::read(&mut self.complaints, (key.trim(), at), (value, value_at), &[]);
        let expectation = what.map(|what| Expectation { line: at.line, what });
        match self.turns.last_mut() {
            Some(turn) => turn.expects.extend(expectation),
            None => self.complaints.error(
                "test-empty",
                at,
                "something is expected before anything is said".to_owned(),
                "put what somebody types above it, behind `> `",
            ),
        }
    }
}
