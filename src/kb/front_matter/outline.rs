//! The shape of a guarded block: what is nested in what, and where each piece stands.
//!
//! An outline carries the source text of scalars but no opinion on what they mean.

use crate::text::place::Position;

/// One value as it is written.
#[derive(Debug)]
pub(super) struct Outline {
    pub(super) position: Position,
    pub(super) shape: Shape,
}

/// What a value is made of.
#[derive(Debug)]
pub(super) enum Shape {
    Scalar(String),
    List(Vec<Outline>),
    Map(Vec<OutlineEntry>),
}

/// One key with its value.
#[derive(Debug)]
pub(super) struct OutlineEntry {
    pub(super) key: String,
    pub(super) key_position: Position,
    pub(super) value: Outline,
}
