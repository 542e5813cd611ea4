//! The address of a database server, which may hold a password: it is never shown, and never logged.

use std::fmt;

/// A text that is never shown.
#[derive(Clone, serde::Deserialize, PartialEq, Eq)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// The text itself, for the one who proves something with it.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[redacted]")
    }
}

/// Where a PostgreSQL server and the database on it are found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseAddress(Secret);

impl DatabaseAddress {
    /// Takes an address that begins like one of PostgreSQL. Whether the rest is sound shows when it is used.
    ///
    /// # Errors
    /// Says that it begins otherwise; the text itself may hold a password and is not repeated.
    pub fn parse(text: &Secret) -> Result<Self, NoDatabaseAddress> {
        let text = text.0.trim();
        let is_postgres = ["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme));
        if is_postgres { Ok(Self(Secret(text.to_owned()))) } else { Err(NoDatabaseAddress) }
    }

    /// The address with its password, for the one who connects.
    pub(crate) fn reveal(&self) -> &str {
        self.0.reveal()
    }
}

/// The text does not begin like the address of a PostgreSQL database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected `postgres://USER:PASSWORD@HOST:PORT/DATABASE`, found something that begins otherwise")]
pub struct NoDatabaseAddress;
