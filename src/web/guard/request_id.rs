//! A name for each request, so that a person's report finds its line in the log.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::http::header::HeaderMap;

use super::client::{Client, single};

/// Keys from the system's random source, taken once: enough for ids that need not be secret, only different in
/// every process.
static KEYS: LazyLock<RandomState> = LazyLock::new(RandomState::new);
static NEXT: AtomicU64 = AtomicU64::new(0);

/// The longest id that is taken over from a proxy.
const LONGEST: usize = 128;

/// Sixteen hexadecimal digits, or the id that a listed proxy has given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) struct RequestId(String);

impl RequestId {
    /// The next one.
    pub(in crate::web) fn new() -> Self {
        let mut hasher = KEYS.build_hasher();
        hasher.write_u64(NEXT.fetch_add(1, Ordering::Relaxed));
        Self(format!("{:016x}", hasher.finish()))
    }

    /// The one that a listed proxy has given, else the next one.
    pub(in crate::web) fn of(headers: &HeaderMap, client: &Client) -> Self {
        let given = client.is_by_proxy.then(|| single(headers, "x-request-id")).flatten();
        let is_plain = |id: &str| {
            (1..=LONGEST).contains(&id.len())
                && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte))
        };
        given.filter(|id| is_plain(id)).map_or_else(Self::new, |id| Self(id.to_owned()))
    }

    pub(in crate::web) fn as_str(&self) -> &str {
        &self.0
    }
}
