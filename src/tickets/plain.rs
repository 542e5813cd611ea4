//! Descriptions and comments as plain text, whatever their system keeps them as.

use serde_json::Value;

use crate::kb::markdown::text_of_html;

/// How deep the tree of a document is followed; what people write has fewer than ten levels.
const DEEPEST: usize = 64;

/// The words of a value: a text, HTML, or a document of Jira (ADF).
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) if is_html(text) => text_of_html(text).trim().to_owned(),
        Value::String(text) => text.trim().to_owned(),
        Value::Object(_) | Value::Array(_) => {
            let mut text = String::new();
            add_document(value, &mut text, 0);
            text.trim().to_owned()
        }
        Value::Number(number) => number.to_string(),
        Value::Bool(_) | Value::Null => String::new(),
    }
}

/// The comment as it was written, without the lines that it only quotes from an earlier one.
pub(super) fn without_quotes(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with('>')).collect();
    let own = lines.join("\n");
    // Somebody who quotes and adds nothing says what they quote.
    if own.trim().is_empty() { text.to_owned() } else { own.trim().to_owned() }
}

/// Whether a text has tags of HTML: `<urn:x>` in an error message is none.
fn is_html(text: &str) -> bool {
    const TAGS: [&str; 16] = [
        "p", "br", "br/", "div", "span", "a", "b", "i", "ul", "ol", "li", "table", "strong", "em", "html",
        "pre",
    ];
    text.match_indices('<').any(|(at, _)| {
        let inside = text.get(at + 1..).unwrap_or_default();
        let name = inside.split(|c: char| c.is_ascii_whitespace() || c == '>').next().unwrap_or_default();
        let is_tag = TAGS.iter().any(|tag| name.eq_ignore_ascii_case(tag));
        is_tag && inside.contains('>')
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
