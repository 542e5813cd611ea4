//! What must survive a restart: opened for the server, tidied while it runs, taken out and brought in.

use std::io::{self, BufRead, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;

use super::App;
use super::clock::now;
use super::conversations::STATES;
use crate::config::{self, Config};
use crate::facts::without_secrets;
use crate::outbox;
use crate::store::{Health, Moved, OpenError, Sense, Store, TransferError};
use crate::wire::read_events;

/// How often it is looked for what has been kept for long enough.
const TIDY_EVERY: Duration = Duration::from_secs(60 * 60);
/// For how many days it is known that a note was delivered.
const DELIVERED_DAYS: i64 = 7;
const A_DAY: i64 = 24 * 60 * 60 * 1000;

/// Why the store could not be opened, taken out or brought in.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// It cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Nothing says where it is.
    #[error("which store? Name its folder with `--data DIR`, or the PostgreSQL database with `--database`")]
    Nowhere,
    /// The output could not be written.
    #[error("cannot write the export: {0}")]
    Output(io::Error),
    /// It cannot be read.
    #[error("cannot read the store: {0}")]
    Unreadable(String),
    /// It failed.
    #[error(transparent)]
    Transfer(TransferError),
}

impl From<TransferError> for KeepError {
    fn from(error: TransferError) -> Self {
        match error {
            TransferError::Output(error) => Self::Output(error),
            other => Self::Transfer(other),
        }
    }
}

/// An open store with the one who tidies it. Both end with the value.
pub(super) struct Keeping {
    store: Store,
    /// Whether it is there for other processes, and after this one.
    is_lasting: bool,
    /// Sends notes to tickets, where the settings name any.
    pub(super) sender: Option<outbox::Sender>,
    /// Dropped, it tells the one who tidies to stop.
    _stop: Sender<()>,
}

impl Keeping {
    fn begin(settings: &config::Store) -> Result<Self, OpenError> {
        let store = Store::open(settings)?;
        let (stop, stopped) = mpsc::channel();
        let (tidied, days) = (store.clone(), settings.retention_days);
        let tidying = move || {
            loop {
                tidy(&tidied, days);
                if stopped.recv_timeout(TIDY_EVERY) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
            }
        };
        if let Err(error) = std::thread::Builder::new().name("tidying".to_owned()).spawn(tidying) {
            tracing::error!(%error, "nothing will be deleted that has been kept for long enough");
        }
        let is_lasting = settings.data.is_some() || settings.database.is_some();
        Ok(Self { store, is_lasting, sender: None, _stop: stop })
    }

    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    pub(super) fn is_lasting(&self) -> bool {
        self.is_lasting
    }
}

impl Drop for Keeping {
    fn drop(&mut self) {
        // What is being sent is still to be kept.
        drop(self.sender.take());
        self.store.close();
    }
}

/// Deletes what has been kept for long enough.
fn tidy(store: &Store, days: Option<u32>) {
    let (tidied, at) = (store.clone(), now());
    let job = async move {
        tidied.forget_keys(at).await?;
        tidied.forget_delivered(at.before(DELIVERED_DAYS * A_DAY)).await?;
        tidied.forget_deliveries(at).await?;
        match days {
            Some(days) => tidied.purge(at.before(i64::from(days) * A_DAY)).await.map(Some),
            None => Ok(None),
        }
    };
    match store.wait(job) {
        Some(Ok(Some(purged))) => tracing::info!(
            conversations = purged.conversations,
            feedback = purged.feedback,
            unanswered = purged.unanswered,
            given_up = purged.given_up,
            "deleted what had been kept for long enough"
        ),
        Some(Ok(None)) => {}
        Some(Err(reason)) => tracing::warn!(%reason, "could not delete what had been kept for long enough"),
        None => tracing::error!("deleting what had been kept for long enough broke"),
    }
}

impl App {
    /// Opens the store, for the server. A database that cannot be reached is no error: everything that only reads
    /// the base goes on, and [`Self::store_trouble`] says what does not.
    ///
    /// # Errors
    /// [`OpenError`] if the store is damaged, or its settings are wrong.
    pub fn with_store(mut self, config: &Config) -> Result<Self, OpenError> {
        self.keeping = Some(Keeping::begin(&config.store)?);
        if config.store.data.is_none() && config.store.database.is_none() {
            tracing::warn!(
                "conversations are kept in memory and end with this process; `--data DIR` or `--database URL` keeps them"
            );
        }
        Ok(self)
    }

    /// What keeps the store from being used, in words for strangers; `None` if all is well.
    pub fn store_trouble(&self) -> Option<String> {
        match self.keeping.as_ref()?.store.health() {
            Health::Usable => None,
            Health::Degraded(reason) => Some(format!("conversations cannot be kept: {reason}")),
        }
    }
}

/// Writes everything that is in the store as JSON lines.
///
/// # Errors
/// [`KeepError`] if there is no such store, or it or the output fails.
pub fn export_store(config: &Config, out: &mut dyn Write) -> Result<Moved, KeepError> {
    let store = somewhere(config).and_then(|settings| Ok(Store::open_existing(settings)?))?;
    let moved = store.export(out);
    store.close();
    Ok(moved?)
}

/// Brings in what was written by [`export_store`]; all of it or nothing.
///
/// # Errors
/// [`KeepError`] if the store cannot be opened, or a line cannot be used.
pub fn import_store(config: &Config, input: &mut dyn BufRead) -> Result<Moved, KeepError> {
    let store = somewhere(config).and_then(|settings| Ok(Store::open(settings)?))?;
    let event = |kind: &str, payload: &_| {
        read_events(std::iter::once((kind, payload))).map(drop).map_err(|damaged| damaged.reason)
    };
    let clean = |text: &str| without_secrets(text).text.into_owned();
    let sense = Sense { event: &event, clean: &clean, states: &STATES };
    let moved = store.import_making_sense(input, sense);
    store.close();
    Ok(moved?)
}

/// Memory is no place to take anything from.
pub(super) fn somewhere(config: &Config) -> Result<&config::Store, KeepError> {
    let settings = &config.store;
    if settings.data.is_none() && settings.database.is_none() {
        Err(KeepError::Nowhere)
    } else {
        Ok(settings)
    }
}
