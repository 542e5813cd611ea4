//! What a page says about itself: title, sections, links, and what was odd about it.
//!
//! Values only; they are made in `sections` and `targets`.

use std::fmt;
use std::ops::Range;

/// A page as search, recognition and lint see it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The first heading of level 1, else the first heading, else nothing.
    pub title: Option<String>,
    /// The first paragraph of plain text outside notes, lists and tables; empty when there is none.
    pub lead: String,
    /// The sections in page order; they cover the page without overlap.
    pub sections: Vec<Section>,
    /// Links and images in page order, also those written as HTML.
    pub links: Vec<Link>,
    /// Explicit anchors of headings inside lists and quotes, which open no section of their own.
    pub aliases: Vec<Alias>,
    /// What the author would want to know.
    pub notes: Vec<Remark>,
}

/// From one heading to the next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// The part of a link after `#`, unique in the page; empty for the text before the first heading.
    pub anchor: String,
    /// The heading as plain text, cut after 300 characters; empty for the text before the first heading.
    pub heading: String,
    /// 1 to 6, or 0 for the text before the first heading.
    pub level: u8,
    /// Whether the author chose the anchor (`{#id}`).
    pub explicit: bool,
    /// The headings above this one and this one itself, outermost first.
    pub heading_path: Vec<String>,
    /// Plain text without the heading: blocks, list items and table rows on lines of their own.
    pub text: String,
    /// Bytes of the body, heading included.
    pub span: Range<usize>,
    /// Bytes of the body after the heading.
    pub content: Range<usize>,
    /// Line of the heading in the body, from 1.
    pub line: usize,
}

/// A link or an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, as the author wrote it, with entities decoded.
    pub target: String,
    /// The linked words, or the image's alternative text.
    pub text: String,
    /// Bytes of the body.
    pub span: Range<usize>,
    /// Whether it is an image.
    pub image: bool,
}

/// A further name for a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The part of a link after `#`.
    pub anchor: String,
    /// Position in `Document::sections`.
    pub section: usize,
}

/// Something odd, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What is odd.
    pub kind: RemarkKind,
    /// Line in the body, from 1.
    pub line: usize,
}

/// The kinds of odd things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemarkKind {
    /// Two headings ask for the same anchor.
    RepeatedAnchor {
        /// What the author wrote.
        wanted: String,
        /// What the second heading got instead.
        given: String,
    },
    /// An anchor with characters that do not belong in a link.
    UnusableAnchor {
        /// What the author wrote.
        wanted: String,
        /// What the heading got instead.
        given: String,
    },
}

impl fmt::Display for RemarkKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RepeatedAnchor { wanted, given } => {
                write!(
                    f,
                    "anchor `{wanted}` is taken by an earlier heading, this one became `{given}`; give it a name of its own"
                )
            }
            Self::UnusableAnchor { wanted, given } => {
                write!(
                    f,
                    "expected an anchor of letters, digits, `_`, `.`, `:` and `-`, found `{wanted}`; the heading became `{given}`"
                )
            }
        }
    }
}

impl Document {
    /// The bytes of a section together with the deeper sections below it; empty for an unknown position.
    #[must_use]
    pub fn with_subsections(&self, section: usize) -> Range<usize> {
        let Some(first) = self.sections.get(section) else {
            return 0..0;
        };
        let deeper = self
            .sections
            .iter()
            .skip(section + 1)
            .take_while(|later| first.level > 0 && later.level > first.level);
        let end = deeper.last().map_or(first.span.end, |last| last.span.end);
        first.span.start..end
    }

    /// The section an anchor names, by its own anchor or a further name.
    #[must_use]
    pub fn section_at(&self, anchor: &str) -> Option<&Section> {
        let own = self.sections.iter().find(|section| section.anchor == anchor && section.level > 0);
        own.or_else(|| {
            let alias = self.aliases.iter().find(|alias| alias.anchor == anchor)?;
            self.sections.get(alias.section)
        })
    }
}
