//! Keys that all servers on one store share. They never leave it in an export.

use super::database::{Session, first_row};
use super::error::StoreError;
use super::record::Moment;

const KEEP: &str =
    "INSERT INTO keys (name, value, created_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING";
const FIND: &str = "SELECT value FROM keys WHERE name = $1";

/// The key of a name: the one that is kept, or else the one that was brought, which is kept from now on.
pub(super) async fn shared(
    session: &mut dyn Session,
    name: &'static str,
    brought: [u8; 32],
    at: Moment,
) -> Result<[u8; 32], StoreError> {
    session.execute(KEEP, vec![name.into(), brought.as_slice().into(), at.into()]).await?;
    match first_row(session, FIND, vec![name.into()]).await? {
        Some(mut row) => row.hash(),
        None => Ok(brought),
    }
}
