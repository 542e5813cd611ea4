//! How often one address may ask, and how often one token.
//!
//! Programs on this machine are not counted by address: they are the operator's. Whoever is counted is told in every
//! answer how much is left. Wrong tokens are counted by address, from this machine too: guessing is slow everywhere.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use super::client::{Client, block_of};
use crate::config::Limits;

/// After so many requests the addresses that have been quiet are forgotten.
const SWEEP_AFTER: u64 = 10_000;

/// Counts requests by address and by token.
pub(in crate::web) struct Rate {
    addresses: Counted<IpAddr>,
    tokens: Counted<[u8; 32]>,
    wrong_tokens: Counted<IpAddr>,
}

impl Rate {
    pub(in crate::web) fn new(limits: &Limits) -> Self {
        let per_second = |often, burst| Quota::per_second(number(often)).allow_burst(number(burst));
        Self {
            addresses: Counted::new("address", per_second(limits.requests_per_second, limits.burst)),
            tokens: Counted::new("token", per_second(limits.token_requests_per_second, limits.token_burst)),
            wrong_tokens: Counted::new("wrong", Quota::per_minute(number(limits.wrong_tokens_per_minute))),
        }
    }

    /// Counts a request; `None` if it is not counted.
    pub(super) fn count(&self, client: &Client) -> Option<Standing> {
        (!client.is_this_machine).then(|| self.addresses.count(block_of(client.address)))
    }

    /// Counts a request with a token, by its hash.
    pub(super) fn count_token(&self, hash: [u8; 32]) -> Standing {
        self.tokens.count(hash)
    }

    /// Counts a token that was none.
    pub(super) fn count_wrong_token(&self, client: &Client) -> Standing {
        self.wrong_tokens.count(block_of(client.address))
    }
}

fn number(limit: u64) -> NonZeroU32 {
    u32::try_from(limit).ok().and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MAX)
}

type Limiter<K> = RateLimiter<K, HashMapStateStore<K>, DefaultClock, StateInformationMiddleware>;

/// Counts by a key.
struct Counted<K: Hash + Eq + Clone> {
    policy: &'static str,
    quota: Quota,
    limiter: Limiter<K>,
    n_asked: AtomicU64,
}

impl<K: Hash + Eq + Clone> Counted<K> {
    fn new(policy: &'static str, quota: Quota) -> Self {
        let limiter = Limiter::new(quota, HashMapStateStore::default(), DefaultClock::default());
        Self { policy, quota, limiter, n_asked: AtomicU64::new(0) }
    }

    fn count(&self, key: K) -> Standing {
        if self.n_asked.fetch_add(1, Ordering::Relaxed) % SWEEP_AFTER == SWEEP_AFTER - 1 {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        let (left, wait) = match self.limiter.check_key(&key) {
            Ok(state) => (state.remaining_burst_capacity(), None),
            Err(not_yet) => {
                let wait = not_yet.wait_time_from(DefaultClock::default().now());
                (0, Some(wait.as_secs_f64().ceil().max(1.0) as u64))
            }
        };
        let per_request = self.quota.replenish_interval().as_secs_f64();
        Standing { policy: self.policy, burst: self.quota.burst_size().get(), per_request, left, wait }
    }
}

/// What is left to an address or a token.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::web) struct Standing {
    policy: &'static str,
    burst: u32,
    /// In so many seconds one more request is allowed.
    per_request: f64,
    left: u32,
    /// Seconds until one more request is answered; nothing = now.
    wait: Option<u64>,
}

impl Standing {
    pub(super) fn is_refused(&self) -> bool {
        self.wait.is_some()
    }

    /// Seconds until one more request is answered; nothing = now.
    pub(super) fn wait(&self) -> Option<u64> {
        self.wait
    }

    fn seconds(&self, n_requests: u32) -> u64 {
        // Without the small part a whole number of seconds could be taken for one more.
        (f64::from(n_requests) * self.per_request - 1e-6).ceil().max(0.0) as u64
    }
}

/// Tells what is left (`RateLimit`, IETF draft 10) and when to come back: where address and token count, both.
pub(super) fn tell(standings: &[Standing], headers: &mut HeaderMap) {
    if standings.is_empty() {
        return;
    }
    let policy = |standing: &Standing| {
        format!("\"{}\";q={};w={}", standing.policy, standing.burst, standing.seconds(standing.burst))
    };
    let left = |standing: &Standing| {
        let used = standing.burst.saturating_sub(standing.left);
        format!("\"{}\";r={};t={}", standing.policy, standing.left, standing.seconds(used))
    };
    let line = |part: &dyn Fn(&Standing) -> String| standings.iter().map(part).collect::<Vec<_>>().join(", ");
    let wait = standings.iter().filter_map(|standing| standing.wait).max().map(|wait| wait.to_string());
    let lines = [
        (HeaderName::from_static("ratelimit-policy"), Some(line(&policy))),
        (HeaderName::from_static("ratelimit"), Some(line(&left))),
        (RETRY_AFTER, wait),
    ];
    for (name, value) in lines {
        if let Some(Ok(value)) = value.map(HeaderValue::try_from) {
            headers.insert(name, value);
        }
    }
}
