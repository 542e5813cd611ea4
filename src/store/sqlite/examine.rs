//! A look at the file of the store that leaves no trace.

use std::path::Path;

use sqlx::sqlite::SqlitePoolOptions;

use super::meaning::while_opening;
use super::{file, file_in, options};
use crate::store::error::OpenError;
use crate::store::examine::{CONVERSATIONS, Examined, SCHEMA, TOKENS, counted};
use crate::store::schema;

/// Looks at the store in a data folder.
///
/// # Errors
/// [`OpenError`] if it is damaged, or cannot be read and written.
pub(in crate::store) async fn examine(data: &Path) -> Result<Examined, OpenError> {
    let file = file_in(data);
    let name = file.display().to_string();
    file::look_at(&file)?;
    file::refuse_read_only(&file)?;
    // Without a journal nobody writes, and the file can be read as it is; else its readers must agree with the writer.
    let is_still = !file::beside(&file, "-wal").exists();
    let reading = options().filename(&file).read_only(true).immutable(is_still);
    let opened = SqlitePoolOptions::new().max_connections(1).connect_with(reading).await;
    let pool = opened.map_err(|error| while_opening(&error, &name))?;
    file::check(&pool, &name).await?;
    let number = async |query: &'static str| -> Result<i64, OpenError> {
        let found = sqlx::query_scalar::<_, Option<i64>>(query).fetch_one(&pool).await;
        Ok(found.map_err(|error| while_opening(&error, &name))?.unwrap_or_default())
    };
    let version: String = sqlx::query_scalar("SELECT sqlite_version()")
        .fetch_one(&pool)
        .await
        .map_err(|error| while_opening(&error, &name))?;
    let examined = Examined {
        version: format!("SQLite {version}"),
        schema: number(SCHEMA).await?,
        known: schema::newest(schema::SQLITE),
        server_time: None,
        n_conversations: counted(number(CONVERSATIONS).await?),
        n_tokens: counted(number(TOKENS).await?),
        name: name.clone(),
    };
    pool.close().await;
    Ok(examined)
}
