//! SQLite: one file in the data folder, or nothing but memory. For one machine; several processes may share the file.
//!
//! One connection writes and a few read, which never wait for each other. What is written is on the disk before the
//! writer hears of it. A file that is not sound is left as it is.

mod examine;
mod file;
mod meaning;

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, SqlitePool};

pub(super) use self::examine::examine;
use self::meaning::{meaning, while_opening};
use super::database::{Boxed, Database, Health, Purpose, Session, session_of};
use super::error::{OpenError, StoreError};
use super::schema;
use super::value::Value;

/// The name of the file in the data folder.
const FILE: &str = "deskdoc.sqlite";
/// How long a process waits while another one writes.
const BUSY: Duration = Duration::from_secs(5);
/// How long a write waits for its turn in this process.
const IN_LINE: Duration = Duration::from_secs(4);
/// How many connections read.
const READERS: u32 = 4;
/// How many bytes must find room before a full disk counts as no longer full.
const ROOM: usize = 256 * 1024;
const TRY: &str = "INSERT OR REPLACE INTO idempotency_keys (scope, key, body_hash, at, status, answer) \
    VALUES ('trying to write', '', X'', 0, 0, $1)";
const UNDO_TRY: &str = "DELETE FROM idempotency_keys WHERE scope = 'trying to write'";
/// How often it is tried whether a database in trouble can be written again.
const RETRY: Duration = Duration::from_secs(1);

/// Where the database is.
#[derive(Debug, Clone)]
enum Place {
    File(PathBuf),
    Memory,
}

struct Pools {
    writer: SqlitePool,
    readers: SqlitePool,
}

/// The database.
pub(super) struct Sqlite {
    place: Place,
    pools: OnceLock<Pools>,
    trouble: Mutex<Option<StoreError>>,
}

/// Where a data folder has its store.
pub(super) fn file_in(data: &Path) -> PathBuf {
    data.join(FILE)
}

impl Sqlite {
    /// The store in a data folder; it is made if it is not there.
    pub(super) fn in_folder(data: &Path) -> Self {
        Self::at(Place::File(file_in(data)))
    }

    /// A store that is gone with the process.
    pub(super) fn in_memory() -> Self {
        Self::at(Place::Memory)
    }

    fn at(place: Place) -> Self {
        Self { place, pools: OnceLock::new(), trouble: Mutex::new(None) }
    }

    async fn connect(&self) -> Result<Pools, OpenError> {
        let Place::File(file) = &self.place else {
            let writer = pool(1).connect_with(options().in_memory(true).shared_cache(false)).await;
            let writer = writer.map_err(|error| while_opening(&error, "in memory"))?;
            migrate(&writer, "in memory").await?;
            // There is but one connection: another one would see another database.
            return Ok(Pools { readers: writer.clone(), writer });
        };
        let name = file.display().to_string();
        file::make_sure_it_is_there(file).await?;
        let at_file = options().filename(file).journal_mode(SqliteJournalMode::Wal);
        let opened = without_broken(pool(1)).connect_with(at_file.clone()).await;
        let writer = opened.map_err(|error| while_opening(&error, &name))?;
        file::check(&writer, &name).await?;
        migrate(&writer, &name).await?;
        let readers = without_broken(pool(READERS)).connect_lazy_with(at_file.pragma("query_only", "ON"));
        Ok(Pools { writer, readers })
    }

    fn pools(&self) -> Result<&Pools, StoreError> {
        self.pools.get().ok_or_else(|| StoreError::Unavailable("it is not open".to_owned()))
    }

    fn trouble(&self) -> std::sync::MutexGuard<'_, Option<StoreError>> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes as much as a long conversation and deletes it again: a single page may find room on a full disk.
    /// A row that is left behind is an answer whose time is over.
    async fn try_to_write(&self) -> Result<(), StoreError> {
        let room = Value::Bytes(Some(vec![0; ROOM]));
        let mut session = self.begin(Purpose::Write).await?;
        session.execute(TRY, vec![room]).await?;
        session.commit().await?;
        let mut session = self.begin(Purpose::Write).await?;
        session.execute(UNDO_TRY, Vec::new()).await?;
        session.commit().await
    }
}

