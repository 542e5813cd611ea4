//! What the templates of a conversation see.

use crate::web::pages::view::{Chance, Hit, ReadOn, Segment};

/// One earlier turn.
pub(super) struct PassageView {
    /// Whether it may be too long for its box, which then has to take the keyboard to be scrolled.
    pub(super) is_long: bool,
    /// Tells it apart from others in the list: its number and what it is about.
    pub(super) about: Option<String>,
    /// What sort of thing was done, as a class.
    pub(super) deed: &'static str,
    pub(super) words: String,
    pub(super) outcome: Vec<String>,
}

/// One thing that deskdoc says. What stands in back-ticks is marked: it can be typed.
pub(super) struct MessageView {
    pub(super) kind: &'static str,
    pub(super) text: Vec<Segment>,
    pub(super) items: Vec<Vec<Segment>>,
}

/// What deskdoc says now.
pub(super) struct Now {
    pub(super) messages: Vec<MessageView>,
    /// The question, or what is to be done.
    pub(super) headline: String,
    /// Why it is asked.
    pub(super) reason: Option<String>,
    /// What the base says it does not cover: title, safe HTML, address.
    pub(super) out_of_scope: Option<(String, String, String)>,
    /// Found by search, where nothing better is at hand.
    pub(super) reading: Vec<Hit>,
}

/// What can be done now.
pub(super) struct Step {
    pub(super) fix: Option<FixCard>,
    /// The question below a fix; the headline is the question otherwise.
    pub(super) question: Option<String>,
    pub(super) choices: Vec<ChoiceButton>,
    /// The answers are about a fix: fewer and more weighty.
    pub(super) is_about_fix: bool,
    pub(super) why: Vec<MessageView>,
    pub(super) can_skip: bool,
    pub(super) can_go_back: bool,
    pub(super) can_hand_over: bool,
    pub(super) is_closed: bool,
}

/// A button with an answer.
pub(super) struct ChoiceButton {
    /// The key that presses it; nothing beyond nine.
    pub(super) key: Option<usize>,
    pub(super) id: String,
    pub(super) label: String,
}

/// The fix that is proposed, or being verified.
pub(super) struct FixCard {
    /// Names it among all fixes, for what was ticked off.
    pub(super) id: String,
    /// What the chance is of, in front of its word.
    pub(super) chance_of: &'static str,
    pub(super) chance: Chance,
    pub(super) effort: String,
    /// How often the fix helps where its cause holds; nothing for a fix of several causes.
    pub(super) success: Option<&'static str>,
    pub(super) parts: Vec<FixPart>,
    pub(super) verify: Vec<String>,
    pub(super) reading: Vec<ReadOn>,
    /// The cure is looked at, not the steps.
    pub(super) is_verifying: bool,
    /// Somebody else has to do it.
    pub(super) hands_over: bool,
}

/// One of the fixes that are done together, or the only one. All HTML is safe.
pub(super) struct FixPart {
    pub(super) title: String,
    pub(super) href: String,
    pub(super) explanation: String,
    pub(super) how_to_tell: Option<String>,
    pub(super) steps: Vec<TickStep>,
}

/// A step to tick off.
pub(super) struct TickStep {
    /// Counted over all parts.
    pub(super) number: usize,
    pub(super) html: String,
}

/// What is known so far.
pub(super) struct Known {
    /// Symptoms with their shares, where there are several.
    pub(super) symptoms: Vec<(String, u8)>,
    /// The fix after which it was cured.
    pub(super) helped: Option<String>,
    pub(super) causes: Vec<CauseRow>,
    pub(super) something_else: Option<Chance>,
    pub(super) answers: Vec<AnswerRow>,
    pub(super) failed: Vec<String>,
    pub(super) facts: Vec<String>,
    pub(super) tried: Vec<String>,
    /// Titles with what spoke against them.
    pub(super) ruled_out: Vec<(String, String)>,
}

/// A cause in the list of what may be behind it.
pub(super) struct CauseRow {
    pub(super) title: String,
    pub(super) href: String,
    pub(super) chance: Chance,
    pub(super) is_now: bool,
}

/// An answer, with the others that could be given instead.
pub(super) struct AnswerRow {
    pub(super) question: String,
    pub(super) ask: String,
    pub(super) label: String,
    pub(super) others: Vec<(String, String)>,
}

/// What went wrong with the last form.
pub(super) struct Alert {
    pub(super) title: String,
    /// What happened and what to do.
    pub(super) text: String,
    /// The field that it is about.
    pub(super) href: Option<&'static str>,
}

/// A field of a form: what stands in it, and why it was refused.
#[derive(Default)]
pub(super) struct Field {
    pub(super) text: String,
    pub(super) refusal: Option<String>,
}

impl Known {
    pub(super) fn is_empty(&self) -> bool {
        self.helped.is_none()
            && self.causes.is_empty()
            && self.answers.is_empty()
            && self.facts.is_empty()
            && self.failed.is_empty()
    }
}
