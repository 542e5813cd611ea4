//! The trace a request belongs to (W3C Trace Context), so that what several services did for one person can be seen
//! together.

use actix_web::http::header::HeaderMap;

use super::client::single;

/// A trace that somebody else began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trace {
    /// Thirty-two hexadecimal digits.
    pub(super) id: String,
    flags: String,
}

impl Trace {
    /// Reads `traceparent`; what is not well formed is passed over, as the standard wants it.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let mut parts = single(headers, "traceparent")?.split('-');
        let (version, id, parent, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let is_hex = |text: &str, length: usize| {
            text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        };
        let is_something = |text: &str| text.bytes().any(|byte| byte != b'0');
        // Later versions may add parts; version 00 has these four.
        let is_whole = is_hex(version, 2) && version != "ff" && (version != "00" || parts.next().is_none());
        let is_named = is_hex(id, 32) && is_something(id) && is_hex(parent, 16) && is_something(parent);
        (is_whole && is_named && is_hex(flags, 2))
            .then(|| Self { id: id.to_owned(), flags: flags.to_owned() })
    }

    /// The same trace with our part in it, named by the request id.
    pub(super) fn passed_on(&self, span: &str) -> String {
        format!("00-{}-{span}-{}", self.id, self.flags)
    }
}
