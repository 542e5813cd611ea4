//! The clock: the only place that looks at it. Everything below `app` gets the time as a value.
#![expect(clippy::disallowed_methods, reason = "this module owns the clock")]

use std::time::{SystemTime, UNIX_EPOCH};

use crate::store::Moment;

/// This moment. A clock that is set before 1970 counts as the beginning of 1970.
pub(super) fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
