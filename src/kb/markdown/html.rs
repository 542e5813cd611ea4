//! Safe HTML from pieces: the first wall, which writes only what is on the allow-list.
//!
//! Where links lead is the caller's to say; addresses are checked all the same before they are written.

use std::ops::Range;

use super::links;
use super::piece::{Element, Kind, Piece};
use super::writer::{Writer, quoted};

/// The most HTML that is written for one page, in bytes: real pages grow little, hostile ones 27-fold.
pub const LONGEST_HTML: usize = 8 * 1024 * 1024;

/// Where a link or an image leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// An address inside deskdoc: a path or `#anchor`.
    Page(String),
    /// An address elsewhere; written only if it is `http`, `https` or `mailto`.
    Outside(String),
    /// Nowhere: words stay, the link goes.
    Missing,
}

/// How a page is rendered.
#[derive(Clone, Copy)]
pub struct RenderOptions<'a> {
    /// How many levels headings sink, so that they fit under the headings of the page around them.
    pub shift_headings: u8,
    /// Says where a target leads, as the author wrote it; the flag tells images from links.
    pub links: &'a dyn Fn(&str, bool) -> Destination,
    /// Whether headings have their anchors. Where parts of several pages stand on one, nothing leads to them there, and
    /// two might be the same.
    pub has_anchors: bool,
}

/// Renders what lies wholly inside `range`.
pub(super) fn render(
    pieces: &[Piece],
    range: &Range<usize>,
    options: &RenderOptions<'_>,
    longest: usize,
) -> String {
    let mut renderer = Renderer { writer: Writer::new(longest), options, image: None, is_in_head: false };
    for piece in pieces {
        renderer.take(piece, piece.lies_in(range));
        if renderer.writer.is_full() {
            break;
        }
    }
    renderer.writer.finish()
}

pub(super) struct Renderer<'a> {
    pub writer: Writer,
    pub options: &'a RenderOptions<'a>,
    image: Option<Image>,
    is_in_head: bool,
}

/// An image whose alternative text is still being read.
struct Image {
    target: String,
    alt: String,
    n_images: usize,
}

