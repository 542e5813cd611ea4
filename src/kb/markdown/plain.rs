//! Plain text for search and recognition: the words of a page without its marks.
//!
//! Where a block ends a line ends; looks, comments and tags are gone, code and alternative texts stay.

use super::piece::{Element, Kind, Piece};
use super::raw_html::{self, Token};

/// What separates the cells of a table.
const CELL_SEPARATOR: &str = " | ";

/// Plain text as it grows.
#[derive(Default)]
pub(super) struct PlainText {
    text: String,
    /// Where we are in a table: hand-written cells may hold paragraphs and lists, a row stays one line all the same.
    row: Row,
}

#[derive(Default, PartialEq)]
enum Row {
    #[default]
    Outside,
    Begun,
    InCell,
}

/// The plain text of some pieces.
pub(super) fn text_of<'a>(pieces: impl IntoIterator<Item = &'a Piece>) -> String {
    let mut plain = PlainText::default();
    for piece in pieces {
        plain.add(&piece.kind);
    }
    plain.finish()
}

/// The plain text of HTML that nobody wrote for a page, such as a mail.
pub(crate) fn text_of_html(html: &str) -> String {
    let mut plain = PlainText::default();
    plain.add_html(html);
    plain.finish()
}

/// The plain text of some pieces in one line of at most `longest` characters.
pub(super) fn line_of<'a>(pieces: impl IntoIterator<Item = &'a Piece>, longest: usize) -> String {
    let text = text_of(pieces);
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > longest * 4 {
            break;
        }
    }
    line.chars().take(longest).collect()
}

impl PlainText {
    /// Adds one piece.
    pub(super) fn add(&mut self, kind: &Kind) {
        match kind {
            Kind::Text(text) | Kind::Literal(text) | Kind::Code(text) => self.text.push_str(text),
            Kind::CodeBlock(code) => {
                self.end_line();
                self.text.push_str(code);
                self.end_line();
            }
            Kind::Html(html) => self.add_html(html),
            Kind::HtmlBlock(html) => {
                self.end_line();
                self.add_html(html);
                self.end_line();
            }
            Kind::SoftBreak => self.text.push(' '),
            Kind::HardBreak | Kind::Rule => self.end_line(),
            Kind::Open(Element::TableCell) => self.begin_cell(),
            Kind::Open(Element::TableHead | Element::TableRow) => self.begin_row(Row::Begun),
            Kind::Close(Element::TableHead | Element::TableRow | Element::Table) => {
                self.begin_row(Row::Outside)
            }
            Kind::Close(Element::TableCell) | Kind::Label(_) | Kind::Nothing => {}
            Kind::Open(element) | Kind::Close(element)
                if element.is_inline() || *element == Element::Plain => {}
            Kind::Open(_) | Kind::Close(_) => self.end_line(),
        }
    }

    /// The text without blanks at its ends.
    pub(super) fn finish(self) -> String {
        let trimmed = self.text.trim();
        if trimmed.len() == self.text.len() { self.text } else { trimmed.to_owned() }
    }

    fn add_html(&mut self, html: &str) {
        for token in raw_html::tokens(html) {
            match token {
                Token::Text(text) => self.add_html_text(&text),
                Token::Open { name, attributes } => {
                    self.begin_html(&name);
                    let alt = attributes.iter().find(|(key, _)| name == "img" && key == "alt");
                    self.text.extend(alt.map(|(_, text)| text.as_str()));
                }
                Token::Close(name) => self.end_html(&name),
            }
        }
    }

    fn begin_html(&mut self, name: &str) {
        match name {
            "td" | "th" => self.begin_cell(),
            "tr" | "table" | "thead" | "tbody" | "tfoot" => self.begin_row(Row::Begun),
            name if raw_html::is_block(name) => self.end_line(),
            _ => {}
        }
    }

    fn end_html(&mut self, name: &str) {
        match name {
            "tr" | "thead" | "tbody" | "tfoot" => self.begin_row(Row::Begun),
            "table" => self.begin_row(Row::Outside),
            name if raw_html::is_block(name) => self.end_line(),
            _ => {}
        }
    }

    fn begin_row(&mut self, row: Row) {
        self.row = row;
        self.end_line();
    }

    /// Blanks in HTML only separate words, line ends in it mean nothing.
    fn add_html_text(&mut self, text: &str) {
        if text.starts_with(char::is_whitespace) {
            self.separate_words();
        }
        for word in text.split_whitespace() {
            self.text.push_str(word);
            self.text.push(' ');
        }
        if !text.ends_with(char::is_whitespace) && self.text.ends_with(' ') && !text.is_empty() {
            self.text.pop();
        }
    }

    fn begin_cell(&mut self) {
        if self.row == Row::InCell {
            self.text.truncate(self.text.trim_end().len());
            self.text.push_str(CELL_SEPARATOR);
        }
        self.row = Row::InCell;
    }

    fn separate_words(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(char::is_whitespace) {
            self.text.push(' ');
        }
    }

    fn end_line(&mut self) {
        if self.row == Row::InCell {
            return self.separate_words();
        }
        let line_end = self.text.trim_end_matches([' ', '\t']).len();
        self.text.truncate(line_end);
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }
}
