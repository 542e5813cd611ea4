//! Finds the bare refusals that the framework's parser sends by itself, with a status and nothing else.

use actix_web::http::StatusCode;

const START: &[u8] = b"HTTP/1.1 ";
const END: &[u8] = b"\r\n\r\n";
/// A bare refusal is short: status, length, connection and date.
const LONGEST: usize = 256;

/// What stands before a bare refusal at the end of the bytes, and its status.
///
/// Nothing follows a refusal, because the connection ends with it. Every answer of our own has a body or a request
/// id, so that none is taken for bare.
pub(super) fn refusal_at_the_end(bytes: &[u8]) -> Option<(&[u8], StatusCode)> {
    if !bytes.ends_with(END) {
        return None;
    }
    let (_, tail) = bytes.split_at_checked(bytes.len().saturating_sub(LONGEST))?;
    let at = tail.windows(START.len()).rposition(|window| window == START)?;
    let (before, head) = bytes.split_at_checked(bytes.len() - tail.len() + at)?;
    let status = StatusCode::from_bytes(head.get(START.len()..START.len() + 3)?).ok()?;
    let has = |wanted: &[u8]| head.windows(wanted.len()).any(|window| window.eq_ignore_ascii_case(wanted));
    let is_refusal = status.is_client_error() || status.is_server_error();
    (is_refusal && has(b"\r\ncontent-length: 0\r\n") && !has(b"\r\nx-request-id:"))
        .then_some((before, status))
}
