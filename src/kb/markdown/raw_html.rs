//! HTML that authors wrote by hand, as tags and words.
//!
//! Comments, declarations and the inside of scripts and styles are gone; what may be shown is decided elsewhere.

use super::entities;

/// Attributes read per tag; hand-written pages have fewer than ten.
const MOST_ATTRIBUTES: usize = 32;

/// A part of hand-written HTML.
#[derive(Debug, PartialEq)]
pub(super) enum Token {
    /// Words, with character references decoded.
    Text(String),
    /// An opening tag: name in lower case, attributes with their values decoded.
    Open { name: String, attributes: Vec<(String, String)> },
    /// A closing tag, in lower case.
    Close(String),
}

/// Reads HTML into tokens; anything unfinished is left out.
pub(super) fn tokens(html: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while let Some((text, from_tag)) = rest.find('<').and_then(|offset| rest.split_at_checked(offset)) {
        push_text(&mut tokens, text);
        rest = match after_markup(from_tag) {
            Markup::Skip(after) => after,
            Markup::Tag(inside, after) => match tag(inside) {
                Token::Open { name, .. } if hides_content(&name) => after_content(after, &name),
                tag => {
                    tokens.push(tag);
                    after
                }
            },
            Markup::None => {
                push_text(&mut tokens, "<");
                from_tag.get(1..).unwrap_or_default()
            }
        };
    }
    push_text(&mut tokens, rest);
    tokens
}

/// Whether a tag of this name begins or ends a line of text.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "br"
            | "caption"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "tfoot"
            | "thead"
            | "tr"
            | "ul"
    )
}

fn push_text(tokens: &mut Vec<Token>, text: &str) {
    if !text.is_empty() {
        tokens.push(Token::Text(entities::decode(text).into_owned()));
    }
}

enum Markup<'a> {
    /// The inside of a tag, and what follows it.
    Tag(&'a str, &'a str),
    /// A comment or declaration, and what follows it.
    Skip(&'a str),
    /// A lone `<`.
    None,
}

fn after_markup(html: &str) -> Markup<'_> {
    let skip_to = |end: &str| Markup::Skip(html.split_once(end).map_or("", |(_, after)| after));
    if html.starts_with("<!-->") || html.starts_with("<!--->") {
        return skip_to(">");
    }
    if html.starts_with("<!--") {
        return skip_to("-->");
    }
    if html.starts_with("<![CDATA[") {
        return skip_to("]]>");
    }
    if html.starts_with("<!") || html.starts_with("<?") {
        return skip_to(">");
    }
    let inside = html.strip_prefix('<').unwrap_or(html);
    let name = inside.strip_prefix('/').unwrap_or(inside);
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return Markup::None;
    }
    match tag_end(html) {
        Some(end) => {
            Markup::Tag(html.get(1..end).unwrap_or_default(), html.get(end + 1..).unwrap_or_default())
        }
        None => Markup::Skip(""),
    }
}

/// Where the tag ends; `>` inside a quoted value does not end it.
fn tag_end(html: &str) -> Option<usize> {
    let mut quote = None;
    for (offset, byte) in html.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(offset),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

fn tag(inside: &str) -> Token {
    if let Some(name) = inside.strip_prefix('/') {
        return Token::Close(name_of(name).to_ascii_lowercase());
    }
    let name = name_of(inside);
    let attributes = attributes(inside.get(name.len()..).unwrap_or_default());
    Token::Open { name: name.to_ascii_lowercase(), attributes }
}

fn name_of(text: &str) -> &str {
    text.split(|character: char| character.is_ascii_whitespace() || character == '/')
        .next()
        .unwrap_or_default()
}

fn attributes(text: &str) -> Vec<(String, String)> {
    let mut attributes: Vec<(String, String)> = Vec::new();
    let mut rest = text;
    while attributes.len() < MOST_ATTRIBUTES {
        rest = rest.trim_start_matches(|character: char| character.is_ascii_whitespace() || character == '/');
        let length = rest
            .find(|character: char| character.is_ascii_whitespace() || matches!(character, '=' | '/'))
            .unwrap_or(rest.len());
        let Some((name, after)) =
            rest.split_at_checked(length).filter(|(_, after)| length > 0 || !after.is_empty())
        else {
            break;
        };
        let (value, after) = value(after);
        rest = after;
        if !name.is_empty() {
            attributes.push((name.to_ascii_lowercase(), entities::decode(value).into_owned()));
        }
    }
    attributes
}

/// Splits `= value` off the text after an attribute's name.
fn value(text: &str) -> (&str, &str) {
    let Some(value) = text.trim_start().strip_prefix('=') else {
        return ("", text);
    };
    let value = value.trim_start();
    for quote in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(quote) {
            return quoted.split_once(quote).unwrap_or((quoted, ""));
        }
    }
    let length = value.find(|character: char| character.is_ascii_whitespace()).unwrap_or(value.len());
    value.split_at_checked(length).unwrap_or((value, ""))
}

fn hides_content(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "template"
            | "iframe"
            | "noscript"
            | "noembed"
            | "noframes"
            | "title"
            | "xmp"
            | "textarea"
    )
}

/// What follows the closing tag; nothing if there is none.
fn after_content<'a>(html: &'a str, name: &str) -> &'a str {
    let mut rest = html;
    while let Some((_, from_close)) = rest.find("</").and_then(|offset| rest.split_at_checked(offset)) {
        let found = from_close.get(2..2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
        if found {
            return tag_end(from_close).and_then(|end| from_close.get(end + 1..)).unwrap_or_default();
        }
        rest = from_close.get(2..).unwrap_or_default();
    }
    ""
}
