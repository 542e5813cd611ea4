//! API tokens: known by their hash, shown by their name.

use super::database::{Session, first_row};
use super::error::StoreError;
use super::record::{Moment, Token};
use super::rows::{Record, find};

/// Uses are noted to the minute, so that reading with a token does not mean writing each time.
const A_MINUTE: i64 = 60 * 1000;

const ALL: &str = "SELECT hash, name, scopes, created_at, expires_at, used_at, revoked_at FROM tokens \
    ORDER BY created_at, name";
const ANY: &str = "SELECT name FROM tokens LIMIT 1";
const USED: &str = "UPDATE tokens SET used_at = $2 WHERE hash = $1 AND (used_at IS NULL OR used_at <= $3)";
const REVOKE: &str = "UPDATE tokens SET revoked_at = $2 WHERE name = $1 AND revoked_at IS NULL";

/// All tokens, also those that are worth nothing any more, the oldest first.
pub(super) async fn all(session: &mut dyn Session) -> Result<Vec<Token>, StoreError> {
    let rows = session.rows(ALL, Vec::new()).await?;
    rows.into_iter().map(|mut row| Token::read(&mut row)).collect()
}

/// Whether there is any token, whatever it is worth.
pub(super) async fn any(session: &mut dyn Session) -> Result<bool, StoreError> {
    Ok(first_row(session, ANY, Vec::new()).await?.is_some())
}

/// The token of a hash, whatever it is worth.
pub(super) async fn of_hash(session: &mut dyn Session, hash: [u8; 32]) -> Result<Option<Token>, StoreError> {
    find(session, vec![hash.as_slice().into()]).await
}

/// Notes that a token was used.
pub(super) async fn used(session: &mut dyn Session, hash: [u8; 32], at: Moment) -> Result<(), StoreError> {
    let values = vec![hash.as_slice().into(), at.into(), at.before(A_MINUTE).into()];
    session.execute(USED, values).await.map(drop)
}

/// Revokes the token of a name; says whether there was one.
pub(super) async fn revoke(session: &mut dyn Session, name: String, at: Moment) -> Result<bool, StoreError> {
    Ok(session.execute(REVOKE, vec![name.as_str().into(), at.into()]).await? > 0)
}
