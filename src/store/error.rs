//! What can go wrong while something is kept or looked up, and what keeps a store from being opened.

/// Why the store did not do what it was asked to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Somebody else was quicker: the conversation has had another turn meanwhile.
    #[error("the conversation has had {current} turns meanwhile; read it again and go on from there")]
    Conflict {
        /// How many turns it has had.
        current: u32,
    },
    /// There is no conversation of this id, or no longer.
    #[error("there is no such conversation")]
    NoSuchConversation,
    /// There is another record of this id, or another token of this name.
    #[error("there is one already")]
    AlreadyThere,
    /// The delivery had its effect before.
    #[error("this delivery was taken before")]
    Taken,
    /// The idempotency key was used for another request.
    #[error("the idempotency key was used for another request; choose a new one")]
    KeyReused,
    /// The request with this idempotency key is still being worked on.
    #[error("the request with this idempotency key is still being worked on")]
    KeyRunning,
    /// Others kept the database busy for too long; nothing was kept.
    #[error("the database is busy; try again in a moment")]
    Busy,
    /// The database cannot be reached, or does not answer. Whether the last thing was kept is not known: ask again
    /// with the same idempotency key.
    #[error("the database cannot be used at present: {0}")]
    Unavailable(String),
    /// There is no room left; nothing was kept.
    #[error("the disk of the database is full")]
    Full,
    /// The database holds what cannot be.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// Anything else, which would be a mistake of this program.
    #[error("the database refused: {0}")]
    Refused(String),
}

/// Why a store cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The file of the store is damaged. Nothing was changed.
    #[error(
        "the store {file} is damaged: {reason}; nothing was changed: put back a backup of it, or move it away (with the files `{file}-wal` and `{file}-shm`, if they are there) to begin with an empty store"
    )]
    Damaged {
        /// Which file.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The file of the store cannot be read or written.
    #[error("cannot use the store {file}: {reason}")]
    Unusable {
        /// Which file.
        file: String,
        /// What the system said, and what to do.
        reason: String,
    },
    /// A newer program has worked with this store.
    #[error(
        "{store} was written by a newer deskdoc (schema {found}; this one knows {known}): use that version, or one that is newer still; nothing was changed"
    )]
    Newer {
        /// Which store.
        store: String,
        /// The schema it has.
        found: i64,
        /// The newest schema that this program knows.
        known: i64,
    },
    /// The tables were made by something else.
    #[error("the tables of {store} are not those of deskdoc: {reason}")]
    Foreign {
        /// Which store.
        store: String,
        /// What does not fit.
        reason: String,
    },
    /// The address of the database is wrong.
    #[error(
        "the setting `database` cannot be used: {0}; expected `postgres://USER:PASSWORD@HOST:PORT/DATABASE`, with signs such as `@ : / # %` in the password written as `%40 %3A %2F %23 %25`"
    )]
    Address(String),
    /// The server does not let us in.
    #[error("the PostgreSQL server refuses: {0}")]
    Refused(String),
    /// The server cannot be reached.
    #[error("the database cannot be used at present: {0}")]
    Unreachable(String),
    /// The store is to be read and does not exist.
    #[error("there is no store {file}: name the folder that `serve` keeps its data in")]
    Missing {
        /// Which file was looked for.
        file: String,
    },
}
