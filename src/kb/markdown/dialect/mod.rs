//! The publisher's own marks, as Experience League pages use them, given a meaning of their own.
//!
//! Works on pieces, so code is never touched; marks it does not know stay readable as words or labelled notes.

mod cursor;
mod inline;
mod marker;
mod notes;

use super::piece::Piece;

/// Gives every mark of the dialect its meaning.
pub(super) fn interpret(mut pieces: Vec<Piece>) -> Vec<Piece> {
    notes::interpret(&mut pieces);
    inline::interpret(pieces)
}
