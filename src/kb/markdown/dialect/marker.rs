//! Recognises `[!WORD rest]` at the beginning of a text.

use crate::kb::markdown::piece::NoteKind;

/// Longest word after `[!`.
const LONGEST_WORD: usize = 24;

/// A mark such as `[!NOTE]` or `[!TAB Permissions]`.
#[derive(Debug, PartialEq)]
pub(super) struct Marker<'a> {
    /// The word in capitals.
    pub word: String,
    /// What stands between the word and the closing bracket.
    pub rest: &'a str,
    /// Bytes from `[` to `]`.
    pub length: usize,
}

/// Reads the mark `text` begins with.
pub(super) fn leading(text: &str) -> Option<Marker<'_>> {
    let (word, after_word) = leading_word(text)?;
    let inside = text.get(after_word..)?;
    let end = inside.find([']', '\n'])?;
    let (rest, closing) = inside.split_at_checked(end)?;
    closing.starts_with(']').then(|| Marker { word, rest: rest.trim(), length: after_word + end + 1 })
}

/// Reads `[!WORD`, giving the word in capitals and where it ends.
pub(super) fn leading_word(text: &str) -> Option<(String, usize)> {
    let inside = text.strip_prefix("[!")?;
    let length = inside.bytes().take(LONGEST_WORD).take_while(u8::is_ascii_alphabetic).count();
    let word = inside.get(..length).filter(|word| !word.is_empty())?;
    Some((word.to_ascii_uppercase(), length + 2))
}

/// Class and label of the note a word announces.
pub(super) fn note_kind(word: &str) -> NoteKind {
    let (class, label) = match word {
        "NOTE" => ("note-note", "Note"),
        "INFO" => ("note-info", "Info"),
        "TIP" => ("note-tip", "Tip"),
        "SUCCESS" => ("note-tip", "Success"),
        "IMPORTANT" => ("note-important", "Important"),
        "CAUTION" => ("note-caution", "Caution"),
        "WARNING" => ("note-warning", "Warning"),
        "ERROR" => ("note-warning", "Error"),
        "ADMIN" => ("note-admin", "For administrators"),
        "AVAILABILITY" => ("note-availability", "Availability"),
        "PREREQUISITES" => ("note-prerequisites", "Prerequisites"),
        "MORELIKETHIS" => ("note-more", "More like this"),
        "VIDEO" => ("note-video", "Video"),
        unknown => return NoteKind { class: "note-other", label: capitalised(unknown) },
    };
    NoteKind { class, label: label.to_owned() }
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters.map(|character| character.to_ascii_lowercase())).collect()
}
