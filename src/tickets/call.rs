//! The call that puts a note into a ticket, made of the template of its system.
//!
//! What a payload says can only become a part of a path, with every character escaped that means something in an
//! address, or a text inside JSON: it never chooses where the call goes.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::delivery::Delivery;
use super::system::{NoteTemplate, System};
use super::triage::Triage;

/// What the last line of every note begins with; the id of the note follows.
pub const MARKER: &str = "deskdoc-note";

/// A note, ready to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteCall {
    /// The method.
    pub method: String,
    /// The path below the system's address.
    pub path: String,
    /// What the body is.
    pub content_type: &'static str,
    /// The body.
    pub body: String,
    /// Where it is looked whether the note is there already.
    pub lookup: Option<String>,
}

/// Why there is no call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoCall {
    /// The system is only listened to.
    #[error("the hook has no note call; `note_path` and `note_body` describe one")]
    NoTemplate,
    /// The system has no internal notes, and the operator does not want public ones.
    #[error(
        "notes of this system are seen by everybody who sees the ticket; `public = true` sends them all the same"
    )]
    PublicOnly,
    /// The template is no JSON.
    #[error("the body of the note call is no JSON")]
    BadTemplate,
}

impl System {
    /// The call for a note. `marker` names the note; `is_public` asks for a reply that customers see.
    ///
    /// # Errors
    /// [`NoCall`] if the system takes none, or none of this sort.
    pub fn call(
        &self,
        delivery: &Delivery,
        triage: &Triage,
        marker: &str,
        is_public: bool,
    ) -> Result<NoteCall, NoCall> {
        let template = self.note.as_ref().ok_or(NoCall::NoTemplate)?;
        if template.is_always_public && !is_public {
            return Err(NoCall::PublicOnly);
        }
        let line = format!("{MARKER} {marker}");
        let words = Words { note: &triage.to_text(template.form, Some(&line)), marker: &line, is_public };
        let body = template.public_body.as_ref().filter(|_| is_public).unwrap_or(&template.body);
        let body: Value = serde_json::from_str(body).map_err(|_| NoCall::BadTemplate)?;
        let path = template.public_path.as_ref().filter(|_| is_public).unwrap_or(&template.path);
        let mut marked = delivery.keys.clone();
        marked.insert("marker".to_owned(), line.clone());
        Ok(NoteCall {
            method: template.method.clone(),
            path: in_path(path, &delivery.keys),
            content_type: "application/json",
            body: words.in_json(body, &delivery.keys).to_string(),
            lookup: template.lookup.as_ref().map(|lookup| in_path(lookup, &marked)),
        })
    }
}

impl NoteTemplate {
    /// Whether the body is JSON, as it must be.
    pub fn is_sound(&self) -> bool {
        let bodies = [Some(&self.body), self.public_body.as_ref()];
        bodies.into_iter().flatten().all(|body| serde_json::from_str::<Value>(body).is_ok())
    }
}

impl NoteCall {
    /// The call as it is kept until it is sent.
    pub fn to_json(&self) -> Value {
        json!({
            "method": self.method,
            "path": self.path,
            "content_type": self.content_type,
            "body": self.body,
            "lookup": self.lookup,
        })
    }
}

/// Whether a comment is a note of ours that came back: its last line says so.
pub(super) fn is_own_note(text: &str) -> bool {
    let last = text.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default();
    let id = last.strip_prefix(MARKER).map(str::trim_start).unwrap_or_default();
    id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit())
}

struct Words<'call> {
    note: &'call str,
    marker: &'call str,
    is_public: bool,
}

impl Words<'_> {
    fn in_json(&self, template: Value, keys: &BTreeMap<String, String>) -> Value {
        match template {
            Value::String(text) => match text.as_str() {
                "{public}" => Value::Bool(self.is_public),
                "{internal}" => Value::Bool(!self.is_public),
                _ => self.in_text(&text, keys),
            },
            Value::Array(items) => items.into_iter().map(|item| self.in_json(item, keys)).collect(),
            Value::Object(fields) => {
                fields.into_iter().map(|(name, value)| (name, self.in_json(value, keys))).collect()
            }
            other => other,
        }
    }

    /// A text with its names replaced; one that is nothing but a key with a number in it becomes the number.
    fn in_text(&self, text: &str, keys: &BTreeMap<String, String>) -> Value {
        let only =
            text.strip_prefix("{=").and_then(|rest| rest.strip_suffix('}')).and_then(|name| keys.get(name));
        if let Some(number) = only.and_then(|value| value.parse::<u64>().ok()) {
            return number.into();
        }
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, from_brace)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, after)) = from_brace.split_once('}') else { break };
            filled.push_str(match name.trim_start_matches('=') {
                "note" => self.note,
                "marker" => self.marker,
                name => keys.get(name).map_or("", String::as_str),
            });
            rest = after;
        }
        filled.push_str(rest);
        Value::String(filled)
    }
}

/// A path with its keys filled in, each as one part of it.
fn in_path(template: &str, keys: &BTreeMap<String, String>) -> String {
    let escaped = keys.iter().map(|(name, value)| (name.clone(), escaped(value))).collect();
    super::delivery::filled(template, &escaped)
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}