impl Renderer<'_> {
    fn take(&mut self, piece: &Piece, is_inside: bool) {
        if self.image.is_some() {
            return self.read_alt(&piece.kind);
        }
        match &piece.kind {
            Kind::Open(element) if is_inside => self.open(element),
            Kind::Open(_) => self.writer.open("", ""),
            Kind::Close(element) => {
                self.is_in_head &= *element != Element::TableHead;
                self.writer.close();
            }
            kind if is_inside => self.leaf(kind),
            _ => {}
        }
    }

    fn leaf(&mut self, kind: &Kind) {
        match kind {
            Kind::Text(text) | Kind::Literal(text) => self.writer.text(text),
            Kind::Label(label) => self.writer.text(label),
            Kind::Code(code) => self.framed("<code>", code, "</code>"),
            Kind::CodeBlock(code) => self.framed("<pre><code>", code, "</code></pre>"),
            Kind::Html(html) => self.by_hand(html),
            Kind::HtmlBlock(html) => {
                self.by_hand(html);
                self.writer.close_inline();
            }
            Kind::SoftBreak => self.writer.text("\n"),
            Kind::HardBreak => self.writer.markup("<br>"),
            Kind::Rule => self.writer.markup("<hr>"),
            Kind::Open(_) | Kind::Close(_) | Kind::Nothing => {}
        }
    }

    fn framed(&mut self, begin: &str, text: &str, end: &'static str) {
        self.writer.open(begin, end);
        self.writer.text(text);
        self.writer.close();
    }

    fn open(&mut self, element: &Element) {
        let (begin, end) = match element {
            Element::Paragraph => ("<p>", "</p>"),
            Element::Quote => ("<blockquote>", "</blockquote>"),
            Element::Accordion => ("<details>", "</details>"),
            Element::AccordionTitle => ("<summary>", "</summary>"),
            Element::TabLabel => ("<p class=\"tab-label\">", "</p>"),
            Element::List(None) => ("<ul>", "</ul>"),
            Element::Item => ("<li>", "</li>"),
            Element::Table => (TABLE_BEGIN, TABLE_END),
            Element::TableHead => ("<thead><tr>", "</tr></thead>"),
            Element::TableRow => ("<tr>", "</tr>"),
            Element::TableCell if self.is_in_head => ("<th scope=\"col\">", "</th>"),
            Element::TableCell => ("<td>", "</td>"),
            Element::Emphasis => ("<em>", "</em>"),
            Element::Strong => ("<strong>", "</strong>"),
            Element::Strikethrough => ("<del>", "</del>"),
            Element::Ui => ("<span class=\"ui\">", "</span>"),
            Element::Badge => ("<span class=\"badge\">", "</span>"),
            Element::Plain => ("", ""),
            Element::Heading { level, anchor } => return self.heading(*level, anchor),
            Element::Note(kind) => return self.note(kind.class, &kind.label),
            Element::List(Some(first)) => return self.writer.open(&numbered(*first), "</ol>"),
            Element::Link(target) => return self.link(target),
            Element::Image(target) => {
                self.image = Some(Image { target: target.clone(), alt: String::new(), n_images: 1 });
                return;
            }
        };
        self.is_in_head |= *element == Element::TableHead;
        self.writer.open(begin, end);
    }

    fn heading(&mut self, level: u8, anchor: &str) {
        let (tag, end) = heading_tags(level.saturating_add(self.options.shift_headings));
        let has_id = self.options.has_anchors && !anchor.is_empty();
        let id = if has_id { format!(" id=\"{}\"", quoted(anchor)) } else { String::new() };
        self.writer.open(&format!("<{tag}{id}>"), end);
    }

    fn note(&mut self, class: &str, label: &str) {
        let label = quoted(label);
        let begin = format!("<div class=\"note {class}\" role=\"note\"><p class=\"note-label\">{label}</p>");
        self.writer.open(&begin, "</div>");
    }

    fn link(&mut self, target: &str) {
        let (begin, end) = self.link_tags(target);
        self.writer.open(&begin, end);
    }

    /// The tags round the words of a link.
    pub(super) fn link_tags(&self, target: &str) -> (String, &'static str) {
        match (self.options.links)(target, false) {
            Destination::Page(href) if links::is_inside(&href) => {
                (format!("<a href=\"{}\">", quoted(&href)), "</a>")
            }
            Destination::Outside(url) if links::is_outside(&url) => {
                (format!("<a href=\"{}\" rel=\"noopener noreferrer\">", quoted(&url)), "</a>")
            }
            _ => ("<span class=\"missing-link\">".to_owned(), "</span>"),
        }
    }

    fn read_alt(&mut self, kind: &Kind) {
        let Some(image) = &mut self.image else { return };
        match kind {
            Kind::Open(Element::Image(_)) => image.n_images += 1,
            Kind::Close(Element::Image(_)) => image.n_images -= 1,
            Kind::SoftBreak | Kind::HardBreak => image.alt.push(' '),
            kind => image.alt.extend(kind.words()),
        }
        if image.n_images == 0
            && let Some(image) = self.image.take()
        {
            self.image(&image.target, &image.alt);
        }
    }

    /// Writes an image, or what stands for it when it is not to be had.
    pub(super) fn image(&mut self, target: &str, alt: &str) {
        let source = match (self.options.links)(target, true) {
            Destination::Page(source) => Some(source).filter(|source| links::is_inside(source)),
            Destination::Outside(url) => Some(url).filter(|url| links::is_web(url)),
            Destination::Missing => None,
        };
        match source {
            Some(source) => self.writer.markup(&format!(
                "<img src=\"{}\" alt=\"{}\" loading=\"lazy\">",
                quoted(&source),
                quoted(alt)
            )),
            None => {
                let name =
                    if alt.trim().is_empty() { links::file_name(target) } else { alt.trim().to_owned() };
                self.framed("<span class=\"missing-image\">", &format!("Image: {name}"), "</span>");
            }
        }
    }
}

/// Tables scroll on narrow screens, and can be reached by keyboard to do so.
pub(super) const TABLE_BEGIN: &str =
    "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>";
pub(super) const TABLE_END: &str = "</table></div>";

fn numbered(first: u64) -> String {
    if first == 1 { "<ol>".to_owned() } else { format!("<ol start=\"{first}\">") }
}

/// The tags of a heading; there is nothing below level 6.
pub(super) fn heading_tags(level: u8) -> (&'static str, &'static str) {
    match level {
        0 | 1 => ("h1", "</h1>"),
        2 => ("h2", "</h2>"),
        3 => ("h3", "</h3>"),
        4 => ("h4", "</h4>"),
        5 => ("h5", "</h5>"),
        _ => ("h6", "</h6>"),
    }
}
