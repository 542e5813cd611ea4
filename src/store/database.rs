//! The seam between what is kept and the two databases that keep it.
//!
//! All statements are written once, in SQL that both understand, with numbered parameters. What differs stands behind
//! these two traits: how a database is opened, how a transaction begins, and what an error means.

use std::pin::Pin;
use std::time::Duration;

use super::error::{OpenError, StoreError};
use super::value::{Row, Value};

/// A future that may be moved between threads.
pub(super) type Boxed<'a, T, E = StoreError> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'a>>;

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Sees one state of the database throughout, and changes nothing.
    Read,
    /// Changes all of it or nothing.
    Write,
}

/// Whether the store can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// It can.
    Usable,
    /// It cannot, or not for everything; the reason is fit for strangers' eyes.
    Degraded(String),
}

/// A database.
pub(super) trait Database: Send + Sync {
    /// Makes the database ready: connects, looks whether it is sound, brings its tables up to date.
    fn open(&self) -> Boxed<'_, (), OpenError>;

    /// Watches over the database for as long as the store is there.
    fn watch(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;

    /// Begins a transaction; dropped, it is undone.
    fn begin(&self, purpose: Purpose) -> Boxed<'_, Box<dyn Session>>;

    /// How long one use of the store may take in all; none where the database keeps to its limits by itself.
    fn patience(&self) -> Option<Duration>;

    /// Learns how a write ended.
    fn note(&self, failure: Option<&StoreError>);

    /// Whether it can be used.
    fn health(&self) -> Health;

    /// Sees to it that what was deleted is gone from the files, too; without a word where that has to wait.
    fn settle(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async {})
    }

    /// Ends all connections.
    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}

/// A transaction.
pub(super) trait Session: Send {
    /// Runs a statement and says how many rows it changed.
    fn execute<'a>(&'a mut self, statement: &'static str, values: Vec<Value>) -> Boxed<'a, u64>;

    /// Runs a query.
    fn rows<'a>(&'a mut self, query: &'static str, values: Vec<Value>) -> Boxed<'a, Vec<Row>>;

    /// Makes all of it last: when this is done it has been written to the disk.
    fn commit(self: Box<Self>) -> Boxed<'static, ()>;
}

/// The first row of a query, if there is one.
pub(super) async fn first_row(
    session: &mut dyn Session,
    query: &'static str,
    values: Vec<Value>,
) -> Result<Option<Row>, StoreError> {
    Ok(session.rows(query, values).await?.into_iter().next())
}

/// Implements [`Session`] for the transactions of one of the drivers, which share their shape but no trait that could
/// be written down in fewer lines than this.
macro_rules! session_of {
    ($driver:ty, $row:ty, $meaning:path, [$text:pat, $number:pat, $bytes:pat]) => {
        impl $crate::store::database::Session for sqlx::Transaction<'static, $driver> {
            fn execute<'a>(
                &'a mut self,
                statement: &'static str,
                values: Vec<$crate::store::value::Value>,
            ) -> $crate::store::database::Boxed<'a, u64> {
                Box::pin(async move {
                    let done = bound(statement, values).execute(&mut **self).await;
                    done.map(|done| done.rows_affected()).map_err(|error| $meaning(&error))
                })
            }

            fn rows<'a>(
                &'a mut self,
                query: &'static str,
                values: Vec<$crate::store::value::Value>,
            ) -> $crate::store::database::Boxed<'a, Vec<$crate::store::value::Row>> {
                Box::pin(async move {
                    let rows = bound(query, values).fetch_all(&mut **self).await;
                    let rows = rows.map_err(|error| $meaning(&error))?;
                    rows.iter().map(read).collect::<Result<_, _>>().map_err(|error| $meaning(&error))
                })
            }

            fn commit(self: Box<Self>) -> $crate::store::database::Boxed<'static, ()> {
                Box::pin(
                    async move { sqlx::Transaction::commit(*self).await.map_err(|error| $meaning(&error)) },
                )
            }
        }

        fn bound(
            statement: &'static str,
            values: Vec<$crate::store::value::Value>,
        ) -> sqlx::query::Query<'static, $driver, <$driver as sqlx::Database>::Arguments> {
            use $crate::store::value::Value;
            values.into_iter().fold(sqlx::query(statement), |query, value| match value {
                Value::Text(text) => query.bind(text),
                Value::Number(number) => query.bind(number),
                Value::Bytes(bytes) => query.bind(bytes),
            })
        }

        fn read(row: &$row) -> Result<$crate::store::value::Row, sqlx::Error> {
            use sqlx::{Row as _, TypeInfo as _, ValueRef as _};
            use $crate::store::value::{Row, Value};
            let value = |at: usize| -> Result<Value, sqlx::Error> {
                let raw = row.try_get_raw(at)?;
                if raw.is_null() {
                    return Ok(Value::Text(None));
                }
                let kind = raw.type_info().name().to_owned();
                match kind.as_str() {
                    $text => row.try_get(at).map(|text| Value::Text(Some(text))),
                    $number => row.try_get(at).map(|number| Value::Number(Some(number))),
                    $bytes => row.try_get(at).map(|bytes| Value::Bytes(Some(bytes))),
                    _ => Err(sqlx::Error::Decode("a column of a type that is not used here".into())),
                }
            };
            (0..row.len()).map(value).collect::<Result<_, _>>().map(Row::new)
        }
    };
}
pub(super) use session_of;
