//! What must survive a restart: conversations as ledgers, feedback, what was asked in vain, answers to requests that
//! may be sent again, and API tokens. In one SQLite file, or in PostgreSQL for many processes.
//!
//! [`Store`] says what is kept, in statements that both databases understand; the trait `Database` is what they are
//! asked to be. What is acknowledged is on the disk. Knows nothing of what the words it keeps mean, of clocks and of
//! chance. Start at [`Store`].

mod conversations;
mod database;
mod error;
mod examine;
mod figures;
mod idempotency;
mod keys;
mod outbox;
mod postgres;
mod record;
mod retention;
mod rows;
mod schema;
mod sqlite;
mod tickets;
mod tokens;
mod transfer;
mod uses;
mod value;

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use tokio::runtime::{self, Runtime};
use tokio::sync::Notify;

use self::database::{Boxed, Database, Purpose, Session};
use self::postgres::Postgres;
use self::sqlite::Sqlite;
use crate::config;

pub use self::database::Health;
pub use self::error::{OpenError, StoreError};
pub use self::examine::Examined;
pub use self::figures::{Alike, Case, Counts, DayCount, FeedbackCount, Outcome, Span, Trail};
pub use self::record::{
    Along, Attempt, Conversation, Delivery, Done, Event, Feedback, Filed, Id, KeyedAnswer, Ledger, Moment,
    NoId, Outgoing, Purged, Queued, Replay, Standing, Taken, Ticket, TicketComment, Token, Turn, Unanswered,
    Undelivered, Which,
};
pub use self::tickets::KnownTicket;
pub use self::transfer::{Moved, Sense, TransferError};

/// How many threads carry the store's work, which is mostly waiting.
const THREADS: usize = 2;

/// What is kept. Cheap to clone; all clones are the same store.
///
/// Calls may come from any thread and any runtime: the store works on threads of its own, where its connections live.
/// What was begun comes to its end also if nobody waits for it any more.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    database: Arc<dyn Database>,
    /// Rung when a note was queued by this process.
    bell: Notify,
    /// Taken when the store ends.
    runtime: Option<Runtime>,
}

impl Store {
    /// Opens the store that settings name: the PostgreSQL database, else the file in the data folder, else memory.
    /// That a server cannot be reached is no error: [`Self::health`] says so until it can.
    ///
    /// # Errors
    /// [`OpenError`] if the store is damaged, of a newer version, or not to be had for another reason that will not
    /// pass by itself.
    pub fn open(settings: &config::Store) -> Result<Self, OpenError> {
        let database: Arc<dyn Database> = match (&settings.database, &settings.data) {
            (Some(address), _) => Arc::new(Postgres::at(address)?),
            (None, Some(data)) => Arc::new(Sqlite::in_folder(data)),
            (None, None) => Arc::new(Sqlite::in_memory()),
        };
        Self::over(database)
    }

    /// Opens the store in order to read it: it must be there.
    ///
    /// # Errors
    /// As [`Self::open`], and [`OpenError::Missing`] if the data folder has none.
    pub fn open_existing(settings: &config::Store) -> Result<Self, OpenError> {
        match (&settings.database, &settings.data) {
            (None, Some(data)) if !sqlite::file_in(data).exists() => Err(missing(data)),
            _ => Self::open(settings),
        }
    }

    fn over(database: Arc<dyn Database>) -> Result<Self, OpenError> {
        let runtime = runtime::Builder::new_multi_thread()
            .worker_threads(THREADS)
            .thread_name("store")
            .enable_all()
            .build()
            .map_err(|error| OpenError::Unreachable(format!("no threads can be had: {error}")))?;
        let store = Self { inner: Arc::new(Inner { database, bell: Notify::new(), runtime: Some(runtime) }) };
        let opening = Arc::clone(&store.inner.database);
        let opened = store.wait(async move { opening.open().await });
        match opened.unwrap_or_else(|| Err(OpenError::Unreachable("it broke while it was opened".to_owned())))
        {
            Ok(()) | Err(OpenError::Unreachable(_)) => {}
            Err(error) => return Err(error),
        }
        let watched = Arc::clone(&store.inner.database);
        store.spawn(async move { watched.watch().await });
        Ok(store)
    }

    /// Whether the store can be used; touches no database.
    pub fn health(&self) -> Health {
        self.inner.database.health()
    }

    /// Ends the connections. Whatever is asked afterwards is refused.
    pub fn close(&self) {
        let database = Arc::clone(&self.inner.database);
        self.wait(async move { database.close().await });
    }

    async fn write<T: Send + 'static>(
        &self,
        work: impl for<'a> FnOnce(&'a mut dyn Session) -> Boxed<'a, T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let outcome = self.run(Purpose::Write, work).await;
        self.inner.database.note(outcome.as_ref().err());
        outcome
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl for<'a> FnOnce(&'a mut dyn Session) -> Boxed<'a, T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let outcome = self.run(Purpose::Read, work).await;
        if let Err(failure) = &outcome {
            self.inner.database.note(Some(failure));
        }
        outcome
    }

    /// Carries out work in a transaction, on the store's own threads.
    async fn run<T: Send + 'static>(
        &self,
        purpose: Purpose,
        work: impl for<'a> FnOnce(&'a mut dyn Session) -> Boxed<'a, T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let database = Arc::clone(&self.inner.database);
        let job = async move {
            let whole = async {
                let mut session = database.begin(purpose).await?;
                let done = work(&mut *session).await?;
                session.commit().await?;
                Ok(done)
            };
            match database.patience() {
                None => whole.await,
                Some(patience) => tokio::time::timeout(patience, whole).await.unwrap_or_else(|_| {
                    Err(StoreError::Unavailable("it does not answer in time".to_owned()))
                }),
            }
        };
        let Some(task) = self.spawn(job) else { return Err(ended()) };
        task.await.unwrap_or_else(|_| Err(ended()))
    }

    /// What the store answers, if it does so in time and without a fault. What was begun comes to its end all the same.
    pub async fn soon<T>(
        patience: Duration,
        asking: impl Future<Output = Result<T, StoreError>>,
    ) -> Option<T> {
        tokio::time::timeout(patience, asking).await.ok()?.ok()
    }

    /// What was deleted is to be gone from the files, too.
    async fn settle(&self) {
        let database = Arc::clone(&self.inner.database);
        if let Some(task) = self.spawn(async move { database.settle().await }) {
            // A mistake of the driver leaves the journal as it is.
            task.await.ok();
        }
    }

    fn spawn<T: Send + 'static>(
        &self,
        job: impl Future<Output = T> + Send + 'static,
    ) -> Option<tokio::task::JoinHandle<T>> {
        self.inner.runtime.as_ref().map(|runtime| runtime.spawn(job))
    }

    /// Waits for a job, for callers that are not asynchronous. `None` if the job broke.
    pub fn wait<T: Send + 'static>(&self, job: impl Future<Output = T> + Send + 'static) -> Option<T> {
        let (done, outcome) = mpsc::sync_channel(1);
        self.spawn(async move { drop(done.send(job.await)) });
        outcome.recv().ok()
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Waiting is not allowed where the last owner may be: inside another runtime.
            runtime.shutdown_background();
        }
    }
}

fn ended() -> StoreError {
    StoreError::Unavailable("it broke, or has ended".to_owned())
}

fn missing(data: &Path) -> OpenError {
    OpenError::Missing { file: sqlite::file_in(data).display().to_string() }
}
