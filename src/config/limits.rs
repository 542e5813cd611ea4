//! How much the server takes on: one table of limits, each with its key, its default and what may be set.
//!
//! The table is all there is: the settings file, `--limit` and the guide are checked against it. What the numbers
//! guard stands with the guards in `web`.

use std::collections::BTreeMap;

use super::BadConfig;

/// All limits of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections open at a time.
    pub connections: u64,
    /// Connections open at a time from one address.
    pub connections_per_address: u64,
    /// Requests a second from one address, in the long run.
    pub requests_per_second: u64,
    /// Requests from one address at once, after a pause.
    pub burst: u64,
    /// Requests a second with one token, in the long run.
    pub token_requests_per_second: u64,
    /// Requests with one token at once, after a pause.
    pub token_burst: u64,
    /// Wrong tokens a minute from one address.
    pub wrong_tokens_per_minute: u64,
    /// Questions and searches carried out or waiting at a time.
    pub jobs: u64,
    /// Bytes of one body.
    pub body_bytes: u64,
    /// Bytes of all bodies that are arriving at a time.
    pub bodies_bytes: u64,
    /// Bytes of answers and pages that are kept in order to be sent again.
    pub recent_bytes: u64,
    /// Bytes of an address.
    pub address_bytes: u64,
    /// Bytes of all headers of a request.
    pub header_bytes: u64,
    /// Seconds a whole request may take to arrive.
    pub request_seconds: u64,
    /// Seconds a connection may stay open without a request.
    pub idle_seconds: u64,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// How the limit is called in settings.
    pub key: &'static str,
    /// What holds unless something else is set.
    pub default: u64,
    /// The least and the most that may be set.
    pub range: (u64, u64),
    /// What is limited.
    pub meaning: &'static str,
    field: fn(&mut Limits) -> &mut u64,
}

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;

/// All limits that can be set.
// The framework holds a head in 128 KiB at most, so that no more can be promised for the address and the headers.
#[rustfmt::skip]
pub const LIMITS: [Limit; 15] = [
    Limit { key: "connections", default: 16_384, range: (1, 1_000_000), meaning: "connections open at a time", field: |limits| &mut limits.connections },
    Limit { key: "connections_per_address", default: 256, range: (1, 1_000_000), meaning: "connections open at a time from one address", field: |limits| &mut limits.connections_per_address },
    Limit { key: "requests_per_second", default: 50, range: (1, 1_000_000), meaning: "requests a second from one address, in the long run", field: |limits| &mut limits.requests_per_second },
    Limit { key: "burst", default: 200, range: (1, 1_000_000), meaning: "requests from one address at once, after a pause", field: |limits| &mut limits.burst },
    Limit { key: "token_requests_per_second", default: 50, range: (1, 1_000_000), meaning: "requests a second with one token, in the long run", field: |limits| &mut limits.token_requests_per_second },
    Limit { key: "token_burst", default: 200, range: (1, 1_000_000), meaning: "requests with one token at once, after a pause", field: |limits| &mut limits.token_burst },
    Limit { key: "wrong_tokens_per_minute", default: 10, range: (1, 1_000_000), meaning: "wrong tokens a minute from one address", field: |limits| &mut limits.wrong_tokens_per_minute },
    Limit { key: "jobs", default: 64, range: (1, 10_000), meaning: "questions and searches worked on or waiting at a time", field: |limits| &mut limits.jobs },
    Limit { key: "body_bytes", default: MIB, range: (KIB, 64 * MIB), meaning: "bytes of one body", field: |limits| &mut limits.body_bytes },
    Limit { key: "bodies_bytes", default: 64 * MIB, range: (MIB, 64 * KIB * MIB), meaning: "bytes of all bodies that are arriving at a time", field: |limits| &mut limits.bodies_bytes },
    Limit { key: "recent_bytes", default: 64 * MIB, range: (0, 64 * KIB * MIB), meaning: "bytes of answers and pages that are kept in memory in order to be sent again", field: |limits| &mut limits.recent_bytes },
    Limit { key: "address_bytes", default: 8 * KIB, range: (256, 32 * KIB), meaning: "bytes of an address", field: |limits| &mut limits.address_bytes },
    Limit { key: "header_bytes", default: 32 * KIB, range: (KIB, 96 * KIB), meaning: "bytes of all headers of a request", field: |limits| &mut limits.header_bytes },
    Limit { key: "request_seconds", default: 10, range: (1, 3_600), meaning: "seconds a whole request may take to arrive, and an answer may wait to be fetched", field: |limits| &mut limits.request_seconds },
    Limit { key: "idle_seconds", default: 15, range: (1, 3_600), meaning: "seconds a connection may stay open without a request", field: |limits| &mut limits.idle_seconds },
];

impl Default for Limits {
    fn default() -> Self {
        let mut limits = Self {
            connections: 0,
            connections_per_address: 0,
            requests_per_second: 0,
            burst: 0,
            token_requests_per_second: 0,
            token_burst: 0,
            wrong_tokens_per_minute: 0,
            jobs: 0,
            body_bytes: 0,
            bodies_bytes: 0,
            recent_bytes: 0,
            address_bytes: 0,
            header_bytes: 0,
            request_seconds: 0,
            idle_seconds: 0,
        };
        for limit in LIMITS {
            *(limit.field)(&mut limits) = limit.default;
        }
        limits
    }
}

impl Limits {
    /// Sets what was given, by key.
    ///
    /// # Errors
    /// [`BadConfig`] names a key that does not exist and a number that is too small or too large.
    pub(super) fn set(&mut self, given: &BTreeMap<String, u64>) -> Result<(), BadConfig> {
        for (key, &number) in given {
            let Some(limit) = LIMITS.iter().find(|limit| limit.key == key) else {
                return Err(BadConfig::setting("limits", key, &format!("one of {}", keys())));
            };
            let (least, most) = limit.range;
            if !(least..=most).contains(&number) {
                let expected = format!("a number from {least} to {most}: {}", limit.meaning);
                return Err(BadConfig::setting(&format!("limits.{key}"), &number.to_string(), &expected));
            }
            *(limit.field)(self) = number;
        }
        Ok(())
    }
}

/// Reads `key=number`, as flags and the environment give limits.
///
/// # Errors
/// [`BadConfig`] says what was expected.
pub(super) fn pairs(given: &[String]) -> Result<BTreeMap<String, u64>, BadConfig> {
    let read = |pair: &String| {
        let (key, number) = pair.split_once('=')?;
        Some((key.trim().to_owned(), number.trim().replace('_', "").parse().ok()?))
    };
    let wrong = |pair: &String| {
        BadConfig::setting("--limit", pair, &format!("`KEY=NUMBER`, where KEY is one of {}", keys()))
    };
    given.iter().map(|pair| read(pair).ok_or_else(|| wrong(pair))).collect()
}

fn keys() -> String {
    LIMITS.map(|limit| format!("`{}`", limit.key)).join(", ")
}
