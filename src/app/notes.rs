//! Notes to tickets: sent while the server runs, looked at and tried again by the operator.

use std::sync::Arc;

use super::App;
use super::clock::now;
use super::keep::{KeepError, somewhere};
use crate::config::Config;
use crate::outbox::{Pace, Sender, StartError, Surroundings, SystemNames};
use crate::store::{Queued, Store, StoreError, Which};

/// How many notes are listed at most.
pub const MOST_LISTED: u32 = 1_000;

impl App {
    /// Begins to send the notes that the store holds, if the settings say where to. The store must be open.
    ///
    /// # Errors
    /// [`StartError`] if the certificates of the settings cannot be used.
    pub fn with_notes(mut self, config: &Config) -> Result<Self, StartError> {
        if let Some(keeping) = &mut self.keeping
            && !config.outbox.destinations.is_empty()
        {
            let surroundings =
                Surroundings { now: Arc::new(now), chance: Arc::new(chance), names: Arc::new(SystemNames) };
            let store = keeping.store().clone();
            keeping.sender = Some(Sender::start(&config.outbox, store, surroundings, Pace::default())?);
        }
        Ok(self)
    }

    /// What is wrong with notes to tickets, in words for strangers; empty if all is well.
    pub fn notes_trouble(&self) -> Vec<String> {
        self.sender().map(Sender::trouble).unwrap_or_default()
    }

    /// From now on no new note is sent; what is being sent is finished.
    pub fn stop_sending(&self) {
        if let Some(sender) = self.sender() {
            sender.begin_to_stop();
        }
    }

    fn sender(&self) -> Option<&Sender> {
        self.keeping.as_ref()?.sender.as_ref()
    }
}

/// A number between 0 and 1. Without random bits everything is tried again at the same moment, which is no harm.
fn chance() -> f64 {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).unwrap_or_default();
    f64::from(u32::from_ne_bytes(bytes)) / f64::from(u32::MAX)
}

/// The notes that wait or were given up, or all that are still known; the oldest first.
///
/// # Errors
/// [`KeepError`] if there is no such store, or it cannot be read.
pub fn outgoing_notes(config: &Config, with_delivered: bool) -> Result<Vec<Queued>, KeepError> {
    in_store(config, |store| async move { store.outgoing(with_delivered, MOST_LISTED).await })
}

/// Has notes tried again now, also those that were given up, and says how many.
///
/// # Errors
/// [`KeepError`] if there is no such store, or it cannot be written.
pub fn retry_notes(config: &Config, which: Which) -> Result<u64, KeepError> {
    in_store(config, move |store| async move { store.retry_outgoing(which, now()).await })
}

fn in_store<T: Send + 'static, F: Future<Output = Result<T, StoreError>> + Send + 'static>(
    config: &Config,
    work: impl FnOnce(Store) -> F,
) -> Result<T, KeepError> {
    let store = somewhere(config).and_then(|settings| Ok(Store::open_existing(settings)?))?;
    let done = store.wait(work(store.clone()));
    store.close();
    let broken = || KeepError::Unreadable("it broke".to_owned());
    done.ok_or_else(broken)?.map_err(|error| KeepError::Unreadable(error.to_string()))
}
