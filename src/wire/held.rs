//! A conversation that is kept, with its reply and its ledger.

use serde::Serialize;
use utoipa::ToSchema;

use super::ReplyV1;
use super::conversation::action_id;
use super::diagnosis::outcome_word;
use super::moment::moment;
use crate::dialogue::{Conversation, Event, Paste};

/// A conversation that is kept.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ConversationV1 {
    /// The only key to it: whoever knows it may read it and go on with it.
    #[schema(example = "5f0c1e6b0a7d4c0f9b1d2e3f4a5b6c7d")]
    pub id: String,
    /// The state of the base it began with.
    pub revision: String,
    /// When it began (RFC 3339, UTC).
    #[schema(format = DateTime, example = "2026-03-02T07:00:00.000Z")]
    pub created_at: String,
    /// When its last turn was made (RFC 3339, UTC).
    #[schema(format = DateTime, example = "2026-03-02T07:01:30.250Z")]
    pub updated_at: String,
    /// How many events it has: what the next turn must expect.
    pub turn: usize,
    /// `open`, `solved` or `handed_over`.
    pub state: String,
    /// What the conversation rests on and the base does not know any more, a sentence each.
    pub changes: Vec<String>,
    /// What deskdoc says where it stands.
    pub reply: ReplyV1,
    /// Everything that happened in it, in order; only where the conversation is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ledger: Option<Vec<LedgerEntryV1>>,
}

/// The name and the times of a conversation.
#[derive(Debug, Clone)]
pub struct HeldV1 {
    /// Its id.
    pub id: String,
    /// When it began, in milliseconds since 1970.
    pub created_at: i64,
    /// When its last turn was made, in milliseconds since 1970.
    pub updated_at: i64,
    /// `open`, `solved` or `handed_over`.
    pub state: String,
}

/// One event of a ledger. Fields that an event of its kind does not have are missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct LedgerEntryV1 {
    /// Its place, from 1.
    pub number: usize,
    /// When it happened (RFC 3339, UTC).
    #[schema(format = DateTime, example = "2026-03-02T07:00:00.000Z")]
    pub at: String,
    /// `said`, `answered`, `retracted`, `chosen`, `rejected`, `left_mixed`, `pasted`, `helped`, `cured`, `came_back`,
    /// `failed`, `left_open`, `passed_over`, `insisted`, `went_on`, `handed_over`, `restarted` or `undone`.
    pub kind: &'static str,
    /// Whether it still counts; what was undone does not.
    pub counts: bool,
    /// What was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub text: Option<String>,
    /// What the words were found to be: `known`, `between`, `out_of_scope` or `unknown`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub outcome: Option<&'static str>,
    /// The symptoms that it is about: those recognised, chosen or ruled out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub symptoms: Vec<String>,
    /// The answers that it gives or takes back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub answers: Vec<LedgerAnswerV1>,
    /// The fix that it is about, by the id that replies have for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub fix: Option<String>,
    /// What pasted configuration says, a line each, without secrets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub facts: Vec<String>,
    /// What was struck out as secret, by its sort.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub removed: Vec<String>,
    /// Why the case was handed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reason: Option<String>,
    /// How many of the events before it count no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub undone: Option<usize>,
}

/// A question in a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LedgerAnswerV1 {
    /// The question's id.
    pub question: String,
    /// The answer's id; missing where it was left open or taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub answer: Option<String>,
}

impl ConversationV1 {
    /// Puts the shapes together, without the ledger.
    pub fn new(held: HeldV1, conversation: &Conversation, changes: Vec<String>, reply: ReplyV1) -> Self {
        Self {
            id: held.id,
            revision: conversation.revision().to_owned(),
            created_at: moment(held.created_at),
            updated_at: moment(held.updated_at),
            turn: conversation.ledger().len(),
            state: held.state,
            changes,
            reply,
            ledger: None,
        }
    }

    /// The same with all events; `times` are those of the events, in milliseconds since 1970.
    #[must_use]
    pub fn with_ledger(self, conversation: &Conversation, times: impl Iterator<Item = i64>) -> Self {
        let counting = conversation.counting_places();
        let entries = conversation.ledger().iter().zip(times).enumerate().map(|(place, (event, at))| {
            let counts = counting.binary_search(&place).is_ok();
            LedgerEntryV1 { number: place + 1, at: moment(at), counts, ..LedgerEntryV1::of(event) }
        });
        Self { ledger: Some(entries.collect()), ..self }
    }
}

impl LedgerEntryV1 {
    /// What happened, without its place.
    fn of(event: &Event) -> Self {
        let nothing = Self::default();
        match event {
            Event::Said(said) => {
                let about =
                    said.recognition.offered().iter().map(|found| found.symptom.to_string()).collect();
                let told = said.told.iter().map(|told| answer(&told.question, Some(&told.answer))).collect();
                Self {
                    kind: "said",
                    text: Some(said.text.clone()),
                    outcome: Some(outcome_word(&said.recognition.outcome)),
                    symptoms: about,
                    answers: told,
                    ..said.paste.as_deref().map(Self::pasted).unwrap_or_default()
                }
            }
            Event::Answered { question, answer: given } => {
                Self { kind: "answered", answers: vec![answer(question, Some(given))], ..nothing }
            }
            Event::Retracted { question } => {
                Self { kind: "retracted", answers: vec![answer(question, None::<&str>)], ..nothing }
            }
            Event::Chosen(symptom) => Self { kind: "chosen", symptoms: vec![symptom.to_string()], ..nothing },
            Event::Rejected(symptoms) => {
                let symptoms = symptoms.iter().map(ToString::to_string).collect();
                Self { kind: "rejected", symptoms, ..nothing }
            }
            Event::LeftMixed => Self { kind: "left_mixed", ..nothing },
            Event::Pasted(paste) => Self { kind: "pasted", ..Self::pasted(paste) },
            Event::Helped(fix) => Self { kind: "helped", fix: fix.as_ref().map(action_id), ..nothing },
            Event::Cured(fix) => Self { kind: "cured", fix: fix.as_ref().map(action_id), ..nothing },
            Event::CameBack => Self { kind: "came_back", ..nothing },
            Event::Failed(fix) => Self { kind: "failed", fix: Some(action_id(fix)), ..nothing },
            Event::LeftOpen(question) => {
                Self { kind: "left_open", answers: vec![answer(question, None::<&str>)], ..nothing }
            }
            Event::PassedOver(fix) => Self { kind: "passed_over", fix: Some(action_id(fix)), ..nothing },
            Event::Insisted(first, second) => {
                let answers = vec![answer(first, None::<&str>), answer(second, None::<&str>)];
                Self { kind: "insisted", answers, ..nothing }
            }
            Event::WentOn => Self { kind: "went_on", ..nothing },
            Event::HandedOver { reason } => Self { kind: "handed_over", reason: reason.clone(), ..nothing },
            Event::Restarted => Self { kind: "restarted", ..nothing },
            Event::Undone(n_events) => Self { kind: "undone", undone: Some(*n_events), ..nothing },
        }
    }

    fn pasted(paste: &Paste) -> Self {
        Self { facts: paste.facts.clone(), removed: paste.removed.clone(), ..Self::default() }
    }
}

fn answer(question: impl ToString, answer: Option<impl ToString>) -> LedgerAnswerV1 {
    LedgerAnswerV1 { question: question.to_string(), answer: answer.map(|answer| answer.to_string()) }
}
