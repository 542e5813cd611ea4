//! A look at the database that makes no table.

use sqlx::{Connection, PgConnection};
use tokio::time::timeout;

use super::{LONGEST_WAIT, Postgres, while_opening};
use crate::store::error::OpenError;
use crate::store::examine::{CONVERSATIONS, Examined, SCHEMA, TOKENS, counted};
use crate::store::record::Moment;
use crate::store::schema;

const HAS_TABLES: &str = "SELECT count(*) FROM information_schema.tables WHERE table_name = '_sqlx_migrations' \
    AND table_schema = ANY (current_schemas(false))";
const NOW: &str = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint";

impl Postgres {
    /// Looks at the database.
    ///
    /// # Errors
    /// [`OpenError`] if it cannot be reached, or refuses.
    pub(in crate::store) async fn examine(&self) -> Result<Examined, OpenError> {
        let unreachable = || OpenError::Unreachable(format!("{} does not answer", self.name));
        let looking = async {
            let mut connection = PgConnection::connect_with(&self.options).await?;
            let examined = self.look(&mut connection).await?;
            connection.close().await?;
            Ok(examined)
        };
        let looked = timeout(LONGEST_WAIT * 2, looking).await.map_err(|_| unreachable())?;
        looked.map_err(|error: sqlx::Error| while_opening(&error, &self.name))
    }

    async fn look(&self, connection: &mut PgConnection) -> Result<Examined, sqlx::Error> {
        let version: String = sqlx::query_scalar("SHOW server_version").fetch_one(&mut *connection).await?;
        let has_tables = number(connection, HAS_TABLES).await? > 0;
        let mut counts = [0; 3];
        if has_tables {
            for (count, query) in counts.iter_mut().zip([SCHEMA, CONVERSATIONS, TOKENS]) {
                *count = number(connection, query).await?;
            }
        }
        let [schema, n_conversations, n_tokens] = counts;
        // Last, so that as little time as possible goes by until it is compared.
        let server_time = Some(Moment(number(connection, NOW).await?));
        Ok(Examined {
            name: self.name.clone(),
            version: format!("PostgreSQL {version}"),
            schema,
            known: schema::newest(schema::POSTGRES),
            server_time,
            n_conversations: counted(n_conversations),
            n_tokens: counted(n_tokens),
        })
    }
}

async fn number(connection: &mut PgConnection, query: &'static str) -> Result<i64, sqlx::Error> {
    let found = sqlx::query_scalar::<_, Option<i64>>(query).fetch_one(connection).await?;
    Ok(found.unwrap_or_default())
}
