//! An outline while it grows: the lists and maps that are not closed yet.
//!
//! Fed piece by piece in the order of the page. Refuses what would make the outline ambiguous or
//! deep; repeated keys are gathered, so that an author hears of all of them at once.

use std::collections::HashMap;

use crate::text::place::Position;

use super::fault::Fault;
use super::outline::{Outline, OutlineEntry, Shape};

/// Lists and maps within each other, the outermost map included.
pub(super) const MAX_DEPTH: usize = 32;
/// Faults of one kind that are reported one by one; more of them tell an author nothing new.
pub(super) const MAX_OF_A_KIND: usize = 20;

/// Everything of the outline that is known so far.
#[derive(Default)]
pub(super) struct Construction {
    /// The lists and maps that are not closed yet, outermost first.
    open: Vec<Open>,
    root: Option<Outline>,
    repeated: Vec<Fault>,
}

/// A list or map that is not closed yet.
struct Open {
    position: Position,
    content: Content,
}

enum Content {
    List(Vec<Outline>),
    Map(OpenMap),
}

#[derive(Default)]
struct OpenMap {
    entries: Vec<OutlineEntry>,
    seen: HashMap<String, Position>,
    /// The key that waits for its value.
    key: Option<(String, Position)>,
}

impl Construction {
    /// The outline, if the block held anything, or all its repeated keys.
    pub(super) fn finish(self) -> Result<Option<Outline>, Vec<Fault>> {
        if self.repeated.is_empty() { Ok(self.root) } else { Err(self.repeated) }
    }

    /// Whether the next piece is the key of a map.
    pub(super) fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { content: Content::Map(map), .. }) if map.key.is_none())
    }

    /// Whether a key waits for its value.
    pub(super) fn awaits_value(&self) -> bool {
        matches!(self.open.last(), Some(Open { content: Content::Map(OpenMap { key: Some(_), .. }), .. }))
    }

    /// The key that waits for a value, or else the innermost list.
    pub(super) fn parent_position(&self) -> Option<Position> {
        let parent = self.open.last()?;
        match &parent.content {
            Content::Map(OpenMap { key: Some((_, position)), .. }) => Some(*position),
            _ => Some(parent.position),
        }
    }

    pub(super) fn key(&mut self, text: String, position: Position) {
        let Some(Open { content: Content::Map(map), .. }) = self.open.last_mut() else {
            return;
        };
        if let Some(first) = map.seen.get(&text) {
            if self.repeated.len() < MAX_OF_A_KIND {
                self.repeated.push(Fault::duplicate_key(position, &text, *first));
            }
        } else {
            map.seen.insert(text.clone(), position);
        }
        map.key = Some((text, position));
    }

    pub(super) fn scalar(&mut self, text: String, position: Position) {
        self.put(Outline { position, shape: Shape::Scalar(text) });
    }

    pub(super) fn open_list(&mut self, position: Position) -> Result<(), Fault> {
        self.open(Open { position, content: Content::List(Vec::new()) })
    }

    pub(super) fn open_map(&mut self, position: Position) -> Result<(), Fault> {
        self.open(Open { position, content: Content::Map(OpenMap::default()) })
    }

    /// Closes the innermost list or map.
    pub(super) fn close(&mut self) {
        let Some(Open { position, content }) = self.open.pop() else {
            return;
        };
        let outline = match content {
            Content::List(items) => Outline { position, shape: Shape::List(items) },
            Content::Map(OpenMap { entries, .. }) => {
                // The reader reports the colon behind the first key of a map without braces.
                let position = entries.first().map_or(position, |first| position.min(first.key_position));
                Outline { position, shape: Shape::Map(entries) }
            }
        };
        self.put(outline);
    }

    fn open(&mut self, open: Open) -> Result<(), Fault> {
        if self.wants_key() {
            return Err(Fault::key_not_text(open.position));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(Fault::too_deep(open.position, MAX_DEPTH));
        }
        self.open.push(open);
        Ok(())
    }

    fn put(&mut self, value: Outline) {
        match self.open.last_mut() {
            None => self.root = Some(value),
            Some(Open { content: Content::List(items), .. }) => items.push(value),
            Some(Open { content: Content::Map(map), .. }) => {
                if let Some((key, key_position)) = map.key.take() {
                    map.entries.push(OutlineEntry { key, key_position, value });
                }
            }
        }
    }
}
