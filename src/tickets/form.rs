//! The forms in which systems show a text. Words are never obeyed: whatever a form would take for a mark is escaped.

use crate::dialogue::{markdown_code, markdown_text};

/// A form of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Nothing is a mark. Of ServiceNow's `[code]` alone care is taken.
    Plain,
    /// Tags.
    Html,
    /// Markdown as code hosts read it.
    Markdown,
    /// The wiki marks of Jira.
    Wiki,
}

/// No part of a note needs more characters.
const LONGEST_PART: usize = 600;

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Words of the base, or our own.
    Words(String),
    /// Words that matter more.
    Strong(String),
    /// Words of a user.
    Quote(String),
    /// A place to read, with its address if it has one.
    Link {
        /// What it is called.
        label: String,
        /// Where it is; none within a base that has no address.
        address: Option<String>,
    },
}

/// A block of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// A line.
    Line(Vec<Piece>),
    /// A list; numbered where the order means something.
    List {
        /// Whether its order means something.
        is_ordered: bool,
        /// Its items.
        items: Vec<Vec<Piece>>,
    },
}

impl Form {
    /// The form that a setting names.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "text" => Self::Plain,
            "html" => Self::Html,
            "markdown" => Self::Markdown,
            "wiki" => Self::Wiki,
            _ => return None,
        })
    }

    /// Blocks as a text, with a last line that is nothing but `last`.
    pub(super) fn write(self, blocks: &[Block], last: Option<&str>) -> String {
        let mut parts: Vec<String> = blocks.iter().map(|block| self.block(block)).collect();
        parts.extend(last.map(|last| match self {
            Self::Html => format!("<p>{}</p>", html(last)),
            _ => last.to_owned(),
        }));
        parts.join(if self == Self::Html { "\n" } else { "\n\n" })
    }

    fn block(self, block: &Block) -> String {
        match (self, block) {
            (Self::Html, Block::Line(line)) => format!("<p>{}</p>", self.line(line)),
            (_, Block::Line(line)) => self.line(line),
            (Self::Html, Block::List { is_ordered, items }) => {
                let tag = if *is_ordered { "ol" } else { "ul" };
                let items: String =
                    items.iter().map(|item| format!("<li>{}</li>", self.line(item))).collect();
                format!("<{tag}>{items}</{tag}>")
            }
            (_, Block::List { is_ordered, items }) => {
                let lines = items.iter().enumerate().map(|(at, item)| {
                    let mark = match (self, is_ordered) {
                        (Self::Wiki, true) => "# ".to_owned(),
                        (Self::Wiki, false) => "* ".to_owned(),
                        (_, true) => format!("{}. ", at + 1),
                        (_, false) => "- ".to_owned(),
                    };
                    format!("{mark}{}", self.line(item))
                });
                lines.collect::<Vec<_>>().join("\n")
            }
        }
    }

    fn line(self, line: &[Piece]) -> String {
        line.iter().map(|piece| self.piece(piece)).collect()
    }

    fn piece(self, piece: &Piece) -> String {
        match (self, piece) {
            (Self::Html, Piece::Strong(words)) => format!("<strong>{}</strong>", html(words)),
            (Self::Markdown, Piece::Strong(words)) => format!("**{}**", self.words(words)),
            (Self::Wiki, Piece::Strong(words)) => format!("*{}*", self.words(words)),
            (Self::Markdown, Piece::Quote(words)) => markdown_code(words, LONGEST_PART),
            (_, Piece::Quote(words)) => format!("“{}”", self.words(words)),
            (Self::Html, Piece::Link { label, address: Some(address) }) => {
                format!("<a href=\"{}\">{}</a>", html(address), html(label))
            }
            (Self::Markdown, Piece::Link { label, address: Some(address) }) => {
                format!("[{}](<{}>)", self.words(label), address.replace(['<', '>', '\n', '\\'], ""))
            }
            (_, Piece::Link { label, address: Some(address) }) => {
                format!("{}: {}", self.words(label), address.replace(['\n', ' '], ""))
            }
            (_, Piece::Words(words) | Piece::Strong(words) | Piece::Link { label: words, .. }) => {
                self.words(words)
            }
        }
    }

    fn words(self, words: &str) -> String {
        let line = || crate::text::visible(words);
        match self {
            Self::Plain => line().replace("[code]", "[ code]").replace("[/code]", "[ /code]"),
            Self::Html => html(&line()),
            Self::Markdown => {
                // Escaping takes the blanks at both ends, which keep a piece apart from its neighbours.
                let before = if words.starts_with(' ') { " " } else { "" };
                let after = if words.ends_with(' ') { " " } else { "" };
                format!("{before}{}{after}", markdown_text(words, LONGEST_PART))
            }
            Self::Wiki => {
                let mut escaped = String::with_capacity(words.len());
                for c in line().chars() {
                    if matches!(c, '{' | '}' | '[' | ']' | '!' | '|' | '\\') {
                        escaped.push('\\');
                    }
                    escaped.push(c);
                }
                escaped
            }
        }
    }
}

fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}
