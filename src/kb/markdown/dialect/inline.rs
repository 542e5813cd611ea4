//! Marks inside a line: `[!UICONTROL Save]`, `[!DNL Campaign]`, badges, includes, and attribute lists in braces.
//!
//! Brackets are matched with a stack in one walk, so that endless open ones cost no more than other text; a mark
//! without its closing bracket stays as words.

use std::ops::Range;

use super::cursor::Cursor;
use super::marker;
use crate::kb::markdown::attributes;
use crate::kb::markdown::piece::{Element, Kind, Piece};

/// Longest name of an include, in bytes.
const LONGEST_INCLUDE: usize = 100;

/// Gives the marks inside lines their meaning.
pub(super) fn interpret(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut line = Line { out: Vec::with_capacity(pieces.len()), brackets: Vec::new(), n_open: 0 };
    for piece in pieces {
        line.take(piece);
    }
    line.out
}

struct Line {
    out: Vec<Piece>,
    brackets: Vec<Bracket>,
    n_open: usize,
}

/// An open bracket, and how many elements were open round it.
struct Bracket {
    mark: Option<Mark>,
    n_open: usize,
}

/// An open mark and the place where it will begin once its end is found.
struct Mark {
    begins: usize,
    meaning: Meaning,
}

enum Meaning {
    Shown(Element),
    /// Includes: what they name is not part of this page.
    Dropped,
}

impl Line {
    fn take(&mut self, piece: Piece) {
        match piece.kind {
            Kind::Text(text) => self.text(&text, piece.span, piece.top),
            Kind::Open(_) => {
                self.n_open += 1;
                self.out.push(piece);
            }
            Kind::Close(_) => {
                self.n_open = self.n_open.saturating_sub(1);
                let n_open = self.n_open;
                // A mark must end in the element it began in.
                while self.brackets.pop_if(|bracket| bracket.n_open > n_open).is_some() {}
                self.out.push(piece);
            }
            _ => self.out.push(piece),
        }
    }

    fn text(&mut self, text: &str, span: Range<usize>, top: bool) {
        let mut cursor = Cursor::new(text, span.start, top);
        cursor.skip(self.attributes_at(cursor.rest(), span.start), &mut self.out);
        cursor.skip(self.link_mark(cursor.rest()), &mut self.out);
        while let Some(offset) = cursor.rest().find(['[', ']', '{']) {
            cursor.at += offset;
            match cursor.rest().as_bytes().first() {
                Some(b'[') => self.bracket_opens(&mut cursor),
                Some(b']') => self.bracket_closes(&mut cursor),
                _ => match braces(cursor.rest()) {
                    Some(length) => cursor.skip(length, &mut self.out),
                    None => cursor.at += 1,
                },
            }
        }
        cursor.at = text.len();
        cursor.flush(&mut self.out);
    }

    /// The length of the attribute list straight after a link, an image or a badge.
    fn attributes_at(&self, text: &str, start: usize) -> usize {
        let follows = |piece: &Piece| {
            let carries = matches!(
                &piece.kind,
                Kind::Close(Element::Link(_) | Element::Image(_) | Element::Badge) | Kind::Html(_)
            );
            carries && piece.span.end == start
        };
        if !self.out.last().is_some_and(follows) {
            return 0;
        }
        if text.starts_with("{}") { 2 } else { attributes::leading(text).unwrap_or(0) }
    }

    /// `[!UICONTROL Save](target)` is a link with a mark as its first word.
    fn link_mark(&self, text: &str) -> usize {
        let is_in_link = matches!(self.out.last(), Some(Piece { kind: Kind::Open(Element::Link(_)), .. }));
        let prefix =
            ["!UICONTROL ", "!DNL "].into_iter().find(|prefix| is_in_link && text.starts_with(prefix));
        prefix.map_or(0, str::len)
    }

    fn bracket_opens(&mut self, cursor: &mut Cursor<'_>) {
        let Some((meaning, length)) = meaning_of(cursor.rest()) else {
            self.brackets.push(Bracket { mark: None, n_open: self.n_open });
            cursor.at += 1;
            return;
        };
        cursor.flush(&mut self.out);
        let begins = self.out.len();
        self.brackets.push(Bracket { mark: Some(Mark { begins, meaning }), n_open: self.n_open });
        cursor.at += length;
        cursor.flush(&mut self.out);
    }

    fn bracket_closes(&mut self, cursor: &mut Cursor<'_>) {
        let n_open = self.n_open;
        let bracket = self.brackets.pop_if(|bracket| bracket.n_open == n_open);
        let Some(Mark { begins, meaning }) = bracket.and_then(|bracket| bracket.mark) else {
            cursor.at += 1;
            return;
        };
        cursor.flush(&mut self.out);
        let end = cursor.position() + 1;
        cursor.skip(1, &mut self.out);
        match meaning {
            Meaning::Dropped => self.out.truncate(begins),
            Meaning::Shown(element) => self.enclose(begins, end, element, cursor.top),
        }
        let n_attributes = self.attributes_at(cursor.rest(), end);
        cursor.skip(n_attributes, &mut self.out);
    }

    /// Makes an element of the pieces from `begins` on.
    fn enclose(&mut self, begins: usize, end: usize, element: Element, top: bool) {
        let Some(opening) = self.out.get_mut(begins) else { return };
        opening.kind = Kind::Open(element.clone());
        opening.span.end = end;
        let span = opening.span.clone();
        self.out.push(Piece::new(Kind::Close(element), span, top));
    }
}

/// The meaning of the mark at the beginning of `text`, and the length of its opening.
fn meaning_of(text: &str) -> Option<(Meaning, usize)> {
    let (word, length) = marker::leading_word(text)?;
    let meaning = match word.as_str() {
        "UICONTROL" => Meaning::Shown(Element::Ui),
        "DNL" => Meaning::Shown(Element::Plain),
        "BADGE" => Meaning::Shown(Element::Badge),
        "INCLUDE" => Meaning::Dropped,
        _ => return None,
    };
    let n_blanks = text.get(length..)?.bytes().take_while(|byte| *byte == b' ').count();
    Some((meaning, length + n_blanks))
}

/// The length of an include or of an attribute list with looks in it, at the beginning of `text`.
fn braces(text: &str) -> Option<usize> {
    if let Some(inside) = text.strip_prefix("{{") {
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_./".contains(byte);
        let length = inside.bytes().take(LONGEST_INCLUDE).take_while(is_name).count();
        let is_include = length > 0 && inside.get(length..)?.starts_with("}}");
        return is_include.then_some(length + 4);
    }
    let is_looks =
        ["style=", "width=", "height=", "align=", "valign=", "class=", "target=", "zoomable=", "modal="];
    let inside = text.strip_prefix('{')?;
    let starts_so = is_looks.into_iter().any(|key| inside.starts_with(key)) || inside.starts_with("_blank}");
    starts_so.then(|| attributes::leading(text)).flatten()
}
