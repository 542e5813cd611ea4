//! Tokens for the API: made, listed and revoked by the operator, recognised by the server at every request.
//!
//! A token is shown once, when it is made; only its hash is kept. Whether one may be used is asked of the store each
//! time, so that it is revoked everywhere at once. While the store does not answer, what was last seen of a token
//! counts for some minutes: reading goes on. Which request needs which [`Scope`] is decided in `web`.

mod holder;
mod memory;
#[cfg(test)]
mod tests;
mod text;

use std::fmt;
use std::str::FromStr;

pub use self::holder::{Bearer, Holder, Required, Stock};
pub(super) use self::memory::Memory;
use super::clock::now;
use super::keep::{KeepError, somewhere};
use crate::config::Config;
use crate::facts::without_secrets;
use crate::store::{Moment, Store, StoreError, Token};

/// How long a name may be, in characters.
pub const LONGEST_TOKEN_NAME: usize = 64;

/// The last moment of the year 9999: what comes after it cannot be written as other moments are.
const LATEST: Moment = Moment(253_402_300_799_999);

/// What a token may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Asking: diagnosis, checks, search, articles, symptoms and their trees.
    Diagnose,
    /// Beginning and going on with conversations, and feedback.
    Conversations,
    /// Sending tickets.
    Tickets,
    /// Reading figures over conversations.
    Insights,
    /// The operator's business: reload, metrics.
    Admin,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Diagnose, Self::Conversations, Self::Tickets, Self::Insights, Self::Admin];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Diagnose => "diagnose",
            Self::Conversations => "conversations",
            Self::Tickets => "tickets",
            Self::Insights => "insights",
            Self::Admin => "admin",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}

impl FromStr for Scope {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|scope| scope.word() == word);
        found.ok_or_else(|| format!("expected one of {}", Self::ALL.map(Self::word).join(", ")))
    }
}

/// How a token is called: letters, digits and `. _ -`, so that it can stand in a log as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenName(String);

impl TokenName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TokenName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let begins_well = text.starts_with(|c: char| c.is_ascii_alphanumeric());
        let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
        if !without_secrets(text).removed.is_empty() {
            return Err("expected a name that says who or what holds the token, found what looks like a secret itself; a name is kept and shown".to_owned());
        }
        if begins_well && is_plain && text.len() <= LONGEST_TOKEN_NAME {
            return Ok(Self(text.to_owned()));
        }
        Err(format!(
            "expected 1 to {LONGEST_TOKEN_NAME} letters, digits or `.`, `_`, `-`, the first one a letter or a digit"
        ))
    }
}

/// When a token becomes worthless by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// So many milliseconds after it was made.
    After(i64),
    /// At this moment.
    At(Moment),
}

/// A token that was made.
pub struct MadeToken {
    /// The token itself, which nobody can get to see again.
    pub text: String,
    /// What is kept of it.
    pub kept: Token,
}

/// What a token is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// It may be used.
    Usable,
    /// Its time is over.
    Expired,
    /// It was revoked.
    Revoked,
}

impl Worth {
    /// What a token is worth at a moment.
    pub fn of(token: &Token, at: Moment) -> Self {
        match (token.revoked_at, token.expires_at) {
            (Some(_), _) => Self::Revoked,
            (None, Some(expires_at)) if expires_at <= at => Self::Expired,
            (None, _) => Self::Usable,
        }
    }

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Usable => "usable",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }
}

/// Why nothing was done about a token.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// There is no store, or it cannot be opened.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// The store did not do it.
    #[error("{0}")]
    Store(StoreError),
    /// Another token has the name.
    #[error("there is a token `{0}` already: choose another name, or revoke that one first")]
    NameTaken(String),
    /// No token that is not revoked has the name.
    #[error("there is no token `{0}` that could be revoked; `deskdoc token list` names them all")]
    NoSuchName(String),
    /// It would be worthless at once.
    #[error("the token would be worthless at once: `--expires` names a day that is over")]
    ExpiredAlready,
    /// No calendar of ours has the day.
    #[error(
        "expected an end before 9999-12-31, found a later one; without `--expires` a token never expires"
    )]
    ExpiresTooLate,
    /// The system gives no random bits.
    #[error("no token can be made: the system has no random bits: {0}")]
    NoChance(String),
}

