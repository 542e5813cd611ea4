//! What errors of PostgreSQL mean (<https://www.postgresql.org/docs/15/errcodes-appendix.html>).

use crate::store::error::{OpenError, StoreError};

/// What an error means while something is kept or looked up.
pub(super) fn meaning(error: &sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::PoolTimedOut => StoreError::Busy,
        sqlx::Error::Database(error) => of_code(error.code().as_deref().unwrap_or_default(), error.message()),
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => StoreError::Damaged(error.to_string()),
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) | sqlx::Error::PoolClosed => {
            StoreError::Unavailable(error.to_string())
        }
        other => StoreError::Refused(other.to_string()),
    }
}

fn of_code(code: &str, message: &str) -> StoreError {
    match code {
        "53100" => return StoreError::Full,
        "23503" => return StoreError::NoSuchConversation,
        "23505" => return StoreError::AlreadyThere,
        // Lock not had in time, statement not done in time, a deadlock, others were quicker.
        "55P03" | "57014" | "40P01" | "40001" => return StoreError::Busy,
        // A server that has become a copy of another.
        "25006" => return StoreError::Unavailable(message.to_owned()),
        _ => {}
    }
    match code.get(..2).unwrap_or_default() {
        "XX" => StoreError::Damaged(message.to_owned()),
        "08" | "28" | "3D" | "53" | "57" | "58" => StoreError::Unavailable(message.to_owned()),
        _ => StoreError::Refused(message.to_owned()),
    }
}

/// What an error means while the database is opened: is the address wrong, or the server not there?
pub(super) fn while_opening(error: &sqlx::Error, name: &str) -> OpenError {
    match error {
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            let reason = format!("{name}: {}", error.message());
            match code.get(..2).unwrap_or_default() {
                // May connect again in a moment: too many connections, starting up, shutting down, on its way.
                "08" | "53" | "55" | "57" | "58" => OpenError::Unreachable(reason),
                _ => OpenError::Refused(reason),
            }
        }
        sqlx::Error::Tls(_) | sqlx::Error::Configuration(_) => OpenError::Refused(format!("{name}: {error}")),
        other => OpenError::Unreachable(format!("{name}: {other}")),
    }
}

#[cfg(test)]
mod tests;
