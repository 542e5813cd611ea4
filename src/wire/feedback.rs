//! What people say about the help they got.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whether the help helped. What it is about may be left out; more of it helps those who write the pages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FeedbackRequest {
    /// Whether it helped.
    pub verdict: FeedbackVerdict,
    /// The id of the conversation it is about.
    #[schema(nullable = false, pattern = "^[0-9a-f]{32}$")]
    pub conversation: Option<String>,
    /// The id of the symptom it is about.
    #[schema(nullable = false, pattern = "^[a-z0-9][a-z0-9_-]*$", example = "redirected-to-adobe-com")]
    pub symptom: Option<String>,
    /// The id of the cause it is about.
    #[schema(nullable = false, pattern = "^[a-z0-9][a-z0-9_-]*$")]
    pub cause: Option<String>,
    /// The id of the fix it is about; a fix on the page of its cause is named by `cause`.
    #[schema(nullable = false, pattern = "^[a-z0-9][a-z0-9_-]*$")]
    pub fix: Option<String>,
    /// The path of the article it is about.
    #[schema(nullable = false, min_length = 1)]
    pub page: Option<String>,
    /// Anything else, in any words. Secrets are struck out before it is kept.
    #[schema(max_length = 4000, nullable = false, example = "the second step was the one")]
    pub comment: Option<String>,
}

/// Whether the help helped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FeedbackVerdict {
    /// It did.
    Helped,
    /// In part.
    Partly,
    /// It did not.
    DidNotHelp,
}

impl FeedbackVerdict {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Helped, Self::Partly, Self::DidNotHelp];

    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Helped => "helped",
            Self::Partly => "partly",
            Self::DidNotHelp => "did_not_help",
        }
    }

    /// The verdict of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.word() == word)
    }
}

/// What was said is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FeedbackV1 {
    /// Whether it helped.
    pub verdict: FeedbackVerdict,
    /// When it was said (RFC 3339, UTC).
    #[schema(format = DateTime, example = "2026-03-02T07:00:00.000Z")]
    pub at: String,
    /// The revision of the base that it is about.
    pub revision: String,
    /// The comment as it is kept, without secrets.
    pub comment: Option<String>,
}

impl FeedbackV1 {
    /// `at` is in milliseconds since 1970.
    pub fn new(verdict: FeedbackVerdict, at: i64, revision: String, comment: Option<String>) -> Self {
        Self { verdict, at: super::moment::moment(at), revision, comment }
    }
}
