//! The page somebody wanted before they were asked to sign in.

use crate::facts::without_secrets;
use crate::web::query::decoded;

/// A longer address is not worth keeping, in bytes.
const LONGEST: usize = 1024;

/// An address of ours: path and query, never another host, and never a secret, for it goes out of our hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) struct Target(String);

impl Target {
    /// The address, if it leads nowhere but to a page here; else the first page. Where there is a secret in it, the
    /// page without what is asked of it.
    pub(in crate::web) fn of(address: &str) -> Self {
        // Browsers take `//host` and `/\host` for another host, and pass over line ends and tabs on the way.
        let mut first = address.bytes();
        let is_local = first.next() == Some(b'/') && !matches!(first.next(), Some(b'/' | b'\\'));
        let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let leads_back = path == "/sign-out" || path == "/sign-in" || path.starts_with("/sign-in/");
        let is_good = is_local && is_plain && !leads_back && address.len() <= LONGEST;
        let kept = [address, path].into_iter().find(|address| is_good && is_free_of_secrets(address));
        Self(kept.unwrap_or("/").to_owned())
    }

    pub(in crate::web) fn as_str(&self) -> &str {
        &self.0
    }

    /// Where signing in begins, to come back here.
    pub(in crate::web) fn sign_in(&self) -> String {
        let encoded: String = self.0.bytes().map(encoded).collect();
        format!("/sign-in?to={encoded}")
    }
}

/// Whether an address can be read, and no secret is in it, also not written once more in percent signs.
fn is_free_of_secrets(address: &str) -> bool {
    let readable = decoded(address, true);
    let texts = readable.as_deref().map(|readable| [address, readable]);
    texts.is_ok_and(|texts| texts.into_iter().all(|text| without_secrets(text).removed.is_empty()))
}

fn encoded(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}
