//! How the systems sign, written down once more and on its own.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};

use super::SECRET;

/// A system that signs.
#[derive(Clone)]
pub struct Signer {
    pub name: String,
    pub secret: String,
    /// Seconds that are added to the time of signing.
    pub clock: i64,
    /// The id of the delivery, where the scheme has one.
    pub id: String,
}

/// What is sent beside the body.
#[derive(Clone)]
pub struct Signed {
    pub path: String,
    pub headers: Vec<(&'static str, String)>,
}

impl Signer {
    pub fn of(name: &str) -> Self {
        static NEXT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
        let id = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Self { name: name.to_owned(), secret: SECRET.to_owned(), clock: 0, id: format!("msg_{id}") }
    }

    pub fn sign(&self, body: &str) -> Signed {
        let key = self.secret.as_bytes();
        let address = format!("/api/v1/hooks/{}", self.name);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().cast_signed() + self.clock;
        let at = |headers: Vec<(&'static str, String)>| Signed { path: address.clone(), headers };
        match self.name.as_str() {
            "zammad" => at(vec![("x-hub-signature", format!("sha1={}", hex(&sha1(key, body))))]),
            "github" => at(vec![("x-hub-signature-256", format!("sha256={}", hex(&sha256(key, body))))]),
            "jira" => at(vec![("x-hub-signature", format!("sha256={}", hex(&sha256(key, body))))]),
            "request-tracker" => at(vec![("x-deskdoc-signature", hex(&sha256(key, body)))]),
            "zendesk" => {
                let stamp = stamp(now);
                let signature = BASE64.encode(sha256(key, &format!("{stamp}{body}")));
                at(vec![
                    ("x-zendesk-webhook-signature", signature),
                    ("x-zendesk-webhook-signature-timestamp", stamp),
                ])
            }
            "custom" | "gitlab" => {
                let signature = BASE64.encode(sha256(key, &format!("{}.{now}.{body}", self.id)));
                at(vec![
                    ("webhook-id", self.id.clone()),
                    ("webhook-timestamp", now.to_string()),
                    ("webhook-signature", format!("v1,{signature}")),
                ])
            }
            "servicenow" | "freshdesk" => at(vec![("x-deskdoc-secret", self.secret.clone())]),
            _ => {
                Signed { path: format!("{address}/{}", self.secret.replace(' ', "%20")), headers: Vec::new() }
            }
        }
    }
}

fn sha256(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn sha1(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `2026-11-03T08:00:00Z`.
fn stamp(seconds: i64) -> String {
    let (days, time) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (mut year, mut left) = (1970, days);
    let is_leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    while left >= 365 + i64::from(is_leap(year)) {
        left -= 365 + i64::from(is_leap(year));
        year += 1;
    }
    let lengths = [31, 28 + i64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while left >= lengths[month] {
        left -= lengths[month];
        month += 1;
    }
    let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
    format!("{year}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z", month + 1, left + 1)
}
