//! The one who sends: takes notes that are due, a few at a time for each ticket system, and keeps what became of them.
//!
//! Everything lasts in the store. What this knows besides is only who is being called at present, and attempts whose
//! outcome the store could not take yet.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::mpsc::SyncSender;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

use super::destination::{Destination, Outcome};
use super::verdict::{Verdict, next};
use super::{Pace, Standing, Surroundings};
use crate::store::{Attempt, Delivery, Queued, Store};
use crate::telemetry::metrics;

/// How many notes are on their way to one ticket system at a time.
const AT_ONCE: u32 = 4;
/// Every so many looks it is counted what waits, and looked for notes of hooks that are no more.
const COUNT_EVERY: u32 = 5;

/// What the one who sends waits for.
pub(super) enum Event {
    /// A note was queued by this process.
    Queued,
    /// It is time to look for what others have left.
    Look,
    /// An attempt has come to its end.
    Ended(Box<Queued>, Outcome),
    /// Nothing new is to be begun.
    Stop,
}

/// The one who sends.
pub(super) struct Worker {
    pub(super) store: Store,
    pub(super) destinations: BTreeMap<String, Arc<Destination>>,
    pub(super) surroundings: Surroundings,
    pub(super) pace: Pace,
    pub(super) standing: Arc<Standing>,
    pub(super) events: UnboundedReceiver<Event>,
    pub(super) ended: UnboundedSender<Event>,
    /// How many notes of each hook are on their way.
    pub(super) n_sending: BTreeMap<String, u32>,
    /// Hooks that may have notes which are due.
    pub(super) due: BTreeSet<String>,
    /// What the store is still to be told.
    pub(super) unsettled: Vec<Attempt>,
    pub(super) n_looks: u32,
    pub(super) is_stopping: bool,
    /// Told when all is done; nobody need listen.
    pub(super) done: SyncSender<()>,
}

impl Worker {
    /// Sends until told to stop, and then finishes what was begun.
    pub(super) async fn run(mut self) {
        while let Some(event) = self.events.recv().await {
            let mut looks = self.take_up(event);
            while let Ok(event) = self.events.try_recv() {
                looks |= self.take_up(event);
            }
            self.settle().await;
            let mut due = std::mem::take(&mut self.due);
            if self.is_stopping {
                if self.n_sending.values().all(|n| *n == 0) {
                    break;
                }
                continue;
            }
            if looks {
                due.extend(self.look_around().await);
            }
            for hook in due {
                self.begin(&hook).await;
            }
        }
        self.settle().await;
        // Nobody may be listening any more.
        self.done.try_send(()).unwrap_or_default();
    }

    /// Takes an event up, and says whether it is time to look around.
    fn take_up(&mut self, event: Event) -> bool {
        match event {
            Event::Queued => self.due.extend(self.destinations.keys().cloned()),
            Event::Look => return true,
            Event::Stop => self.is_stopping = true,
            Event::Ended(note, outcome) => self.note(&note, outcome),
        }
        false
    }

    /// Counts an attempt, and remembers it for the store.
    fn note(&mut self, note: &Queued, outcome: Outcome) {
        let hook = &note.outgoing.hook;
        if let Some(n_sending) = self.n_sending.get_mut(hook) {
            *n_sending = n_sending.saturating_sub(1);
        }
        self.due.insert(hook.clone());
        let now = (self.surroundings.now)();
        let chance = (self.surroundings.chance)();
        let (delivery, at) = next(outcome.verdict, note.attempts, outcome.wished, chance, now);
        let at = match delivery {
            Delivery::Waiting => now.after(((at.0 - now.0) as f64 * self.pace.pauses) as i64),
            Delivery::Delivered | Delivery::GivenUp => at,
        };
        let result = match delivery {
            Delivery::Delivered => "delivered",
            Delivery::Waiting => "failed",
            Delivery::GivenUp => "given_up",
        };
        metrics::OUTBOX_ATTEMPTS.add([hook.clone(), result.to_owned()]);
        let (id, status, attempts) = (note.outgoing.id, outcome.status, note.attempts);
        match delivery {
            Delivery::Delivered => tracing::debug!(%id, hook, attempts, "a note was delivered"),
            Delivery::Waiting => {
                tracing::info!(%id, hook, attempts, status, "a note was not taken and is tried again")
            }
            Delivery::GivenUp => {
                tracing::error!(%id, hook, attempts, status, "a note was given up; `deskdoc outbox list` says why");
            }
        }
        let words = outcome.words;
        self.unsettled.push(Attempt { id, leased_until: note.leased_until, delivery, at, status, words });
    }

    /// Tells the store what became of attempts. What it does not take it is told again, with the next look.
    async fn settle(&mut self) {
        if self.unsettled.is_empty() {
            return;
        }
        match self.store.settle_outgoing(self.unsettled.clone()).await {
            Ok(()) => self.unsettled.clear(),
            Err(error) => {
                tracing::warn!(%error, "what became of notes could not be kept yet");
                let now = (self.surroundings.now)();
                // From then on the notes are somebody else's, who looks whether they have arrived.
                self.unsettled.retain(|attempt| attempt.leased_until > now);
            }
        }
    }

    /// Looks for hooks with notes that are due, and says of notes that nobody here can send why they are not sent.
    async fn look_around(&mut self) -> Vec<String> {
        let now = (self.surroundings.now)();
        let found = self.store.hooks_with_outgoing(now).await.unwrap_or_default();
        let (known, unknown): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|hook| self.destinations.contains_key(hook));
        if self.n_looks.is_multiple_of(COUNT_EVERY) {
            if let Ok(undelivered) = self.store.undelivered().await {
                self.standing.tell(undelivered, now);
            }
            for hook in unknown {
                self.postpone(&hook).await;
            }
        }
        self.n_looks = self.n_looks.wrapping_add(1);
        known
    }

    async fn postpone(&mut self, hook: &str) {
        let now = (self.surroundings.now)();
        let leased = self.store.lease_outgoing(hook, 100, now, now.after(self.pace.lease)).await;
        for note in leased.unwrap_or_default() {
            let words = "the settings have no such hook, or it has no `url` to send notes to";
            self.note(&note, Outcome::unsent(Verdict::Passing, words));
        }
        self.settle().await;
    }

    /// Begins to send as much to a ticket system as it may get at a time.
    async fn begin(&mut self, hook: &str) {
        let Some(destination) = self.destinations.get(hook).map(Arc::clone) else { return };
        let n_sending = self.n_sending.get(hook).copied().unwrap_or_default();
        let free = AT_ONCE.saturating_sub(n_sending);
        if free == 0 {
            return;
        }
        let now = (self.surroundings.now)();
        let leased = self.store.lease_outgoing(hook, free, now, now.after(self.pace.lease)).await;
        let notes = leased.unwrap_or_else(|error| {
            tracing::debug!(%error, "no notes could be taken");
            Vec::new()
        });
        for note in notes {
            *self.n_sending.entry(hook.to_owned()).or_default() += 1;
            let (destination, ended) = (Arc::clone(&destination), self.ended.clone());
            let now = Arc::clone(&self.surroundings.now);
            tokio::spawn(async move {
                let sent = note.clone();
                let sending = tokio::spawn(async move { destination.attempt(&sent, &*now).await });
                let outcome = sending.await.unwrap_or_else(|_| {
                    Outcome::unsent(Verdict::Passing, "sending it broke; the log of the server says where")
                });
                drop(ended.send(Event::Ended(Box::new(note), outcome)));
            });
        }
    }
}
