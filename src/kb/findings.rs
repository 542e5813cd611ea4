//! What was found wrong so far, with a limit to what is listed.
//!
//! A page made by a machine can have one slip a hundred thousand times. Nobody reads so many problems, so the first
//! of each kind are listed, the rest are counted, and one last problem says how many they are.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::front_matter::{self, Fault};
use super::name::PagePath;
use super::problem::{Problem, Severity};
use crate::facts::{excerpt_without_secrets, without_quoted_secrets};
use crate::text::place::{LineIndex, Position};

/// The width of excerpts in problem messages: what fits a terminal.
const EXCERPT_WIDTH: usize = 80;
/// So many problems of one code and severity are listed for one page.
const MOST_LISTED: usize = 50;
/// The one fault that leaves the rest of the front matter readable.
const ESCAPE: &str = "front-matter-escape";

/// The problems of many pages.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    listed: Vec<Problem>,
    tallies: BTreeMap<(PagePath, &'static str, Severity), Tally>,
}

/// How often one kind of problem was found on one page.
#[derive(Debug, Default)]
struct Tally {
    n_listed: usize,
    n_more: usize,
    /// The place of the first that is not listed.
    first_more: Option<Position>,
}

/// Takes the problems of one file.
#[derive(Debug)]
pub(crate) struct Complaints<'a> {
    file: &'a PagePath,
    /// What excerpts are made of; `None` where a line of the file helps nobody.
    text: Option<&'a str>,
    lines: OnceCell<LineIndex<'a>>,
    /// How many lines the reader was given above those of the file.
    lines_above: usize,
    findings: &'a mut Findings,
}

impl Findings {
    /// Whether nothing was found.
    pub(super) fn is_empty(&self) -> bool {
        self.listed.is_empty() && self.tallies.is_empty()
    }

    /// Adds what was found elsewhere, on other pages.
    pub(super) fn absorb(&mut self, other: Self) {
        self.listed.extend(other.listed);
        for (kind, more) in other.tallies {
            let tally = self.tallies.entry(kind).or_default();
            tally.n_listed += more.n_listed;
            tally.n_more += more.n_more;
            tally.first_more = tally.first_more.or(more.first_more);
        }
    }

    /// All that is listed and one word about each kind that was cut short, by file and place.
    pub(crate) fn into_problems(self) -> Vec<Problem> {
        let mut problems = self.listed;
        problems.extend(self.tallies.into_iter().filter_map(|((file, code, severity), tally)| {
            Some(Problem {
                code,
                severity,
                file,
                position: tally.first_more?,
                message: format!("… and {} more of this kind on this page", tally.n_more),
                help: "mend those that are listed, then lint again".to_owned(),
                excerpt: String::new(),
            })
        }));
        problems.sort_by(|first, second| {
            (&first.file, first.position, first.code).cmp(&(&second.file, second.position, second.code))
        });
        problems
    }

    /// Counts a problem; whether it is to be listed.
    fn count(&mut self, file: &PagePath, code: &'static str, severity: Severity, position: Position) -> bool {
        let tally = self.tallies.entry((file.clone(), code, severity)).or_default();
        if tally.n_listed < MOST_LISTED {
            tally.n_listed += 1;
            return true;
        }
        tally.n_more += 1;
        tally.first_more.get_or_insert(position);
        false
    }
}

impl<'a> Complaints<'a> {
    /// About a file whose text can be shown.
    pub(crate) fn new(file: &'a PagePath, text: &'a str, findings: &'a mut Findings) -> Self {
        Self { file, text: Some(text), lines: OnceCell::new(), lines_above: 0, findings }
    }

    /// About a file as a whole.
    pub(crate) fn without_text(file: &'a PagePath, findings: &'a mut Findings) -> Self {
        Self { file, text: None, lines: OnceCell::new(), lines_above: 0, findings }
    }

    /// For a reader that was given the file with so many lines above it.
    pub(super) fn below(self, lines_above: usize) -> Self {
        Self { lines_above, ..self }
    }

    pub(crate) fn error(&mut self, code: &'static str, at: Position, message: String, help: &str) {
        self.add(Severity::Error, code, at, message, help);
    }

    pub(crate) fn warning(&mut self, code: &'static str, at: Position, message: String, help: &str) {
        self.add(Severity::Warning, code, at, message, help);
    }

    pub(crate) fn note(&mut self, code: &'static str, at: Position, message: String, help: &str) {
        self.add(Severity::Note, code, at, message, help);
    }

    /// The place of a character, counted from 1, of a value that stands at `at`; that of the value where it cannot be followed.
    pub(super) fn place_within(&self, value: &str, at: Position, number: usize) -> Position {
        let start = Position { line: at.line.saturating_sub(self.lines_above), ..at };
        let place = self.text.and_then(|text| front_matter::place_within(text, start, value, number));
        place.map_or(at, |place| Position { line: place.line + self.lines_above, ..place })
    }

    /// What the reader of front matter found; one of its faults spoils a single value, all others the whole block.
    pub(super) fn fault(&mut self, fault: Fault) {
        let severity = if fault.code == ESCAPE { Severity::Warning } else { Severity::Error };
        self.add(severity, fault.code, fault.position, fault.message, &fault.help);
    }

    pub(crate) fn add(
        &mut self,
        severity: Severity,
        code: &'static str,
        position: Position,
        message: String,
        help: &str,
    ) {
        let position = Position { line: position.line.saturating_sub(self.lines_above).max(1), ..position };
        if !self.findings.count(self.file, code, severity, position) {
            return;
        }
        let excerpt = self
            .text
            .map(|text| self.lines.get_or_init(|| LineIndex::new(text)).excerpt(position, EXCERPT_WIDTH));
        // Findings are shown to whoever asks whether the server is ready.
        self.findings.listed.push(Problem {
            code,
            severity,
            file: self.file.clone(),
            position,
            message: without_quoted_secrets(&message),
            help: without_quoted_secrets(help),
            excerpt: excerpt_without_secrets(&excerpt.unwrap_or_default()),
        });
    }
}
