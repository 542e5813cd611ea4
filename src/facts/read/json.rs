//! Snapshots in JSON, also broken ones: what stands before the break is read, and what was cut off stays open.
//!
//! A reader of our own, because the library's gives nothing of a broken document and no lines. Texts and numbers are
//! still taken apart by the library.

use std::collections::HashMap;
use std::sync::Arc;

use serde::de::IgnoredAny;

use super::{DEEPEST, MOST_NODES, Reading, Source, Unreadable};
use crate::facts::fact::{Fact, List, Record, Unusable, Value};
use crate::facts::schema::{FieldKind, Schema, Shape};
use crate::facts::secret::{Removed, Secret, value_without_secrets};

/// Reads a whole document.
///
/// # Errors
/// [`Unreadable`] past a limit, or if there is nothing to be read.
pub(super) fn read(schema: &Schema, source: &Source<'_>) -> Result<Reading, Unreadable> {
    let (reading, end) = read_at(schema, source, 0)?;
    let rest = source.text.get(end..).unwrap_or_default();
    let mut reading = reading;
    if reading.notes.is_empty() && !rest.trim().is_empty() {
        let at = end + (rest.len() - rest.trim_start().len());
        reading.note(source.line(at), "what stands behind the end of the JSON was not read");
    }
    Ok(reading)
}

/// Reads the document that starts at an offset, and says where it ends.
///
/// # Errors
/// [`Unreadable`] past a limit, or if there is nothing to be read.
pub(super) fn read_at(
    schema: &Schema,
    source: &Source<'_>,
    at: usize,
) -> Result<(Reading, usize), Unreadable> {
    let mut reader = Reader {
        source,
        at,
        n_nodes: 0,
        broken: None,
        refused: None,
        removed: Vec::new(),
        twice: Vec::new(),
    };
    let value = reader.value(schema.shape(), 0);
    if let Some((at, is_too_deep)) = reader.refused {
        let (line, reason) = (source.line(at), "objects and lists are nested more than 64 deep; send less");
        return Err(if is_too_deep {
            Unreadable::Refused { line, reason }
        } else {
            Unreadable::TooMany { line }
        });
    }
    let mut reading = Reading { removed: std::mem::take(&mut reader.removed), ..Reading::default() };
    for at in &reader.twice {
        reading
            .note(source.line(*at), "this name stood before in the same object; none of its values is used");
    }
    match (value, reader.broken) {
        (Some(Fact { value: Value::Record(record), .. }), broken)
            if broken.is_none() || !record.entries.is_empty() || !reading.removed.is_empty() =>
        {
            reading.facts = record;
            if let Some((at, expected)) = broken {
                let words =
                    format!("the JSON breaks off here: {expected} was expected; what stands before is read");
                reading.note(source.line(at), words);
            }
        }
        (_, Some((at, expected))) => {
            let reason = format!("this is no JSON: {expected} was expected");
            return Err(Unreadable::Broken { line: source.line(at), reason });
        }
        _ => {
            // Some value, but no object: nothing in it has a name.
            reading.facts = Record::open();
            reading.note(source.line(at), "expected one JSON object with named values, found something else");
        }
    }
    Ok((reading, reader.at))
}

