//! The values of a guarded block as the `yaml-front-matter` crate gives them.
//!
//! Only blocks that passed the guards come here. Keys stay in the order of the page.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use yaml_front_matter::{Document, YamlFrontMatter};

use crate::text::place::Position;

use super::fault::Fault;
use super::split::Block;

/// One value without its place.
#[derive(Debug)]
pub(super) enum Given {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Given>),
    Map(Vec<(String, Given)>),
}

/// The value of the whole block.
pub(super) fn values(block: &Block) -> Result<Given, Vec<Fault>> {
    let fenced = format!("---\n{}---\n", block.text);
    let document: Result<Document<Given>, _> = YamlFrontMatter::parse(&fenced);
    document.map(|document| document.metadata).map_err(|_| {
        let start = Position { line: block.line, column: 1 };
        let help = "simplify it until it is read: one `key: value` a line";
        vec![Fault::invalid(start, "the front matter cannot be read", help)]
    })
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(GivenVisitor)
    }
}

struct GivenVisitor;

impl<'de> Visitor<'de> for GivenVisitor {
    type Value = Given;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Given, E> {
        Ok(Given::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Given, E> {
        Ok(Given::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Given, E> {
        Ok(Given::Int(value))
    }

    // Whole numbers beyond 64 bits lose digits here, but the source text is kept beside them.
    fn visit_u64<E>(self, value: u64) -> Result<Given, E> {
        Ok(i64::try_from(value).map_or(Given::Float(value as f64), Given::Int))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Given, E> {
        Ok(Given::Float(value as f64))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Given, E> {
        Ok(Given::Float(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Given, E> {
        Ok(Given::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Given, E> {
        Ok(Given::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Given, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Given::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Given, A::Error> {
        let mut map = Vec::new();
        // A key is asked for as text, so that `403: …` keeps the key people see.
        while let Some(entry) = entries.next_entry::<String, Given>()? {
            map.push(entry);
        }
        Ok(Given::Map(map))
    }
}
