//! Texts that went wrong, each with what led it astray.

use serde::Serialize;

use super::super::diagnosis::{Because, outcome_word, rounded};
use crate::eval::{Confusion, Expected, Verdict};
use crate::recognition::Outcome;

/// A case that went wrong.
#[derive(Debug, Clone, Serialize)]
pub struct ConfusionV1 {
    /// `wrong`, `missed`, `answered_out_of_scope` or `answered_counter_phrase`.
    pub kind: &'static str,
    /// The id of the case, as it was given.
    pub id: serde_json::Value,
    /// Its line in the file, from 1.
    pub line: Option<usize>,
    /// The text, or how a long one begins.
    pub text: String,
    /// The symptom it is about; null where it is about none, or is a counter-phrase.
    pub symptom: Option<String>,
    /// Further symptoms it is about.
    pub also: Vec<String>,
    /// The confidence of the right symptom; null if it is not among the nearest.
    pub confidence: Option<f64>,
    /// `known`, `between`, `out_of_scope` or `unknown`.
    pub outcome: &'static str,
    /// The page that was taken to be meant, where the outcome is `out_of_scope`.
    pub out_of_scope: Option<String>,
    /// The best candidate that is not right.
    pub rival: Option<RivalV1>,
}

/// A symptom that a text was, or nearly was, taken for.
#[derive(Debug, Clone, Serialize)]
pub struct RivalV1 {
    /// The symptom's id.
    pub symptom: String,
    /// Its confidence.
    pub confidence: f64,
    /// What led to it.
    pub because: Because,
}

impl From<&Confusion> for ConfusionV1 {
    fn from(confusion: &Confusion) -> Self {
        let (symptom, also) = match &confusion.expected {
            Expected::Symptom { own, also } => {
                (Some(own.to_string()), also.iter().map(ToString::to_string).collect())
            }
            Expected::Nothing | Expected::Not(_) => (None, Vec::new()),
        };
        let id = confusion.id.as_deref().and_then(|id| serde_json::from_str(id).ok());
        Self {
            kind: kind(confusion),
            id: id.unwrap_or_default(),
            line: confusion.line,
            text: confusion.text.clone(),
            symptom,
            also,
            confidence: confusion.own_confidence.map(rounded),
            outcome: outcome_word(&confusion.outcome),
            out_of_scope: match &confusion.outcome {
                Outcome::OutOfScope(page) => Some(page.to_string()),
                _ => None,
            },
            rival: confusion.rival.as_ref().map(|rival| RivalV1 {
                symptom: rival.symptom.to_string(),
                confidence: rounded(rival.confidence),
                because: Because {
                    error_text: rival.error_text.clone(),
                    phrase: rival.phrase.clone(),
                    words: rival.words.clone(),
                },
            }),
        }
    }
}

fn kind(confusion: &Confusion) -> &'static str {
    match (confusion.verdict, &confusion.expected) {
        (Verdict::FalseAnswer, Expected::Not(_)) => "answered_counter_phrase",
        (Verdict::FalseAnswer, _) => "answered_out_of_scope",
        (Verdict::Missed, _) => "missed",
        _ => "wrong",
    }
}
