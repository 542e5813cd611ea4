//! Collects the links and images of a page, those written as HTML included.
//!
//! Whether they lead anywhere is for lint to say.

use std::ops::Range;

use super::document::Link;
use super::piece::{Element, Kind, Piece};
use super::raw_html::{self, Token};

/// Linked words are cut after this many characters.
const LONGEST_TEXT: usize = 300;

/// The links and images among the pieces, in page order.
pub(super) fn find(pieces: &[Piece]) -> Vec<Link> {
    let mut collector = Collector::default();
    for piece in pieces {
        collector.take(piece);
    }
    collector.links
}

#[derive(Default)]
struct Collector {
    links: Vec<Link>,
    /// All words so far; each open link remembers where its own begin.
    words: String,
    open: Vec<Opened>,
    open_html: Vec<Opened>,
}

struct Opened {
    link: usize,
    words_from: usize,
}

impl Collector {
    fn take(&mut self, piece: &Piece) {
        match &piece.kind {
            Kind::Open(Element::Link(target)) => {
                let opened = self.open_link(target, &piece.span, false);
                self.open.push(opened);
            }
            Kind::Open(Element::Image(target)) => {
                let opened = self.open_link(target, &piece.span, true);
                self.open.push(opened);
            }
            Kind::Close(Element::Link(_) | Element::Image(_)) => {
                let opened = self.open.pop();
                self.close_link(opened);
            }
            Kind::Label(label) => self.words.push_str(label),
            Kind::SoftBreak | Kind::HardBreak => self.words.push(' '),
            Kind::Html(html) | Kind::HtmlBlock(html) => self.html(html, &piece.span),
            kind => self.words.extend(kind.words()),
        }
    }

    fn html(&mut self, html: &str, span: &Range<usize>) {
        for token in raw_html::tokens(html) {
            match token {
                Token::Text(text) => self.words.push_str(&text),
                Token::Open { name, attributes } => self.html_tag(&name, &attributes, span),
                Token::Close(name) if name == "a" => {
                    let opened = self.open_html.pop();
                    self.close_link(opened);
                }
                Token::Close(_) => {}
            }
        }
    }

    fn html_tag(&mut self, name: &str, attributes: &[(String, String)], span: &Range<usize>) {
        let value =
            |key: &str| attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
        match (name, value("href"), value("src")) {
            ("a", Some(target), _) => {
                let opened = self.open_link(target, span, false);
                self.open_html.push(opened);
            }
            ("img", _, Some(target)) => {
                let opened = self.open_link(target, span, true);
                self.words.extend(value("alt"));
                self.close_link(Some(opened));
            }
            _ => {}
        }
    }

    fn open_link(&mut self, target: &str, span: &Range<usize>, image: bool) -> Opened {
        let link = self.links.len();
        self.links.push(Link { target: target.to_owned(), text: String::new(), span: span.clone(), image });
        Opened { link, words_from: self.words.len() }
    }

    fn close_link(&mut self, opened: Option<Opened>) {
        let Some(Opened { link, words_from }) = opened else { return };
        let words = self.words.get(words_from..).unwrap_or_default();
        if let Some(link) = self.links.get_mut(link) {
            link.text = words.trim().chars().take(LONGEST_TEXT).collect();
        }
    }
}
