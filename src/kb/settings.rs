//! What a base says about itself in `kb.yml`.

use super::scale::{Minutes, Probability};

/// The settings of a base; every one has a default.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// What the base is called on the page.
    pub name: String,
    /// The product it is about.
    pub product: Option<String>,
    /// To whom a case goes when nothing helps.
    pub escalation: Escalation,
    /// From which confidence a symptom is offered; `None` = found from the base's own phrases.
    pub known_at: Option<Probability>,
    /// How near the second symptom must come to be offered too; `None` = found from the base's own phrases.
    pub between_within: Option<Probability>,
}

/// To whom a case goes when nothing helps.
#[derive(Debug, Clone, PartialEq)]
pub struct Escalation {
    /// A person, team or desk.
    pub to: String,
    /// What the user is told.
    pub text: String,
    /// What handing over costs.
    pub effort: Minutes,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: "Knowledge base".to_owned(),
            product: None,
            escalation: Escalation::default(),
            known_at: None,
            between_within: None,
        }
    }
}

impl Escalation {
    /// What handing over costs where `kb.yml` says nothing: one hour (design, section 3).
    pub const DEFAULT_EFFORT: f64 = 60.0;
}

impl Default for Escalation {
    fn default() -> Self {
        Self {
            to: "the administrators".to_owned(),
            text: "Hand the case over with what is known so far.".to_owned(),
            effort: Minutes::new(Self::DEFAULT_EFFORT).unwrap_or(Minutes::ZERO),
        }
    }
}
