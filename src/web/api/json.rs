//! Reads a posted JSON object, and says in plain words what is wrong with it.
//!
//! Unlike a derived reader this one finds *all* wrong fields, sees keys that stand twice, stops at a depth of its
//! own, and never repeats what was sent: of unknown names only those that are short and plain.

use std::fmt;
use std::ops::RangeInclusive;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

use super::{REPEATED, take_all};
use crate::web::problem::{Code, Failure};
use crate::wire::{FieldError, plain_name};

/// How deep objects and lists may be nested.
const DEEPEST: usize = 64;
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
    /// Yes or no.
    Flag(bool),
    /// `null`.
    Null,
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
    /// The pointer of the object they stand in; empty for the body itself.
    above: String,
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
            Ok(Value::Object(left)) => Ok(Self { left, errors: Vec::new(), above: String::new() }),
            Ok(_) => Err(Failure::fields(vec![error("", "", "expected one object with named fields")])),
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

    /// Takes an object out; nothing, and a refusal, where something else stands there.
    pub(super) fn take_object(&mut self, name: &str) -> Option<Self> {
        match self.take(name) {
            Some(Value::Object(left)) => {
                let above = error(&self.above, name, "").pointer;
                return Some(Self { left, errors: Vec::new(), above });
            }
            Some(_) => self.refuse(name, "expected an object with named fields"),
            None => self.refuse(name, "is not there"),
        }
        None
    }

    /// Whether there is such a field.
    pub(super) fn has(&self, name: &str) -> bool {
        self.left.iter().any(|(known, _)| known == name)
    }

    /// Takes `null` for a field that is not there.
    pub(super) fn pass_over_null(&mut self, name: &str) {
        self.left.retain(|(known, value)| known != name || *value != Value::Null);
    }

    /// Takes no notice of what is left: nobody can say what it should be.
    pub(super) fn pass_over_all(&mut self) {
        self.left.clear();
    }

    /// Takes a text out that may be missing.
    pub(super) fn take_text(&mut self, name: &str) -> Option<String> {
        match self.take(name)? {
            Value::Text(text) => Some(text),
            _ => {
                self.refuse(name, "expected text");
                None
            }
        }
    }

    /// Takes a text out that must be there and say something; empty, and a refusal, where it does not.
    pub(super) fn take_words(&mut self, name: &str, meaning: &str) -> String {
        match self.take(name) {
            Some(Value::Text(text)) if text.trim().is_empty() => {
                self.refuse(name, format!("expected {meaning}, found nothing but blanks"));
            }
            Some(Value::Text(text)) => return text,
            Some(_) => self.refuse(name, "expected text"),
            None => self.refuse(name, format!("is not there; expected {meaning}")),
        }
        String::new()
    }

    /// Takes a number out that may be missing.
    pub(super) fn take_number(&mut self, name: &str, range: RangeInclusive<usize>) -> Option<usize> {
        let number = match self.take(name) {
            None => return None,
            Some(Value::Whole(number)) => {
                usize::try_from(number).ok().filter(|number| range.contains(number))
            }
            Some(_) => None,
        };
        if number.is_none() {
            let (least, most) = range.into_inner();
            self.refuse(name, format!("expected a whole number from {least} to {most}"));
        }
        number
    }

    /// Notes that a field cannot be accepted.
    pub(super) fn refuse(&mut self, name: &str, detail: impl Into<String>) {
        self.errors.push(error(&self.above, name, detail));
    }

    /// Puts fields back that stood in one of these: what is wrong with them is wrong with these.
    pub(super) fn join(&mut self, inner: Self, known: &str) {
        self.errors.extend(inner.all_errors(known));
    }

    /// Refuses what is left over, and everything if anything was refused.
    ///
    /// # Errors
    /// [`Code::FieldsNotAcceptable`] with all that is wrong.
    pub(super) fn finish(self, known: &str) -> Result<(), Failure> {
        let mut errors = self.all_errors(known);
        errors.truncate(MOST_ERRORS);
        if errors.is_empty() { Ok(()) } else { Err(Failure::fields(errors)) }
    }

    /// What was refused, and what is left over and therefore unknown.
    fn all_errors(mut self, known: &str) -> Vec<FieldError> {
        let mut unknown: Vec<Option<&str>> = self.left.iter().map(|(name, _)| plain_name(name)).collect();
        unknown.sort_unstable();
        unknown.dedup();
        self.errors.extend(unknown.into_iter().map(|name| match name {
            Some(name) => error(&self.above, name, format!("there is no such field here; expected {known}")),
            None => error(
                &self.above,
                "",
                format!("there is a field with a name that is not known here; expected {known}"),
            ),
        }));
        self.errors
    }
}

/// A wrong field, with its place as a JSON pointer; without a name it is the object itself. Plain names have nothing
/// that pointers would write otherwise.
fn error(above: &str, name: &str, detail: impl Into<String>) -> FieldError {
    let pointer = if name.is_empty() { above.to_owned() } else { format!("{above}/{name}") };
    FieldError { pointer, detail: detail.into() }
}

pub(super) fn malformed(error: &serde_json::Error) -> Failure {
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

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Flag(flag))
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
        Ok(Value::Null)
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
