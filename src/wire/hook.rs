//! What a ticket system is answered, and what a payload that is tried out comes to.

use serde::Serialize;
use utoipa::ToSchema;

/// What became of a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HookAnswerV1 {
    /// `opened`, `continued`, `closed` or `reopened`; `unchanged` if it told nothing new, `ignored` if it is about
    /// something that deskdoc does not hear, `pong` to a greeting.
    #[schema(example = "opened")]
    pub outcome: &'static str,
    /// The id of the conversation, which is the only key to it.
    #[schema(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation: Option<String>,
    /// How the first words were recognised: `known`, `between`, `out_of_scope` or `unknown`.
    #[schema(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recognised: Option<String>,
    /// The likeliest symptom.
    #[schema(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub symptom: Option<String>,
    /// Whether a note is on its way to the ticket.
    pub note_queued: bool,
    /// The triage note, for hooks that take it from the answer.
    #[schema(nullable = false)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl HookAnswerV1 {
    /// An answer that says nothing but what became of it.
    pub fn only(outcome: &'static str) -> Self {
        Self { outcome, conversation: None, recognised: None, symptom: None, note_queued: false, note: None }
    }
}

/// `hook try --json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HookTrialV1 {
    /// What the delivery is: `ticket`, `ping`, or the name of what it is about instead.
    pub event: String,
    /// The ticket's id.
    pub ticket: Option<String>,
    /// The subject.
    pub subject: Option<String>,
    /// The description as plain text.
    pub body: Option<String>,
    /// Comments as plain text.
    pub comments: Vec<String>,
    /// The names of files that came inline.
    pub attachments: Vec<String>,
    /// `open`, `solved` or `dropped`.
    pub status: Option<&'static str>,
    /// What it would come to if the ticket were new.
    pub outcome: &'static str,
    /// The likeliest symptom.
    pub symptom: Option<String>,
    /// The triage note as plain text.
    pub note: Option<String>,
    /// The call that would put it into the ticket; the id of the note is noughts here.
    pub call: Option<serde_json::Value>,
    /// Why there is no call.
    pub no_call: Option<String>,
    /// Whether the note would be sent.
    pub is_sent: bool,
}

/// A hook, as `hook list --json` shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HookV1 {
    /// Its name.
    pub name: String,
    /// Its preset.
    pub preset: String,
    /// Where deliveries are sent.
    pub address: String,
    /// How they are proved.
    pub signed: Vec<String>,
    /// How many secrets count.
    pub secrets: usize,
    /// Where notes go.
    pub notes_to: Option<String>,
    /// What keeps it from writing notes.
    pub lacks: Vec<String>,
}
