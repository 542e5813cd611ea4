//! The clock: the only place that looks at it. Everything below `app` gets the time as a value.
#![expect(clippy::disallowed_methods, reason = "this module owns the clock")]

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use tracing::Instrument;

use crate::store::{Moment, StoreError};
use crate::telemetry::{metrics, spans};

/// This moment. A clock that is set before 1970 counts as the beginning of 1970.
pub(super) fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// This moment in whole seconds since the beginning of 1970, as deliveries are stamped.
pub fn seconds_now() -> i64 {
    now().0.div_euclid(1_000)
}

/// The beginning of something whose duration is told.
pub(super) fn begin() -> Instant {
    Instant::now()
}

/// Waits for something that the store does, and notes how long it took.
///
/// # Errors
/// As the store has them.
pub(super) async fn timed<T>(
    what: &'static str,
    doing: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    let start = begin();
    let done = doing.instrument(spans::store(what)).await;
    let is_to_blame = matches!(
        done,
        Err(StoreError::Busy
            | StoreError::Unavailable(_)
            | StoreError::Full
            | StoreError::Damaged(_)
            | StoreError::Refused(_))
    );
    let outcome = if is_to_blame { "failed" } else { "done" };
    metrics::STORE_DURATIONS.observe([what, outcome], start.elapsed().as_secs_f64());
    done
}
