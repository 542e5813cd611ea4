//! What an answer means for a note: it has arrived, it is tried again and when, or it is given up.

use crate::store::{Delivery, Moment};

/// How long it is waited before the second attempt, in milliseconds.
const FIRST_PAUSE: f64 = 1_000.0;
/// How much longer each pause is than the one before.
const GROWTH: f64 = 1.25;
/// No pause is longer.
const LONGEST_PAUSE: f64 = 60.0 * 60.0 * 1_000.0;
/// While somebody may still be at work on a note it is not sent again, in milliseconds: looked for too soon, it would be
/// there twice.
const LEFT_IN_PEACE: i64 = 20_000;
/// After so many attempts a note is given up; the pauses between them are about a day.
pub(super) const MOST_ATTEMPTS: u32 = 57;
/// The pauses after answers that another attempt seldom changes, in milliseconds; after the last one the note is given
/// up. A ticket may be told of before it can be found, and a credential may be wrong only while it is being replaced.
const DOUBTFUL_PAUSES: [i64; 6] = [2_000, 10_000, 60_000, 300_000, 900_000, 1_800_000];
/// For so long another server may make us wait, in milliseconds.
const LONGEST_WISH: i64 = 24 * 60 * 60 * 1_000;

/// What the answer, or that there was none, says about the note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The ticket has it.
    Arrived,
    /// Another attempt may well succeed.
    Passing,
    /// Nobody knows whether the ticket has it, or will have it in a moment: who was asked may still be at work.
    Unheard,
    /// Another attempt will hardly succeed.
    Doubtful,
    /// No attempt will ever succeed.
    Hopeless,
}

/// What a status says.
pub(super) const fn of_status(status: u16) -> Verdict {
    match status {
        200..=299 => Verdict::Arrived,
        502 | 504 => Verdict::Unheard,
        408 | 409 | 421 | 423 | 425 | 429 | 500..=599 => Verdict::Passing,
        410 => Verdict::Hopeless,
        _ => Verdict::Doubtful,
    }
}

/// How far the note has come, and when it is tried again or has come to its end. `wished` is how many milliseconds the
/// server wants to be left alone, `chance` is between 0 and 1.
pub(super) fn next(
    verdict: Verdict,
    n_attempts: u32,
    wished: Option<i64>,
    chance: f64,
    now: Moment,
) -> (Delivery, Moment) {
    let pause = match verdict {
        Verdict::Arrived => return (Delivery::Delivered, now),
        Verdict::Hopeless => return (Delivery::GivenUp, now),
        Verdict::Passing => pause(n_attempts),
        Verdict::Unheard => pause(n_attempts).map(|pause| pause.max(LEFT_IN_PEACE)),
        Verdict::Doubtful => {
            let at = usize::try_from(n_attempts.saturating_sub(1)).unwrap_or(usize::MAX);
            DOUBTFUL_PAUSES.get(at).copied()
        }
    };
    let Some(pause) = pause else { return (Delivery::GivenUp, now) };
    // Up to a fifth more or less, so that what failed together does not come back together.
    let spread = (pause as f64 * (0.8 + 0.4 * chance.clamp(0.0, 1.0))) as i64;
    (Delivery::Waiting, now.after(spread.max(wished.unwrap_or(0).min(LONGEST_WISH))))
}

/// The pause after so many attempts, in milliseconds; none = it was the last one.
fn pause(n_attempts: u32) -> Option<i64> {
    let exponent = i32::try_from(n_attempts.saturating_sub(1)).unwrap_or(i32::MAX);
    let pause = (FIRST_PAUSE * GROWTH.powi(exponent)).min(LONGEST_PAUSE);
    (n_attempts < MOST_ATTEMPTS).then_some(pause as i64)
}

/// How many milliseconds a `Retry-After` asks for: it holds seconds, or a date.
pub(super) fn wish(retry_after: &str, now: Moment) -> Option<i64> {
    let text = retry_after.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(i64::from(seconds) * 1_000);
    }
    let date = httpdate::parse_http_date(text).ok()?;
    let since = date.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some((i64::try_from(since.as_millis()).ok()? - now.0).max(0))
}

#[cfg(test)]
mod tests;
