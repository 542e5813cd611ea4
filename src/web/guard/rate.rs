//! How often one address may ask.
//!
//! Programs on this machine are not counted: they are the operator's. Whoever is counted is told in every answer how
//! much is left.

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

type Limiter = RateLimiter<IpAddr, HashMapStateStore<IpAddr>, DefaultClock, StateInformationMiddleware>;

/// Counts requests by address.
pub(in crate::web) struct Rate {
    limiter: Limiter,
    burst: NonZeroU32,
    per_second: NonZeroU32,
    n_asked: AtomicU64,
}

/// What is left to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    burst: u32,
    per_second: u32,
    left: u32,
    /// Seconds until one more request is answered; nothing = now.
    wait: Option<u64>,
}

impl Rate {
    pub(in crate::web) fn new(limits: &Limits) -> Self {
        let number =
            |limit: u64| u32::try_from(limit).ok().and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MAX);
        let (per_second, burst) = (number(limits.requests_per_second), number(limits.burst));
        let quota = Quota::per_second(per_second).allow_burst(burst);
        let limiter = Limiter::new(quota, HashMapStateStore::default(), DefaultClock::default());
        Self { limiter, burst, per_second, n_asked: AtomicU64::new(0) }
    }

    /// Counts a request; `None` if it is not counted.
    pub(super) fn count(&self, client: &Client) -> Option<Standing> {
        if client.is_this_machine {
            return None;
        }
        if self.n_asked.fetch_add(1, Ordering::Relaxed) % SWEEP_AFTER == SWEEP_AFTER - 1 {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        let (left, wait) = match self.limiter.check_key(&block_of(client.address)) {
            Ok(state) => (state.remaining_burst_capacity(), None),
            Err(not_yet) => {
                let wait = not_yet.wait_time_from(DefaultClock::default().now());
                (0, Some(wait.as_secs_f64().ceil().max(1.0) as u64))
            }
        };
        Some(Standing { burst: self.burst.get(), per_second: self.per_second.get(), left, wait })
    }
}

impl Standing {
    pub(super) fn is_refused(&self) -> bool {
        self.wait.is_some()
    }

    /// Tells what is left (`RateLimit`, IETF draft 10) and when to come back.
    pub(super) fn tell(&self, headers: &mut HeaderMap) {
        let seconds = |n_requests: u32| n_requests.div_ceil(self.per_second);
        let policy = format!("\"address\";q={};w={}", self.burst, seconds(self.burst));
        let left =
            format!("\"address\";r={};t={}", self.left, seconds(self.burst - self.left.min(self.burst)));
        let wait = self.wait.map(|wait| wait.to_string());
        let lines = [
            (HeaderName::from_static("ratelimit-policy"), Some(policy)),
            (HeaderName::from_static("ratelimit"), Some(left)),
            (RETRY_AFTER, wait),
        ];
        for (name, value) in lines {
            if let Some(Ok(value)) = value.map(HeaderValue::try_from) {
                headers.insert(name, value);
            }
        }
    }
}
