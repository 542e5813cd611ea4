//! What errors of SQLite mean (<https://www.sqlite.org/rescode.html>).

use sqlx::error::DatabaseError;

use crate::store::error::{OpenError, StoreError};

/// What an error means while something is kept or looked up.
pub(super) fn meaning(error: &sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::PoolTimedOut => StoreError::Busy,
        sqlx::Error::Database(error) => of_code(code(error.as_ref()), error.message()),
        sqlx::Error::Io(_) | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
            StoreError::Unavailable(error.to_string())
        }
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => StoreError::Damaged(error.to_string()),
        other => StoreError::Refused(other.to_string()),
    }
}

fn of_code(code: i32, message: &str) -> StoreError {
    /// Room for the shared memory beside the file could not be had.
    const IOERR_SHMSIZE: i32 = 4874;
    const CONSTRAINT_FOREIGNKEY: i32 = 787;
    const CONSTRAINT_PRIMARYKEY: i32 = 1555;
    const CONSTRAINT_UNIQUE: i32 = 2067;
    match (code, code & 0xff) {
        (IOERR_SHMSIZE, _) | (_, 13) => StoreError::Full,
        (CONSTRAINT_FOREIGNKEY, _) => StoreError::NoSuchConversation,
        (CONSTRAINT_PRIMARYKEY | CONSTRAINT_UNIQUE, _) => StoreError::AlreadyThere,
        (_, 5 | 6) => StoreError::Busy,
        (_, 8 | 10 | 14) => StoreError::Unavailable(message.to_owned()),
        (_, 11 | 26) => StoreError::Damaged(message.to_owned()),
        _ => StoreError::Refused(message.to_owned()),
    }
}

/// What an error means that comes while the file is opened.
pub(super) fn while_opening(error: &sqlx::Error, name: &str) -> OpenError {
    let file = name.to_owned();
    let unusable = |reason: &str| OpenError::Unusable { file: name.to_owned(), reason: reason.to_owned() };
    let sqlx::Error::Database(database) = error else {
        return unusable(&error.to_string());
    };
    match code(database.as_ref()) & 0xff {
        11 | 26 => OpenError::Damaged { file, reason: database.message().to_owned() },
        5 | 6 => unusable("another process has been writing for too long; end it, or try again"),
        8 | 14 => unusable(
            "it cannot be written; give the user who runs deskdoc the permission to write the file and its folder",
        ),
        13 => unusable("the disk is full"),
        _ => unusable(database.message()),
    }
}

/// SQLite's number of an error.
fn code(error: &dyn DatabaseError) -> i32 {
    error.code().and_then(|code| code.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
