//! An attempt to sign in: sent off to the provider, and recognised when it comes back.
//!
//! The state says when the attempt ends and, in a form that only we can read, where it leads: what somebody looks for is
//! none of the provider's business. It is signed together with a random value that only the browser has which began it.
//! Nonce and verifier follow from both, so that nothing has to be kept here.

use super::keys::{Keys, bytes, digits};
use super::target::Target;
use crate::app::{Key, Moment, NoChance, random_id};
use crate::identity::Attempt;

/// How long somebody may take to sign in at the provider, in seconds.
const LONGEST_ATTEMPT: i64 = 10 * 60;

/// An attempt that was begun.
pub(in crate::web) struct Begun {
    /// What the provider is told.
    pub(in crate::web) attempt: Attempt,
    /// What the browser keeps.
    pub(in crate::web) browser: String,
    /// For how many seconds.
    pub(in crate::web) seconds: i64,
}

/// Why what came back belongs to no attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum NotBegun {
    /// It took too long.
    TooLate,
    /// Not begun here, or not in this browser.
    Unknown,
}

/// Begins an attempt. `known` is what the browser keeps of an earlier one: several may be under way in its windows.
///
/// # Errors
/// [`NoChance`] if the system gives no random bits.
pub(in crate::web) fn begin(
    keys: &Keys,
    known: Option<&str>,
    target: &Target,
    now: Moment,
) -> Result<Begun, NoChance> {
    let browser = match known {
        Some(known) => known.to_owned(),
        None => random_id()?.to_string(),
    };
    let end = now.0.saturating_add(LONGEST_ATTEMPT * 1000).to_string();
    let (key, salt) = (keys.current(), random_id()?.to_string());
    let to = digits(&keys.veiled(key, &[&browser, &salt], target.as_str().as_bytes()));
    let signature = keys.signature(key, "state", &[&browser, &end, &to, &salt]);
    let attempt = attempt(keys, key, &browser, &salt, format!("{end}.{to}.{salt}.{signature}"));
    Ok(Begun { attempt, browser, seconds: LONGEST_ATTEMPT })
}

/// The attempt that a state belongs to, and where it leads; `browsers` are the values that this browser brought.
///
/// # Errors
/// [`NotBegun`] if it belongs to none, or its time is over.
pub(in crate::web) fn finish(
    keys: &Keys,
    browsers: &[&str],
    state: &str,
    now: Moment,
) -> Result<(Attempt, Target), NotBegun> {
    let parts: Vec<&str> = state.splitn(4, '.').collect();
    let [end, to, salt, signature] = parts.as_slice() else { return Err(NotBegun::Unknown) };
    let own = browsers
        .iter()
        .find_map(|browser| Some((browser, keys.of("state", &[browser, end, to, salt], signature)?)));
    let (browser, key) = own.ok_or(NotBegun::Unknown)?;
    if end.parse::<i64>().map_or(true, |end| end <= now.0) {
        return Err(NotBegun::TooLate);
    }
    let to = keys.veiled(key, &[browser, salt], &bytes(to).unwrap_or_default());
    let to = String::from_utf8(to).unwrap_or_default();
    Ok((attempt(keys, key, browser, salt, state.to_owned()), Target::of(&to)))
}

fn attempt(keys: &Keys, key: &Key, browser: &str, salt: &str, state: String) -> Attempt {
    let secret = |purpose| keys.signature(key, purpose, &[browser, salt]);
    Attempt { state, nonce: secret("nonce"), verifier: secret("verifier") }
}
