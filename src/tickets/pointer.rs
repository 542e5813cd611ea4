//! Reading values out of a payload by JSON pointers (RFC 6901).

use serde_json::Value;

/// Pointers that are tried in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places(pub Vec<String>);

impl Places {
    /// These pointers.
    pub fn at(pointers: &[&str]) -> Self {
        Self(pointers.iter().map(|pointer| (*pointer).to_owned()).collect())
    }

    /// The first value there is; null and empty texts are none.
    pub fn value<'json>(&self, json: &'json Value) -> Option<&'json Value> {
        self.0.iter().find_map(|pointer| value_at(json, pointer))
    }

    /// The first value that is a word: a text, a number, true or false.
    pub fn word(&self, json: &Value) -> Option<String> {
        self.0.iter().find_map(|pointer| word_at(json, pointer))
    }

    /// The pointers for people: `/a or /b`.
    pub fn shown(&self) -> String {
        self.0.join("` or `")
    }
}

/// The value at a pointer; null and empty texts are none.
pub(super) fn value_at<'json>(json: &'json Value, pointer: &str) -> Option<&'json Value> {
    json.pointer(pointer).filter(|value| match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        _ => true,
    })
}

/// The word at a pointer.
pub(super) fn word_at(json: &Value, pointer: &str) -> Option<String> {
    match value_at(json, pointer)? {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// Whether one of the words is the word at the pointer, in any case.
pub(super) fn is_one_of(json: &Value, pointer: &str, words: &[String]) -> bool {
    word_at(json, pointer).is_some_and(|found| words.iter().any(|word| word.eq_ignore_ascii_case(&found)))
}
