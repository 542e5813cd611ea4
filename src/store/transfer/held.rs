//! A transaction that is held by a caller who is not asynchronous, for as long as files take.

use super::super::database::{Boxed, Purpose, Session};
use super::super::error::StoreError;
use super::super::{Store, ended};

/// A transaction on the store's threads. Dropped, it is undone there.
pub(super) struct Held {
    store: Store,
    session: Option<Box<dyn Session>>,
}

impl Held {
    pub(super) fn begin(store: &Store, purpose: Purpose) -> Result<Self, StoreError> {
        let database = std::sync::Arc::clone(&store.inner.database);
        let begun = store.wait(async move { database.begin(purpose).await });
        Ok(Self { store: store.clone(), session: Some(begun.ok_or_else(ended)??) })
    }

    /// Does something in the transaction.
    pub(super) fn run<T: Send + 'static>(
        &mut self,
        work: impl for<'a> FnOnce(&'a mut dyn Session) -> Boxed<'a, T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let mut session = self.session.take().ok_or_else(ended)?;
        let job = async move {
            let outcome = work(&mut *session).await;
            (session, outcome)
        };
        let (session, outcome) = self.store.wait(job).ok_or_else(ended)?;
        self.session = Some(session);
        outcome
    }

    pub(super) fn commit(mut self) -> Result<(), StoreError> {
        let session = self.session.take().ok_or_else(ended)?;
        self.store.wait(session.commit()).ok_or_else(ended)?
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            // A connection goes back to its pool where the pool lives.
            self.store.wait(async move { drop(session) });
        }
    }
}
