//! `Idempotency-Key`: a request that has its effect once, however often it is sent.
//!
//! The key, a hash of the query and the body, and the answer are kept together with the effect. What is wrong with a request is not
//! kept: it may be mended and sent again.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::app::{Replay, RequestKey};
use crate::web::guard::token::holder_of;
use crate::web::problem::{Code, Failure};

const HEADER: &str = "idempotency-key";
/// How many characters a key may have.
const LONGEST: usize = 255;
/// What stands between the headers of an answer that is kept and its body.
const BREAK: &[u8] = b"\n\n";
/// The headers that belong to the answer itself and come back with it.
const KEPT_HEADERS: [header::HeaderName; 2] = [header::LOCATION, header::ETAG];

/// The key of a request, if it has one.
///
/// # Errors
/// [`Code::IdempotencyKeyMalformed`] if it has two, or one of another form.
pub(super) fn key(request: &HttpRequest, body: &str) -> Result<Option<RequestKey>, Failure> {
    let mut given = request.headers().get_all(HEADER);
    let Some(key) = given.next() else { return Ok(None) };
    let is_visible = |key: &&str| {
        (1..=LONGEST).contains(&key.len()) && key.bytes().all(|byte| matches!(byte, b'!'..=b'~'))
    };
    let key = key.to_str().ok().filter(is_visible).filter(|_| given.next().is_none());
    let key = key.ok_or_else(|| Failure::of(Code::IdempotencyKeyMalformed))?;
    // Two programs that choose the same key never see each other's answers: the scope has the token.
    let who = holder_of(request).map(|holder| holder.hash.map(|byte| format!("{byte:02x}")).concat() + " ");
    let asked = match request.query_string() {
        "" => String::new(),
        query => format!("?{query}\n"),
    };
    Ok(Some(RequestKey {
        scope: format!("{}{} {}", who.unwrap_or_default(), request.method(), request.path()),
        key: key.to_owned(),
        body_hash: Sha256::digest(asked + body).into(),
    }))
}

/// An answer to be sent, and kept if its request has a key.
///
/// # Errors
/// [`Code::Internal`] if it cannot be written, which would be our own mistake.
pub(super) fn answer(
    status: StatusCode,
    headers: &[(header::HeaderName, String)],
    body: &impl Serialize,
) -> Result<Replay, Failure> {
    let lines: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let mut answer = lines.join("\n").into_bytes();
    answer.extend_from_slice(BREAK);
    serde_json::to_writer(&mut answer, body).map_err(|_| Failure::internal())?;
    Ok(Replay { status: status.as_u16(), answer })
}

/// Sends an answer, whether it is new or was kept.
pub(super) fn send(replay: &Replay) -> HttpResponse {
    let status = StatusCode::from_u16(replay.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let at = replay.answer.windows(BREAK.len()).position(|bytes| bytes == BREAK).unwrap_or_default();
    let (head, rest) = replay.answer.split_at_checked(at).unwrap_or_default();
    let body = rest.get(BREAK.len()..).unwrap_or_default();
    let mut response = HttpResponse::build(status);
    let head = std::str::from_utf8(head).unwrap_or_default();
    for (name, value) in head.lines().filter_map(|line| line.split_once(": ")) {
        let name = KEPT_HEADERS.into_iter().find(|known| known.as_str() == name);
        if let (Some(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
            response.insert_header((name, value));
        }
    }
    response.content_type(header::ContentType::json()).body(body.to_vec())
}
