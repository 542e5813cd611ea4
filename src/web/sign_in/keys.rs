//! The keys behind sessions: one of this process, and as soon as the store can be used the one that all servers share.
//!
//! What this process has signed before it knew the shared key stays good as long as the process runs.

use std::sync::OnceLock;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::app::{App, Key, NoChance, random_key};

/// How many bytes one signature veils: all it has.
const VEIL: usize = 32;

/// What cookies and states are signed with.
pub(in crate::web) struct Keys {
    own: Key,
    shared: OnceLock<Key>,
    /// Part of all that is signed: under other settings nothing of it is worth anything.
    settings: String,
}

impl Keys {
    /// Keys of which only this process knows.
    ///
    /// # Errors
    /// [`NoChance`] if the system gives no random bits.
    pub(in crate::web) fn new(settings: String) -> Result<Self, NoChance> {
        Ok(Self { own: random_key()?, shared: OnceLock::new(), settings })
    }

    /// Asks the store for the shared key; says whether it is known now.
    pub(in crate::web) async fn share(&self, app: &App) -> bool {
        if self.shared.get().is_none()
            && let Some(key) = app.session_key(self.own).await
        {
            // Another task may have been quicker, with the same key.
            let _is_first = self.shared.set(key).is_ok();
        }
        self.shared.get().is_some()
    }

    /// The key for new signatures.
    pub(super) fn current(&self) -> &Key {
        self.shared.get().unwrap_or(&self.own)
    }

    /// The key with which the parts were signed for this purpose, if it is one of ours.
    pub(super) fn of(&self, purpose: &str, parts: &[&str], signature: &str) -> Option<&Key> {
        let signature = bytes(signature)?;
        let keys = [self.shared.get(), Some(&self.own)];
        keys.into_iter()
            .flatten()
            .find(|key| self.mac(key, purpose, parts).is_some_and(|mac| mac.verify_slice(&signature).is_ok()))
    }

    /// The signature over parts for a purpose, in hexadecimal digits.
    pub(super) fn signature(&self, key: &Key, purpose: &str, parts: &[&str]) -> String {
        self.mac(key, purpose, parts).map_or_else(String::new, |mac| digits(&mac.finalize().into_bytes()))
    }

    /// A text that nobody can read without the key, and what was veiled if it is veiled again. Each byte is paired with one
    /// that only the key and the parts tell, so no two texts may have the same parts.
    pub(super) fn veiled(&self, key: &Key, parts: &[&str], text: &[u8]) -> Vec<u8> {
        let mut veiled = Vec::with_capacity(text.len());
        for (n, block) in text.chunks(VEIL).enumerate() {
            let n = n.to_string();
            let Some(mac) = self.mac(key, "veil", &[parts, &[n.as_str()]].concat()) else {
                return Vec::new();
            };
            veiled.extend(block.iter().zip(mac.finalize().into_bytes()).map(|(byte, veil)| byte ^ veil));
        }
        veiled
    }

    /// Each part with its length, so that none can pass for the end of another.
    fn mac(&self, key: &Key, purpose: &str, parts: &[&str]) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
        for part in [self.settings.as_str(), purpose].iter().chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        Some(mac)
    }
}

/// Bytes as hexadecimal digits.
pub(super) fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What [`digits`] writes, and nothing else.
pub(super) fn bytes(digits: &str) -> Option<Vec<u8>> {
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(|pair| match pair {
            [high, low] => Some(value(*high)? << 4 | value(*low)?),
            _ => None,
        })
        .collect()
}
