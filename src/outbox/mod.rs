//! Notes on their way out: each is delivered to its ticket once, also if the receiver fails, or this process does.
//!
//! In: what the store holds for tickets, and where the operator lets it go. Out: HTTP calls with the credential of the
//! hook, signed where that is asked for, to addresses that were checked after their names were looked up. Knows
//! nothing of what a note says. Start at [`Sender::start`].

mod address;
mod call;
mod destination;
mod names;
mod pages;
mod signature;
mod verdict;
mod worker;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use self::destination::Destination;
use self::worker::{Event, Worker};
use crate::config;
use crate::store::{Moment, Store, Undelivered};
use crate::telemetry::metrics;

pub use self::names::{Found, Names, SystemNames};

/// How long what is being sent may take to its end once the process is told to stop.
const LAST_WORK: Duration = Duration::from_secs(8);
/// From this age on, in milliseconds, a note that waits is trouble.
const LONG: i64 = 5 * 60 * 1_000;

/// What a sender cannot know by itself.
#[derive(Clone)]
pub struct Surroundings {
    /// The clock.
    pub now: Arc<dyn Fn() -> Moment + Send + Sync>,
    /// A number between 0 and 1, another one each time.
    pub chance: Arc<dyn Fn() -> f64 + Send + Sync>,
    /// Who knows the addresses of names.
    pub names: Arc<dyn Names>,
}

/// How quick everything goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// How long a look-up, and then a call, may take from its beginning to the end of the answer.
    pub timeout: Duration,
    /// How many milliseconds a note belongs to the process that is sending it; longer than two calls.
    pub lease: i64,
    /// How often it is looked for what other processes have left.
    pub look_every: Duration,
    /// What the pauses between attempts are multiplied by.
    pub pauses: f64,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(10),
            lease: 30_000,
            look_every: Duration::from_secs(1),
            pauses: 1.0,
        }
    }
}

/// Why notes cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("notes cannot be sent: {0}")]
pub struct StartError(String);

impl StartError {
    fn new(error: &dyn std::error::Error) -> Self {
        let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
        Self(format!("{error}{cause}"))
    }

    fn words(words: &str) -> Self {
        Self(words.to_owned())
    }
}

/// Sends notes on a thread of its own for as long as the value lasts.
pub struct Sender {
    standing: Arc<Standing>,
    events: UnboundedSender<Event>,
    done: Mutex<Receiver<()>>,
}

impl Sender {
    /// Begins to send what the store holds for the ticket systems of the settings.
    ///
    /// # Errors
    /// [`StartError`] if certificates cannot be used, or no thread can be had.
    pub fn start(
        settings: &config::Outbox,
        store: Store,
        surroundings: Surroundings,
        pace: Pace,
    ) -> Result<Self, StartError> {
        // Whoever was first has chosen the same: there is no other in this program.
        drop(rustls::crypto::ring::default_provider().install_default());
        let certificates = settings.certificates().map_err(|error| StartError::new(&error))?;
        let allowed = Arc::new(settings.allow.clone());
        let mut destinations = BTreeMap::new();
        for (hook, settings) in &settings.destinations {
            let names = Arc::clone(&surroundings.names);
            let destination =
                Destination::new(settings, &allowed, certificates.as_deref(), names, pace.timeout)?;
            destinations.insert(hook.clone(), Arc::new(destination));
        }
        let standing = Arc::new(Standing::default());
        let (events, received) = unbounded_channel();
        let (done, is_done) = sync_channel(1);
        let worker = Worker {
            store: store.clone(),
            destinations,
            surroundings,
            pace,
            standing: Arc::clone(&standing),
            events: received,
            ended: events.clone(),
            n_sending: BTreeMap::new(),
            due: BTreeSet::new(),
            unsettled: Vec::new(),
            n_looks: 0,
            is_stopping: false,
            done,
        };
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| StartError::new(&error))?;
        let (bell, clock, look_every) = (events.clone(), events.clone(), pace.look_every);
        let sending = move || {
            runtime.spawn(async move {
                while bell.send(Event::Queued).is_ok() {
                    store.note_is_queued().await;
                }
            });
            runtime.spawn(async move {
                while clock.send(Event::Look).is_ok() {
                    tokio::time::sleep(look_every).await;
                }
            });
            runtime.block_on(worker.run());
            // A name server that does not answer is not waited for.
            runtime.shutdown_background();
        };
        std::thread::Builder::new()
            .name("outbox".to_owned())
            .spawn(sending)
            .map_err(|error| StartError::new(&error))?;
        Ok(Self { standing, events, done: Mutex::new(is_done) })
    }

    /// From now on nothing new is sent. What is being sent goes on to its end, or is sent again later, by whoever
    /// runs then.
    pub fn begin_to_stop(&self) {
        drop(self.events.send(Event::Stop));
    }

    /// What is wrong with notes, in words for strangers; empty if all is well.
    pub fn trouble(&self) -> Vec<String> {
        self.standing.trouble()
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        self.begin_to_stop();
        let done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever is not done by then is not waited for.
        done.recv_timeout(LAST_WORK).unwrap_or_default();
    }
}

/// How many notes have not been delivered, as it was counted a few seconds ago.
#[derive(Debug, Default)]
struct Standing {
    n_waiting: AtomicU64,
    n_given_up: AtomicU64,
    /// How many milliseconds the oldest note that waits has been waiting.
    oldest: AtomicI64,
}

impl Standing {
    fn tell(&self, undelivered: Undelivered, now: Moment) {
        let oldest = undelivered.oldest.map_or(0, |at| (now.0 - at.0).max(0));
        self.n_waiting.store(undelivered.n_waiting, Ordering::Relaxed);
        self.n_given_up.store(undelivered.n_given_up, Ordering::Relaxed);
        self.oldest.store(oldest, Ordering::Relaxed);
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        metrics::OUTBOX_WAITING.set(number(undelivered.n_waiting));
        metrics::OUTBOX_GIVEN_UP.set(number(undelivered.n_given_up));
        metrics::OUTBOX_OLDEST.set(oldest / 1_000);
    }

    fn trouble(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let n_given_up = self.n_given_up.load(Ordering::Relaxed);
        if n_given_up > 0 {
            let notes = notes(n_given_up, "was", "were");
            lines.push(format!("outbox: {notes} given up; `deskdoc outbox list` says why"));
        }
        let oldest = self.oldest.load(Ordering::Relaxed);
        if oldest >= LONG {
            let notes = notes(self.n_waiting.load(Ordering::Relaxed), "waits", "wait");
            let minutes = oldest / 60_000;
            lines.push(format!("outbox: {notes} to be delivered, the oldest for {minutes} minutes"));
        }
        lines
    }
}

fn notes(n: u64, one: &str, many: &str) -> String {
    if n == 1 { format!("1 note {one}") } else { format!("{n} notes {many}") }
}
