//! Moments as RFC 3339 writes them: date, time and distance from UTC.

/// A moment. Two ways to write the same moment are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Instant {
    /// Seconds since the beginning of 1970 in UTC.
    seconds: i64,
    /// The part of a second, in units of 10⁻¹⁸ seconds; finer ones are cut off.
    part: u64,
}

/// Digits behind the decimal point that count.
const DIGITS: usize = 18;

impl Instant {
    /// Reads a moment such as `2026-03-02T07:00:00Z` or `2026-03-02T08:00:00.5+01:00`. Nothing is guessed: without a
    /// distance from UTC, or on a day that no calendar has, it is no moment.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (date, time) = text.split_once(['T', 't'])?;
        let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
        if !(1..=12).contains(&month) || day < 1 || day > days(year, month) {
            return None;
        }
        let (clock, ahead) = without_zone(time)?;
        let (whole, fraction) = match clock.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (clock, None),
        };
        let [hour, minute, second] = numbers(whole, ':', [2, 2, 2])?;
        // A leap second is written as the 60th.
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let part = fraction.map_or(Some(0), part)?;
        let of_day = (hour * 60 + minute) * 60 + second;
        Some(Self { seconds: day_number(year, month, day) * 86_400 + of_day - ahead * 60, part })
    }
}

/// The clock, and how many minutes it is ahead of UTC.
fn without_zone(time: &str) -> Option<(&str, i64)> {
    if let Some(clock) = time.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let at = time.rfind(['+', '-'])?;
    let (clock, zone) = time.split_at_checked(at)?;
    let (sign, zone) = zone.split_at_checked(1)?;
    let [hours, minutes] = numbers(zone, ':', [2, 2])?;
    let ahead = hours * 60 + minutes;
    (hours <= 23 && minutes <= 59).then_some((clock, if sign == "-" { -ahead } else { ahead }))
}

/// Exactly so many numbers, each of exactly so many digits.
fn numbers<const N: usize>(text: &str, between: char, widths: [usize; N]) -> Option<[i64; N]> {
    let mut numbers = [0; N];
    let mut parts = text.split(between);
    for (number, width) in numbers.iter_mut().zip(widths) {
        let part = parts.next().filter(|part| part.len() == width && is_digits(part))?;
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

fn part(fraction: &str) -> Option<u64> {
    if fraction.is_empty() || !is_digits(fraction) {
        return None;
    }
    let digits = fraction.bytes().chain(std::iter::repeat(b'0')).take(DIGITS);
    Some(digits.fold(0, |part, digit| part * 10 + u64::from(digit - b'0')))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn days(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since the beginning of 1970, in the Gregorian calendar. Years are counted from March, so that the leap day
/// is the last one.
fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + day_of_year - 719_468
}
