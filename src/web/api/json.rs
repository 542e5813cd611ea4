//! Reads a posted JSON object, and says in plain words what is wrong with it.
//!
//! Unlike a derived reader this one finds *all* wrong fields, sees keys that stand twice, stops at a depth of its
//! own, and never repeats what was sent.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

use super::{REPEATED, take_all};
use crate::web::problem::{Code, Failure};
use crate::wire::FieldError;

/// How deep objects and lists may be nested.
const DEEPEST: usize = 64;
/// A name longer than this is cut where it is shown.
const LONGEST_NAME: usize = 64;
/// How many wrong fields are named; more help nobody.
const MOST_ERRORS: usize = 20;
/// What the reader says to itself when [`DEEPEST`] is passed.
const TOO_DEEP: &str = "too deep";

/// A JSON value, as far as requests need one.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// Text.
    Text(String),
    /// A number without a fraction, not negative.
    Whole(u64),
    /// An object, its keys in order, also those that stand twice.
    Object(Vec<(String, Value)>),
    /// Anything else.
    Other,
}

/// The fields of a posted object; taken one by one, what is left over is unknown.
#[derive(Debug)]
pub(super) struct Fields {
    left: Vec<(String, Value)>,
    errors: Vec<FieldError>,
}

impl Fields {
    /// Reads a body.
    ///
    /// # Errors
    /// A [`Failure`] for what is no JSON, nested too deeply, or no object.
    pub(super) fn read(body: &str) -> Result<Self, Failure> {
        let mut reader = serde_json::Deserializer::from_str(body);
        let value = Node { depth: 0 }.deserialize(&mut reader).and_then(|value| {
            reader.end()?;
            Ok(value)
        });
        match value {
            Ok(Value::Object(left)) => Ok(Self { left, errors: Vec::new() }),
            Ok(_) => Err(Failure::fields(vec![error("", "expected one object with named fields")])),
            Err(error) => Err(malformed(&error)),
        }
    }

    /// Takes a field out.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        let (value, is_repeated) = take_all(&mut self.left, name)?;
        if is_repeated {
            self.refuse(name, REPEATED);
        }
        Some(value)
    }

    /// Notes that a field cannot be accepted.
    pub(super) fn refuse(&mut self, name: &str, detail: impl Into<String>) {
        self.errors.push(error(name, detail));
    }

    /// Refuses what is left over, and everything if anything was refused.
    ///
    /// # Errors
    /// [`Code::FieldsNotAcceptable`] with all that is wrong.
    pub(super) fn finish(mut self, known: &str) -> Result<(), Failure> {
        let mut unknown: Vec<String> = self.left.into_iter().map(|(name, _)| name).collect();
        unknown.sort();
        unknown.dedup();
        let detail = format!("there is no such field here; expected {known}");
        self.errors.extend(unknown.iter().map(|name| error(name, detail.clone())));
        self.errors.truncate(MOST_ERRORS);
        if self.errors.is_empty() { Ok(()) } else { Err(Failure::fields(self.errors)) }
    }
}

/// A wrong field, with its place as a JSON pointer.
fn error(name: &str, detail: impl Into<String>) -> FieldError {
    let shown: String = name.chars().take(LONGEST_NAME).collect();
    let pointer = if name.is_empty() {
        String::new()
    } else {
        format!("/{}", shown.replace('~', "~0").replace('/', "~1"))
    };
    FieldError { pointer, detail: detail.into() }
}

fn malformed(error: &serde_json::Error) -> Failure {
    match error.classify() {
        Category::Data => Failure::of(Code::JsonTooDeep),
        Category::Eof => Failure::saying(
            Code::JsonMalformed,
            "the body ends before the JSON does; send one whole JSON object",
        ),
        Category::Syntax | Category::Io => Failure::saying(
            Code::JsonMalformed,
            format!(
                "this is no JSON from line {}, column {} on; send one JSON object",
                error.line(),
                error.column()
            ),
        ),
    }
}

/// One value at a depth.
struct Node {
    depth: usize,
}

impl Node {
    fn below<E: Error>(&self) -> Result<Self, E> {
        if self.depth < DEEPEST { Ok(Self { depth: self.depth + 1 }) } else { Err(E::custom(TOO_DEEP)) }
    }
}

impl<'de> DeserializeSeed<'de> for Node {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Whole(number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        // JSON knows one kind of number: 3.0 is as whole as 3. Above 2^53 not every whole number exists.
        let is_whole = number.fract() == 0.0 && (0.0..9e15).contains(&number);
        Ok(if is_whole { Value::Whole(number as u64) } else { Value::Other })
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        while items.next_element_seed(self.below()?)?.is_some() {}
        Ok(Value::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Vec::new();
        while let Some(name) = entries.next_key::<String>()? {
            object.push((name, entries.next_value_seed(self.below()?)?));
        }
        Ok(Value::Object(object))
    }
}
