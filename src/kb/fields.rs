//! Reading the keys of a page's front matter as what they should be; whatever is not becomes a problem with its place.

use super::findings::Complaints;
use super::front_matter::{Entry, FrontMatter, Node};
use super::name::BadId;
use super::references::nearest;
use super::scale::{Minutes, Probability, Scale};
use crate::text::place::Position;

/// The status of pages that nobody is shown.
const DRAFT: &str = "draft";

#[cfg(test)]
thread_local! {
    /// The keys that readers have asked for, so that a test can compare them with the keys that are explained.
    pub(super) static ASKED: std::cell::RefCell<std::collections::BTreeSet<String>> = const { std::cell::RefCell::new(std::collections::BTreeSet::new()) };
}

/// A value with the place it stands at.
#[derive(Debug, Clone)]
pub(super) struct Placed<T> {
    pub(super) value: T,
    pub(super) at: Position,
}

/// The keys of one page, read as what they should be.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    front_matter: &'a FrontMatter,
    pub(super) complaints: Complaints<'a>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(front_matter: &'a FrontMatter, complaints: Complaints<'a>) -> Self {
        Self { front_matter, complaints }
    }

    pub(super) fn node(&self, key: &str) -> Option<&'a Node> {
        #[cfg(test)]
        ASKED.with_borrow_mut(|asked| asked.insert(key.to_owned()));
        self.front_matter.get(key)
    }

    /// The keys that hold a single value.
    pub(super) fn scalars(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.front_matter.scalars()
    }

    /// Where a key stands; where the page says what it is if the key is missing.
    pub(super) fn place_of(&self, key: &str) -> Position {
        let entry = self.front_matter.entry(key).or_else(|| self.front_matter.entry("kind"));
        entry.map_or(Position::START, |entry| entry.key_position)
    }

    /// One text; blank counts as missing.
    pub(super) fn text(&mut self, key: &str) -> Option<Placed<String>> {
        let node = self.node(key)?;
        match node.as_text() {
            Some(text) if !text.trim().is_empty() => {
                Some(Placed { value: text.trim().to_owned(), at: node.position })
            }
            Some(_) => None,
            None if node.as_list().is_some_and(<[Node]>::is_empty) => None,
            None => {
                self.wrong_shape(key, node, "one text", "write one value behind the colon");
                None
            }
        }
    }

    /// A text that must be there.
    pub(super) fn required_text(&mut self, key: &'static str, kind: &str) -> Option<Placed<String>> {
        if let Some(text) = self.text(key) {
            return Some(text);
        }
        if self
            .node(key)
            .is_none_or(|node| node.as_text().is_some() || node.as_list().is_some_and(<[Node]>::is_empty))
        {
            let at = self.place_of(key);
            self.complaints.error(
                "key-missing",
                at,
                format!("a {kind} needs `{key}`, this page has none"),
                &format!("add `{key}: …` to the front matter"),
            );
        }
        None
    }

    /// A list of texts; a single text counts as a list of one; blank items are left out with a word about it.
    pub(super) fn texts(&mut self, key: &str) -> Vec<Placed<String>> {
        let Some(node) = self.node(key) else { return Vec::new() };
        let Some(items) = node.as_list() else {
            self.wrong_shape(key, node, "a list of texts", "write each text on its own line behind `- `");
            return Vec::new();
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            match item.as_text() {
                Some(text) if !text.trim().is_empty() => {
                    texts.push(Placed { value: text.trim().to_owned(), at: item.position });
                }
                None if !item.is_nothing() => self.wrong_shape(
                    key,
                    item,
                    "a text",
                    "put the text in quotes if it contains `: `, `#` or brackets",
                ),
                _ => self.complaints.warning(
                    "value-empty",
                    item.position,
                    format!("an item of `{key}` is blank"),
                    "take the item out or fill it in",
                ),
            }
        }
        texts
    }

    /// `true` or `false`, or what holds where nothing is said.
    pub(super) fn flag(&mut self, key: &str, otherwise: bool) -> bool {
        let Some(node) = self.node(key) else { return otherwise };
        match node.as_bool() {
            Some(flag) => flag,
            None => {
                self.wrong_shape(key, node, "`true` or `false`", "write `true` or `false` without quotes");
                otherwise
            }
        }
    }

    /// Whether `status` makes a draft of the page or case. What is nearly that word is complained about: what its author
    /// believes hidden would be seen.
    pub(super) fn is_draft(&mut self) -> bool {
        let Some(node) = self.node("status") else { return false };
        let Some(status) = node.as_text().map(str::trim) else { return false };
        if status != DRAFT && nearest(&status.to_lowercase(), std::iter::once(DRAFT)).is_some() {
            let message = format!("`status: {status}` makes no draft of it");
            self.complaints.error(
                "status-mistyped",
                node.position,
                message,
                "write `status: draft`, or take the line out",
            );
        }
        status == DRAFT
    }

    /// A probability, as a number or a word of a scale.
    pub(super) fn probability(&mut self, key: &str, scale: Scale) -> Option<Probability> {
        let node = self.node(key)?;
        self.probability_of(node, scale)
    }

    /// A time, as a number of minutes or a word of a scale.
    pub(super) fn minutes(&mut self, key: &str, scale: Scale) -> Option<Minutes> {
        let node = self.node(key)?;
        self.minutes_of(node, scale)
    }

    pub(super) fn minutes_of(&mut self, node: &Node, scale: Scale) -> Option<Minutes> {
        Minutes::new(self.number_of(node, scale)?)
    }

    pub(super) fn probability_of(&mut self, node: &Node, scale: Scale) -> Option<Probability> {
        Probability::new(self.number_of(node, scale)?)
    }

    fn number_of(&mut self, node: &Node, scale: Scale) -> Option<f64> {
        let number = node.as_number().or_else(|| scale.number(node.as_text()?));
        if let Some(number) = number.filter(|number| (0.0..=scale.at_most).contains(number)) {
            return Some(number);
        }
        let found = node.as_text().map_or_else(|| shape(node).to_owned(), |text| format!("`{text}`"));
        let words = if scale.words.is_empty() { String::new() } else { format!(", or {}", scale.list()) };
        let (measures, most) = (scale.measures, scale.at_most);
        let message = format!("expected {measures} (a number from 0 to {most}{words}), found {found}");
        self.complaints.error(
            "number-wrong",
            node.position,
            message,
            "use one of the words or a number in that range",
        );
        None
    }

    /// The entries of a map.
    pub(super) fn map(&mut self, key: &str) -> &'a [Entry] {
        let Some(node) = self.node(key) else { return &[] };
        match node.as_map() {
            Some(entries) => entries,
            None => {
                self.wrong_shape(key, node, "a map", "write `id: value` lines, indented below the key");
                &[]
            }
        }
    }

    /// An id somewhere in the front matter.
    pub(super) fn id<T>(
        &mut self,
        text: &str,
        at: Position,
        parse: fn(&str) -> Result<T, BadId>,
    ) -> Option<T> {
        match parse(text) {
            Ok(id) => Some(id),
            Err(bad) => {
                self.complaints.error(
                    "id-invalid",
                    at,
                    bad.to_string(),
                    "rename it, here and wherever it is used",
                );
                None
            }
        }
    }

    pub(super) fn wrong_shape(&mut self, key: &str, node: &Node, expected: &str, help: &str) {
        let message = format!("`{key}` should be {expected}, found {}", shape(node));
        self.complaints.error("value-wrong-shape", node.position, message, help);
    }
}

/// What a value is, in the words of problems.
fn shape(node: &Node) -> &'static str {
    match node.as_text() {
        Some(_) => "a single value",
        None if node.as_map().is_some_and(|entries| !entries.is_empty()) => "a map",
        None if node.as_list().is_some_and(|items| !items.is_empty()) => "a list",
        None => "nothing",
    }
}
