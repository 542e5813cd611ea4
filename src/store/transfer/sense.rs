//! Whether what is brought in makes sense: a conversation that nobody could go on with is refused before it is kept.
//! Its texts are cleaned as they are on every other way in.
//!
//! What an event means and what a secret is are not the store's business, so whoever brings in says how to find out.

use serde_json::Value;

use super::super::record::{Id, Moment};
use super::line::Kept;

/// The fields of events in which words of people and of pages stand.
const WORDS: [&str; 5] = ["text", "words", "reason", "phrase", "error"];

/// The end of the year 9999, in milliseconds since 1970: no later time can be written as a date.
const LAST: Moment = Moment(253_402_300_799_999);

/// How to find out whether conversations make sense.
#[derive(Clone, Copy)]
pub struct Sense<'a> {
    /// Says what was expected of an event of this kind with this payload, if it cannot be read.
    pub event: &'a dyn Fn(&str, &Value) -> Result<(), String>,
    /// Takes secrets out of a text.
    pub clean: &'a dyn Fn(&str) -> String,
    /// The states that a conversation can be in.
    pub states: &'a [&'a str],
}

/// Looks at records in the order in which they stand.
pub(super) struct Reading<'a> {
    sense: Sense<'a>,
    /// The event before: whose, which, and when.
    before: Option<(Id, u32, Moment)>,
}

impl<'a> Reading<'a> {
    pub(super) fn with(sense: Sense<'a>) -> Self {
        Self { sense, before: None }
    }

    /// Takes secrets out of what people wrote. What is clean stays as it is, to the last byte.
    pub(super) fn clean(&self, record: &mut Kept) {
        let clean = |text: &mut String| *text = (self.sense.clean)(text);
        match record {
            Kept::Event(placed) => self.clean_words(&mut placed.event.payload),
            Kept::Feedback(feedback) => feedback.comment.iter_mut().for_each(clean),
            Kept::Unanswered(unanswered) => clean(&mut unanswered.text),
            Kept::Outgoing(queued) => queued.words.iter_mut().for_each(clean),
            _ => {}
        }
    }

    fn clean_words(&self, value: &mut Value) {
        match value {
            Value::Object(fields) => {
                for (name, field) in fields {
                    match field {
                        Value::String(text) if WORDS.contains(&name.as_str()) => {
                            *text = (self.sense.clean)(text);
                        }
                        inner => self.clean_words(inner),
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.clean_words(item)),
            _ => {}
        }
    }

    /// # Errors
    /// Says what was expected. What was found may be anybody's words and is not repeated.
    pub(super) fn look_at(&mut self, record: &Kept) -> Result<(), String> {
        match record {
            Kept::Conversation(conversation) => {
                let states = self.sense.states;
                if !states.contains(&conversation.standing.state.as_str()) {
                    return Err(format!("expected one of the states {}", states.join(", ")));
                }
                is_time(conversation.created_at)?;
                is_time(conversation.updated_at)
            }
            Kept::Event(placed) => {
                is_time(placed.event.at)?;
                let known = self.before.filter(|(conversation, ..)| *conversation == placed.conversation);
                let expected = known.map_or(0, |(_, seq, _)| seq.saturating_add(1));
                if placed.seq != expected {
                    return Err(format!(
                        "expected event {expected} of this conversation, found event {}; the events of a conversation stand one behind the other, from 0",
                        placed.seq
                    ));
                }
                if known.is_some_and(|(_, _, before)| placed.event.at < before) {
                    return Err(
                        "expected a time that is not before that of the event in front of it".to_owned()
                    );
                }
                self.before = Some((placed.conversation, placed.seq, placed.event.at));
                (self.sense.event)(&placed.event.kind, &placed.event.payload)
            }
            _ => Ok(()),
        }
    }
}

fn is_time(moment: Moment) -> Result<(), String> {
    if (Moment(0)..=LAST).contains(&moment) {
        return Ok(());
    }
    Err("expected times in milliseconds since 1970, up to the year 9999".to_owned())
}
