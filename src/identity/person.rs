//! Somebody who has signed in, as pages name them.

use serde_json::{Map, Value};

use crate::config::ClaimRule;

/// A longer name is cut off, in characters.
const LONGEST_NAME: usize = 80;
/// What people are called, the best word first.
const NAMES: [&str; 4] = ["name", "preferred_username", "email", "sub"];

/// Somebody who has signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// What they are called: one line of plain characters, never empty.
    pub name: String,
}

impl Person {
    /// A person of this name; nothing if no character of it can be shown.
    pub fn named(name: &str) -> Option<Self> {
        let shown = name.chars().filter(|character| !is_unseen(*character));
        let name: String = shown.take(LONGEST_NAME).collect();
        let name = name.trim();
        (!name.is_empty()).then(|| Self { name: name.to_owned() })
    }

    /// The person whom a provider's statements are about.
    pub(super) fn of(claims: &Map<String, Value>) -> Option<Self> {
        NAMES.iter().filter_map(|name| claims.get(*name)?.as_str()).find_map(Self::named)
    }
}

/// Whether the statements fulfil the rule.
///
/// An address that the provider has not verified could be anybody's and fulfils none.
pub(super) fn is_let_in(rule: &ClaimRule, claims: &Map<String, Value>) -> bool {
    if rule.claim == "email" && claims.get("email_verified") != Some(&Value::Bool(true)) {
        return false;
    }
    let is_wanted =
        |value: &Value| value.as_str().is_some_and(|text| rule.values.iter().any(|wanted| wanted == text));
    match claims.get(&rule.claim) {
        Some(Value::Array(values)) => values.iter().any(is_wanted),
        Some(value) => is_wanted(value),
        None => false,
    }
}

/// Characters that would break a line, or turn the words beside the name round.
fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
