//! Moments as RFC 3339 writes them, in UTC.

const A_DAY: i64 = 24 * 60 * 60 * 1000;

/// The moment so many milliseconds after the beginning of 1970: `2026-03-02T07:00:00.000Z`.
pub(super) fn moment(milliseconds: i64) -> String {
    let (year, month, day) = date(milliseconds.div_euclid(A_DAY));
    let of_day = milliseconds.rem_euclid(A_DAY);
    let (seconds, thousandths) = (of_day / 1000, of_day % 1000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{thousandths:03}Z")
}

/// Year, month and day so many days after the first of January 1970.
fn date(days: i64) -> (i64, i64, i64) {
    // Counted in years that begin in March, so that leap days come last: 400 of them have 146,097 days.
    let since_0000_03_01 = days + 719_468;
    let era = since_0000_03_01.div_euclid(146_097);
    let of_era = since_0000_03_01.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}
