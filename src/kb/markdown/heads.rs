//! Finds the headings of a page and gives them their anchors.
//!
//! Bold lines that act as headings become headings here; cutting the page at them is for `sections`.

use std::ops::Range;

use super::anchors::{Anchors, slug};
use super::attributes;
use super::bold_line;
use super::document::{Remark, RemarkKind};
use super::lines::Lines;
use super::piece::{Element, Kind, Piece};
use super::plain;
use super::raw_html::{self, Token};

/// Headings are cut after this many characters: each is repeated in the paths of all headings below it.
const LONGEST_HEADING: usize = 300;

/// A heading among the pieces.
pub(super) struct Head {
    /// The pieces that open and close it.
    pub open: usize,
    pub close: usize,
    pub start: usize,
    pub level: u8,
    pub text: String,
    /// Whether it opens a section.
    pub cuts: bool,
    pub is_bold_line: bool,
    wanted: Option<String>,
    pub anchor: String,
    pub explicit: bool,
}

/// Finds the headings, and makes headings of bold lines that act as such.
pub(super) fn find(pieces: &mut [Piece]) -> Vec<Head> {
    let mut heads: Vec<Head> = Vec::new();
    // Bold lines before any heading stand under the page's own title, which may be in its front matter.
    let mut enclosing = 1;
    for open in 0..pieces.len() {
        let Some(piece) = pieces.get(open) else { break };
        let (level, is_bold_line) = match &piece.kind {
            Kind::Open(Element::Heading { level, .. }) => (*level, false),
            Kind::Open(Element::Paragraph) if piece.top => (u8::min(enclosing + 1, 6), true),
            _ => continue,
        };
        let Some(close) = closing_of(pieces, open) else { continue };
        let (start, cuts) = (piece.span.start, piece.top);
        let wanted;
        if is_bold_line {
            if !may_be_bold_heading(pieces, open, close) {
                continue;
            }
            wanted = take_anchor(pieces, open + 1..close);
            make_heading(pieces, open, close, level);
        } else {
            let written = written_anchor(pieces.get(open + 1..close).unwrap_or_default());
            wanted = take_anchor(pieces, open + 1..close).or(written);
            enclosing = if cuts { level } else { enclosing };
        }
        let text = heading_text(pieces.get(open + 1..close).unwrap_or_default(), is_bold_line);
        heads.push(Head {
            open,
            close,
            start,
            level,
            text,
            cuts,
            is_bold_line,
            wanted,
            anchor: String::new(),
            explicit: false,
        });
    }
    heads
}

/// Paragraphs and headings hold no other ones, so the next closing piece of that kind is the right one.
pub(super) fn closing_of(pieces: &[Piece], open: usize) -> Option<usize> {
    let closes =
        |piece: &Piece| matches!(piece.kind, Kind::Close(Element::Paragraph | Element::Heading { .. }));
    let n_inside = pieces.get(open + 1..)?.iter().position(closes)?;
    Some(open + 1 + n_inside)
}

fn may_be_bold_heading(pieces: &[Piece], open: usize, close: usize) -> bool {
    let inside = pieces.get(open + 1..close).unwrap_or_default();
    let mut after =
        pieces.get(close + 1..).unwrap_or_default().iter().filter(|piece| piece.kind != Kind::Nothing);
    let heads_something = after.next().is_some_and(|next| match &next.kind {
        Kind::Open(element) => !matches!(element, Element::Heading { .. } | Element::Accordion),
        Kind::CodeBlock(_) | Kind::HtmlBlock(_) => true,
        _ => false,
    });
    // The anchor stands beside the bold words: look at the line without it.
    let n_kept = match inside.last() {
        Some(Piece { kind: Kind::Text(text), .. })
            if attributes::trailing(text).is_some_and(|list| is_blank(text, list.at)) =>
        {
            inside.len() - 1
        }
        _ => inside.len(),
    };
    heads_something && bold_line::is_heading(inside.get(..n_kept).unwrap_or_default())
}

