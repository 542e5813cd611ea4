//! Finds the front matter of a page and cuts it off, without looking into it.
//!
//! The opener is the line `---` at the very start of the file and nowhere else, the closer the
//! next line `---` or `...` that is not indented. A page that opens and never closes keeps its
//! whole text as body, so that nothing is lost.

use crate::text::place::Position;

use super::fault::Fault;

/// A page cut in two, before anybody has read the metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The front matter, if there is any.
    pub block: Option<Block>,
    /// Everything behind the front matter, lines ended by a line feed alone.
    pub body: String,
    /// The line of the file on which the body starts, counted from 1.
    pub body_line: usize,
    /// Set when the front matter is opened and never closed.
    pub fault: Option<Fault>,
}

/// The lines between the two fences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The lines, each ended by a line feed alone.
    pub text: String,
    /// The line of the file on which the block starts, counted from 1.
    pub line: usize,
}

/// Cuts a page into front matter and body. A byte order mark is dropped, `\r\n` becomes `\n`; a
/// lone carriage return is an ordinary character.
#[must_use]
pub fn split(text: &str) -> Split {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Some(behind_opener) = behind_opener(text) else {
        return whole(text, None);
    };
    let Some(cut) = cut(behind_opener) else {
        return whole(text, Some(Fault::unclosed(Position::START)));
    };
    Split {
        block: Some(Block { text: with_line_feeds(cut.block), line: 2 }),
        body: with_line_feeds(cut.body),
        body_line: cut.lines + 3,
        fault: None,
    }
}

/// The text on either side of the closer, and how many lines the block has.
struct Cut<'text> {
    block: &'text str,
    body: &'text str,
    lines: usize,
}

fn whole(text: &str, fault: Option<Fault>) -> Split {
    Split { block: None, body: with_line_feeds(text), body_line: 1, fault }
}

fn behind_opener(text: &str) -> Option<&str> {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    (first.trim_end() == "---").then_some(rest)
}

fn cut(text: &str) -> Option<Cut<'_>> {
    let mut offset = 0;
    for (lines, line) in text.split_inclusive('\n').enumerate() {
        let behind = offset + line.len();
        if matches!(line.trim_end(), "---" | "...") {
            let block = text.get(..offset)?;
            let body = text.get(behind..)?;
            return Some(Cut { block, body, lines });
        }
        offset = behind;
    }
    None
}

fn with_line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n")
}

impl Block {
    /// The place in the file of a place in the block, both counted from 1.
    pub(super) fn position_at(&self, line: usize, column: usize) -> Position {
        Position { line: (self.line + line).saturating_sub(1), column }
    }
}
