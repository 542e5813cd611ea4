//! A payload tried out with a hook: what would be read and written, without keeping or sending anything.

use super::TicketOutcome;
use super::hook::Hook;
use super::news::News;
use crate::app::conversations::NotHeld;
use crate::app::{App, Held};
use crate::tickets::{Delivery, NoCall, NoteCall, Triage};

/// What a delivery would come to if its ticket were new.
pub struct HookTrial {
    /// What would be said, a turn each.
    pub words: Vec<String>,
    /// What it would come to.
    pub outcome: TicketOutcome,
    /// The case, if one would begin.
    pub held: Option<Held>,
    /// The note.
    pub triage: Option<Triage>,
    /// The call that would put it into the ticket, or why there would be none; none without a note.
    pub call: Option<Result<NoteCall, NoCall>>,
    /// Whether it would be sent: the hook has an address, and something was recognised.
    pub is_sent: bool,
}

impl App {
    /// Tries a delivery out as if its ticket were new.
    ///
    /// # Errors
    /// [`NotHeld`] if the program fails.
    pub fn try_ticket(&self, hook: &Hook, delivery: &Delivery) -> Result<HookTrial, NotHeld> {
        let drafted = self.draft_ticket(hook, delivery, None)?;
        let snapshot = self.snapshot();
        let news = News::of(&snapshot.base, hook, delivery, None);
        Ok(HookTrial {
            words: news.words,
            outcome: drafted.outcome,
            is_sent: drafted.note.is_some(),
            call: drafted.said.as_ref().map(|said| hook.call(delivery, said, &"0".repeat(32))),
            triage: drafted.said,
            held: drafted.draft.map(|draft| draft.held),
        })
    }
}
