//! Tokens for the API, as the command line tells of them.

use serde::Serialize;

use super::moment::moment;

/// A token, without itself. Times are RFC 3339, UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TokenV1 {
    /// What people call it.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<String>,
    /// `usable`, `expired` or `revoked`.
    pub state: &'static str,
    /// When it was made.
    pub created_at: String,
    /// From when on it is worthless; null = never.
    pub expires_at: Option<String>,
    /// When it was last used, to the minute.
    pub used_at: Option<String>,
    /// When it was revoked.
    pub revoked_at: Option<String>,
}

/// When a token was made, and so on, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenTimes {
    /// When it was made.
    pub created_at: i64,
    /// From when on it is worthless.
    pub expires_at: Option<i64>,
    /// When it was last used.
    pub used_at: Option<i64>,
    /// When it was revoked.
    pub revoked_at: Option<i64>,
}

impl TokenV1 {
    /// A token in a state.
    pub fn new(name: String, scopes: Vec<String>, state: &'static str, times: TokenTimes) -> Self {
        Self {
            name,
            scopes,
            state,
            created_at: moment(times.created_at),
            expires_at: times.expires_at.map(moment),
            used_at: times.used_at.map(moment),
            revoked_at: times.revoked_at.map(moment),
        }
    }
}

/// A token that was made: the only document that ever holds one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MadeTokenV1 {
    /// The token itself.
    pub token: String,
    /// What is kept of it.
    #[serde(flatten)]
    pub kept: TokenV1,
}

/// All tokens, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TokenListV1 {
    /// The tokens.
    pub tokens: Vec<TokenV1>,
}
