//! The checks that need no YAML: size, control characters, stray separators, tabs.

use std::ops::Range;

use crate::text::place::{LineIndex, Position};

use super::fault::Fault;
use super::split::Block;

/// The largest block that is read. Real pages stay below 4 KiB.
const MAX_BYTES: usize = 64 * 1024;

pub(super) fn check(block: &Block) -> Result<(), Vec<Fault>> {
    if block.text.len() > MAX_BYTES {
        let start = Position { line: block.line, column: 1 };
        return Err(vec![Fault::too_large(start, block.text.len(), MAX_BYTES)]);
    }
    let faults = Vec::from_iter(invisible_character(block).into_iter().chain(separator(block)));
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Characters that are never meant: control characters but tab and line feed, the separators that
/// the escapes `\L` and `\P` make, and byte order marks, which hide in keys.
pub(super) fn is_unwanted(character: char) -> bool {
    matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}')
        || character.is_control() && !matches!(character, '\t' | '\n')
}

/// The first line indented by a tab. Lines of literal texts (numbers within the block, from 1)
/// are left out: there a tab behind the indentation is content.
pub(super) fn tab_indentation(block: &Block, literal_lines: &[Range<usize>]) -> Option<Fault> {
    block.text.lines().zip(1..).find_map(|(line, number)| {
        let blanks = line.chars().take_while(|character| matches!(character, ' ' | '\t'));
        let column = blanks.zip(1..).find(|(character, _)| *character == '\t')?.1;
        if literal_lines.iter().any(|lines| lines.contains(&number)) {
            return None;
        }
        Some(Fault::tab(block.position_at(number, column)))
    })
}

fn invisible_character(block: &Block) -> Option<Fault> {
    let (offset, character) = block.text.char_indices().find(|(_, character)| is_unwanted(*character))?;
    let within = LineIndex::new(&block.text).position(offset);
    Some(Fault::invisible_character(block.position_at(within.line, within.column), character))
}

/// The crate behind us splits wherever a trimmed line is `---`, also in the middle of a text.
fn separator(block: &Block) -> Option<Fault> {
    let (line, number) = block.text.lines().zip(1..).find(|(line, _)| line.trim() == "---")?;
    let blanks = line.chars().take_while(|character| character.is_whitespace()).count();
    Some(Fault::separator(block.position_at(number, blanks + 1)))
}
