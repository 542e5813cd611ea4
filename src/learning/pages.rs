//! What stands in the front matter of pages, word for word, and where.

use std::collections::BTreeMap;

use super::diff::Edit;
use crate::kb::front_matter::{self, FrontMatter, Node};
use crate::kb::{PagePath, Scale};

/// The pages that words are proposed for.
pub(super) struct Pages<'texts> {
    pages: BTreeMap<&'texts PagePath, (FrontMatter, &'texts str)>,
}

/// A word or a number of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Written {
    /// As it stands there.
    pub(super) text: String,
    /// The number it stands for.
    pub(super) number: f64,
    line: usize,
    column: usize,
}

impl<'texts> Pages<'texts> {
    pub(super) fn read(texts: &'texts BTreeMap<PagePath, String>) -> Self {
        let read = |(path, text): (&'texts PagePath, &'texts String)| {
            (path, (front_matter::read(text).front_matter, text.as_str()))
        };
        Self { pages: texts.iter().map(read).collect() }
    }

    /// The entries of a map such as `causes`.
    pub(super) fn entries(&self, path: &PagePath, key: &str, scale: Scale) -> Vec<(String, Written)> {
        let Some((matter, _)) = self.pages.get(path) else { return Vec::new() };
        let entries = matter.get(key).and_then(Node::as_map).unwrap_or_default();
        entries.iter().filter_map(|entry| Some((entry.key.clone(), written(&entry.value, scale)?))).collect()
    }

    /// The value of a key.
    pub(super) fn value(&self, path: &PagePath, key: &str, scale: Scale) -> Option<Written> {
        written(self.pages.get(path)?.0.get(key)?, scale)
    }

    /// Whether the text of a page is at hand.
    pub(super) fn has(&self, path: &PagePath) -> bool {
        self.pages.contains_key(path)
    }

    /// The edit that puts a word where another stands; none if it stands there in a way that only a person should
    /// change, in quotes for example.
    pub(super) fn replacing(&self, path: &PagePath, written: &Written, word: &str) -> Option<Edit> {
        let (_, text) = self.pages.get(path)?;
        let line = text.split('\n').nth(written.line.checked_sub(1)?)?;
        let at = line.char_indices().nth(written.column.checked_sub(1)?)?.0;
        let is_there = line.get(at..)?.starts_with(&written.text);
        let replaces = Some(at..at + written.text.len());
        is_there.then(|| Edit { line: written.line, replaces, text: word.to_owned() })
    }

    /// The edit that writes a key of its own, below the first of some keys that is there.
    pub(super) fn adding(&self, path: &PagePath, below: &[&str], key: &str, word: &str) -> Option<Edit> {
        let (matter, text) = self.pages.get(path)?;
        let entry = below.iter().find_map(|name| matter.entry(name))?;
        let is_plain = entry.key_position.column == 1 && entry.value.position.line == entry.key_position.line;
        let line = text.split('\n').nth(entry.key_position.line.checked_sub(1)?)?;
        let end = if line.ends_with('\r') { "\r" } else { "" };
        let line = entry.key_position.line + 1;
        is_plain.then(|| Edit { line, replaces: None, text: format!("{key}: {word}{end}") })
    }
}

fn written(node: &Node, scale: Scale) -> Option<Written> {
    let text = node.as_text()?.to_owned();
    let number = node.as_number().or_else(|| scale.number(&text))?;
    Some(Written { text, number, line: node.position.line, column: node.position.column })
}