/// What all connections have in common.
fn options() -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .foreign_keys(true)
        .busy_timeout(BUSY)
        // Less would be quicker and could lose in a power cut what was promised to be kept.
        .synchronous(SqliteSynchronous::Full)
        // What retention deletes is to be gone from the file, too.
        .pragma("secure_delete", "ON")
        .disable_statement_logging()
}

fn pool(most: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(most)
        .acquire_timeout(IN_LINE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

/// Gives up connections that the driver takes to be in a transaction for ever: when the disk is full or fails, SQLite
/// ends the transaction by itself, and the driver's attempt to undo it comes too late.
fn without_broken(pool: SqlitePoolOptions) -> SqlitePoolOptions {
    pool.after_release(|connection, _| {
        Box::pin(async move {
            // Answered when a transaction that was dropped has been undone.
            connection.ping().await?;
            Ok(!connection.is_in_transaction())
        })
    })
}

/// Brings the tables up to date, all of it or nothing, and one process after the other.
async fn migrate(pool: &SqlitePool, name: &str) -> Result<(), OpenError> {
    let otherwise = |error: &sqlx::Error| while_opening(error, name);
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await.map_err(|error| otherwise(&error))?;
    // `run` would do the same, but its future cannot be moved between threads.
    let done = schema::migrator(schema::SQLITE).run_direct(None, &mut *transaction, false).await;
    done.map_err(|error| schema::meaning(error, name, schema::SQLITE, otherwise))?;
    transaction.commit().await.map_err(|error| otherwise(&error))
}

impl Database for Sqlite {
    fn open(&self) -> Boxed<'_, (), OpenError> {
        Box::pin(async move {
            let pools = self.connect().await?;
            // A store is opened once; a second time would change nothing.
            drop(self.pools.set(pools));
            Ok(())
        })
    }

    fn watch(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            loop {
                tokio::time::sleep(RETRY).await;
                let may_pass = matches!(&*self.trouble(), Some(trouble) if !is_lasting(trouble));
                if may_pass && self.try_to_write().await.is_ok() {
                    self.note(None);
                }
            }
        })
    }

    fn begin(&self, purpose: Purpose) -> Boxed<'_, Box<dyn Session>> {
        Box::pin(async move {
            let pools = self.pools()?;
            let begun = match purpose {
                Purpose::Write => pools.writer.begin_with("BEGIN IMMEDIATE").await,
                Purpose::Read => pools.readers.begin().await,
            };
            let transaction = begun.map_err(|error| meaning(&error))?;
            Ok(Box::new(transaction) as Box<dyn Session>)
        })
    }

    /// Waiting ends by itself, and a statement that has begun cannot be called off.
    fn patience(&self) -> Option<Duration> {
        None
    }

    fn note(&self, failure: Option<&StoreError>) {
        let mut trouble = self.trouble();
        match failure {
            None if trouble.as_ref().is_some_and(|trouble| !is_lasting(trouble)) => {
                tracing::info!("the database can be written again");
                *trouble = None;
            }
            Some(failure @ (StoreError::Full | StoreError::Damaged(_) | StoreError::Unavailable(_))) => {
                if trouble.as_ref() != Some(failure) {
                    tracing::error!(reason = %failure, "the database cannot be written");
                }
                *trouble = Some(failure.clone());
            }
            _ => {}
        }
    }

    fn health(&self) -> Health {
        match &*self.trouble() {
            None => Health::Usable,
            Some(StoreError::Full) => Health::Degraded("the disk of the database is full".to_owned()),
            Some(StoreError::Damaged(_)) => Health::Degraded("the database is damaged".to_owned()),
            Some(_) => Health::Degraded("the database cannot be written".to_owned()),
        }
    }

    /// Deleted rows are overwritten in the file, but the journal holds them until it is worked in and cut off.
    fn settle(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            let Ok(pools) = self.pools() else { return };
            let settled = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&pools.writer).await;
            if let Err(error) = settled {
                tracing::debug!(%error, "the journal of the database could not be worked in");
            }
        })
    }

    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            if let Some(pools) = self.pools.get() {
                pools.readers.close().await;
                pools.writer.close().await;
            }
        })
    }
}

fn is_lasting(trouble: &StoreError) -> bool {
    matches!(trouble, StoreError::Damaged(_))
}

session_of!(sqlx::Sqlite, SqliteRow, meaning, ["TEXT", "INTEGER" | "NULL", "BLOB"]);

#[cfg(test)]
mod tests;
