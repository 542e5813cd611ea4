//! What a base says about itself in `kb.yml`.

use std::collections::BTreeMap;

use super::name::SharedStepId;
use super::scale::{Minutes, Probability};
use crate::facts::Schema;

/// The settings of a base; every one has a default.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// What the base is called on the page.
    pub name: String,
    /// The product it is about.
    pub product: Option<String>,
    /// Where the publisher shows pages that links lead to and that are not in the base.
    pub base_url: Option<BaseUrl>,
    /// To whom a case goes when nothing helps.
    pub escalation: Escalation,
    /// From which confidence a symptom is offered; `None` = found from the base's own phrases.
    pub known_at: Option<Probability>,
    /// How near the second symptom must come to be offered too; `None` = found from the base's own phrases.
    pub between_within: Option<Probability>,
    /// Which facts its checks are about.
    pub facts: Schema,
    /// Steps that several fixes end with, and what each takes.
    pub shared_steps: BTreeMap<SharedStepId, Minutes>,
}

/// The web address below which a publisher shows pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Stands for the page's path without `.md` wherever an address has it; without it the path comes last.
    const PATH: &str = "{path}";

    /// Takes an address that begins with `http://` or `https://` and holds no blanks.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
        let is_address = !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control());
        is_address.then(|| Self(text.to_owned()))
    }

    /// Where the publisher shows a page, given by its path below the base's root.
    pub fn address(&self, path: &str, anchor: Option<&str>) -> String {
        let path = path.strip_suffix(".md").unwrap_or(path);
        let page = if self.0.contains(Self::PATH) {
            self.0.replace(Self::PATH, path)
        } else {
            format!("{}/{path}", self.0.trim_end_matches('/'))
        };
        anchor.map_or(page.clone(), |anchor| format!("{page}#{anchor}"))
    }
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
            base_url: None,
            escalation: Escalation::default(),
            known_at: None,
            between_within: None,
            facts: Schema::default(),
            shared_steps: BTreeMap::new(),
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
