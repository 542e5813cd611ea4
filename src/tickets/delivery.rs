//! What a delivery says, read out of its payload by the pointers of its system.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;

use super::call::is_own_note;
use super::plain::{own_words, plain};
use super::pointer::{Places, is_one_of, value_at, word_at};
use super::quotes;
use super::system::{AttachmentsAt, CommentsAt, Meaning, Statuses, System};
use crate::facts::without_secrets;

/// A ticket with more comments tells its newest ones.
const MOST_COMMENTS: usize = 50;
/// So many files of a ticket are looked at.
const MOST_ATTACHMENTS: usize = 10;
/// The most characters of a ticket's id and of the values that make it up.
const LONGEST_KEY: usize = 200;

/// What a delivery is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// It tells something of a ticket.
    Ticket(Box<Delivery>),
    /// The system looks whether anybody is there.
    Ping,
    /// It is about something else, which is named.
    Other(String),
}

/// What a delivery says of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The ticket's id, unique within its hook.
    pub ticket: String,
    /// The values that name the ticket in addresses.
    pub keys: BTreeMap<String, String>,
    /// The subject; none where the delivery does not say.
    pub subject: Option<String>,
    /// The description as plain text; none where the delivery does not say.
    pub body: Option<String>,
    /// Answers and comments as plain text, the oldest first.
    pub comments: Vec<Comment>,
    /// Files that came along inline.
    pub attachments: Vec<Attachment>,
    /// Whether the ticket is closed; none where the delivery does not say.
    pub status: Option<Status>,
}

/// An answer or a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// What tells it from another one of the same words; empty if nothing does.
    pub id: String,
    /// The words, without what they quote where there is more than that.
    pub text: String,
    /// The words with their quotes, which a ticket may consist of; no note of ours stands in them.
    pub whole: String,
    /// Whether it is a note of ours that came back.
    pub is_own_note: bool,
    /// Who wrote it, by all names that the system has for them. Compared and forgotten.
    pub authors: Vec<String>,
}

/// A file that came along inline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// What stands in it.
    pub content: Vec<u8>,
}

/// Whether a ticket is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It is open.
    Open,
    /// It is closed because it is solved.
    Solved,
    /// It is closed and not solved.
    Dropped,
}

/// What a payload lacks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{expected}")]
pub struct Unreadable {
    /// Where it was looked for, as a JSON pointer.
    pub pointer: String,
    /// What was expected there.
    pub expected: String,
}

/// Reads a payload. `event` is what the header of the system says, if it has one.
///
/// # Errors
/// [`Unreadable`] if it does not say which ticket it is about.
pub fn read(system: &System, event: Option<&str>, payload: &Value) -> Result<Received, Unreadable> {
    match meaning(system, event, payload) {
        Ok(Meaning::Ping) => return Ok(Received::Ping),
        Ok(Meaning::Ticket) => {}
        Err(name) => return Ok(Received::Other(name)),
    }
    let keys = keys(system, payload)?;
    let body = system.body.value(payload).map(plain).map(|text| below_head(&system.comments, &text));
    let body = body.filter(|text| !text.is_empty());
    let mut comments = comments(&system.comments, payload);
    // Some systems repeat the description as the first comment.
    comments.retain(|comment| Some(&comment.text) != body.as_ref());
    Ok(Received::Ticket(Box::new(Delivery {
        ticket: filled(&system.ticket, &keys),
        subject: system.subject.word(payload),
        body,
        comments,
        attachments: attachments(&system.attachments, payload),
        status: status(&system.status, payload),
        keys,
    })))
}

/// What the delivery means, or the name of what it is about instead.
fn meaning(system: &System, event: Option<&str>, payload: &Value) -> Result<Meaning, String> {
    let events = &system.events;
    let name = event.map(str::to_owned).or_else(|| events.name.word(payload)).unwrap_or_default();
    let action = events.action.word(payload);
    let shown = || match &action {
        Some(action) => format!("{name} {action}").trim().to_owned(),
        None => name.clone(),
    };
    let is_other = events.unless.iter().any(|pointer| value_at(payload, pointer).is_some())
        || events.only.iter().any(|(pointer, words)| {
            word_at(payload, pointer).is_some() && !is_one_of(payload, pointer, words)
        });
    if is_other {
        return Err(shown());
    }
    if events.known.is_empty() {
        return Ok(Meaning::Ticket);
    }
    let known = events.known.iter().find(|known| {
        let is_done = |action: &String| known.actions.iter().any(|known| known.eq_ignore_ascii_case(action));
        known.name.eq_ignore_ascii_case(&name)
            && (known.actions.is_empty() || action.as_ref().is_none_or(is_done))
    });
    known.map(|known| known.meaning).ok_or_else(shown)
}

