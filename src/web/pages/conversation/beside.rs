//! What the page of a conversation says beside the conversation: a form that was not taken, and why.
//!
//! Whatever somebody has typed stands in its field again, but for what looks like a secret. A file that was chosen is
//! not given back: browsers do not allow it.

use super::view::{Alert, Field};
use crate::facts::without_secrets;
use crate::web::pages::posted::Posted;

/// An alert, and the fields with what was typed into them.
#[derive(Default)]
pub(super) struct Beside {
    pub(super) alert: Option<Alert>,
    pub(super) say: Field,
    pub(super) paste: Field,
    pub(super) reason: Field,
}

/// Where somebody has typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Words,
    Configuration,
    Reason,
}

impl Beside {
    /// What was sent stands in the fields again.
    pub(super) fn typed(posted: &Posted) -> Self {
        Self {
            alert: None,
            say: field(posted.field("say")),
            paste: field(configuration(posted)),
            reason: field(posted.field("reason")),
        }
    }

    /// An alert that is about no field.
    pub(super) fn saying(self, title: &str, text: impl Into<String>) -> Self {
        Self { alert: Some(Alert { title: title.to_owned(), text: text.into(), href: None }), ..self }
    }

    /// A field was refused: it says so, and the alert leads to it.
    pub(super) fn refusing(mut self, place: Place, why: String) -> Self {
        let (field, title, href) = match place {
            Place::Words => (&mut self.say, "The text was not sent on", "#say"),
            Place::Configuration => (&mut self.paste, "The configuration was not kept", "#facts"),
            Place::Reason => (&mut self.reason, "The case was not handed over", "#reason"),
        };
        field.refusal = Some(why.clone());
        self.alert = Some(Alert { title: title.to_owned(), text: why, href: Some(href) });
        self
    }
}

/// The configuration of either form: the one that shows what would be kept has a field of its own.
pub(in crate::web::pages) fn configuration(posted: &Posted) -> &str {
    posted.given("paste").unwrap_or_else(|| posted.field("facts"))
}

/// A field with what somebody has typed into it, without secrets.
fn field(text: &str) -> Field {
    Field { text: without_secrets(text).text.into_owned(), refusal: None }
}
