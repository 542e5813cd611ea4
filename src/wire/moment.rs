//! Moments as RFC 3339 writes them, in UTC.

use crate::insights::Day;

const A_DAY: i64 = 24 * 60 * 60 * 1000;

/// The moment so many milliseconds after the beginning of 1970: `2026-03-02T07:00:00.000Z`.
pub(crate) fn moment(milliseconds: i64) -> String {
    let of_day = milliseconds.rem_euclid(A_DAY);
    let (seconds, thousandths) = (of_day / 1000, of_day % 1000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{}T{hour:02}:{minute:02}:{second:02}.{thousandths:03}Z", Day::of(milliseconds))
}
