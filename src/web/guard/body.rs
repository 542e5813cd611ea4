//! Reads a body whole: no larger than allowed, no slower than allowed, as it is.

use std::time::Duration;

use actix_web::http::header;
use actix_web::rt::time::timeout;
use actix_web::web::{Bytes, Payload};
use actix_web::{HttpMessage, HttpRequest};

use crate::web::problem::{Code, Failure};

/// The largest body, in bytes.
pub(in crate::web) const LARGEST: usize = 1024 * 1024;
/// How long a body may take. Together with the time for the head this is what a whole request may take.
const DEADLINE: Duration = Duration::from_secs(10);

/// What kind of body is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Expected {
    /// `application/json` or a kind of JSON with a name of its own.
    Json,
    /// What a page's form sends.
    Form,
}

/// Reads the whole body as text.
///
/// # Errors
/// A [`Failure`] if the body is of another kind, compressed, too large, too slow, cut short or not UTF-8. What can
/// be told from the head is refused before anything is read.
pub(in crate::web) async fn read(
    request: &HttpRequest,
    payload: Payload,
    expected: Expected,
) -> Result<String, Failure> {
    refuse_by_head(request, expected)?;
    let whole = timeout(DEADLINE, payload.to_bytes_limited(LARGEST)).await;
    let bytes: Bytes = match whole {
        Err(_) => return Err(Failure::of(Code::TooSlow)),
        Ok(Err(_)) => return Err(Failure::of(Code::BodyTooLarge)),
        Ok(Ok(Err(_))) => return Err(Failure::of(Code::BodyCutShort)),
        Ok(Ok(Ok(bytes))) => bytes,
    };
    String::from_utf8(bytes.into()).map_err(|_| Failure::of(Code::NotUtf8))
}

fn refuse_by_head(request: &HttpRequest, expected: Expected) -> Result<(), Failure> {
    let encoding = request.headers().get(header::CONTENT_ENCODING);
    if encoding.is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Err(Failure::of(Code::ContentEncodingUnsupported));
    }
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    if announced.and_then(|length| length.parse::<u64>().ok()).is_some_and(|length| length > LARGEST as u64) {
        return Err(Failure::of(Code::BodyTooLarge));
    }
    if is_of_kind(request, expected) {
        return Ok(());
    }
    Err(match expected {
        Expected::Json => Failure::of(Code::ContentTypeUnsupported),
        Expected::Form => Failure::saying(
            Code::ContentTypeUnsupported,
            "send the form with `Content-Type: application/x-www-form-urlencoded`",
        ),
    })
}

fn is_of_kind(request: &HttpRequest, expected: Expected) -> bool {
    let Ok(Some(kind)) = request.mime_type() else { return false };
    let is_utf8 = kind.get_param("charset").is_none_or(|charset| charset == "utf-8");
    let is_expected = match expected {
        Expected::Json => {
            kind.type_() == "application"
                && (kind.subtype() == "json" || kind.suffix().is_some_and(|suffix| suffix == "json"))
        }
        Expected::Form => kind.essence_str() == "application/x-www-form-urlencoded",
    };
    is_expected && is_utf8
}