fn keys(system: &System, payload: &Value) -> Result<BTreeMap<String, String>, Unreadable> {
    let read = system.keys.iter().map(|key| {
        let pointer = || key.places.0.first().cloned().unwrap_or_default();
        let value = key.places.word(payload).or_else(|| key.otherwise.clone()).ok_or_else(|| Unreadable {
            pointer: pointer(),
            expected: format!("expected the {} at `{}`, a text or a number", key.name, key.places.shown()),
        })?;
        // A name of dots alone would lead elsewhere when it stands in an address.
        let is_name = value.chars().count() <= LONGEST_KEY
            && value.chars().any(|c| c != '.')
            && !value.chars().any(char::is_control);
        if !is_name {
            let expected =
                format!("expected the {} in at most {LONGEST_KEY} characters, not only dots", key.name);
            return Err(Unreadable { pointer: pointer(), expected });
        }
        // It is kept, and stands in the address of the outgoing call.
        if !without_secrets(&value).removed.is_empty() {
            let expected = format!("expected the {}, found what looks like a secret", key.name);
            return Err(Unreadable { pointer: pointer(), expected });
        }
        Ok((key.name.clone(), value))
    });
    read.collect()
}

/// A template with its keys filled in as they are.
pub(super) fn filled(template: &str, keys: &BTreeMap<String, String>) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, from_brace)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, after)) = from_brace.split_once('}') else { break };
        text.push_str(keys.get(name).map_or("", String::as_str));
        rest = after;
    }
    text.push_str(rest);
    text
}

fn comments(at: &CommentsAt, payload: &Value) -> Vec<Comment> {
    let entries: Vec<&Value> = match &at.list {
        Some(list) => payload.pointer(list).and_then(Value::as_array).into_iter().flatten().collect(),
        None => vec![payload],
    };
    let newest = entries.len().saturating_sub(MOST_COMMENTS);
    let read = entries.into_iter().skip(newest).filter_map(|entry| {
        if at.skip.iter().any(|(pointer, words)| is_one_of(entry, pointer, words)) {
            return None;
        }
        let said = at.text.value(entry)?;
        let (all, own) = (plain(said), own_words(said));
        let below = |text: &str| below_head(at, text);
        let (all, own) = (below(&all), own.map(|own| below(&own)).filter(|own| !own.is_empty()));
        let is_nothing = at.nothing.iter().any(|words| all.eq_ignore_ascii_case(words));
        if all.is_empty() || is_nothing {
            return None;
        }
        let holds_note = quotes::holds_note(&all);
        let is_only_note = is_own_note(&all) && !quotes::has_note_head(&all);
        let is_own_note = is_only_note || (holds_note && own.is_none());
        // Somebody who quotes and adds nothing says what they quote.
        let text = own.unwrap_or_else(|| all.clone());
        let whole = if holds_note { text.clone() } else { all };
        let id = at.id.word(entry).unwrap_or_default();
        let authors = at.author.iter().filter_map(|pointer| word_at(entry, pointer)).collect();
        Some(Comment { id, text, whole, is_own_note, authors })
    });
    read.collect()
}

/// What was written, without the line that says when who wrote it, where the system puts one.
fn below_head(at: &CommentsAt, text: &str) -> String {
    if at.has_head { quotes::without_head(text) } else { text }.to_owned()
}

fn attachments(at: &AttachmentsAt, payload: &Value) -> Vec<Attachment> {
    let lists = at.list.iter().filter_map(|list| payload.pointer(list).and_then(Value::as_array));
    let read = lists.flatten().take(MOST_ATTACHMENTS).filter_map(|file| {
        let coded =
            |places: &Places| BASE64.decode(places.word(file)?.split_whitespace().collect::<String>()).ok();
        let content = at.text.word(file).map(String::into_bytes).or_else(|| coded(&at.base64))?;
        let name = at.name.word(file).unwrap_or_else(|| "attachment".to_owned());
        Some(Attachment { name, content })
    });
    read.collect()
}

fn status(at: &Statuses, payload: &Value) -> Option<Status> {
    let word = at.places.word(payload)?;
    let is_in = |words: &[String]| words.iter().any(|known| is_like(known, &word));
    Some(match () {
        () if is_in(&at.dropped) => Status::Dropped,
        () if !is_in(&at.solved) => Status::Open,
        () => {
            let reason = at.reason.word(payload).unwrap_or_default();
            let is_unsolved = at.unsolved_reasons.iter().any(|known| is_like(known, &reason));
            if is_unsolved { Status::Dropped } else { Status::Solved }
        }
    })
}

/// Whether a word is a known one; `*` at the end of that stands for anything.
fn is_like(known: &str, word: &str) -> bool {
    match known.strip_suffix('*') {
        Some(start) => word.to_lowercase().starts_with(&start.to_lowercase()),
        None => word.to_lowercase() == known.to_lowercase(),
    }
}
