//! Where something stands in a text, and how to show it to a person.
//!
//! In: a text and a byte offset or a [`Position`]. Out: line and column as people count them, or
//! the few lines with a caret that every problem message ends with. Knows nothing of files: the
//! caller adds the path.

use std::ops::Range;

#[cfg(test)]
mod tests;

/// A line and a column, both counted from 1; columns count characters, not bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, 1 for the first.
    pub line: usize,
    /// The column, 1 for the first character of the line.
    pub column: usize,
}

/// The line starts of one text, so that many offsets can be looked up quickly.
#[derive(Debug, Clone)]
pub struct LineIndex<'text> {
    text: &'text str,
    /// The byte offset at which each line but the first starts.
    later_starts: Vec<usize>,
}

impl Position {
    /// The first character of a text.
    pub const START: Self = Self { line: 1, column: 1 };
}

impl<'text> LineIndex<'text> {
    /// Reads the text once. Lines end with a line feed; a carriage return is an ordinary character.
    #[must_use]
    pub fn new(text: &'text str) -> Self {
        let later_starts = text.match_indices('\n').map(|(at, _)| at + 1).collect();
        Self { text, later_starts }
    }

    /// The position of the character that holds this byte. An offset behind the end counts as the end.
    #[must_use]
    pub fn position(&self, byte_offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(byte_offset);
        let lines_before = self.later_starts.partition_point(|start| *start <= offset);
        let line_start =
            lines_before.checked_sub(1).and_then(|index| self.later_starts.get(index).copied()).unwrap_or(0);
        let before = self.text.get(line_start..offset).unwrap_or_default();
        Position { line: lines_before + 1, column: before.chars().count() + 1 }
    }
}

/// The line at `position` with its number in front and a caret below, each line ended by a line feed.
///
/// No line has more than `width` characters (at least 24 are used): a longer one is cut round the
/// caret. Tabs appear as `→` and characters that would move the cursor as stand-ins of one
/// column, so that the caret stays below its character and nothing in the text is acted out by a
/// terminal. A position outside the text is moved to the nearest one inside.
#[must_use]
pub fn excerpt(text: &str, position: Position, width: usize) -> String {
    let (number, line) = nearest_line(text, position.line);
    let shown: Vec<char> = line.chars().map(stand_in).collect();
    let caret = position.column.saturating_sub(1).min(shown.len());

    let number = number.to_string();
    let gutter = " ".repeat(number.len());
    let room = width.max(24).saturating_sub(number.len() + 3);
    let window = window(shown.len(), caret, room);

    let mut source = String::new();
    let mut indent = String::new();
    for (index, character) in shown.iter().enumerate() {
        if !window.contains(&index) {
            continue;
        }
        // A cut is marked on the outermost character shown, never on the one with the caret.
        let cut_here =
            (index == window.start && index > 0) || (index + 1 == window.end && window.end < shown.len());
        let character = if cut_here && index != caret { '…' } else { *character };
        source.push(character);
        if index < caret {
            indent.push_str(blanks_below(character));
        }
    }
    let source = source.trim_end();
    let rule = if source.is_empty() { "" } else { " " };
    format!("{gutter} |\n{number} |{rule}{source}\n{gutter} | {indent}^\n")
}

/// The line with this number, or the last one of a shorter text, with its own number.
fn nearest_line(text: &str, wanted: usize) -> (usize, &str) {
    let line = text.split('\n').zip(1..).take(wanted.max(1)).last();
    let (line, number) = line.unwrap_or((text, 1));
    (number, line.strip_suffix('\r').unwrap_or(line))
}

/// Which characters of a line of `length` are shown when there is room for `room` of them.
fn window(length: usize, caret: usize, room: usize) -> Range<usize> {
    // The caret may stand one behind the last character, so a full line leaves it one column.
    if length < room || (length == room && caret < length) {
        return 0..length;
    }
    let start = caret.saturating_sub(room / 2).min((length + 1).saturating_sub(room));
    start..(start + room).min(length)
}

/// What is printed for a character, so that it takes part in no terminal's control language.
fn stand_in(character: char) -> char {
    match character {
        '\t' => '→',
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        // C1 controls, soft hyphen, zero-width and bidirectional controls, separators, BOM.
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' => '\u{fffd}',
        other => other,
    }
}

/// The spaces as wide as a character is on most terminals; only a guess, but a near one.
fn blanks_below(character: char) -> &'static str {
    match character {
        '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' => "",
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => "  ",
        _ => " ",
    }
}
