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

/// The line starts of one text, so that many places can be looked up and shown quickly, however long its lines are.
#[derive(Debug, Clone)]
pub struct LineIndex<'text> {
    text: &'text str,
    /// The byte offset at which each line but the first starts.
    later_starts: Vec<usize>,
    /// How many characters start before each block of [`BLOCK`] bytes.
    chars_before_block: Vec<usize>,
}

/// So many bytes at most are looked through for one column.
const BLOCK: usize = 256;

impl Position {
    /// The first character of a text.
    pub const START: Self = Self { line: 1, column: 1 };
}

impl<'text> LineIndex<'text> {
    /// Reads the text once. Lines end with a line feed; a carriage return is an ordinary character.
    #[must_use]
    pub fn new(text: &'text str) -> Self {
        let later_starts = text.match_indices('\n').map(|(at, _)| at + 1).collect();
        let blocks = text.as_bytes().chunks(BLOCK).scan(0, |before, block| {
            let n_chars_before = *before;
            *before += n_chars(block);
            Some(n_chars_before)
        });
        Self { text, later_starts, chars_before_block: blocks.collect() }
    }

    /// The position of the character that holds this byte. An offset behind the end counts as the end.
    #[must_use]
    pub fn position(&self, byte_offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(byte_offset);
        let lines_before = self.later_starts.partition_point(|start| *start <= offset);
        let line_start = self.line_start(lines_before).unwrap_or(0);
        Position {
            line: lines_before + 1,
            column: self.chars_before(offset) - self.chars_before(line_start) + 1,
        }
    }

    /// The line at `position` with its number in front and a caret below, each line ended by a line feed.
    ///
    /// No line has more than `width` characters (at least 24 are used): a longer one is cut round the
    /// caret. Tabs appear as `→` and characters that would move the cursor as stand-ins of one
    /// column, so that the caret stays below its character and nothing in the text is acted out by a
    /// terminal. A position outside the text is moved to the nearest one inside.
    #[must_use]
    pub fn excerpt(&self, position: Position, width: usize) -> String {
        let (number, line) = self.nearest_line(position.line);
        let first = self.chars_before(line.start);
        let length = self.chars_before(line.end) - first;
        let caret = position.column.saturating_sub(1).min(length);

        let number = number.to_string();
        let gutter = " ".repeat(number.len());
        let room = width.max(24).saturating_sub(number.len() + 3);
        let window = window(length, caret, room);
        let from = self.offset_of_char(first + window.start);
        let shown = self.text.get(from..).unwrap_or_default().chars().map(stand_in);

        let mut source = String::new();
        let mut indent = String::new();
        for (index, character) in window.clone().zip(shown) {
            // A cut is marked on the outermost character shown, never on the one with the caret.
            let cut_here =
                (index == window.start && index > 0) || (index + 1 == window.end && window.end < length);
            let character = if cut_here && index != caret { '…' } else { character };
            source.push(character);
            if index < caret {
                indent.push_str(blanks_below(character));
            }
        }
        let source = source.trim_end();
        let rule = if source.is_empty() { "" } else { " " };
        format!("{gutter} |\n{number} |{rule}{source}\n{gutter} | {indent}^\n")
    }

    /// The bytes of the line with this number, without its end, or of the last one of a shorter text, with its own number.
    fn nearest_line(&self, wanted: usize) -> (usize, Range<usize>) {
        let lines_before = wanted.saturating_sub(1).min(self.later_starts.len());
        let start = self.line_start(lines_before).unwrap_or(0);
        let end = self.line_start(lines_before + 1).map_or(self.text.len(), |next| next - 1);
        let line = self.text.get(start..end).unwrap_or_default();
        (lines_before + 1, start..start + line.strip_suffix('\r').unwrap_or(line).len())
    }

    /// Where the line behind so many others starts; `None` for the first and behind the last.
    fn line_start(&self, lines_before: usize) -> Option<usize> {
        self.later_starts.get(lines_before.checked_sub(1)?).copied()
    }

    /// How many characters start before this byte.
    fn chars_before(&self, offset: usize) -> usize {
        let block = (offset / BLOCK).min(self.chars_before_block.len().saturating_sub(1));
        let before = self.chars_before_block.get(block).copied().unwrap_or(0);
        before + n_chars(self.text.as_bytes().get(block * BLOCK..offset).unwrap_or_default())
    }

    /// Where the character behind so many others starts, or the end of the text.
    fn offset_of_char(&self, chars_before: usize) -> usize {
        let block =
            self.chars_before_block.partition_point(|before| *before <= chars_before).saturating_sub(1);
        let before = self.chars_before_block.get(block).copied().unwrap_or(0);
        let bytes = self.text.as_bytes().iter().enumerate().skip(block * BLOCK);
        let mut starts = bytes.filter(|(_, byte)| starts_char(**byte)).map(|(at, _)| at);
        starts.nth(chars_before - before).unwrap_or(self.text.len())
    }
}

fn n_chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| starts_char(**byte)).count()
}

/// Whether a byte of UTF-8 is the first of its character.
fn starts_char(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
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
