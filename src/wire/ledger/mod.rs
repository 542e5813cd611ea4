//! The events of a conversation as JSON, the way they are kept: written once, read by every later version.
//!
//! Every event can be written and is read back equal, to the last bit of its numbers. What no version has written is
//! [`DamagedLedger`], never a guess. Secrets were struck out before there was an event.

mod exact;
mod facts;
#[cfg(test)]
mod tests;
mod words;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use self::words::{PasteTwin, SaidTwin};
use crate::diagnosis::ActionId;
use crate::dialogue::{Event, Paste, Said};
use crate::kb::{CauseId, FixId, QuestionId, SymptomId};

/// What was kept is no event that any version has written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("event {place} of a ledger cannot be read: {reason}")]
pub struct DamagedLedger {
    /// The place of the event in its ledger, counted from 1.
    pub place: usize,
    /// What was expected. What was found is not repeated: it may be anybody's words.
    pub reason: String,
}

/// The kind of an event and all else about it.
pub type WrittenEvent = (String, Value);

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload", rename_all = "snake_case", deny_unknown_fields)]
enum EventTwin {
    Said(SaidTwin),
    Answered { question: String, answer: String },
    Retracted { question: String },
    Chosen { symptom: String },
    Rejected { symptoms: Vec<String> },
    LeftMixed {},
    Pasted(PasteTwin),
    Helped { fix: Option<ActionTwin> },
    Cured { fix: Option<ActionTwin> },
    CameBack {},
    Failed { fix: ActionTwin },
    LeftOpen { question: String },
    PassedOver { fix: ActionTwin },
    Insisted { first: String, second: String },
    WentOn {},
    HandedOver { reason: Option<String> },
    Restarted {},
    Undone { events: usize },
}

/// Something that was tried.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum ActionTwin {
    /// The fix on a cause's own page.
    Cause(String),
    /// A fix with a page of its own.
    Fix(String),
    /// Two of them at once.
    Both(Vec<ActionTwin>),
}

/// Writes an event.
pub fn write_event(event: &Event) -> WrittenEvent {
    let twin = EventTwin::from(event);
    // Nothing in a twin can fail to become JSON: all keys are texts, and numbers with a fraction are texts, too.
    let written = serde_json::to_value(&twin).unwrap_or_default();
    let Value::Object(mut fields) = written else { return (String::new(), Value::Null) };
    let kind = fields.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned();
    let payload = fields.remove("payload").unwrap_or_default();
    (kind, payload)
}

/// Reads the events of a ledger, the first one first.
///
/// # Errors
/// [`DamagedLedger`] names the first that cannot be read.
pub fn read_events<'kept>(
    events: impl Iterator<Item = (&'kept str, &'kept Value)>,
) -> Result<Vec<Event>, DamagedLedger> {
    let read = events.enumerate().map(|(at, (kind, payload))| {
        read_event(kind, payload).map_err(|reason| DamagedLedger { place: at + 1, reason })
    });
    read.collect()
}

/// # Errors
/// Says what was expected.
fn read_event(kind: &str, payload: &Value) -> Result<Event, String> {
    let whole = json!({"kind": kind, "payload": payload});
    let twin: EventTwin = serde_json::from_value(whole)
        .map_err(|_| "expected one of the kinds this version knows, with all its fields and no others")?;
    twin.try_into()
}

impl From<&Event> for EventTwin {
    fn from(event: &Event) -> Self {
        match event {
            Event::Said(said) => Self::Said(SaidTwin::from(said)),
            Event::Answered { question, answer } => {
                Self::Answered { question: question.to_string(), answer: answer.to_string() }
            }
            Event::Retracted { question } => Self::Retracted { question: question.to_string() },
            Event::Chosen(symptom) => Self::Chosen { symptom: symptom.to_string() },
            Event::Rejected(symptoms) => {
                Self::Rejected { symptoms: symptoms.iter().map(ToString::to_string).collect() }
            }
            Event::LeftMixed => Self::LeftMixed {},
            Event::Pasted(paste) => Self::Pasted(PasteTwin::from(paste)),
            Event::Helped(fix) => Self::Helped { fix: fix.as_ref().map(ActionTwin::from) },
            Event::Cured(fix) => Self::Cured { fix: fix.as_ref().map(ActionTwin::from) },
            Event::CameBack => Self::CameBack {},
            Event::Failed(fix) => Self::Failed { fix: fix.into() },
            Event::LeftOpen(question) => Self::LeftOpen { question: question.to_string() },
            Event::PassedOver(fix) => Self::PassedOver { fix: fix.into() },
            Event::Insisted(first, second) => {
                Self::Insisted { first: first.to_string(), second: second.to_string() }
            }
            Event::WentOn => Self::WentOn {},
            Event::HandedOver { reason } => Self::HandedOver { reason: reason.clone() },
            Event::Restarted => Self::Restarted {},
            Event::Undone(events) => Self::Undone { events: *events },
        }
    }
}

