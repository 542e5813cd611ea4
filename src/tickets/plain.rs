//! Descriptions and comments as plain text, whatever their system keeps them as.

use serde_json::Value;

use super::{html, quotes};
use crate::facts::without_secrets;
use crate::kb::markdown::text_of_html;

/// How deep the tree of a document is followed; what people write has fewer than ten levels.
const DEEPEST: usize = 64;
/// The most bytes of plain text that are read, as much as recognition reads; and of HTML, which needs room for markup.
const LONGEST_TEXT: usize = 64 * 1024;
const LONGEST_SOURCE: usize = 4 * LONGEST_TEXT;
/// Signs as only HTML writes them.
const ESCAPED: [&str; 7] = ["&lt;", "&gt;", "&quot;", "&amp;", "&nbsp;", "&#39;", "&#34;"];

/// The words of a value: a text, HTML, or a document of Jira (ADF); the first 64 KiB of them.
pub(super) fn plain(value: &Value) -> String {
    let text = match value {
        Value::String(text) => words_of(start_of(text, LONGEST_SOURCE)),
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

/// The same without what is quoted in it; none if all of it is quoted.
pub(super) fn own_words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if html::is_html(start_of(text, LONGEST_SOURCE)) => {
            let unquoted = quotes::html_without_quotes(start_of(text, LONGEST_SOURCE));
            quotes::without_quotes(start_of(words_of_html(&unquoted).trim(), LONGEST_TEXT))
        }
        other => quotes::without_quotes(&plain(other)),
    }
}

fn words_of(source: &str) -> String {
    if html::is_html(source) {
        return words_of_html(source);
    }
    // Written for a page, though nothing in it is marked up.
    if is_escaped(source) {
        let lines: Vec<String> = source.lines().map(text_of_html).collect();
        return lines.join("\n");
    }
    source.to_owned()
}

/// Tags tell which value belongs to which name, so secrets are taken out while they are there.
fn words_of_html(source: &str) -> String {
    text_of_html(&html::with_pairs(&without_secrets(source).text))
}

/// Whether signs are written as HTML writes them, and none as it does not.
fn is_escaped(text: &str) -> bool {
    !text.contains('<') && ESCAPED.iter().any(|sign| text.contains(sign))
}

fn start_of(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most.min(text.len()))).unwrap_or_default()
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
            if kind == "tableRow" {
                add_row(node.get("content"), text, depth + 1);
            } else if let Some(inner) = node.get("content") {
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

/// A row of a table as one line, so that each value still stands below the head of its column.
fn add_row(cells: Option<&Value>, text: &mut String, depth: usize) {
    let cells = cells.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let words = cells.iter().map(|cell| {
        let mut inside = String::new();
        add_document(cell, &mut inside, depth + 1);
        inside.split_whitespace().collect::<Vec<&str>>().join(" ")
    });
    text.push_str(&words.collect::<Vec<String>>().join(" | "));
}
