//! Where a conversation can stand.

use crate::diagnosis::ActionId;
use crate::kb::{QuestionId, SymptomId};

/// Where a conversation stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// No symptom is known yet.
    Listening,
    /// It may be one of these: the person is asked which.
    Choosing(Vec<SymptomId>),
    /// Two answers do not go together: the person is asked which one is wrong.
    Doubting {
        /// The question answered first.
        first: QuestionId,
        /// The question answered later.
        second: QuestionId,
    },
    /// A question is open.
    Asking(QuestionId),
    /// A fix is proposed.
    Trying(ActionId),
    /// It helped, or so it seems: the cure is to be verified. `None`: it went by itself.
    Verifying(Option<ActionId>),
    /// Nothing is left that is worth the person's time: handing over is proposed.
    Escalating,
    /// The cure is verified.
    Solved(Option<ActionId>),
    /// A person has the case now.
    HandedOver,
}

impl Phase {
    /// Whether the case is closed: only `back` and `restart` lead on.
    pub fn is_closed(&self) -> bool {
        matches!(self, Self::Solved(_) | Self::HandedOver)
    }

    /// The word for programs.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Listening => "listening",
            Self::Choosing(_) => "choosing",
            Self::Doubting { .. } => "doubting",
            Self::Asking(_) => "asking",
            Self::Trying(_) => "trying",
            Self::Verifying(_) => "verifying",
            Self::Escalating => "escalating",
            Self::Solved(_) => "solved",
            Self::HandedOver => "handed_over",
        }
    }
}
