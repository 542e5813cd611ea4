//! The source of HTML as tags and words, so that some of it can be left out or put differently before it is read. One
//! pass; a tag is at most 4 KiB, so that no `<` is looked behind for longer. What tags mean is said elsewhere.

/// The longest tag; mail programs write whole styles into some.
const LONGEST_TAG: usize = 4096;
/// The longest name of a tag that is looked for.
const LONGEST_NAME: usize = 10;
/// Tags that mail programs and editors write.
const TAGS: [&str; 39] = [
    "p",
    "br",
    "div",
    "span",
    "a",
    "b",
    "i",
    "u",
    "s",
    "ul",
    "ol",
    "li",
    "table",
    "tbody",
    "thead",
    "tr",
    "td",
    "th",
    "dl",
    "dt",
    "dd",
    "strong",
    "em",
    "html",
    "head",
    "body",
    "pre",
    "code",
    "font",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "section",
];

/// A part of a source, in which all parts follow each other.
#[derive(Clone, Copy)]
pub(super) enum Part<'source> {
    /// A tag.
    Tag {
        /// Its name as it is written.
        name: &'source str,
        /// Whether it ends an element.
        is_end: bool,
        /// All of it.
        whole: &'source str,
    },
    /// What stands between tags; a lone `<` is a part of its own.
    Words(&'source str),
}

/// Whether a text has tags of HTML: `<urn:x>` in an error message is none.
pub(super) fn is_html(text: &str) -> bool {
    text.contains('>')
        && parts(text).any(|part| match part {
            Part::Tag { name, .. } => TAGS.iter().any(|tag| name.eq_ignore_ascii_case(tag)),
            Part::Words(_) => false,
        })
}

/// The parts of a source, in order.
pub(super) fn parts(source: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = source;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (part, length) = match tag(rest) {
            Some((name, is_end, length)) => {
                let whole = rest.get(..length).unwrap_or_default();
                (Part::Tag { name, is_end, whole }, length)
            }
            None => {
                let next = rest.bytes().skip(1).position(|byte| byte == b'<');
                let length = next.map_or(rest.len(), |at| at + 1);
                (Part::Words(rest.get(..length).unwrap_or(rest)), length)
            }
        };
        rest = rest.get(length..).unwrap_or_default();
        Some(part)
    })
}

/// The source with each name and its value in one line: `<dt>a</dt><dd>b</dd>` and `<th>a</th><td>b</td>` as `a: b`.
pub(super) fn with_pairs(source: &str) -> String {
    let mut paired = String::with_capacity(source.len());
    let mut is_named = false;
    // Whether the author has written the colon.
    let mut has_colon = false;
    for part in parts(source) {
        let Part::Tag { name, is_end, whole } = part else {
            if let Part::Words(words) = part {
                has_colon = if words.trim().is_empty() { has_colon } else { words.trim_end().ends_with(':') };
                paired.push_str(words);
            }
            continue;
        };
        match (name.to_ascii_lowercase().as_str(), is_end) {
            // The next name or value ends the line.
            ("dt", true) => continue,
            ("dt" | "th", false) => is_named = true,
            ("dd" | "td", false) if is_named => {
                is_named = false;
                paired.truncate(paired.trim_end().len());
                paired.push_str(if has_colon { " " } else { ": " });
                continue;
            }
            ("dd" | "td" | "tr" | "dl" | "table", _) => is_named = false,
            _ => {}
        }
        paired.push_str(whole);
    }
    paired
}

/// The tag that a text begins with: its name, whether it ends an element, its length.
fn tag(text: &str) -> Option<(&str, bool, usize)> {
    let inside = text.strip_prefix('<')?;
    let (is_end, named) = inside.strip_prefix('/').map_or((false, inside), |named| (true, named));
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric();
    let length = named.bytes().take(LONGEST_NAME + 1).take_while(is_of_name).count();
    let name = named.get(..length).filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))?;
    let next = named.as_bytes().get(length)?;
    if !(next.is_ascii_whitespace() || matches!(next, b'>' | b'/')) {
        return None;
    }
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().take(LONGEST_TAG) {
        match (quote, byte) {
            (None, b'>') => return Some((name, is_end, at + 1)),
            (None, b'<') if at > 0 => return None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}
