//! Days of the calendar, in UTC.

use std::fmt;
use std::str::FromStr;

/// A day, as the number of days since the beginning of 1970 (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i64);

/// How many milliseconds a day has.
const MILLISECONDS: i64 = 24 * 60 * 60 * 1000;

impl Day {
    /// The day of a moment, in milliseconds since the beginning of 1970.
    pub fn of(milliseconds: i64) -> Self {
        Self(milliseconds.div_euclid(MILLISECONDS))
    }

    /// The first moment of the day, in milliseconds since the beginning of 1970.
    pub fn begin(self) -> i64 {
        self.0.saturating_mul(MILLISECONDS)
    }

    /// The day so many days later; earlier if negative.
    #[must_use]
    pub fn plus(self, n_days: i64) -> Self {
        Self(self.0.saturating_add(n_days))
    }

    /// The first day of its month.
    #[must_use]
    pub fn month_begin(self) -> Self {
        let (_, _, day) = self.date();
        self.plus(1 - day)
    }

    /// Year, month and day of the month. Years are counted from March, so that the leap day is the last one.
    fn date(self) -> (i64, i64, i64) {
        let from_march_0000 = self.0.saturating_add(719_468);
        let era = from_march_0000.div_euclid(146_097);
        let of_era = from_march_0000.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        (year_of_era + era * 400 + i64::from(month <= 2), month, day)
    }
}

impl fmt::Display for Day {
    /// `2026-11-21`
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        write!(out, "{year:04}-{month:02}-{day:02}")
    }
}

/// The text is no day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a day such as `2026-11-21`")]
pub struct NoDay;

impl FromStr for Day {
    type Err = NoDay;

    /// Reads what [`Display`](fmt::Display) writes, from year 1970 to 9999, and nothing else.
    fn from_str(text: &str) -> Result<Self, NoDay> {
        let digits = |part: Option<&str>, width: usize| {
            let part =
                part.filter(|part| part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit()));
            part.and_then(|part| part.parse::<i64>().ok()).ok_or(NoDay)
        };
        let mut parts = text.split('-');
        let (year, month, day) =
            (digits(parts.next(), 4)?, digits(parts.next(), 2)?, digits(parts.next(), 2)?);
        let shifted = if month <= 2 { year - 1 } else { year };
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let leap_days = shifted.div_euclid(4) - shifted.div_euclid(100) + shifted.div_euclid(400);
        let found = Self(shifted * 365 + leap_days + of_year - 719_468);
        // A day that no calendar has, such as 30 February, comes back as another one.
        if parts.next().is_none() && found.0 >= 0 && found.to_string() == text {
            Ok(found)
        } else {
            Err(NoDay)
        }
    }
}
