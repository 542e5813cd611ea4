//! Facts: values of a configuration, each with the place it came from, in the tree that rules walk through.
//!
//! What is not known is never made up. A list or record of which only a part was seen says so (`is_open`): from
//! something that is not in it nothing can be concluded.

use std::sync::Arc;

/// One value, and where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The value.
    pub value: Value,
    /// Where it stood.
    pub origin: Origin,
}

/// Where a fact stood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// The file; `None` for what was pasted or sent.
    pub file: Option<Arc<str>>,
    /// The line, counted from 1.
    pub line: usize,
    /// What it was called there: a form label, an attribute, a parameter of an address. Never a value.
    pub label: Option<Arc<str>>,
}

/// The value of a fact.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text, as it stood there: nothing is trimmed or normalised.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// Any other number.
    Number(f64),
    /// Values in order.
    List(List),
    /// Named values.
    Record(Record),
    /// It stood there, and is not usable.
    Unusable(Unusable),
}

/// Why a value that stood there is not usable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusable {
    /// `null`: said to be unknown.
    Null,
    /// A number where text belongs, and the like.
    WrongType,
    /// It was a secret, and is gone.
    Secret,
}

/// Values in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct List {
    /// The values that were seen.
    pub items: Vec<Fact>,
    /// Whether there may be more that were not seen.
    pub is_open: bool,
}

/// Named values.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record {
    /// The values that were seen, each name once.
    pub entries: Vec<(Arc<str>, Fact)>,
    /// Whether there may be more that were not seen. Only in a record that is not open, a name that is not there is
    /// known not to be there.
    pub is_open: bool,
}

impl Record {
    /// Nothing seen yet, and more may be there.
    pub fn open() -> Self {
        Self { entries: Vec::new(), is_open: true }
    }

    /// The fact of a name.
    pub fn get(&self, name: &str) -> Option<&Fact> {
        self.entries.iter().find(|(known, _)| &**known == name).map(|(_, fact)| fact)
    }

    /// The fact at a path such as `campaign.instance_url`.
    pub fn at(&self, path: &str) -> Option<&Fact> {
        match path.split_once('.') {
            None => self.get(path),
            Some((first, rest)) => match &self.get(first)?.value {
                Value::Record(record) => record.at(rest),
                _ => None,
            },
        }
    }

    /// Puts a fact in the place of what has its name.
    pub fn set(&mut self, name: &str, fact: Fact) {
        match self.entries.iter_mut().find(|(known, _)| &**known == name) {
            Some((_, place)) => *place = fact,
            None => self.entries.push((Arc::from(name), fact)),
        }
    }

    /// The fact of a name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Fact> {
        self.entries.iter_mut().find(|(known, _)| &**known == name).map(|(_, fact)| fact)
    }

    /// How many usable values are below it.
    pub fn n_values(&self) -> usize {
        self.entries.iter().map(|(_, fact)| fact.value.n_values()).sum()
    }
}

impl Value {
    fn n_values(&self) -> usize {
        match self {
            Self::Record(record) => record.n_values(),
            Self::List(list) => list.items.iter().map(|item| item.value.n_values()).sum::<usize>().max(1),
            Self::Unusable(_) => 0,
            Self::Text(_) | Self::Flag(_) | Self::Whole(_) | Self::Number(_) => 1,
        }
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}
