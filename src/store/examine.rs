//! What a store is like, for those who ask whether all is well. Changes nothing: no table is made, no journal is
//! worked into the file.

use super::database::Boxed;
use super::error::OpenError;
use super::postgres::Postgres;
use super::record::Moment;
use super::{Store, missing, sqlite};
use crate::config;

/// What a store is like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// Where it is, without user and password.
    pub name: String,
    /// The database and its version.
    pub version: String,
    /// The schema of its tables; 0 where there are none yet.
    pub schema: i64,
    /// The newest schema that this program knows.
    pub known: i64,
    /// What time its server believes it is; a file has no clock.
    pub server_time: Option<Moment>,
    /// How many conversations are in it.
    pub n_conversations: u64,
    /// How many API tokens are in use.
    pub n_tokens: u64,
}

impl Store {
    /// Looks at the store that settings name.
    ///
    /// # Errors
    /// [`OpenError`] if it is damaged, of a newer version, or cannot be used; [`OpenError::Missing`] if there is none yet.
    pub fn examine(settings: &config::Store) -> Result<Examined, OpenError> {
        let looking: Boxed<'_, Examined, OpenError> = match (&settings.database, &settings.data) {
            (Some(address), _) => {
                let database = Postgres::at(address)?;
                Box::pin(async move { database.examine().await })
            }
            (None, Some(data)) if sqlite::file_in(data).exists() => Box::pin(sqlite::examine(data)),
            (None, Some(data)) => return Err(missing(data)),
            (None, None) => return Err(OpenError::Unreachable("there is none".to_owned())),
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| OpenError::Unreachable(error.to_string()))?;
        let examined = runtime.block_on(looking)?;
        if examined.schema > examined.known {
            let Examined { name: store, schema: found, known, .. } = examined;
            return Err(OpenError::Newer { store, found, known });
        }
        Ok(examined)
    }
}

/// The newest version of the tables.
pub(super) const SCHEMA: &str = "SELECT max(version) FROM _sqlx_migrations WHERE success";
/// How many conversations there are.
pub(super) const CONVERSATIONS: &str = "SELECT count(*) FROM conversations";
/// How many tokens are in use.
pub(super) const TOKENS: &str = "SELECT count(*) FROM tokens WHERE revoked_at IS NULL";

/// A number that there should be.
pub(super) fn counted(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
