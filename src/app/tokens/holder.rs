//! Who asks, by the token that was sent.

use std::time::Duration;

use subtle::ConstantTimeEq;

use super::{Scope, Worth, text};
use crate::app::App;
use crate::app::clock::now;
use crate::store::{Store, StoreError, Token};

/// So long a request waits for the store to say what a token is worth.
const PATIENCE: Duration = Duration::from_millis(250);

/// Whoever holds a token that may be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The name of the token.
    pub name: String,
    /// The hash of the token.
    pub hash: [u8; 32],
    scopes: Vec<Scope>,
}

impl Holder {
    /// Whether the token may be used for this.
    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }

    fn of(token: Token) -> Self {
        let scopes = token.scopes.iter().filter_map(|word| word.parse().ok()).collect();
        Self { name: token.name, hash: token.hash, scopes }
    }
}

/// What is known of a text that was sent as a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bearer {
    /// It may be used.
    Known(Holder),
    /// It is none, or its time is over.
    Refused,
    /// It was not seen lately, and the store does not answer.
    Unsure,
}

/// Whether the API asks for tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// There is a token, so that one is needed.
    Yes,
    /// There is none yet.
    No,
    /// The store has not said since this process began.
    Unsure,
}

/// What tokens a store holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stock {
    /// There is none: nobody has ever made one.
    Empty,
    /// All were revoked or have expired, so that one is asked for that nobody has.
    Worthless,
    /// At least one may be used.
    Usable,
}

impl App {
    /// Says who holds a token. A text that cannot be one is told without asking the store.
    pub async fn bearer(&self, text: &str) -> Bearer {
        let Some(store) = self.token_store() else { return Bearer::Refused };
        if !text::is_well_formed(text) {
            return Bearer::Refused;
        }
        let hash = text::hash(text);
        let token = match self.answer_of_store(|| store.token(hash)).await {
            Some(Some(token)) => {
                if self.tokens.see(&token, now()) {
                    store.token_used_soon(hash, now());
                }
                token
            }
            Some(None) => return Bearer::Refused,
            None => match self.tokens.last_seen(hash, now()) {
                Some(token) => token,
                None => return Bearer::Unsure,
            },
        };
        // It was found by its hash, so that this can only fail where a database takes different values for equal.
        let is_same: bool = token.hash.ct_eq(&hash).into();
        if is_same && Worth::of(&token, now()) == Worth::Usable {
            Bearer::Known(Holder::of(token))
        } else {
            Bearer::Refused
        }
    }

    /// Whether the API asks for tokens: as soon as there is any, also one that was revoked.
    pub async fn requires_tokens(&self) -> Required {
        let Some(store) = self.token_store() else { return Required::No };
        if self.tokens.holds_some() == Some(true) {
            return Required::Yes;
        }
        if let Some(holds_some) = self.answer_of_store(|| store.has_tokens()).await {
            self.tokens.see_any(holds_some);
        }
        match self.tokens.holds_some() {
            Some(true) => Required::Yes,
            Some(false) => Required::No,
            None => Required::Unsure,
        }
    }

    /// What tokens there are; `None` if the store does not say. Waits: for the start only.
    pub fn tokens_at_start(&self) -> Option<Stock> {
        let Some(store) = self.token_store() else { return Some(Stock::Empty) };
        let reading = store.clone();
        let tokens = store.wait(async move { reading.tokens().await })?.ok()?;
        Some(match tokens.iter().any(|token| Worth::of(token, now()) == Worth::Usable) {
            true => Stock::Usable,
            false if tokens.is_empty() => Stock::Empty,
            false => Stock::Worthless,
        })
    }

    /// The store, if tokens can be in it: into memory no other process can put one.
    fn token_store(&self) -> Option<&Store> {
        self.keeping.as_ref().filter(|keeping| keeping.is_lasting()).map(|keeping| keeping.store())
    }

    /// What the store says, if it says so soon.
    async fn answer_of_store<T, F>(&self, ask: impl FnOnce() -> F) -> Option<T>
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        if !self.tokens.may_ask(now()) {
            return None;
        }
        let answer = Store::soon(PATIENCE, ask()).await;
        match answer {
            Some(_) => self.tokens.has_answered(),
            None => self.tokens.was_silent(now()),
        }
        answer
    }
}
