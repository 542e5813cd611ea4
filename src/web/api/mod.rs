//! What programs call: one file for each address, each a translation and nothing more.

pub(super) mod articles;
pub(super) mod checks;
mod configuration;
pub(super) mod conversations;
mod described;
pub(super) mod diagnose;
pub(super) mod feedback;
pub(super) mod health;
pub(super) mod hooks;
mod idempotency;
pub(super) mod insights;
mod json;
pub(super) mod metrics;
mod parameters;
pub(super) mod reload;
pub(super) mod search;
pub(super) mod symptoms;
#[cfg(test)]
mod tests;
pub(super) mod trees;

pub(in crate::web) use self::configuration::refused;

/// What is said of a field or parameter that stands there twice.
const REPEATED: &str = "stands there more than once; once is expected";

/// Takes what has this name out of a list, wherever it stands: the first value, and whether there was another.
fn take_all<T>(left: &mut Vec<(String, T)>, name: &str) -> Option<(T, bool)> {
    let at = left.iter().position(|(found, _)| found == name)?;
    let (_, value) = left.remove(at);
    let before = left.len();
    left.retain(|(found, _)| found != name);
    Some((value, left.len() < before))
}
