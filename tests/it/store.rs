//! What is kept is kept: one suite, run on SQLite and on a real PostgreSQL server.

mod backup;
mod damage;
mod figures;
mod killed;
mod ledgers;
mod others;
mod outage;
mod outbox;
mod refused;
mod schema;
mod server;
mod settings;
mod transfer;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use deskdoc::config::{self, DatabaseAddress, Secret};
use deskdoc::store::{Conversation, Event, Id, KeyedAnswer, Ledger, Moment, Standing, Store, Turn};
use serde_json::json;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection, Executor};

use crate::world::{Folder, Postgres};

/// Nothing that is waited for takes as long, also on a slow machine.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Makes a test of each function for each database.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test] fn $name() { super::$name(&$crate::store::Place::sqlite()); })+
        }
        mod postgres {
            $(#[test] fn $name() {
                if let Some(place) = $crate::store::Place::postgres() { super::$name(&place); }
            })+
        }
    };
}
pub(crate) use on_both;

/// A place for a store, empty at first. It vanishes with the test.
pub struct Place {
    settings: config::Store,
    /// Of a database on a server.
    address: Option<String>,
    /// Held so that it stays.
    _folder: Option<Folder>,
    server: Option<Arc<Postgres>>,
}

impl Place {
    pub fn sqlite() -> Self {
        let folder = Folder::new();
        Self { settings: in_folder(folder.path()), address: None, _folder: Some(folder), server: None }
    }

    pub fn postgres() -> Option<Self> {
        let server = Postgres::shared()?;
        let address = server.database();
        let settings = at_address(&address);
        Some(Self { settings, address: Some(address), _folder: None, server: Some(server) })
    }

    pub fn open(&self) -> Store {
        Store::open(&self.settings).expect("the store opens")
    }

    /// The data folder of a place that has one.
    pub fn folder(&self) -> &Path {
        self.settings.data.as_deref().expect("a store in a folder")
    }

    /// Runs a statement past the store, as an operator or another program might.
    pub fn run_sql(&self, statement: &str) {
        match (&self.settings.data, &self.address) {
            (Some(folder), _) => wait(async {
                let options = SqliteConnectOptions::new().filename(folder.join("deskdoc.sqlite"));
                let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
                connection.execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
                connection.close().await.unwrap();
            }),
            (None, address) => {
                let database = address.as_deref().unwrap().rsplit('/').next().unwrap();
                self.server.as_ref().unwrap().psql(database, statement);
            }
        }
    }
}

/// Lets everybody read a folder, for programs that another user runs.
pub fn open_to_all(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, PermissionsExt::from_mode(0o755)).unwrap();
}

/// Waits until something has come to pass.
pub fn until(is_so: impl Fn() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < LONGEST_WAIT, "it never came to pass");
        std::thread::sleep(Duration::from_millis(20));
    }
}

pub fn in_folder(folder: &Path) -> config::Store {
    config::Store { data: Some(folder.to_path_buf()), ..config::Store::default() }
}

pub fn at_address(address: &str) -> config::Store {
    let address = DatabaseAddress::parse(&Secret::from(address.to_owned())).unwrap();
    config::Store { database: Some(address), ..config::Store::default() }
}

/// Waits as a server's worker does: on a runtime of its own with one thread.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

pub fn standing(state: &str) -> Standing {
    Standing {
        state: state.to_owned(),
        recognised: Some("known".to_owned()),
        symptom: Some("no-coffee".to_owned()),
        cause: None,
        steps: 1,
    }
}

pub fn event(text: &str, at: i64) -> Event {
    Event { kind: "say".to_owned(), at: Moment(at), payload: json!({"text": text, "n": [1, 2.5, null]}) }
}

/// A conversation that has had its first turn.
pub fn ledger(id: u128, at: i64) -> Ledger {
    let conversation = Conversation {
        id: Id(id),
        revision: "rev-1".to_owned(),
        created_at: Moment(at),
        updated_at: Moment(at),
        turn: 1,
        standing: standing("open"),
    };
    Ledger { conversation, events: vec![event("no coffee \u{0} \u{202e} é", at)] }
}

pub fn turn(id: u128, expected: u32, text: &str, at: i64) -> Turn {
    Turn {
        conversation: Id(id),
        expected,
        events: vec![event(text, at), event("reply", at)],
        at: Moment(at),
        standing: standing("solved"),
    }
}

pub fn keyed(key: &str, body: u8, at: i64) -> KeyedAnswer {
    KeyedAnswer {
        scope: "POST /turns".to_owned(),
        key: key.to_owned(),
        body_hash: [body; 32],
        at: Moment(at),
        status: 201,
        answer: format!("answer to {key} {body}\n\u{0}").into_bytes(),
    }
}