fn is_blank(text: &str, until: usize) -> bool {
    text.get(..until).is_some_and(|before| before.trim().is_empty())
}

fn make_heading(pieces: &mut [Piece], open: usize, close: usize, level: u8) {
    let heading = Element::Heading { level, anchor: String::new() };
    if let Some(piece) = pieces.get_mut(open) {
        piece.kind = Kind::Open(heading.clone());
    }
    if let Some(piece) = pieces.get_mut(close) {
        piece.kind = Kind::Close(heading);
    }
    bold_line::unembolden(pieces.get_mut(open + 1..close).unwrap_or_default());
}

/// Takes `{#anchor}` off the end of a heading.
fn take_anchor(pieces: &mut [Piece], inside: Range<usize>) -> Option<String> {
    let is_content = |piece: &&mut Piece| !matches!(piece.kind, Kind::Nothing | Kind::Close(_));
    let last = pieces.get_mut(inside)?.iter_mut().rev().find(is_content)?;
    let Kind::Text(text) = &mut last.kind else { return None };
    let list = attributes::trailing(text)?;
    let (at, anchor) = (list.at, list.anchor.map(str::to_owned));
    text.truncate(at);
    text.truncate(text.trim_end().len());
    anchor
}

/// The anchor of a heading written as HTML, `<a name="id"></a>`, as documentation sets of other tools have it.
fn written_anchor(inside: &[Piece]) -> Option<String> {
    inside.iter().find_map(|piece| {
        let Kind::Html(html) = &piece.kind else { return None };
        raw_html::tokens(html).into_iter().find_map(|token| match token {
            Token::Open { name, attributes } if name == "a" => {
                let named = attributes.into_iter().find(|(key, _)| key == "name" || key == "id");
                named.map(|(_, anchor)| anchor).filter(|anchor| !anchor.is_empty())
            }
            _ => None,
        })
    })
}

/// The words of a heading; badges are about it, not of it.
fn heading_text(inside: &[Piece], is_bold_line: bool) -> String {
    let mut n_badges = 0_usize;
    let without_badges = inside.iter().filter(|piece| {
        match piece.kind {
            Kind::Open(Element::Badge) => n_badges += 1,
            Kind::Close(Element::Badge) => n_badges = n_badges.saturating_sub(1),
            _ => {}
        }
        n_badges == 0
    });
    let mut line = plain::line_of(without_badges, LONGEST_HEADING);
    if line.is_empty() {
        line = plain::line_of(inside, LONGEST_HEADING);
    }
    if is_bold_line { bold_line::heading_of(&line).to_owned() } else { line }
}

/// Explicit anchors first, then the others in page order.
pub(super) fn give_anchors(heads: &mut [Head], body: &str) -> Vec<Remark> {
    let mut lines = Lines::of(body);
    let mut anchors = Anchors::default();
    for head in heads.iter_mut() {
        if let Some(wanted) = head.wanted.as_deref().filter(|wanted| attributes::is_usable_anchor(wanted)) {
            head.explicit = true;
            if anchors.reserve(wanted) {
                wanted.clone_into(&mut head.anchor);
            }
        }
    }
    let mut remarks = Vec::new();
    for head in heads.iter_mut().filter(|head| head.anchor.is_empty()) {
        let line = lines.line_at(head.start);
        let base = if head.explicit { head.wanted.clone().unwrap_or_default() } else { slug(&head.text) };
        // A heading inside a list or quote can only be linked to if its author meant it to be.
        if head.cuts || head.wanted.is_some() {
            head.anchor = anchors.give(&base);
        }
        let Some(wanted) = head.wanted.clone() else { continue };
        let given = head.anchor.clone();
        let kind = if head.explicit {
            RemarkKind::RepeatedAnchor { wanted, given }
        } else {
            RemarkKind::UnusableAnchor { wanted, given }
        };
        remarks.push(Remark { kind, line });
    }
    remarks
}
