//! Decides whether a block may be handed to the YAML reader at all.
//!
//! The checks go from cheap to dear, and each one makes the next one safe: size, characters,
//! tokens, events. What passes is small, shallow, without aliases, and means the same to everybody.

use super::characters;
use super::events::{self, EventPass};
use super::fault::Fault;
use super::outline::{Outline, Shape};
use super::split::Block;
use super::tokens;

/// What is known of a block that may be read.
pub(super) struct Inspected {
    /// The outline of its map, or nothing when it holds only blanks and comments.
    pub(super) outline: Option<Outline>,
    /// Faults of single values that do not keep the block from being used.
    pub(super) remarks: Vec<Fault>,
}

/// Lets a sound block pass and names what is wrong with any other.
pub(super) fn inspect(block: &Block) -> Result<Inspected, Vec<Fault>> {
    characters::check(block)?;
    let characters: Vec<char> = block.text.chars().collect();
    let token_fault = tokens::check(block, &characters);
    let EventPass { outline, remarks, literal_lines } = events::read(block, &characters);
    // A tab used as indentation tends to surface as some other error further down, so it is
    // named first; inside a literal text it is content.
    if let Some(fault) = characters::tab_indentation(block, &literal_lines) {
        return Err(vec![fault]);
    }
    if let Some(fault) = token_fault {
        return Err(vec![fault]);
    }
    match outline? {
        Some(Outline { position, shape: Shape::Scalar(_) | Shape::List(_) }) => {
            Err(vec![Fault::not_a_map(position)])
        }
        outline => Ok(Inspected { outline, remarks }),
    }
}
