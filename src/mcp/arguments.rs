//! Reads the arguments of a tool, and says in plain words what is wrong with them.
//!
//! All that is wrong is said at once, for a model mends everything in one go. What was sent is never repeated.

use std::fmt::Display;
use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use crate::wire::plain_name;

/// The arguments of one call; taken one by one, what is left over is unknown.
pub(super) struct Arguments {
    left: Map<String, Value>,
    wrong: Vec<String>,
}

/// More help nobody.
const MOST_NAMED: usize = 20;

impl Arguments {
    pub(super) fn new(given: Option<Map<String, Value>>) -> Self {
        Self { left: given.unwrap_or_default(), wrong: Vec::new() }
    }

    /// Notes that an argument cannot be accepted.
    pub(super) fn refuse(&mut self, name: &str, detail: impl Display) {
        self.wrong.push(format!("`{name}`: {detail}"));
    }

    /// Takes an argument out; `null` counts as not given.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.left.remove(name).filter(|value| !value.is_null())
    }

    /// Takes a text out that must be there and say something, at most `most` bytes long.
    pub(super) fn take_words(&mut self, name: &str, meaning: &str, most: usize) -> String {
        match self.take(name) {
            Some(Value::String(text)) if text.trim().is_empty() => {
                self.refuse(name, format!("expected {meaning}, found nothing but blanks"));
            }
            Some(Value::String(text)) if text.len() > most => self.refuse(name, too_long(&text, most)),
            Some(Value::String(text)) => return text,
            Some(other) => self.refuse(name, format!("expected text, found {}", sort(&other))),
            None => self.refuse(name, format!("is not there; expected {meaning}")),
        }
        String::new()
    }

    /// The same of a text that is short enough to be read at once, at most `most` characters long.
    pub(super) fn take_line(&mut self, name: &str, meaning: &str, most: usize) -> String {
        let text = self.take_words(name, meaning, usize::MAX);
        let n_found = text.chars().count();
        if n_found > most {
            self.refuse(name, format!("expected at most {most} characters, found {n_found}"));
        }
        text
    }

    /// Takes a text out that may be missing.
    pub(super) fn take_text(&mut self, name: &str) -> Option<String> {
        match self.take(name)? {
            Value::String(text) => Some(text),
            other => {
                self.refuse(name, format!("expected text, found {}", sort(&other)));
                None
            }
        }
    }

    /// Takes a number out; `usual` where none is given.
    pub(super) fn take_number(&mut self, name: &str, usual: usize, range: RangeInclusive<usize>) -> usize {
        let Some(value) = self.take(name) else { return usual };
        // JSON knows one kind of number, and some models write 5.0 for 5.
        let whole = value.as_u64().or_else(|| {
            value
                .as_f64()
                .filter(|number| number.fract() == 0.0 && *number >= 0.0)
                .map(|number| number as u64)
        });
        let number = whole.and_then(|number| usize::try_from(number).ok()).filter(|it| range.contains(it));
        number.unwrap_or_else(|| {
            self.refuse(name, format!("expected a whole number from {} to {}", range.start(), range.end()));
            usual
        })
    }

    /// Takes a list of texts out; empty where none is given.
    pub(super) fn take_texts(&mut self, name: &str, most: usize) -> Vec<String> {
        let Some(value) = self.take(name) else { return Vec::new() };
        let Value::Array(items) = value else {
            self.refuse(name, format!("expected a list of texts, found {}", sort(&value)));
            return Vec::new();
        };
        if items.len() > most {
            self.refuse(name, format!("expected at most {most} of them, found {}", items.len()));
        }
        let texts: Vec<String> = items.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        if texts.len() < items.len() {
            self.refuse(name, "expected nothing but texts in the list");
        }
        texts
    }

    /// Refuses what is left over, and everything if anything was refused.
    ///
    /// # Errors
    /// All that is wrong, in words for whoever called.
    pub(super) fn finish(mut self, known: &str) -> Result<(), String> {
        for name in self.left.keys() {
            self.wrong.push(match plain_name(name) {
                Some(name) => format!("`{name}`: there is no such argument here; expected {known}"),
                None => format!("there is an argument that is not known here; expected {known}"),
            });
        }
        self.wrong.truncate(MOST_NAMED);
        if self.wrong.is_empty() { Ok(()) } else { Err(self.wrong.join("\n")) }
    }
}

fn too_long(text: &str, most: usize) -> String {
    format!("expected at most {most} bytes, found {}; send the part that matters", text.len())
}

/// What a value is, without saying what stands in it.
fn sort(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "yes or no",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
