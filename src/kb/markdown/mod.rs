//! Reads the Markdown of a page: sections to find and link to, links to check, steps to follow, and HTML that is
//! safe to show.
//!
//! The way of a page: `mask` prepares lines no Markdown reader knows, `reading` turns the text into pieces,
//! `dialect` gives the publisher's own marks a meaning, `sections` cuts, and `html`, `plain` and `steps` write out.
//! Front matter is gone before and line ends are LF; where links lead is decided by the caller, with `links` as the
//! arithmetic.

mod allow_list;
mod anchors;
mod attributes;
mod bold_line;
mod by_hand;
mod dialect;
mod document;
mod entities;
mod heads;
mod html;
mod lines;
pub mod links;
mod mask;
mod piece;
mod plain;
mod raw_html;
mod reading;
mod sections;
mod steps;
mod targets;
mod wall;
mod writer;

#[cfg(test)]
mod tests;

use std::ops::Range;

pub use document::{Alias, Document, Link, Remark, RemarkKind, Section};
pub use html::{Destination, LONGEST_HTML, RenderOptions};
pub use links::resolve;
pub(crate) use plain::text_of_html;
pub use steps::Step;

use piece::Pieces;

/// A page that was read once and can be shown whole or in parts.
///
/// Reading costs one pass over the text, rendering only what lies in the range asked for: take this type rather
/// than the functions below when a page is rendered section by section.
pub struct Markdown {
    pieces: Pieces,
    document: Document,
}

impl Markdown {
    /// Reads the body of a page; any text at all is a page.
    #[must_use]
    pub fn read(body: &str) -> Self {
        let pieces = dialect::interpret(reading::read(body));
        let (pieces, document) = sections::cut(body, pieces);
        Self { pieces: Pieces::new(pieces), document }
    }

    /// Sections, links and title of the page.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Safe HTML of what lies wholly inside `range` (bytes of the body).
    #[must_use]
    pub fn render(&self, range: Range<usize>, options: &RenderOptions<'_>) -> String {
        html::render(self.pieces.within(&range), &range, options, LONGEST_HTML)
    }

    /// The steps described inside `range` (bytes of the body): list items, or else paragraphs.
    #[must_use]
    pub fn steps(&self, range: Range<usize>) -> Vec<Step> {
        steps::find(self.pieces.within(&range), &range)
    }
}

/// Reads the body of a page into sections, links and title.
#[must_use]
pub fn parse(body: &str) -> Document {
    Markdown::read(body).document
}

/// Safe HTML of the part of `body` inside `range` (bytes): a section's `span`, a step's `span`, or `0..body.len()`.
#[must_use]
pub fn render(body: &str, range: Range<usize>, options: &RenderOptions<'_>) -> String {
    Markdown::read(body).render(range, options)
}

/// The steps described inside `range` (bytes of `body`): list items, or else paragraphs.
#[must_use]
pub fn steps(body: &str, range: Range<usize>) -> Vec<Step> {
    Markdown::read(body).steps(range)
}
