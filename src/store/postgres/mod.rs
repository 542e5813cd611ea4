//! PostgreSQL: for many processes behind a load balancer.
//!
//! Nobody waits long for it. A watcher asks every two seconds whether it answers; while it does not, everybody else is
//! told so at once. When it answers again, connections are made anew, and the tables are brought up to date if
//! that has not been possible before.

mod address;
mod examine;
mod meaning;

use std::pin::Pin;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions, PgRow};
use sqlx::{Connection, PgPool};
use tokio::sync::Notify;
use tokio::time::timeout;

use self::meaning::{meaning, while_opening};
use super::database::{Boxed, Database, Health, Purpose, Session, session_of};
use super::error::{OpenError, StoreError};
use super::schema;
use crate::config::DatabaseAddress;

/// How many connections one process has at most, besides the watcher's.
const MOST_CONNECTIONS: u32 = 10;
/// How long a connection, a free place or a statement may take.
const LONGEST_WAIT: Duration = Duration::from_secs(2);
/// The same for the server, in milliseconds. Locks are given up first, so that the reason is told apart.
const LIMITS: [(&str, &str); 2] = [("statement_timeout", "2000"), ("lock_timeout", "1500")];
/// How long one use of the store may take in all; callers are promised an answer within five seconds.
const PATIENCE: Duration = Duration::from_secs(4);
/// How long tables may take to be brought up to date, waiting for another process that does it included.
const LONGEST_MIGRATION: Duration = Duration::from_secs(60);
/// How often the watcher asks.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How often it tries to get through while it cannot.
const RETRY_EVERY: Duration = Duration::from_millis(500);

/// The database.
pub(super) struct Postgres {
    options: PgConnectOptions,
    /// Server and database, without a password.
    name: String,
    state: RwLock<State>,
    /// Rung when somebody's connection broke.
    bell: Notify,
}

enum State {
    Usable(PgPool),
    /// Why it cannot be used.
    Down(String),
}

impl Postgres {
    /// Takes the address; nothing is connected yet.
    ///
    /// # Errors
    /// [`OpenError::Address`] says what is wrong with the address, without repeating it.
    pub(super) fn at(address: &DatabaseAddress) -> Result<Self, OpenError> {
        let options = address::options(address).map_err(OpenError::Address)?;
        let name = address::name(&options);
        let state = RwLock::new(State::Down(format!("{name} is not connected yet")));
        Ok(Self { options, name, state, bell: Notify::new() })
    }

    /// A connection of its own, with the tables up to date. Other processes wait while one does that.
    async fn connect(&self) -> Result<PgConnection, OpenError> {
        let unreachable = |reason: &str| OpenError::Unreachable(format!("{} {reason}", self.name));
        let connecting = timeout(LONGEST_WAIT, PgConnection::connect_with(&self.options)).await;
        let connected = connecting.map_err(|_| unreachable("does not answer"))?;
        let mut connection = connected.map_err(|error| while_opening(&error, &self.name))?;
        let migrator = schema::migrator(schema::POSTGRES);
        // `run` would do the same, but its future cannot be moved between threads.
        let migrating = timeout(LONGEST_MIGRATION, migrator.run_direct(None, &mut connection, false)).await;
        let migrated = migrating.map_err(|_| unreachable("took too long to bring its tables up to date"))?;
        let otherwise = |error: &sqlx::Error| while_opening(error, &self.name);
        migrated.map_err(|error| schema::meaning(error, &self.name, schema::POSTGRES, otherwise))?;
        Ok(connection)
    }

    /// Connects, and says so to all who wait for that. They get new connections: old ones may hang for ever.
    async fn reconnect(&self) -> Result<PgConnection, OpenError> {
        let connected = self.connect().await;
        match &connected {
            Ok(_) if self.pool().is_err() => self.up(),
            Ok(_) => {}
            Err(OpenError::Unreachable(reason)) => self.down(reason.clone()),
            Err(error) => self.down(error.to_string()),
        }
        connected
    }

    /// Whether the watcher's connection is answered.
    async fn answers(&self, connection: &mut PgConnection) -> bool {
        let asked = timeout(LONGEST_WAIT, sqlx::query("SELECT 1").execute(connection)).await;
        let reason = match asked {
            Ok(Ok(_)) => return true,
            Ok(Err(error)) => error.to_string(),
            Err(_) => "no answer in time".to_owned(),
        };
        self.down(format!("{} does not answer: {reason}", self.name));
        false
    }

    fn up(&self) {
        tracing::info!(database = %self.name, "the database can be used");
        self.set(State::Usable(pool(&self.options)));
    }

    fn down(&self, reason: String) {
        let is_news = self.pool().err().is_none_or(|known| known != reason);
        if is_news {
            tracing::error!(%reason, "the database cannot be used");
        }
        self.set(State::Down(reason));
    }

    fn set(&self, state: State) {
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = state;
    }

    /// The connections.
    ///
    /// # Errors
    /// The reason why there are none.
    fn pool(&self) -> Result<PgPool, String> {
        match &*self.state.read().unwrap_or_else(PoisonError::into_inner) {
            State::Usable(pool) => Ok(pool.clone()),
            State::Down(reason) => Err(reason.clone()),
        }
    }
}

fn pool(options: &PgConnectOptions) -> PgPool {
    PgPoolOptions::new()
        .max_connections(MOST_CONNECTIONS)
        .acquire_timeout(LONGEST_WAIT)
        .connect_lazy_with(options.clone().options(LIMITS))
}

impl Database for Postgres {
    fn open(&self) -> Boxed<'_, (), OpenError> {
        Box::pin(async move {
            let connection = self.reconnect().await?;
            drop(connection.close().await);
            Ok(())
        })
    }

    fn watch(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            let mut connection = None;
            loop {
                connection = match connection {
                    None => self.reconnect().await.ok(),
                    Some(mut open) => self.answers(&mut open).await.then_some(open),
                };
                let pause = if connection.is_some() { LOOK_EVERY } else { RETRY_EVERY };
                // Whoever rings while we rest is heard at once; the next ones wait for the next look.
                drop(timeout(pause, self.bell.notified()).await);
            }
        })
    }

    fn begin(&self, purpose: Purpose) -> Boxed<'_, Box<dyn Session>> {
        Box::pin(async move {
            let pool = self.pool().map_err(StoreError::Unavailable)?;
            let begun = match purpose {
                Purpose::Write => pool.begin().await,
                Purpose::Read => pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await,
            };
            let transaction = begun.map_err(|error| meaning(&error))?;
            Ok(Box::new(transaction) as Box<dyn Session>)
        })
    }

    fn patience(&self) -> Option<Duration> {
        Some(PATIENCE)
    }

    fn note(&self, failure: Option<&StoreError>) {
        if matches!(failure, Some(StoreError::Unavailable(_))) && self.pool().is_ok() {
            self.bell.notify_one();
        }
    }

    fn health(&self) -> Health {
        match self.pool() {
            Ok(_) => Health::Usable,
            Err(_) => Health::Degraded("the database cannot be used".to_owned()),
        }
    }

    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            let Ok(pool) = self.pool() else { return };
            // A server that does not answer does not notice that we leave, either.
            drop(timeout(LONGEST_WAIT, pool.close()).await);
        })
    }
}

session_of!(sqlx::Postgres, PgRow, meaning, ["TEXT", "INT8", "BYTEA"]);
