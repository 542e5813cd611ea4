//! Decides whether a paragraph that is bold throughout acts as a heading.
//!
//! Measured on the 696 pages of Campaign Classic's help: such lines are mostly headings and labels ("External
//! Account", "How to update?", "Debian:"), but also warnings, addresses and lists of hardware.

use super::piece::{Element, Kind, Piece};
use super::plain;

/// The longest label still read as a heading; longer bold lines there are warnings.
const LONGEST_HEADING: usize = 80;
/// A line that ends in a colon is a label up to this many words, and the start of a sentence above.
const MOST_WORDS_BEFORE_COLON: usize = 5;

/// Whether the inside of a paragraph is a heading in all but name.
pub(super) fn is_heading(inside: &[Piece]) -> bool {
    is_bold(inside) && reads_as_heading(&plain::line_of(inside, LONGEST_HEADING + 1))
}

/// The words of the line as a heading: without the colon of a label.
pub(super) fn heading_of(line: &str) -> &str {
    line.trim_matches('*').trim().trim_end_matches(':').trim_end()
}

/// Takes away the marks that make the line bold.
pub(super) fn unembolden(inside: &mut [Piece]) {
    for piece in inside.iter_mut() {
        match &mut piece.kind {
            Kind::Open(Element::Strong) | Kind::Close(Element::Strong) => piece.kind = Kind::Nothing,
            Kind::Text(text) if text.contains("**") => *text = text.replace("**", "").trim_end().to_owned(),
            _ => {}
        }
    }
}

fn is_bold(inside: &[Piece]) -> bool {
    is_strong(inside) || is_meant_strong(inside)
}

/// One strong element, and nothing beside it but blanks and a badge.
fn is_strong(inside: &[Piece]) -> bool {
    let mut n_strong = 0;
    let mut beside = Vec::new();
    for piece in inside {
        match &piece.kind {
            Kind::Open(element @ (Element::Strong | Element::Badge)) => {
                n_strong += usize::from(*element == Element::Strong);
                beside.push(element);
            }
            Kind::Close(Element::Strong | Element::Badge) => {
                beside.pop();
            }
            Kind::Nothing => {}
            Kind::Text(text) if text.trim().is_empty() => {}
            Kind::Open(Element::Image(_) | Element::Link(_)) | Kind::SoftBreak | Kind::HardBreak => {
                return false;
            }
            _ if beside.is_empty() => return false,
            _ => {}
        }
    }
    n_strong == 1
}

/// `**Related topics **`: meant to be bold, but Markdown wants no blank before the closing stars.
fn is_meant_strong(inside: &[Piece]) -> bool {
    let mut texts = inside.iter().filter(|piece| piece.kind != Kind::Nothing);
    let (Some(Piece { kind: Kind::Text(text), .. }), None) = (texts.next(), texts.next()) else {
        return false;
    };
    let inner = text.trim().strip_prefix("**").and_then(|text| text.strip_suffix("**"));
    inner.is_some_and(|inner| !inner.trim().is_empty() && !inner.contains('*'))
}

fn reads_as_heading(line: &str) -> bool {
    let line = line.trim_matches('*').trim();
    let n_words = line.split_whitespace().count();
    let is_sentence = line.ends_with(['.', '!', ';', ',', '。', '！', '…']) || line.contains(". ");
    let is_lead_in =
        line.ends_with([':', '：']) && (n_words > MOST_WORDS_BEFORE_COLON || says_what_follows(line));
    let is_address = line.contains("://") || line.contains('@') && n_words == 1;
    let has_letters = line.chars().any(char::is_alphabetic);
    line.chars().count() <= LONGEST_HEADING
        && has_letters
        && !is_sentence
        && !is_lead_in
        && !is_address
        && !lists_figures(line)
}

/// "3Ghz+ quad-core CPU, 8-GB RAM, RAID 1 or 10, 80-GB SSD" says what a machine has, not what comes next.
fn lists_figures(line: &str) -> bool {
    let figures =
        line.split_whitespace().filter(|word| word.contains(|character: char| character.is_ascii_digit()));
    line.matches(", ").count() >= 2 && figures.count() >= 3
}

fn says_what_follows(line: &str) -> bool {
    line.split_whitespace().any(|word| word.eq_ignore_ascii_case("following"))
}
