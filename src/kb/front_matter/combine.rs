//! Puts values and places together.
//!
//! Both sides read the same block, so they should agree; where they do not, the value is believed
//! and everything below it gets the position of its key.

use crate::text::place::Position;

use super::characters::is_unwanted;
use super::given::Given;
use super::outline::{Outline, OutlineEntry, Shape};
use super::value::{Entry, FrontMatter, Node, Value};

pub(super) fn combine(given: Given, outline: &Outline) -> FrontMatter {
    let node = node(given, Some(outline), outline.position);
    match node.value {
        Value::Map(entries) => FrontMatter { entries },
        _ => FrontMatter::default(),
    }
}

fn node(given: Given, outline: Option<&Outline>, fallback: Position) -> Node {
    let position = outline.map_or(fallback, |outline| outline.position);
    let shape = outline.map(|outline| &outline.shape);
    let value = match given {
        Given::Null => Value::Null,
        Given::Bool(value) => Value::Bool(value),
        Given::Int(value) => Value::Int { value, source: source(shape, value) },
        Given::Float(value) => Value::Float { value, source: source(shape, value) },
        Given::Text(text) => Value::Text(text.replace(is_unwanted, "\u{fffd}")),
        Given::List(items) => Value::List(list(items, shape, fallback)),
        Given::Map(entries) => Value::Map(map(entries, shape, fallback)),
    };
    Node { position, value }
}

fn source(shape: Option<&Shape>, value: impl ToString) -> String {
    match shape {
        Some(Shape::Scalar(source)) => source.clone(),
        _ => value.to_string(),
    }
}

fn list(items: Vec<Given>, shape: Option<&Shape>, fallback: Position) -> Vec<Node> {
    let outlines: &[Outline] = match shape {
        Some(Shape::List(outlines)) if outlines.len() == items.len() => outlines,
        _ => &[],
    };
    let places = outlines.iter().map(Some).chain(std::iter::repeat(None));
    items.into_iter().zip(places).map(|(item, place)| node(item, place, fallback)).collect()
}

fn map(entries: Vec<(String, Given)>, shape: Option<&Shape>, fallback: Position) -> Vec<Entry> {
    let outlines: &[OutlineEntry] = match shape {
        Some(Shape::Map(outlines)) if same_keys(&entries, outlines) => outlines,
        _ => &[],
    };
    let places = outlines.iter().map(Some).chain(std::iter::repeat(None));
    let placed = entries.into_iter().zip(places).map(|((key, given), place)| {
        let key_position = place.map_or(fallback, |place| place.key_position);
        let value = node(given, place.map(|place| &place.value), key_position);
        Entry { key, key_position, value }
    });
    placed.collect()
}

fn same_keys(entries: &[(String, Given)], outlines: &[OutlineEntry]) -> bool {
    let given = entries.iter().map(|(key, _)| key);
    given.eq(outlines.iter().map(|outline| &outline.key))
}
