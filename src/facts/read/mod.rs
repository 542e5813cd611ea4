//! Readers: whatever somebody has at hand becomes facts.
//!
//! A snapshot in JSON, a package export in XML, a pasted form, web addresses, and any text that holds some of them.
//! What is broken gives what could be read up to there, with a note. Secrets are dropped here, before anything is
//! kept. Nothing is ever fetched.

mod form;
mod json;
mod links;
mod package;
mod text;
mod together;

use std::sync::Arc;

use super::fact::Record;
use super::schema::Schema;
use super::secret::Removed;
use crate::text::place::LineIndex;

/// The largest document read, in bytes.
pub const LARGEST_DOCUMENT: usize = 8 * 1024 * 1024;
/// How deep elements, objects and lists may be nested.
const DEEPEST: usize = 64;
/// The most values or elements of one document.
const MOST_NODES: usize = 50_000;
/// The most notes of one reading.
const MOST_NOTES: usize = 20;

/// What a reader found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// The facts.
    pub facts: Record,
    /// What could not be read, and what was read in a certain way.
    pub notes: Vec<Note>,
    /// Secrets that were dropped.
    pub removed: Vec<Removed>,
}

/// Something to know about a reading. It never repeats a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The file; `None` for what was pasted or sent.
    pub file: Option<Arc<str>>,
    /// The line, counted from 1.
    pub line: usize,
    /// In words.
    pub text: String,
}

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A snapshot.
    Json,
    /// A package export.
    Xml,
    /// Anything, for example a form, an address or a whole ticket.
    Text,
}

/// Why a document was not read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not UTF-8.
    #[error("expected UTF-8, found {found}; save the file as UTF-8")]
    Encoding {
        /// What it seems to be instead.
        found: String,
    },
    /// Too large.
    #[error("found more than {LARGEST_DOCUMENT} bytes (8 MiB); send the part that is about this matter")]
    TooLarge,
    /// Nested too deep, or with something in it that is not read for safety.
    #[error("line {line}: {reason}")]
    Refused {
        /// The line, counted from 1.
        line: usize,
        /// What was found, and what to do.
        reason: &'static str,
    },
    /// More values or elements than are read.
    #[error(
        "line {line}: there are more than {MOST_NODES} values up to here; send the part that is about this matter"
    )]
    TooMany {
        /// The line, counted from 1.
        line: usize,
    },
    /// Broken before anything could be read.
    #[error("line {line}: {reason}; nothing could be read")]
    Broken {
        /// The line, counted from 1.
        line: usize,
        /// What was expected.
        reason: String,
    },
}

impl Reading {
    /// Whether there is no usable fact in it.
    pub fn is_empty(&self) -> bool {
        self.facts.n_values() == 0
    }

    /// Notes secrets that were dropped: each once, whoever dropped it, in the order of their lines.
    pub(crate) fn note_removed(&mut self, removed: Vec<Removed>) {
        self.removed.extend(removed);
        self.removed.sort_by_key(|removed| (removed.line, removed.what));
        self.removed.dedup();
    }

    fn note(&mut self, line: usize, text: impl Into<String>) {
        if self.notes.len() < MOST_NOTES {
            self.notes.push(Note { file: None, line, text: text.into() });
        }
    }
}

/// Where things stand in a document.
pub(super) struct Source<'t> {
    text: &'t str,
    lines: LineIndex<'t>,
    file: Option<Arc<str>>,
}

impl<'t> Source<'t> {
    fn new(text: &'t str, file: Option<Arc<str>>) -> Self {
        Self { text, lines: LineIndex::new(text), file }
    }

    fn line(&self, at: usize) -> usize {
        self.lines.position(at).line
    }

    fn origin(&self, at: usize, label: Option<Arc<str>>) -> super::fact::Origin {
        super::fact::Origin { file: self.file.clone(), line: self.line(at), label }
    }
}

/// The text of a document.
///
/// # Errors
/// [`Unreadable`] if it is too large or not UTF-8.
pub fn decoded(bytes: &[u8]) -> Result<&str, Unreadable> {
    if bytes.len() > LARGEST_DOCUMENT {
        return Err(Unreadable::TooLarge);
    }
    let found = |found: &str| Unreadable::Encoding { found: found.to_owned() };
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return Err(found("UTF-16")),
        [b'<' | b'{', 0, ..] | [0, b'<' | b'{', ..] => return Err(found("UTF-16 without a mark")),
        _ => {}
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        found(&format!("a byte of another encoding in line {line}"))
    })
}

/// What a document seems to be. A form may begin with the bracket of a box, a text with an address in angle brackets.
pub fn guess(text: &str) -> Format {
    let text = text.trim_start();
    let behind = |sign: char| text.strip_prefix(sign).map(str::trim_start);
    let begins_value = |rest: &str| {
        rest.starts_with(['{', '[', '"', '-', 't', 'f', 'n'])
            || rest.starts_with(|c: char| c.is_ascii_digit())
    };
    match () {
        () if text.starts_with('{') => Format::Json,
        () if behind('[').is_some_and(begins_value) => Format::Json,
        () if behind('<').is_some_and(|rest| !rest.starts_with("http:") && !rest.starts_with("https:")) => {
            Format::Xml
        }
        () => Format::Text,
    }
}

/// Reads a document. `file` is its name, for origins and notes.
///
/// # Errors
/// [`Unreadable`] for what is not read at all. What is only broken gives what could be read.
pub fn read_document(
    schema: &Schema,
    text: &str,
    format: Format,
    file: Option<&str>,
) -> Result<Reading, Unreadable> {
    if text.len() > LARGEST_DOCUMENT {
        return Err(Unreadable::TooLarge);
    }
    let source = Source::new(text, file.map(Arc::from));
    let mut reading = match format {
        Format::Json => json::read(schema, &source)?,
        Format::Xml => package::read(schema, &source, 0)?.reading,
        Format::Text => text::read(schema, &source),
    };
    for note in &mut reading.notes {
        note.file.clone_from(&source.file);
    }
    for removed in &mut reading.removed {
        removed.file.clone_from(&source.file);
    }
    Ok(reading)
}

/// Reads whatever facts a text holds: a question, a ticket, a paste. It never fails; most texts hold none.
pub fn read_text(schema: &Schema, text: &str) -> Reading {
    text::read(schema, &Source::new(text, None))
}

pub use together::{add, put_together};
