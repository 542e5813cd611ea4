//! A name for each request, so that a person's report finds its line in the log.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// Keys from the system's random source, taken once: enough for ids that need not be secret, only different in
/// every process.
static KEYS: LazyLock<RandomState> = LazyLock::new(RandomState::new);
static NEXT: AtomicU64 = AtomicU64::new(0);

/// Sixteen hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) struct RequestId(String);

impl RequestId {
    /// The next one.
    pub(in crate::web) fn new() -> Self {
        let mut hasher = KEYS.build_hasher();
        hasher.write_u64(NEXT.fetch_add(1, Ordering::Relaxed));
        Self(format!("{:016x}", hasher.finish()))
    }

    pub(in crate::web) fn as_str(&self) -> &str {
        &self.0
    }
}
