//! Metadata as values, each with its place in the file.
//!
//! Readers ask for what they need (`as_text`, `as_list`, …) and get nothing when the value is of
//! another kind; what to say about that is up to them, and the position is at hand.

use crate::text::place::Position;

/// The metadata of a page, keys in the order of the page and each at most once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FrontMatter {
    /// The top-level keys with their values.
    pub entries: Vec<Entry>,
}

/// One key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key as text, without quotes.
    pub key: String,
    /// Where the key stands.
    pub key_position: Position,
    /// What stands behind the colon.
    pub value: Node,
}

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where the value starts; the place of the key when nothing is written behind it.
    pub position: Position,
    /// The value itself.
    pub value: Value,
}

/// What can stand behind a key. Numbers keep the way they were written: `1.10` is a version
/// to its author.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`; `yes` and `no` are texts.
    Bool(bool),
    /// A whole number.
    Int {
        /// The number.
        value: i64,
        /// The number as written.
        source: String,
    },
    /// Any other number, also a whole one beyond 64 bits.
    Float {
        /// The number, perhaps infinite or not a number.
        value: f64,
        /// The number as written.
        source: String,
    },
    /// A text; dates are texts too.
    Text(String),
    /// Values in order.
    List(Vec<Node>),
    /// Keys with values in order, each key at most once.
    Map(Vec<Entry>),
}

impl FrontMatter {
    /// The value of a top-level key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// A top-level key with its value.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// Top-level keys that hold a single value, with that value as text; lists, maps and nothing are left out.
    pub fn scalars(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().filter_map(|entry| Some((entry.key.as_str(), entry.value.as_text()?)))
    }

    /// Whether there is no metadata at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl Node {
    /// A single value as it was written (quotes and escapes resolved): texts, numbers, dates, `true`.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            Value::Int { source, .. } | Value::Float { source, .. } => Some(source),
            Value::Bool(true) => Some("true"),
            Value::Bool(false) => Some("false"),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// A number that is neither quoted nor infinite.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        match &self.value {
            Value::Int { value, .. } => Some(*value as f64),
            Value::Float { value, .. } => Some(*value).filter(|value| value.is_finite()),
            _ => None,
        }
    }

    /// `true` or `false`, not quoted.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match &self.value {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// Whether nothing is written, or `~` or `null`.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.value == Value::Null
    }

    /// The items of a list; a single value counts as a list of one, nothing as an empty list.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            Value::Null => Some(&[]),
            Value::Map(_) => None,
            _ => Some(std::slice::from_ref(self)),
        }
    }

    /// The entries of a map; nothing counts as an empty map.
    #[must_use]
    pub fn as_map(&self) -> Option<&[Entry]> {
        match &self.value {
            Value::Map(entries) => Some(entries),
            Value::Null => Some(&[]),
            _ => None,
        }
    }

    /// The value of a key, if this is a map that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        let entry = self.as_map()?.iter().find(|entry| entry.key == key)?;
        Some(&entry.value)
    }
}
