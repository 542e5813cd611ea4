//! Descriptions and comments as plain text, whatever their system keeps them as.

use serde_json::Value;

use crate::kb::markdown::text_of_html;

/// How deep the tree of a document is followed; what people write has fewer than ten levels.
const DEEPEST: usize = 64;
/// The most bytes of plain text that are read, as much as recognition reads; and of HTML, which needs room for markup.
const LONGEST_TEXT: usize = 64 * 1024;
const LONGEST_SOURCE: usize = 4 * LONGEST_TEXT;
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

/// The words of a value: a text, HTML, or a document of Jira (ADF); the first 64 KiB of them.
pub(super) fn plain(value: &Value) -> String {
    let text = match value {
        Value::String(text) => {
            let source = start_of(text, LONGEST_SOURCE);
            if is_html(source) { text_of_html(source) } else { source.to_owned() }
        }
        Value::Object(_) | Value::Array(_) => {
            let mut text = String::new();
            add_document(value, &mut text, 0);
            text
        }
        Value::Number(number) => number.to_string(),
        Value::Bool(_) | Value::Null => String::new(),
    };
    start_of(text.trim(), LONGEST_TEXT).to_owned()
}

/// The comment as it was written, without the lines that it only quotes from an earlier one.
pub(super) fn without_quotes(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with('>')).collect();
    let own = lines.join("\n");
    // Somebody who quotes and adds nothing says what they quote.
    if own.trim().is_empty() { text.to_owned() } else { own.trim().to_owned() }
}

fn start_of(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most.min(text.len()))).unwrap_or_default()
}

/// Whether a text has tags of HTML: `<urn:x>` in an error message is none. One pass, in which only as much is looked at
/// behind each `<` as a name can be long.
fn is_html(text: &str) -> bool {
    let Some(last_end) = text.rfind('>') else { return false };
    text.match_indices('<').take_while(|(at, _)| *at < last_end).any(|(at, _)| {
        let behind = text.as_bytes().get(at + 1..).unwrap_or_default();
        let is_of_name = |byte: &&u8| !byte.is_ascii_whitespace() && !matches!(byte, b'>' | b'<');
        let length = behind.iter().take(LONGEST_NAME + 1).take_while(is_of_name).count();
        let name = behind.get(..length).unwrap_or_default();
        let name = name.strip_suffix(b"/").unwrap_or(name);
        TAGS.iter().any(|tag| name.eq_ignore_ascii_case(tag.as_bytes()))
    })
}

/// The texts of an Atlassian document, a line for each block.
fn add_document(value: &Value, text: &mut String, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(parts) => parts.iter().for_each(|part| add_document(part, text, depth + 1)),
        Value::Object(node) => {
            let kind = node.get("type").and_then(Value::as_str).unwrap_or_default();
            match kind {
                "text" => text.push_str(node.get("text").and_then(Value::as_str).unwrap_or_default()),
                "hardBreak" => text.push('\n'),
                "mention" | "emoji" | "inlineCard" | "status" | "date" => {
                    let attributes = node.get("attrs");
                    let shown =
                        ["text", "shortName", "url"].iter().find_map(|name| attributes?.get(name)?.as_str());
                    text.push_str(shown.unwrap_or_default());
                }
                _ => {}
            }
            if let Some(inner) = node.get("content") {
                add_document(inner, text, depth + 1);
            }
            let is_block = !matches!(
                kind,
                "text" | "hardBreak" | "mention" | "emoji" | "inlineCard" | "status" | "date"
            );
            if is_block && !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
        }
        _ => {}
    }
}
