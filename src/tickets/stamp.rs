//! Times as senders write them: seconds since 1970, or a date with a time in UTC.

/// Seconds since the beginning of 1970 of `1614265330` or `2021-03-25T05:09:27Z`; none for anything else.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let text = text.trim();
    if !text.is_empty() && text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    let (date, time) = text.split_once(['T', 't'])?;
    let time = time.strip_suffix(['Z', 'z']).or_else(|| time.strip_suffix("+00:00"))?;
    let time = time.split_once('.').map_or(time, |(whole, _)| whole);
    let [year, month, day] = three(date, '-')?;
    let [hour, minute, second] = three(time, ':')?;
    let is_sound = (1970..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..=60).contains(&second);
    is_sound.then(|| days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second)
}

fn three(text: &str, between: char) -> Option<[i64; 3]> {
    let mut parts = text.split(between).map(|part| {
        let is_number = !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse::<i64>().ok()).flatten()
    });
    let read = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(read)
}

/// Days from 1970-01-01 to a date of the Gregorian calendar, by counting years that begin in March: then the day that
/// is sometimes there comes last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let shifted = if month > 2 { year } else { year - 1 };
    let month = (month + 9) % 12;
    let of_years = 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400;
    of_years + (153 * month + 2) / 5 + day - 1 - 719_468
}
