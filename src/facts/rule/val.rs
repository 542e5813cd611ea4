//! Values while an expression is evaluated. Not being known is a value of its own and says what is missing.

use std::borrow::Cow;
use std::rc::Rc;

use crate::facts::fact::{Fact, Record, Value};
use crate::facts::instant::Instant;

/// A value.
#[derive(Debug, Clone)]
pub(super) enum Val<'v> {
    /// Not known.
    Undecided(Missing),
    Flag(bool),
    Whole(i64),
    /// A number of things of which not all may have been seen.
    AtLeast(i64),
    Number(f64),
    Text(Cow<'v, str>),
    Instant(Instant),
    List(Items<'v>),
    Record(&'v Record),
}

/// A list.
#[derive(Debug, Clone)]
pub(super) enum Items<'v> {
    /// As it was found.
    Found { facts: &'v [Fact], is_open: bool },
    /// Records that were chosen.
    Chosen { records: Rc<[&'v Record]>, is_open: bool },
    /// Made by an expression.
    Made { values: Rc<[Val<'v>]>, is_open: bool },
}

/// The paths of what would have to be known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Missing(Vec<String>);

impl Missing {
    pub(super) fn of(path: String) -> Self {
        Self(vec![path])
    }

    pub(super) fn all(mut paths: Vec<String>) -> Self {
        paths.sort();
        paths.dedup();
        Self(paths)
    }

    pub(super) fn and(self, other: Self) -> Self {
        if other.0.is_empty() {
            return self;
        }
        Self::all(self.0.into_iter().chain(other.0).collect())
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn paths(self) -> Vec<String> {
        self.0
    }
}

impl<'v> Val<'v> {
    /// What a fact is worth; whoever asked knows the path of what is not usable.
    pub(super) fn of(fact: &'v Fact) -> Option<Self> {
        Some(match &fact.value {
            Value::Text(text) => Self::Text(Cow::Borrowed(text)),
            Value::Flag(flag) => Self::Flag(*flag),
            Value::Whole(number) => Self::Whole(*number),
            Value::Number(number) => Self::Number(*number),
            Value::List(list) => Self::List(Items::Found { facts: &list.items, is_open: list.is_open }),
            Value::Record(record) => Self::Record(record),
            Value::Unusable(_) => return None,
        })
    }
}

impl<'v> Items<'v> {
    pub(super) fn is_open(&self) -> bool {
        match self {
            Self::Found { is_open, .. } | Self::Chosen { is_open, .. } | Self::Made { is_open, .. } => {
                *is_open
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Found { facts, .. } => facts.len(),
            Self::Chosen { records, .. } => records.len(),
            Self::Made { values, .. } => values.len(),
        }
    }

    /// The item at a place; `None` if there is none, or if it is not usable.
    pub(super) fn get(&self, at: usize) -> Option<Val<'v>> {
        match self {
            Self::Found { facts, .. } => Val::of(facts.get(at)?),
            Self::Chosen { records, .. } => Some(Val::Record(records.get(at)?)),
            Self::Made { values, .. } => values.get(at).cloned(),
        }
    }
}
