//! The tables, version after version. Every change of them is a new file; old files never change.

use sqlx::SqlSafeStr;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};

use super::error::OpenError;

/// The scripts of one database, the oldest first.
type Scripts = &'static [&'static str];

pub(super) const SQLITE: Scripts = &[
    include_str!("migrations/sqlite/0001_first.sql"),
    include_str!("migrations/sqlite/0002_insights.sql"),
    include_str!("migrations/sqlite/0003_outbox.sql"),
    include_str!("migrations/sqlite/0004_tickets.sql"),
    include_str!("migrations/sqlite/0005_keys.sql"),
];
pub(super) const POSTGRES: Scripts = &[
    include_str!("migrations/postgres/0001_first.sql"),
    include_str!("migrations/postgres/0002_insights.sql"),
    include_str!("migrations/postgres/0003_outbox.sql"),
    include_str!("migrations/postgres/0004_tickets.sql"),
    include_str!("migrations/postgres/0005_keys.sql"),
];

/// What brings tables up to date.
pub(super) fn migrator(scripts: Scripts) -> Migrator {
    let numbered = (1..).zip(scripts).map(|(version, script)| {
        let name = format!("schema {version}");
        Migration::new(version, name.into(), MigrationType::Simple, script.into_sql_str(), false)
    });
    Migrator::with_migrations(numbered.collect())
}

/// The version of the newest script.
pub(super) fn newest(scripts: Scripts) -> i64 {
    i64::try_from(scripts.len()).unwrap_or(i64::MAX)
}

/// Why tables could not be brought up to date; `otherwise` says what a plain error of the database means.
pub(super) fn meaning(
    error: MigrateError,
    store: &str,
    scripts: Scripts,
    otherwise: impl FnOnce(&sqlx::Error) -> OpenError,
) -> OpenError {
    let known = newest(scripts);
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => otherwise(&error),
        MigrateError::VersionMissing(found) => OpenError::Newer { store: store.to_owned(), found, known },
        other => OpenError::Foreign { store: store.to_owned(), reason: other.to_string() },
    }
}
