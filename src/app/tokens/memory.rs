//! What the server has last seen of tokens, for while the store does not answer.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::store::{Moment, Token};

/// For so long what was last seen of a token counts, in milliseconds.
const TRUSTED: i64 = 5 * 60 * 1000;
/// For so long a store that did not answer is not waited for again, in milliseconds: one request a second finds out
/// that it is back, the others go on as fast as ever.
const LEFT_ALONE: i64 = 1000;
/// The use of a token is noted so often at most, in milliseconds.
const NOTED_EVERY: i64 = 60 * 1000;

/// What was seen of tokens.
#[derive(Default)]
pub(in crate::app) struct Memory {
    seen: Mutex<HashMap<[u8; 32], Seen>>,
    /// Whether the store has been seen to hold a token; none is ever deleted.
    holds_some: AtomicBool,
    /// Whether the store has ever said that it holds none.
    held_none: AtomicBool,
    /// Until when the store is left alone; 0 while it answers.
    left_alone_until: AtomicI64,
}

struct Seen {
    token: Token,
    at: Moment,
    noted_at: Option<Moment>,
}

impl Memory {
    /// Whether the store should be asked at all. Where it was silent, one of many is told yes.
    pub(super) fn may_ask(&self, now: Moment) -> bool {
        let until = self.left_alone_until.load(Ordering::Relaxed);
        if until == 0 {
            return true;
        }
        let next = now.0.saturating_add(LEFT_ALONE);
        let swap =
            |until| self.left_alone_until.compare_exchange(until, next, Ordering::Relaxed, Ordering::Relaxed);
        until <= now.0 && swap(until).is_ok()
    }

    /// The store answered.
    pub(super) fn has_answered(&self) {
        self.left_alone_until.store(0, Ordering::Relaxed);
    }

    /// The store did not answer.
    pub(super) fn was_silent(&self, now: Moment) {
        self.left_alone_until.store(now.0.saturating_add(LEFT_ALONE), Ordering::Relaxed);
    }

    /// What the store said of a token; says whether its use should be noted now.
    pub(super) fn see(&self, token: &Token, now: Moment) -> bool {
        self.holds_some.store(true, Ordering::Relaxed);
        let mut seen = self.seen();
        let noted_at = seen.get(&token.hash).and_then(|seen| seen.noted_at).max(token.used_at);
        let is_due = noted_at.is_none_or(|noted_at| noted_at < now.before(NOTED_EVERY));
        let noted_at = if is_due { Some(now) } else { noted_at };
        seen.insert(token.hash, Seen { token: token.clone(), at: now, noted_at });
        is_due
    }

    /// What was last seen of a token, if that is not too long ago.
    pub(super) fn last_seen(&self, hash: [u8; 32], now: Moment) -> Option<Token> {
        let seen = self.seen();
        seen.get(&hash).filter(|seen| seen.at >= now.before(TRUSTED)).map(|seen| seen.token.clone())
    }

    /// What the store said on whether it holds any token.
    pub(super) fn see_any(&self, holds_some: bool) {
        let seen = if holds_some { &self.holds_some } else { &self.held_none };
        seen.store(true, Ordering::Relaxed);
    }

    /// Whether the store holds a token, as far as it has ever said.
    pub(super) fn holds_some(&self) -> Option<bool> {
        if self.holds_some.load(Ordering::Relaxed) {
            return Some(true);
        }
        self.held_none.load(Ordering::Relaxed).then_some(false)
    }

    fn seen(&self) -> MutexGuard<'_, HashMap<[u8; 32], Seen>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
