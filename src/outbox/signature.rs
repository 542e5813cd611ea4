//! Signatures of Standard Webhooks: whoever knows one of the secrets sees that a note is ours, and when it was sent.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Secrets of this standard begin so; behind it they are base64.
const PREFIX: &str = "whsec_";

/// The value of `webhook-signature`: one signature for each secret, parted by blanks.
pub(super) fn standard<'a>(
    secrets: impl IntoIterator<Item = &'a str>,
    id: &str,
    seconds: i64,
    body: &[u8],
) -> String {
    let signed = secrets.into_iter().filter_map(|secret| {
        // A key may have any length, so that there is always one.
        let mut mac = Hmac::<Sha256>::new_from_slice(&key(secret)).ok()?;
        mac.update(format!("{id}.{seconds}.").as_bytes());
        mac.update(body);
        Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
    });
    signed.collect::<Vec<_>>().join(" ")
}

/// The bytes that a secret stands for: what is no secret of the standard stands for itself.
fn key(secret: &str) -> Vec<u8> {
    let coded = secret.strip_prefix(PREFIX).and_then(|coded| STANDARD.decode(coded).ok());
    coded.unwrap_or_else(|| secret.as_bytes().to_vec())
}

#[cfg(test)]
mod tests;
