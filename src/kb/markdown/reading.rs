//! Turns the text into pieces: the events of the Markdown reader, joined up and with accordions in balance.
//!
//! Joined text matters to the dialect, which must see `[!NOTE]` as one; escapes stay apart, so that `\[!NOTE]` is
//! never taken for a mark.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag};

use super::mask::{Masked, mask};
use super::piece::{Element, Kind, Piece};

/// The events of the Markdown reader. Heading attributes are read by `attributes` instead: the reader's own option
/// would also eat words in braces that are part of a heading.
pub(super) fn events(source: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    Parser::new_ext(source, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).into_offset_iter()
}

/// Reads a body into pieces.
pub(super) fn read(body: &str) -> Vec<Piece> {
    let masked = mask(body);
    let mut reader = Reader { masked: &masked, pieces: Vec::new(), open: Vec::new(), n_nested: 0 };
    for (event, span) in events(&masked.source) {
        reader.take(event, span);
    }
    reader.close_accordion(body.len());
    reader.pieces
}

struct Reader<'a> {
    masked: &'a Masked<'a>,
    pieces: Vec<Piece>,
    open: Vec<Opened>,
    /// How many of the open elements are neither accordions nor in a line of text.
    n_nested: usize,
}

/// Something that waits for its end.
enum Opened {
    Element { element: Element, index: usize },
    CodeBlock,
    HtmlBlock,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(_) => self.end(span),
            Event::Text(text) => self.text(&text, span),
            Event::Code(code) => self.push(Kind::Code(code.into_string()), span),
            Event::Html(html) | Event::InlineHtml(html) => self.html(html, span),
            Event::SoftBreak => self.push(Kind::SoftBreak, span),
            Event::HardBreak => self.push(Kind::HardBreak, span),
            Event::Rule if self.masked.closes.binary_search(&span.start).is_ok() => {
                self.close_accordion(span.start)
            }
            Event::Rule => self.push(Kind::Rule, span),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Range<usize>) {
        let element = match tag {
            Tag::CodeBlock(_) => {
                self.push(Kind::CodeBlock(String::new()), span);
                self.open.push(Opened::CodeBlock);
                return;
            }
            Tag::HtmlBlock => {
                self.push(Kind::HtmlBlock(String::new()), span);
                self.open.push(Opened::HtmlBlock);
                return;
            }
            Tag::Heading { .. } if self.masked.opens.binary_search(&span.start).is_ok() => {
                self.close_accordion(span.start);
                self.open_element(Element::Accordion, span.clone());
                Element::AccordionTitle
            }
            tag => element_of(tag),
        };
        self.open_element(element, span);
    }

    fn open_element(&mut self, element: Element, span: Range<usize>) {
        let index = self.pieces.len();
        self.push(Kind::Open(element.clone()), span);
        self.n_nested += usize::from(element != Element::Accordion);
        self.open.push(Opened::Element { element, index });
    }

    fn end(&mut self, span: Range<usize>) {
        if !matches!(self.open.last(), Some(Opened::CodeBlock | Opened::HtmlBlock)) {
            self.close_accordion(span.end);
        }
        if let Some(Opened::Element { element, .. }) = self.open.pop() {
            self.n_nested = self.n_nested.saturating_sub(1);
            self.push(Kind::Close(element), span);
        }
    }

    /// Closes the innermost accordion if nothing else is open in it.
    fn close_accordion(&mut self, end: usize) {
        if let Some(&Opened::Element { element: Element::Accordion, index }) = self.open.last() {
            self.open.pop();
            if let Some(opening) = self.pieces.get_mut(index) {
                opening.span.end = end.max(opening.span.end);
            }
            self.push(Kind::Close(Element::Accordion), end..end);
        }
    }

    fn text(&mut self, text: &CowStr<'_>, span: Range<usize>) {
        if matches!(self.open.last(), Some(Opened::CodeBlock)) {
            return self.extend_block(text);
        }
        let is_as_written = self.masked.source.get(span.clone()) == Some(text);
        let follows_backslash =
            span.start > 0 && self.masked.source.as_bytes().get(span.start - 1) == Some(&b'\\');
        let previous = self.pieces.last_mut();
        let is_joined = previous.as_ref().is_some_and(|piece| piece.span.end == span.start);
        if !is_as_written {
            return self.push(Kind::Literal(text.to_string()), span);
        }
        if follows_backslash && !is_joined {
            return self.escaped(text, span);
        }
        match previous {
            Some(Piece { kind: Kind::Text(before), span: before_span, .. }) if is_joined => {
                before.push_str(text);
                before_span.end = span.end;
            }
            _ => self.push(Kind::Text(text.to_string()), span),
        }
    }

    /// Only the first character was escaped, what follows may be a mark.
    fn escaped(&mut self, text: &str, span: Range<usize>) {
        let length = text.chars().next().map_or(0, char::len_utf8);
        let (first, rest) = text.split_at_checked(length).unwrap_or((text, ""));
        let middle = span.start + first.len();
        self.push(Kind::Literal(first.to_owned()), span.start..middle);
        if !rest.is_empty() {
            self.push(Kind::Text(rest.to_owned()), middle..span.end);
        }
    }

    fn html(&mut self, html: CowStr<'_>, span: Range<usize>) {
        if matches!(self.open.last(), Some(Opened::HtmlBlock)) {
            return self.extend_block(&html);
        }
        self.push(Kind::Html(html.into_string()), span);
    }

    fn extend_block(&mut self, text: &str) {
        if let Some(Piece { kind: Kind::CodeBlock(block) | Kind::HtmlBlock(block), .. }) =
            self.pieces.last_mut()
        {
            block.push_str(text);
        }
    }

    fn push(&mut self, kind: Kind, span: Range<usize>) {
        self.pieces.push(Piece::new(kind, span, self.n_nested == 0));
    }
}

fn element_of(tag: Tag<'_>) -> Element {
    match tag {
        Tag::Paragraph => Element::Paragraph,
        Tag::Heading { level, .. } => Element::Heading { level: level_of(level), anchor: String::new() },
        Tag::BlockQuote(_) => Element::Quote,
        Tag::List(first) => Element::List(first),
        Tag::Item => Element::Item,
        Tag::Table(_) => Element::Table,
        Tag::TableHead => Element::TableHead,
        Tag::TableRow => Element::TableRow,
        Tag::TableCell => Element::TableCell,
        Tag::Emphasis => Element::Emphasis,
        Tag::Strong => Element::Strong,
        Tag::Strikethrough => Element::Strikethrough,
        Tag::Link { dest_url, .. } => Element::Link(dest_url.into_string()),
        Tag::Image { dest_url, .. } => Element::Image(dest_url.into_string()),
        _ => Element::Plain,
    }
}

fn level_of(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
