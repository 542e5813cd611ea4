//! Several things said and done in one conversation that are kept together or not at all: what one delivery of a
//! ticket tells.

use std::sync::Arc;

use super::NotHeld;
use super::draft::{Came, Draft, came_of, came_of_words, fresh, unchanged};
use super::kept::Kept;
use crate::app::clock::now;
use crate::app::converse::{last_said, understood};
use crate::app::paste::pasted;
use crate::dialogue::{Conversation, Event, Phase, Reply, Said, State, Turn, Understood};
use crate::facts::Reading;
use crate::library::Snapshot;
use crate::recognition::{Outcome, Reason, Recognition};

/// A conversation that is going on.
pub(in crate::app) struct Thread {
    snapshot: Arc<Snapshot>,
    kept: Kept,
    is_new: bool,
    came: Came,
}

impl Thread {
    /// A conversation in which nothing was said yet.
    ///
    /// # Errors
    /// [`NotHeld::Broken`] if there are no random bits for its id.
    pub(in crate::app) fn begin(snapshot: Arc<Snapshot>) -> Result<Self, NotHeld> {
        let kept = fresh(&snapshot)?;
        Ok(Self { came: unchanged(&snapshot, &kept.conversation), snapshot, kept, is_new: true })
    }

    /// A conversation as it is kept.
    pub(in crate::app) fn resume(snapshot: Arc<Snapshot>, kept: Kept) -> Self {
        Self { came: unchanged(&snapshot, &kept.conversation), snapshot, kept, is_new: false }
    }

    /// The conversation as it stands.
    pub(in crate::app) fn conversation(&self) -> &Conversation {
        &self.came.conversation
    }

    /// What is said where it stands.
    pub(in crate::app) fn reply(&self) -> &Reply {
        &self.came.reply
    }

    /// Says something, with configuration that came along. Words that make no sense where the conversation stands
    /// change nothing: whoever wrote them is not there to be told.
    ///
    /// # Errors
    /// [`NotHeld`] if the program fails.
    pub(in crate::app) fn say(&mut self, text: &str, given: Vec<Reading>) -> Result<(), NotHeld> {
        let state = State::of(&self.snapshot.base, &self.came.conversation);
        let n_before = self.came.conversation.ledger().len();
        let said = came_of_words(&self.snapshot, &self.came.conversation, &state, text, given.clone());
        self.take(said)?;
        let is_heard = matches!(self.came.conversation.ledger().get(n_before..), Some([Event::Said(_), ..]));
        match pasted(&self.snapshot.base, &state, given) {
            // Beside words that only steer, the configuration stands for itself.
            Some(paste) if !is_heard => self.turn(Turn::Paste(paste)),
            _ => Ok(()),
        }
    }

    /// Says what opened a ticket again. "It is back again" is about the case as it was: only an error text takes it to
    /// another symptom; other words are kept as a remark.
    ///
    /// # Errors
    /// [`NotHeld`] if the program fails.
    pub(in crate::app) fn say_again(&mut self, text: &str, given: Vec<Reading>) -> Result<(), NotHeld> {
        let state = State::of(&self.snapshot.base, &self.came.conversation);
        let recogniser = &self.snapshot.recogniser;
        match understood(
            &self.snapshot.base,
            recogniser,
            &state,
            last_said(&self.came.conversation).words(),
            text,
            given.clone(),
        ) {
            Understood::Turn(Turn::Say(said)) if state.symptom().is_some() && !is_sure(&said.recognition) => {
                let recognition = Recognition { outcome: Outcome::Unknown, candidates: Vec::new() };
                self.turn(Turn::Say(Said { recognition, ..said }))
            }
            _ => self.say(text, given),
        }
    }

    /// The ticket is closed as solved: what is proposed or was tried last has cured, or the trouble is gone. Where
    /// nothing was recognised there is nothing that could count as solved.
    ///
    /// # Errors
    /// [`NotHeld`] if the program fails.
    pub(in crate::app) fn close(&mut self) -> Result<(), NotHeld> {
        if self.came.reply.phase.is_closed() || self.came.reply.known.symptoms.is_empty() {
            return Ok(());
        }
        if !matches!(self.came.reply.phase, Phase::Verifying(_)) {
            self.turn(Turn::Tried { action: None, helped: true })?;
        }
        self.turn(Turn::Tried { action: None, helped: true })
    }

    /// The ticket is open again: what had cured did not.
    ///
    /// # Errors
    /// [`NotHeld`] if the program fails.
    pub(in crate::app) fn reopen(&mut self) -> Result<(), NotHeld> {
        if matches!(self.came.reply.phase, Phase::Solved(_)) {
            self.turn(Turn::Tried { action: None, helped: false })?;
        }
        Ok(())
    }

    /// All of it as one draft.
    ///
    /// # Errors
    /// [`NotHeld`] if the program fails.
    pub(in crate::app) fn finish(self) -> Result<Draft, NotHeld> {
        let Self { snapshot, kept, is_new, came } = self;
        // Clocks of several machines differ; what happened later is never written as earlier.
        let at = now().max(kept.updated_at);
        if is_new {
            return Draft::beginning(snapshot, kept, came, at);
        }
        if came.conversation.ledger().len() < kept.n_events() {
            // A full ledger was left behind: what begins anew is a conversation of its own.
            let fresh = fresh(&snapshot)?;
            return Draft::beginning(snapshot, fresh, came, at);
        }
        Draft::going_on_for_long(snapshot, kept, came, at)
    }

    fn turn(&mut self, turn: Turn) -> Result<(), NotHeld> {
        let state = State::of(&self.snapshot.base, &self.came.conversation);
        let came = came_of(&self.snapshot, &self.came.conversation, &state, turn);
        self.take(came)
    }

    fn take(&mut self, came: Result<Came, NotHeld>) -> Result<(), NotHeld> {
        match came {
            Ok(came) => self.came = came,
            Err(NotHeld::Refused(_) | NotHeld::Field(_) | NotHeld::BadDocument(_)) => {}
            Err(other) => return Err(other),
        }
        Ok(())
    }
}

/// Whether an error text names a symptom. How sure recognition is says too little: "back" and "again" alone resemble
/// phrases of several symptoms very much.
fn is_sure(recognition: &Recognition) -> bool {
    let first = recognition.candidates.first().filter(|_| recognition.outcome == Outcome::Known);
    first.is_some_and(|found| matches!(found.reason, Reason::ErrorText(_)))
}