/// Makes a token and keeps its hash.
///
/// # Errors
/// [`TokenError`] if there is no lasting store, the name is taken, or nothing can be kept.
pub fn create_token(
    config: &Config,
    name: &TokenName,
    scopes: &[Scope],
    expiry: Option<Expiry>,
) -> Result<MadeToken, TokenError> {
    let at = now();
    let expires_at = expiry.map(|expiry| match expiry {
        Expiry::After(milliseconds) => Moment(at.0.saturating_add(milliseconds)),
        Expiry::At(moment) => moment,
    });
    if expires_at.is_some_and(|expires_at| expires_at <= at) {
        return Err(TokenError::ExpiredAlready);
    }
    if expires_at.is_some_and(|expires_at| expires_at > LATEST) {
        return Err(TokenError::ExpiresTooLate);
    }
    let text = text::fresh().map_err(TokenError::NoChance)?;
    let mut scopes = scopes.to_vec();
    scopes.sort_unstable();
    scopes.dedup();
    let kept = Token {
        hash: text::hash(&text),
        name: name.as_str().to_owned(),
        scopes: scopes.iter().map(ToString::to_string).collect(),
        created_at: at,
        expires_at,
        used_at: None,
        revoked_at: None,
    };
    let (store, token) = (opened(config)?, kept.clone());
    let (keeping, expired) = (store.clone(), kept.name.clone());
    let outcome = store.wait(async move {
        match keeping.add_token(token.clone()).await {
            // A name whose token has expired is free again.
            Err(StoreError::AlreadyThere) if has_expired(&keeping, &expired, at).await? => {
                keeping.revoke_token(&expired, at).await?;
                keeping.add_token(token).await
            }
            other => other,
        }
    });
    store.close();
    match outcome.unwrap_or_else(|| Err(broken())) {
        Ok(()) => {
            tracing::info!(target: "audit", who = "operator", what = "token create", token = kept.name, "audit");
            Ok(MadeToken { text, kept })
        }
        Err(StoreError::AlreadyThere) => Err(TokenError::NameTaken(kept.name)),
        Err(error) => Err(TokenError::Store(error)),
    }
}

async fn has_expired(store: &Store, name: &str, at: Moment) -> Result<bool, StoreError> {
    let tokens = store.tokens().await?;
    Ok(tokens.iter().any(|token| token.name == name && Worth::of(token, at) == Worth::Expired))
}

/// All tokens with what they are worth now, the oldest first.
///
/// # Errors
/// [`TokenError`] if there is no such store, or it cannot be read.
pub fn list_tokens(config: &Config) -> Result<Vec<(Token, Worth)>, TokenError> {
    let store = Store::open_existing(somewhere(config)?).map_err(KeepError::from)?;
    let reading = store.clone();
    let tokens = store.wait(async move { reading.tokens().await });
    store.close();
    let at = now();
    let tokens = tokens.unwrap_or_else(|| Err(broken())).map_err(TokenError::Store)?;
    Ok(tokens.into_iter().map(|token| (token.clone(), Worth::of(&token, at))).collect())
}

/// Revokes the token of a name, and gives what is kept of it: no server accepts it from now on.
///
/// # Errors
/// [`TokenError`] if there is none, or nothing can be kept.
pub fn revoke_token(config: &Config, name: &TokenName) -> Result<(Token, Worth), TokenError> {
    let store = Store::open_existing(somewhere(config)?).map_err(KeepError::from)?;
    let (revoking, revoked, at) = (store.clone(), name.as_str().to_owned(), now());
    let outcome = store.wait(async move {
        if !revoking.revoke_token(&revoked, at).await? {
            return Ok(None);
        }
        // Of the tokens that had the name before, this is the one that was revoked now.
        Ok(revoking.tokens().await?.into_iter().rfind(|token| token.name == revoked))
    });
    store.close();
    match outcome.unwrap_or_else(|| Err(broken())) {
        Ok(Some(token)) => {
            tracing::info!(target: "audit", who = "operator", what = "token revoke", token = name.as_str(), "audit");
            Ok((token, Worth::Revoked))
        }
        Ok(None) => Err(TokenError::NoSuchName(name.as_str().to_owned())),
        Err(error) => Err(TokenError::Store(error)),
    }
}

fn opened(config: &Config) -> Result<Store, TokenError> {
    Ok(Store::open(somewhere(config)?).map_err(KeepError::from)?)
}

fn broken() -> StoreError {
    StoreError::Unavailable("it broke".to_owned())
}
