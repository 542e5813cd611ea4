//! Text broken into lines that fit a box. The server knows no fonts, so widths are estimated, rather too wide.

use crate::picture::markup::words;

/// A size of type.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    /// The size of the letters, in pixels.
    pub(super) size: f64,
    /// The distance between lines, in pixels.
    pub(super) height: f64,
}

/// What stands in boxes large.
pub(super) const TITLE: Type = Type { size: 14.0, height: 18.0 };
/// What stands in boxes small, and beside lines.
pub(super) const SMALL: Type = Type { size: 12.0, height: 16.0 };

/// Breaks a text into lines of a width (in pixels) at most; of more lines than `most` the last ends with `…`.
pub(super) fn broken(text: &str, size: Type, width: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in words(text).iter().flat_map(|word| pieces(word, size, width)) {
        let longer = if line.is_empty() { word.clone() } else { format!("{line} {word}") };
        if width_of(&longer, size) <= width {
            line = longer;
        } else {
            lines.push(std::mem::replace(&mut line, word));
        }
        if lines.len() > most {
            break;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            shorten(last, size, width);
        }
    }
    lines
}

/// The estimated width of a text, in pixels.
pub(super) fn width_of(text: &str, size: Type) -> f64 {
    text.chars().map(em).sum::<f64>() * size.size
}

/// A word that is wider than a line, in pieces that are not.
fn pieces(word: &str, size: Type, width: f64) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut taken = 0.0;
    for c in word.chars() {
        let own = em(c) * size.size;
        if taken + own > width {
            pieces.push(String::new());
            taken = 0.0;
        }
        taken += own;
        if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
    }
    pieces
}

fn shorten(line: &mut String, size: Type, width: f64) {
    while width_of(line, size) + em('…') * size.size > width && line.pop().is_some() {}
    line.truncate(line.trim_end().len());
    line.push('…');
}

/// How wide a character is as a part of the size: in bold DejaVu Sans, the widest of the usual fonts.
fn em(c: char) -> f64 {
    match c {
        ' ' | 'i' | 'j' | 'l' | 'I' | '|' | '.' | ',' | ':' | ';' | '\'' | '!' => 0.35,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' | '"' => 0.44,
        '<' | '>' | '=' | '+' | '#' | '~' => 0.84,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' | '–' | '—' => 1.0,
        c if c.is_ascii_uppercase() => 0.76,
        c if c.is_ascii() => 0.67,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{2600}'..='\u{27bf}' => 1.05,
        c if c >= '\u{1f000}' => 1.4,
        _ => 0.7,
    }
}
