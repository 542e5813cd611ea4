//! A walk over one text, during which parts of it become pieces and others are left out.

use crate::kb::markdown::piece::{Kind, Piece};

/// A walk over one text; what is flushed becomes a piece.
pub(super) struct Cursor<'a> {
    text: &'a str,
    start: usize,
    from: usize,
    pub at: usize,
    pub top: bool,
}

impl<'a> Cursor<'a> {
    /// A walk over the text that begins at `start` of the body.
    pub(super) fn new(text: &'a str, start: usize, top: bool) -> Self {
        Self { text, start, from: 0, at: 0, top }
    }

    /// What is still to come.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Where the walk is, in bytes of the body.
    pub(super) fn position(&self) -> usize {
        self.start + self.at
    }

    /// Writes what was walked over since the last time.
    pub(super) fn flush(&mut self, out: &mut Vec<Piece>) {
        if let Some(words) = self.text.get(self.from..self.at).filter(|words| !words.is_empty()) {
            let span = self.start + self.from..self.position();
            out.push(Piece::new(Kind::Text(words.to_owned()), span, self.top));
        }
        self.from = self.at;
    }

    /// Leaves out the next `length` bytes.
    pub(super) fn skip(&mut self, length: usize, out: &mut Vec<Piece>) {
        if length > 0 {
            self.flush(out);
            self.at += length;
            self.from = self.at;
        }
    }
}
