//! Where traces are sent. The address may hold a password, so it is never shown.

use std::fmt;
use std::str::FromStr;

use super::{BadConfig, Secret};

/// The address of a collector that takes OTLP over HTTP, without the path of a signal.
#[derive(Clone, PartialEq, Eq)]
pub struct CollectorAddress(String);

impl CollectorAddress {
    /// Where spans go.
    pub fn for_traces(&self) -> String {
        format!("{}/v1/traces", self.0)
    }
}

impl FromStr for CollectorAddress {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or(())?;
        let is_plain = rest.bytes().all(|byte| byte.is_ascii_graphic()) && !rest.contains(['?', '#']);
        let has_host = !rest.is_empty() && !rest.starts_with(['/', ':']);
        (is_plain && has_host).then(|| Self(text.trim_end_matches('/').to_owned())).ok_or(())
    }
}

impl fmt::Debug for CollectorAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// Reads the setting.
///
/// # Errors
/// [`BadConfig::Setting`] says what was expected, without repeating what was found.
pub(super) fn parsed(text: &Secret) -> Result<CollectorAddress, BadConfig> {
    let expected =
        "the address of a collector that takes OTLP over HTTP, for example `http://127.0.0.1:4318`";
    text.reveal().trim().parse().map_err(|()| BadConfig::setting("otlp_endpoint", "[redacted]", expected))
}
