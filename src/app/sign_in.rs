//! What signing in takes from the world: chance, the clock, and a key that all servers on one store share.

use super::App;
use super::clock::now;
use crate::store::{Id, Moment};

/// Under this name the store keeps the key that sessions are signed with.
const SESSIONS: &str = "sessions";

/// 256 bits that nobody can guess.
pub type Key = [u8; 32];

/// The system gives no random bits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the system gives no random bits: {0}")]
pub struct NoChance(String);

/// This moment.
pub fn moment() -> Moment {
    now()
}

/// A fresh key.
///
/// # Errors
/// [`NoChance`] if the system is broken.
pub fn random_key() -> Result<Key, NoChance> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|error| NoChance(error.to_string()))?;
    Ok(key)
}

/// A fresh id.
///
/// # Errors
/// [`NoChance`] if the system is broken.
pub fn random_id() -> Result<Id, NoChance> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| NoChance(error.to_string()))?;
    Ok(Id(u128::from_be_bytes(bytes)))
}

impl App {
    /// The key that all servers on one store sign sessions with: the one that is kept, or else the one brought along.
    /// Nothing while the store cannot be used.
    pub async fn session_key(&self, brought: Key) -> Option<Key> {
        let store = self.keeping.as_ref()?.store().clone();
        store.shared_key(SESSIONS, brought, now()).await.ok()
    }
}
