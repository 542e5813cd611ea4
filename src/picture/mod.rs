//! Decision trees made for people to see: as an outline in words, and drawn from it.
//!
//! An [`Outline`] is a tree in the base's words, the likeliest way first, and a [`Sketch`] is as much of it as can be
//! taken in at once; what is unlikely is folded up and counted. [`body()`] draws it for pages, [`document()`] as a
//! file, [`mermaid()`] and [`dot()`] for other programs; the terminal starts from the sketch too. Knows nothing of
//! who asked, of HTTP and of terminals, and decides nothing about the matter.

mod body;
mod document;
mod dot;
mod graph;
mod list;
mod markup;
mod mermaid;
mod outline;
mod sketch;
mod svg;
#[cfg(test)]
mod tests;
mod words;

pub use body::{Link, body};
pub use document::document;
pub use dot::dot;
pub use mermaid::mermaid;
pub use outline::{Outline, Route, Stop, Way, What};
pub use sketch::{End, Hidden, Limits, Sketch};
pub use words::{costs, dearer, effort, minutes, share};
