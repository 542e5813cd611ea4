//! Reads the metadata at the head of a page.
//!
//! In: the text of one page. Out: its [`FrontMatter`] with the position of every key and value,
//! its body, and the [`Fault`]s that kept metadata from being read; there is always a body.
//! The values come from the `yaml-front-matter` crate, which is only ever given a block that
//! passed the guards of this module: alone it takes any `---` for an opener and expands aliases
//! without limit. Which keys a page should have is none of this module's business. Start at [`read`].

mod characters;
mod combine;
mod construction;
mod events;
mod fault;
mod given;
mod guard;
mod kept;
mod outline;
mod split;
mod syntax;
mod tokens;
mod value;
mod within;

#[cfg(test)]
mod tests;

use guard::Inspected;

pub use fault::Fault;
pub use split::{Block, Split, split};
pub use value::{Entry, FrontMatter, Node, Value};
pub use within::place_within;

/// A page taken apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The metadata; empty when there is none or when it cannot be trusted.
    pub front_matter: FrontMatter,
    /// The text behind the front matter, lines ended by a line feed alone.
    pub body: String,
    /// The line of the file on which the body starts, counted from 1.
    pub body_line: usize,
    /// What is wrong with the front matter; empty for a sound page.
    pub faults: Vec<Fault>,
}

/// Takes a page apart. Metadata with a fault is left out as a whole, for half a truth would be
/// worse than none; only `front-matter-escape` leaves it in place. The body is kept in any case.
#[must_use]
pub fn read(text: &str) -> Parsed {
    let Split { block, body, body_line, fault } = split(text);
    let mut faults = Vec::from_iter(fault);
    let mut front_matter = FrontMatter::default();
    match block.as_ref().map(metadata) {
        Some(Ok((sound, remarks))) => {
            front_matter = sound;
            faults.extend(remarks);
        }
        Some(Err(found)) => faults.extend(found),
        None => {}
    }
    Parsed { front_matter, body, body_line, faults }
}

/// The metadata of a block with remarks on single values, or why it cannot be used.
fn metadata(block: &Block) -> Result<(FrontMatter, Vec<Fault>), Vec<Fault>> {
    let Inspected { outline, remarks } = guard::inspect(block)?;
    let front_matter = match outline {
        Some(outline) => combine::combine(given::values(block)?, &outline),
        None => FrontMatter::default(),
    };
    Ok((front_matter, remarks))
}
