//! The lists beside the search field by which pages are chosen: one for each key that pages differ in.

use super::words;
use crate::search::{Facet, Filter};

/// A list to choose a value from.
pub(super) struct Chooser {
    /// The id of its field.
    pub(super) id: String,
    /// What is chosen.
    pub(super) label: String,
    pub(super) choices: Vec<Value>,
}

/// A value to choose.
pub(super) struct Value {
    /// As the address has it.
    pub(super) value: String,
    pub(super) label: String,
    pub(super) is_chosen: bool,
}

/// One list for each key that is offered; keys that were chosen in another way come last.
pub(super) fn choosers(facets: &[Facet], filters: &[Filter]) -> Vec<Chooser> {
    let mut choosers: Vec<Chooser> = Vec::new();
    for facet in facets {
        let values = facet.values.iter().map(|(value, n)| (value.as_str(), Some(*n)));
        choosers.push(chooser(choosers.len(), &facet.key, values, filters));
    }
    let is_offered = |filter: &&Filter| {
        let mut values =
            facets.iter().filter(|facet| facet.key == filter.key).flat_map(|facet| &facet.values);
        values.any(|(value, _)| *value == filter.value)
    };
    for filter in filters.iter().filter(|filter| !is_offered(filter)) {
        choosers.push(chooser(
            choosers.len(),
            &filter.key,
            [(filter.value.as_str(), None)].into_iter(),
            filters,
        ));
    }
    choosers
}

fn chooser<'a>(
    number: usize,
    key: &str,
    values: impl Iterator<Item = (&'a str, Option<usize>)>,
    filters: &[Filter],
) -> Chooser {
    let is_chosen = |value: &str| filters.iter().any(|filter| filter.key == key && filter.value == value);
    let choices = values.map(|(value, n)| Value {
        value: format!("{key}:{value}"),
        label: n.map_or_else(|| value.to_owned(), |n| format!("{value} ({n})")),
        is_chosen: is_chosen(value),
    });
    Chooser {
        id: format!("filter-{number}"),
        label: words::capitalised(&key.replace(['_', '-', '.'], " ")),
        choices: choices.collect(),
    }
}
