//! Cuts a page into sections: at headings, and at bold lines that act as headings.
//!
//! Only headings outside lists, quotes and tables cut, so that every section is whole and can be shown alone.

use super::document::{Alias, Document, Section};
use super::heads::{self, Head, closing_of};
use super::lines::Lines;
use super::piece::{Element, Kind, Piece};
use super::plain;
use super::raw_html::{self, Token};
use super::targets;

/// The lead is cut after this many characters.
const LONGEST_LEAD: usize = 1_000;

/// Finds the sections and gives the headings among the pieces their anchors.
pub(super) fn cut(body: &str, mut pieces: Vec<Piece>) -> (Vec<Piece>, Document) {
    let mut heads = heads::find(&mut pieces);
    let notes = heads::give_anchors(&mut heads, body);
    for head in &heads {
        if let Some(Piece { kind: Kind::Open(Element::Heading { anchor, .. }), .. }) =
            pieces.get_mut(head.open)
        {
            head.anchor.clone_into(anchor);
        }
    }
    let document = Document {
        title: title_of(&heads),
        lead: lead_of(&pieces),
        links: targets::find(&pieces),
        notes,
        ..sections_of(body, &pieces, &heads)
    };
    (pieces, document)
}

fn title_of(heads: &[Head]) -> Option<String> {
    let real = || heads.iter().filter(|head| head.cuts && !head.is_bold_line);
    let title = real()
        .find(|head| head.level == 1)
        .or_else(|| real().next())
        .or_else(|| heads.iter().find(|head| head.cuts));
    title.map(|head| head.text.clone()).filter(|title| !title.is_empty())
}

fn lead_of(pieces: &[Piece]) -> String {
    let mut paragraphs =
        pieces.iter().enumerate().filter(|(_, piece)| piece.top && piece.opens(&Element::Paragraph));
    let lead = paragraphs.find_map(|(open, _)| {
        let inside = pieces.get(open..closing_of(pieces, open)?)?;
        Some(plain::line_of(inside, LONGEST_LEAD)).filter(|line| !line.is_empty())
    });
    lead.unwrap_or_default()
}

fn sections_of(body: &str, pieces: &[Piece], heads: &[Head]) -> Document {
    let mut document = Document::default();
    let mut lines = Lines::of(body);
    let mut path: Vec<(u8, String)> = Vec::new();
    let cutting: Vec<&Head> = heads.iter().filter(|head| head.cuts).collect();
    let ends = cutting.iter().skip(1).map(|next| (next.open, next.start)).chain([(pieces.len(), body.len())]);
    document.sections.extend(before_first(body, pieces, cutting.first().copied()));
    for (head, (end_piece, end)) in cutting.iter().zip(ends) {
        while path.pop_if(|(level, _)| *level >= head.level).is_some() {}
        path.push((head.level, head.text.clone()));
        let content_start = pieces.get(head.close).map_or(end, |piece| piece.span.end).min(end);
        document.sections.push(Section {
            anchor: head.anchor.clone(),
            heading: head.text.clone(),
            level: head.level,
            explicit: head.explicit,
            heading_path: path.iter().map(|(_, heading)| heading.clone()).collect(),
            text: plain::text_of(pieces.get(head.close + 1..end_piece).unwrap_or_default()),
            span: head.start..end,
            content: content_start..end,
            line: lines.line_at(head.start),
        });
    }
    document.aliases = aliases_of(heads, &document.sections);
    document.aliases.extend(written_aliases(pieces, &document.sections));
    document
}

/// The text before the first heading, if there is anything to see in it.
fn before_first(body: &str, pieces: &[Piece], first: Option<&Head>) -> Option<Section> {
    let (end_piece, end) = first.map_or((pieces.len(), body.len()), |head| (head.open, head.start));
    let before = pieces.get(..end_piece)?;
    let text = plain::text_of(before);
    let has_image =
        before.iter().any(|piece| matches!(piece.kind, Kind::Open(Element::Image(_) | Element::Note(_))));
    let is_seen = has_image || !text.is_empty();
    is_seen.then(|| Section { text, span: 0..end, content: 0..end, line: 1, ..Section::default() })
}

fn aliases_of(heads: &[Head], sections: &[Section]) -> Vec<Alias> {
    let nested = heads.iter().filter(|head| !head.cuts && !head.anchor.is_empty());
    let aliases = nested.filter_map(|head| {
        let n_begun = sections.partition_point(|section| section.span.start <= head.start);
        let section = n_begun.checked_sub(1)?;
        Some(Alias { anchor: head.anchor.clone(), section })
    });
    aliases.collect()
}

/// Anchors written as HTML anywhere in the text, `<a name="row-7"></a>`, as tables of other tools have them: each is a
/// further name of the section that it stands in.
fn written_aliases(pieces: &[Piece], sections: &[Section]) -> Vec<Alias> {
    let mut aliases = Vec::new();
    for piece in pieces {
        let (Kind::Html(html) | Kind::HtmlBlock(html)) = &piece.kind else { continue };
        let n_begun = sections.partition_point(|section| section.span.start <= piece.span.start);
        let Some(section) = n_begun.checked_sub(1) else { continue };
        for token in raw_html::tokens(html) {
            let Token::Open { name, attributes } = token else { continue };
            let named = |key: &str| key == "id" || (key == "name" && name == "a");
            let anchors = attributes.into_iter().filter(|(key, value)| named(key) && !value.is_empty());
            aliases.extend(anchors.map(|(_, anchor)| Alias { anchor, section }));
        }
    }
    aliases
}
