//! Why a conversation could not be opened, read or continued.

use crate::app::{BadDocument, Error, NotTurned};
use crate::dialogue::Refusal;
use crate::store::StoreError;
use crate::wire::{DamagedLedger, FieldError};

/// Why a conversation could not be opened, read or continued.
#[derive(Debug, thiserror::Error)]
pub enum NotHeld {
    /// There is none of this id, or no longer.
    #[error("there is no such conversation")]
    NoSuchConversation,
    /// Somebody else was quicker, or the number was never right.
    #[error("the conversation has {current} events; read it again and go on from there")]
    Conflict {
        /// How many events it has.
        current: usize,
    },
    /// The turn makes no sense where the conversation stands.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A field of the turn cannot be accepted.
    #[error("{}", .0.detail)]
    Field(FieldError),
    /// Configuration that cannot be read at all.
    #[error(transparent)]
    BadDocument(BadDocument),
    /// The delivery had its effect before.
    #[error("this delivery was taken before")]
    Repeated,
    /// The key of the request was used for another one.
    #[error("the idempotency key was used for another request; choose a new one")]
    KeyReused,
    /// The request with this key is still being worked on.
    #[error("the request with this idempotency key is still being worked on")]
    KeyRunning,
    /// The store cannot be used at present.
    #[error("conversations cannot be kept at present")]
    Unavailable,
    /// The disk of the store is full.
    #[error("there is no room to keep conversations")]
    Full,
    /// A mistake of this program, or damage; the words are for the log only.
    #[error("{0}")]
    Broken(String),
}

impl From<StoreError> for NotHeld {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NoSuchConversation => Self::NoSuchConversation,
            StoreError::Conflict { current } => {
                Self::Conflict { current: usize::try_from(current).unwrap_or(usize::MAX) }
            }
            StoreError::Taken => Self::Repeated,
            StoreError::KeyReused => Self::KeyReused,
            StoreError::KeyRunning => Self::KeyRunning,
            StoreError::Busy | StoreError::Unavailable(_) => Self::Unavailable,
            StoreError::Full => Self::Full,
            StoreError::AlreadyThere | StoreError::Damaged(_) | StoreError::Refused(_) => {
                Self::Broken(error.to_string())
            }
        }
    }
}

impl From<NotTurned> for NotHeld {
    fn from(error: NotTurned) -> Self {
        match error {
            NotTurned::Refused(refusal) => Self::Refused(refusal),
            NotTurned::Failed(error) => error.into(),
        }
    }
}

impl From<Error> for NotHeld {
    fn from(error: Error) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<DamagedLedger> for NotHeld {
    fn from(damaged: DamagedLedger) -> Self {
        Self::Broken(damaged.to_string())
    }
}
