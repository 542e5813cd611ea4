//! Steps of an instruction, so that a fix can be followed one step at a time.
//!
//! The items of the lists directly in the range, or else its paragraphs; what stands between belongs to the step
//! before it.

use std::ops::Range;

use super::piece::{Element, Kind, Piece};
use super::plain;

/// One step of an instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Plain text of the step, nested lists included.
    pub text: String,
    /// Bytes of the body, without the list marker: rendering this range gives the step.
    pub span: Range<usize>,
}

/// Finds the steps among pieces.
pub(super) fn find(pieces: &[Piece], range: &Range<usize>) -> Vec<Step> {
    let blocks: Vec<&[Piece]> =
        blocks(pieces).into_iter().filter(|block| block.iter().all(|piece| piece.lies_in(range))).collect();
    let has_list = blocks.iter().any(|block| begins_with(block, Part::List));
    let mut steps: Vec<Step> = Vec::new();
    let mut belongs_to_step = false;
    for block in blocks {
        match part(block) {
            Part::List => {
                steps.extend(items(block).into_iter().filter_map(step));
                belongs_to_step = true;
            }
            Part::Paragraph if !has_list => {
                let found = step(block);
                belongs_to_step = found.is_some();
                steps.extend(found);
            }
            Part::Paragraph | Part::Heading => belongs_to_step = false,
            Part::Other if belongs_to_step => {
                steps.last_mut().into_iter().for_each(|step| extend(step, block))
            }
            Part::Other => {}
        }
    }
    steps
}

#[derive(PartialEq)]
enum Part {
    List,
    Paragraph,
    Heading,
    Other,
}

fn begins_with(block: &[Piece], wanted: Part) -> bool {
    part(block) == wanted
}

fn part(block: &[Piece]) -> Part {
    match block.first().map(|piece| &piece.kind) {
        Some(Kind::Open(Element::List(_))) => Part::List,
        Some(Kind::Open(Element::Paragraph)) => Part::Paragraph,
        Some(Kind::Open(Element::Heading { .. } | Element::AccordionTitle | Element::TabLabel)) => {
            Part::Heading
        }
        _ => Part::Other,
    }
}

/// Splits pieces into the blocks of the page; accordions are seen through.
fn blocks(pieces: &[Piece]) -> Vec<&[Piece]> {
    let mut blocks = Vec::new();
    let mut rest = pieces;
    while let Some(first) = rest.first() {
        let length = match &first.kind {
            Kind::Open(element) if first.top && *element != Element::Accordion => {
                let ends = |piece: &Piece| piece.top && matches!(piece.kind, Kind::Close(_));
                rest.iter().position(ends).map_or(rest.len(), |n_before| n_before + 1)
            }
            _ => 1,
        };
        let (block, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        if first.begins_block() && !first.opens(&Element::Accordion) {
            blocks.push(block);
        }
        rest = after;
    }
    blocks
}

/// The insides of a list's own items.
fn items(list: &[Piece]) -> Vec<&[Piece]> {
    let mut items = Vec::new();
    let mut n_lists = 0_usize;
    let mut begins = 0;
    for (index, piece) in list.iter().enumerate() {
        match &piece.kind {
            Kind::Open(Element::List(_)) => n_lists += 1,
            Kind::Close(Element::List(_)) => n_lists = n_lists.saturating_sub(1),
            Kind::Open(Element::Item) if n_lists == 1 => begins = index + 1,
            Kind::Close(Element::Item) if n_lists == 1 => items.extend(list.get(begins..index)),
            _ => {}
        }
    }
    items
}

fn step(pieces: &[Piece]) -> Option<Step> {
    let start = pieces.first()?.span.start;
    let end = pieces.iter().map(|piece| piece.span.end).max()?;
    let text = plain::text_of(pieces);
    let shows_image = || pieces.iter().any(|piece| matches!(piece.kind, Kind::Open(Element::Image(_))));
    let is_seen = !text.is_empty() || shows_image();
    is_seen.then_some(Step { text, span: start..end })
}

fn extend(step: &mut Step, block: &[Piece]) {
    let text = plain::text_of(block);
    if !text.is_empty() {
        step.text.push('\n');
        step.text.push_str(&text);
    }
    let end = block.iter().map(|piece| piece.span.end).max();
    step.span.end = end.unwrap_or(0).max(step.span.end);
}