struct Reader<'r, 't> {
    source: &'r Source<'t>,
    at: usize,
    n_nodes: usize,
    /// Where the document breaks, and what was expected there.
    broken: Option<(usize, &'static str)>,
    /// Where a limit is passed, and whether it is the one of depth.
    refused: Option<(usize, bool)>,
    removed: Vec<Removed>,
    /// Where names stand that stood before in the same object.
    twice: Vec<usize>,
}

impl<'t> Reader<'_, 't> {
    fn rest(&self) -> &'t str {
        self.source.text.get(self.at..).unwrap_or_default()
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    }

    fn next_is(&mut self, byte: u8) -> bool {
        self.skip_blanks();
        let is_next = self.rest().as_bytes().first() == Some(&byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn breaks(&mut self, expected: &'static str) {
        self.broken.get_or_insert((self.at, expected));
    }

    fn is_over(&self) -> bool {
        self.broken.is_some() || self.refused.is_some()
    }

    /// A value; `None` if it is cut off.
    fn value(&mut self, shape: &Shape, depth: usize) -> Option<Fact> {
        self.skip_blanks();
        self.n_nodes += 1;
        if depth > DEEPEST || self.n_nodes > MOST_NODES {
            self.refused.get_or_insert((self.at, depth > DEEPEST));
            return None;
        }
        let start = self.at;
        let value = match self.rest().as_bytes().first() {
            Some(b'{') => self.object(shape, depth),
            Some(b'[') => self.list(shape, depth),
            Some(b'"') => match self.text()? {
                Some(text) => self.of_text(text, shape, start),
                None => Value::Unusable(Unusable::WrongType),
            },
            _ => self.word(shape)?,
        };
        Some(Fact { value, origin: self.source.origin(start, None) })
    }

    fn object(&mut self, shape: &Shape, depth: usize) -> Value {
        self.at += 1;
        let mut record = Record::default();
        let mut places = HashMap::new();
        let mut is_first = true;
        loop {
            if self.next_is(b'}') {
                break;
            }
            if !std::mem::take(&mut is_first) && !self.next_is(b',') {
                self.breaks("a comma or a closing brace");
                break;
            }
            self.skip_blanks();
            let name_at = self.at;
            let name = if self.rest().starts_with('"') { self.text() } else { None };
            let Some(name) = name else {
                self.breaks("a name in quotes");
                break;
            };
            if !self.next_is(b':') {
                self.breaks("a colon");
                break;
            }
            // A name that no text can hold is one that nobody knows.
            let name = name.unwrap_or_else(|| char::REPLACEMENT_CHARACTER.to_string());
            if let Some((name, fact)) = self.entry(&name, name_at, shape, depth) {
                self.put(&mut record, &mut places, name, fact, name_at);
            }
            if self.is_over() {
                break;
            }
        }
        record.is_open = self.is_over();
        match shape {
            Shape::Free | Shape::Record(_) => Value::Record(record),
            Shape::Leaf(_) | Shape::Records(_) => Value::Unusable(Unusable::WrongType),
        }
    }

    /// What stands behind a name, if anybody wants it.
    fn entry(&mut self, name: &str, name_at: usize, shape: &Shape, depth: usize) -> Option<(Arc<str>, Fact)> {
        let (known, below) = match shape {
            Shape::Free => (Some(Arc::from(name)), shape),
            _ => match shape.entry(name) {
                Some((name, below)) => (Some(Arc::clone(name)), below),
                None => (None, &Shape::Free),
            },
        };
        let secret = Secret::by_name(name).filter(|_| known.is_none() || matches!(shape, Shape::Free));
        let n_removed = self.removed.len();
        let mut fact = self.value(below, depth + 1)?;
        if let Some(what) = secret {
            self.removed.truncate(n_removed);
            if !matches!(fact.value, Value::Unusable(Unusable::Null)) {
                self.removed.push(Removed { file: None, what, line: self.source.line(name_at) });
            }
            fact.value = Value::Unusable(Unusable::Secret);
        }
        Some((known?, fact))
    }

    /// Puts an entry into its object. Where each name stands is kept aside: an object may have fifty thousand.
    fn put(
        &mut self,
        record: &mut Record,
        places: &mut HashMap<Arc<str>, usize>,
        name: Arc<str>,
        fact: Fact,
        name_at: usize,
    ) {
        let before = places.get(&name).and_then(|place| record.entries.get_mut(*place));
        if let Some((_, place)) = before {
            // Readers differ in which of two values counts, so neither says what is in force.
            place.value = Value::Unusable(Unusable::WrongType);
            self.twice.push(name_at);
            return;
        }
        places.insert(Arc::clone(&name), record.entries.len());
        record.entries.push((name, fact));
    }

    fn list(&mut self, shape: &Shape, depth: usize) -> Value {
        self.at += 1;
        let below = match shape {
            Shape::Records(below) => below,
            Shape::Leaf(FieldKind::Texts) => &Shape::Leaf(FieldKind::Text),
            _ => &Shape::Free,
        };
        let is_wanted = matches!(shape, Shape::Free | Shape::Records(_) | Shape::Leaf(FieldKind::Texts));
        let mut list = List::default();
        let mut is_first = true;
        loop {
            if self.next_is(b']') {
                break;
            }
            if !std::mem::take(&mut is_first) && !self.next_is(b',') {
                self.breaks("a comma or a closing bracket");
                break;
            }
            if let Some(item) = self.value(below, depth + 1).filter(|_| is_wanted) {
                list.items.push(item);
            }
            if self.is_over() {
                break;
            }
        }
        list.is_open = self.is_over();
        if is_wanted { Value::List(list) } else { Value::Unusable(Unusable::WrongType) }
    }

    /// A text with its quotes; `None` if it never ends or is not sound, `Some(None)` if it is half a character.
    fn text(&mut self) -> Option<Option<String>> {
        let rest = self.rest();
        let mut bytes = rest.bytes().enumerate().skip(1);
        while let Some((at, byte)) = bytes.next() {
            match byte {
                b'\\' => drop(bytes.next()),
                b'"' => {
                    let written = rest.get(..=at)?;
                    let text = serde_json::from_str::<String>(written).ok();
                    if text.is_none() && serde_json::from_str::<IgnoredAny>(written).is_err() {
                        self.breaks("text without line breaks and with sound escapes");
                        return None;
                    }
                    self.at += at + 1;
                    return Some(text);
                }
                _ => {}
            }
        }
        self.breaks("a closing quote");
        None
    }

    fn of_text(&mut self, text: String, shape: &Shape, at: usize) -> Value {
        if !matches!(shape, Shape::Free | Shape::Leaf(FieldKind::Text)) {
            return Value::Unusable(Unusable::WrongType);
        }
        let (kept, mut removed) = value_without_secrets(&text);
        let value = match kept {
            Some(kept) => Value::Text(kept.into_owned()),
            None => Value::Unusable(Unusable::Secret),
        };
        removed.iter_mut().for_each(|removed| removed.line = self.source.line(at));
        self.removed.append(&mut removed);
        value
    }

    /// A number, `true`, `false` or `null`; `None` if it is none of them or may be cut off.
    fn word(&mut self, shape: &Shape) -> Option<Value> {
        let rest = self.rest();
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')));
        let word = length.and_then(|length| rest.get(..length)).unwrap_or(rest);
        let value = match word {
            "null" => Some(Value::Unusable(Unusable::Null)),
            "true" => Some(Value::Flag(true)),
            "false" => Some(Value::Flag(false)),
            // At the very end of a document a number may go on.
            _ if length.is_none() => None,
            _ => number(word),
        };
        let Some(value) = value else {
            self.breaks("a value");
            return None;
        };
        self.at += word.len();
        let fits = match (&value, shape) {
            (_, Shape::Free) | (Value::Unusable(_), _) => true,
            (Value::Flag(_), Shape::Leaf(kind)) => *kind == FieldKind::Flag,
            (_, Shape::Leaf(kind)) => *kind == FieldKind::Number,
            _ => false,
        };
        Some(if fits { value } else { Value::Unusable(Unusable::WrongType) })
    }
}

/// A number. One that is too large, or that programs write for want of one, is not usable but breaks nothing.
fn number(word: &str) -> Option<Value> {
    let Ok(number) = serde_json::from_str::<serde_json::Number>(word) else {
        let is_known = matches!(word, "NaN" | "Infinity" | "-Infinity");
        let is_sound = is_known || serde_json::from_str::<IgnoredAny>(word).is_ok();
        return is_sound.then_some(Value::Unusable(Unusable::WrongType));
    };
    Some(number.as_i64().map_or_else(
        || number.as_f64().map_or(Value::Unusable(Unusable::WrongType), Value::Number),
        Value::Whole,
    ))
}
