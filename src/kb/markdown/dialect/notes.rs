//! Marks that make a block: notes, videos and tabs, written as quotes.
//!
//! Quotes become notes in place and nothing is inserted, so spans stay what they were.

use super::marker;
use crate::kb::markdown::piece::{Element, Kind, Piece};

/// What people read instead of a video's address.
const VIDEO_LABEL: &str = "Watch the video";

/// Turns marked quotes into what they stand for.
pub(super) fn interpret(pieces: &mut [Piece]) {
    let mut quotes = Vec::new();
    let mut index = 0;
    while let Some(piece) = pieces.get(index) {
        match &piece.kind {
            Kind::Open(Element::Quote) => match meaning_at(pieces, index) {
                Meaning::Hidden => index = hide_quote(pieces, index),
                Meaning::Becomes(element) => {
                    set(pieces, index, Kind::Open(element.clone()));
                    quotes.push(element);
                }
            },
            Kind::Close(Element::Quote) => {
                let element = quotes.pop().unwrap_or(Element::Quote);
                set(pieces, index, Kind::Close(element));
            }
            Kind::Open(Element::Paragraph) => interpret_tabs(pieces, index),
            Kind::Open(Element::Link(_)) => label_video(pieces, index + 1),
            _ => {}
        }
        index += 1;
    }
}

/// What becomes of a quote.
enum Meaning {
    Becomes(Element),
    /// Neither the quote nor anything in it is for readers.
    Hidden,
}

/// Reads the mark a quote begins with, and takes it away.
fn meaning_at(pieces: &mut [Piece], quote: usize) -> Meaning {
    let begins_with_paragraph = pieces.get(quote + 1).is_some_and(|piece| piece.opens(&Element::Paragraph));
    let Some(first) = pieces.get(quote + 2).filter(|_| begins_with_paragraph) else {
        return Meaning::Becomes(Element::Quote);
    };
    if matches!(&first.kind, Kind::Open(Element::Link(_))) && text_at(pieces, quote + 3).is_some_and(is_video)
    {
        return Meaning::Becomes(Element::Note(marker::note_kind("VIDEO")));
    }
    let Some(marker) = text_at(pieces, quote + 2).and_then(marker::leading) else {
        return Meaning::Becomes(Element::Quote);
    };
    let element = match marker.word.as_str() {
        "CONTEXTUALHELP" => return Meaning::Hidden,
        // Their paragraphs are read when the walk comes to them.
        "BEGINTABS" | "ENDTABS" | "TAB" => return Meaning::Becomes(Element::Plain),
        // Words inside a sentence, not the announcement of a note.
        "UICONTROL" | "DNL" | "BADGE" | "INCLUDE" => return Meaning::Becomes(Element::Quote),
        "DIV" => Element::Plain,
        word => Element::Note(marker::note_kind(word)),
    };
    let kept = if element == Element::Plain { String::new() } else { marker.rest.to_owned() };
    take_mark(pieces, quote + 1, marker.length, &kept);
    Meaning::Becomes(element)
}

/// A paragraph that opens a tab becomes its label; the marks round the tabs go.
fn interpret_tabs(pieces: &mut [Piece], paragraph: usize) {
    let Some(marker) = text_at(pieces, paragraph + 1).and_then(marker::leading) else {
        return;
    };
    let (length, title) = (marker.length, marker.rest.to_owned());
    match marker.word.as_str() {
        "BEGINTABS" | "ENDTABS" => take_mark(pieces, paragraph, length, ""),
        "TAB" => {
            take_mark(pieces, paragraph, length, &title);
            let ends = |piece: &Piece| piece.kind == Kind::Close(Element::Paragraph);
            let rest = pieces.get(paragraph..).unwrap_or_default();
            if let Some(n_inside) = rest.iter().position(ends) {
                set(pieces, paragraph, Kind::Open(Element::TabLabel));
                set(pieces, paragraph + n_inside, Kind::Close(Element::TabLabel));
            }
        }
        _ => {}
    }
}

/// Replaces the mark a paragraph begins with by `kept`; a paragraph left empty goes too.
fn take_mark(pieces: &mut [Piece], paragraph: usize, length: usize, kept: &str) {
    let text = paragraph + 1;
    let remaining =
        text_at(pieces, text).and_then(|words| words.get(length..)).unwrap_or_default().trim_start();
    let words = match (kept.is_empty(), remaining.is_empty()) {
        (true, _) => remaining.to_owned(),
        (false, true) => kept.to_owned(),
        (false, false) => format!("{kept} {remaining}"),
    };
    if !words.is_empty() {
        return set(pieces, text, Kind::Text(words));
    }
    set(pieces, text, Kind::Nothing);
    match pieces.get(text + 1).map(|piece| &piece.kind) {
        Some(Kind::SoftBreak | Kind::HardBreak) => set(pieces, text + 1, Kind::Nothing),
        Some(Kind::Close(Element::Paragraph)) => {
            set(pieces, paragraph, Kind::Nothing);
            set(pieces, text + 1, Kind::Nothing);
        }
        _ => {}
    }
}

/// `[!VIDEO](address)` is a link in the eyes of Markdown; people get words for it.
fn label_video(pieces: &mut [Piece], text: usize) {
    if text_at(pieces, text).is_some_and(is_video) {
        set(pieces, text, Kind::Label(VIDEO_LABEL));
    }
}

fn is_video(text: &str) -> bool {
    text.trim().eq_ignore_ascii_case("!VIDEO")
}

/// Takes away a quote with all it holds, giving the index of its last piece.
fn hide_quote(pieces: &mut [Piece], quote: usize) -> usize {
    let mut n_open = 0_usize;
    let mut index = quote;
    while let Some(piece) = pieces.get_mut(index) {
        match piece.kind {
            Kind::Open(Element::Quote) => n_open += 1,
            Kind::Close(Element::Quote) => n_open -= 1,
            _ => {}
        }
        piece.kind = Kind::Nothing;
        if n_open == 0 {
            break;
        }
        index += 1;
    }
    index
}

fn text_at(pieces: &[Piece], index: usize) -> Option<&str> {
    match &pieces.get(index)?.kind {
        Kind::Text(text) => Some(text),
        _ => None,
    }
}

fn set(pieces: &mut [Piece], index: usize, kind: Kind) {
    if let Some(piece) = pieces.get_mut(index) {
        piece.kind = kind;
    }
}