impl TryFrom<EventTwin> for Event {
    type Error = String;

    fn try_from(twin: EventTwin) -> Result<Self, String> {
        Ok(match twin {
            EventTwin::Said(said) => Self::Said(Said::try_from(said)?),
            EventTwin::Answered { question, answer } => Self::Answered {
                question: id(&question, QuestionId::parse)?,
                answer: words::answer(&answer)?,
            },
            EventTwin::Retracted { question } => {
                Self::Retracted { question: id(&question, QuestionId::parse)? }
            }
            EventTwin::Chosen { symptom } => Self::Chosen(id(&symptom, SymptomId::parse)?),
            EventTwin::Rejected { symptoms } => Self::Rejected(ids(&symptoms, SymptomId::parse)?),
            EventTwin::LeftMixed {} => Self::LeftMixed,
            EventTwin::Pasted(paste) => Self::Pasted(Paste::try_from(paste)?),
            EventTwin::Helped { fix } => Self::Helped(fix.map(ActionId::try_from).transpose()?),
            EventTwin::Cured { fix } => Self::Cured(fix.map(ActionId::try_from).transpose()?),
            EventTwin::CameBack {} => Self::CameBack,
            EventTwin::Failed { fix } => Self::Failed(fix.try_into()?),
            EventTwin::LeftOpen { question } => Self::LeftOpen(id(&question, QuestionId::parse)?),
            EventTwin::PassedOver { fix } => Self::PassedOver(fix.try_into()?),
            EventTwin::Insisted { first, second } => {
                Self::Insisted(id(&first, QuestionId::parse)?, id(&second, QuestionId::parse)?)
            }
            EventTwin::WentOn {} => Self::WentOn,
            EventTwin::HandedOver { reason } => Self::HandedOver { reason },
            EventTwin::Restarted {} => Self::Restarted,
            EventTwin::Undone { events } => Self::Undone(events),
        })
    }
}

impl From<&ActionId> for ActionTwin {
    fn from(action: &ActionId) -> Self {
        match action {
            ActionId::FixOf(cause) => Self::Cause(cause.to_string()),
            ActionId::Fix(fix) => Self::Fix(fix.to_string()),
            ActionId::Both(parts) => Self::Both(parts.iter().map(Self::from).collect()),
        }
    }
}

impl TryFrom<ActionTwin> for ActionId {
    type Error = String;

    fn try_from(twin: ActionTwin) -> Result<Self, String> {
        Ok(match twin {
            ActionTwin::Cause(cause) => Self::FixOf(id(&cause, CauseId::parse)?),
            ActionTwin::Fix(fix) => Self::Fix(id(&fix, FixId::parse)?),
            ActionTwin::Both(parts) => {
                let parts: Vec<Self> = parts.into_iter().map(Self::try_from).collect::<Result<_, _>>()?;
                let parts = <[Self; 2]>::try_from(parts).map_err(|_| "expected two fixes")?;
                Self::Both(Box::new(parts))
            }
        })
    }
}

/// # Errors
/// Says what was expected.
fn id<T, E>(text: &str, parse: impl Fn(&str) -> Result<T, E>) -> Result<T, String> {
    parse(text).map_err(|_| "expected an id of the base".to_owned())
}

/// # Errors
/// Says what was expected.
fn ids<T, E>(texts: &[String], parse: impl Fn(&str) -> Result<T, E>) -> Result<Vec<T>, String> {
    texts.iter().map(|text| id(text, &parse)).collect()
}
