//! Reads a body whole: no larger than allowed, no slower than allowed, as it is.
//!
//! What arrives takes memory before anybody knows what it is worth. All bodies together have a share of it, and
//! small ones need none: whoever fills the share with large bodies that never end does not keep out a question.

use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_web::error::PayloadError;
use actix_web::http::header::{self, HeaderMap};
use actix_web::web::{Bytes, BytesMut, Data, Payload};
use actix_web::{HttpMessage, HttpRequest};
use futures_core::Stream;
use tokio::time::{Instant, timeout_at};

use crate::config::Limits;
use crate::telemetry::metrics;
use crate::web::connection::Course;
use crate::web::problem::{Code, Failure};
use crate::web::service::Service;

/// What a body takes of the share for all of them is counted from here on.
const SMALL: u64 = 16 * 1024;

/// What kind of body is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Expected {
    /// `application/json` or a kind of JSON with a name of its own.
    Json,
    /// What a page's form sends, with or without a file.
    Form,
    /// A configuration: JSON, XML or plain text.
    Configuration,
}

/// Whether a body, or what calls itself one, follows the head.
pub(in crate::web) fn is_announced(headers: &HeaderMap) -> bool {
    headers.contains_key(header::TRANSFER_ENCODING)
        || headers.get(header::CONTENT_LENGTH).is_some_and(|length| length != "0")
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
    let bytes = read_bytes(request, payload, expected).await?;
    let text = String::from_utf8(bytes.into()).map_err(|_| Failure::of(Code::NotUtf8))?;
    // Some programs put a mark in front that says nothing but "this is Unicode".
    match text.strip_prefix('\u{feff}') {
        Some(rest) => Ok(rest.to_owned()),
        None => Ok(text),
    }
}

/// The same as it came, where a part of it may be in any encoding.
///
/// # Errors
/// A [`Failure`] as for [`read`], but for the encoding.
pub(in crate::web) async fn read_bytes(
    request: &HttpRequest,
    payload: Payload,
    expected: Expected,
) -> Result<Bytes, Failure> {
    let service = request.app_data::<Data<Service>>().ok_or_else(Failure::internal)?;
    let limits = &service.settings.limits;
    refuse_by_head(request, expected, limits)?;
    let course = request.conn_data::<Rc<Course>>();
    let began = course.and_then(|course| course.request_began()).unwrap_or_else(Instant::now);
    let deadline = began + Duration::from_secs(limits.request_seconds);
    let share = Share { service, n_bytes: 0 };
    if let Some(course) = course {
        course.body_wanted();
    }
    match timeout_at(deadline, whole(payload, limits, share, course)).await {
        Err(_) => Err(Failure::too_slow(limits.request_seconds)),
        Ok(Err(Broken::Refused(failure))) => Err(failure),
        Ok(Err(Broken::Payload)) => {
            course.inspect(|course| course.body_broke());
            Err(course.map_or_else(|| Failure::of(Code::BodyCutShort), |course| course.why_broken()))
        }
        Ok(Ok(bytes)) => {
            if let Some(course) = course {
                course.body_came();
            }
            Ok(bytes)
        }
    }
}

/// Why a body is not there.
enum Broken {
    /// We do not want more of it.
    Refused(Failure),
    /// It ended too early, or is no body.
    Payload,
}

impl From<PayloadError> for Broken {
    fn from(_: PayloadError) -> Self {
        Self::Payload
    }
}

async fn whole(
    mut payload: Payload,
    limits: &Limits,
    mut share: Share<'_>,
    course: Option<&Rc<Course>>,
) -> Result<Bytes, Broken> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = poll_fn(|context| Pin::new(&mut payload).poll_next(context)).await {
        let chunk = chunk?;
        course.inspect(|course| course.body_comes());
        let n_bytes = (bytes.len() + chunk.len()) as u64;
        if n_bytes > limits.body_bytes {
            return Err(Broken::Refused(too_large(limits)));
        }
        share.grow(n_bytes).map_err(Broken::Refused)?;
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

/// What a body takes of the memory for all bodies; dropped, it is given back.
struct Share<'a> {
    service: &'a Service,
    n_bytes: u64,
}

impl Share<'_> {
    fn grow(&mut self, n_bytes: u64) -> Result<(), Failure> {
        let counted = n_bytes.saturating_sub(SMALL);
        let more = counted - self.n_bytes;
        if more == 0 {
            return Ok(());
        }
        self.n_bytes = counted;
        let n_before = self.service.n_body_bytes.fetch_add(more, Ordering::Relaxed);
        if n_before + more <= self.service.settings.limits.bodies_bytes {
            return Ok(());
        }
        metrics::SHED.add(["bodies"]);
        Err(Failure::of(Code::Busy))
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        self.service.n_body_bytes.fetch_sub(self.n_bytes, Ordering::Relaxed);
    }
}

fn too_large(limits: &Limits) -> Failure {
    Failure::saying(Code::BodyTooLarge, format!("a body may have {} bytes at most", limits.body_bytes))
}

fn refuse_by_head(request: &HttpRequest, expected: Expected, limits: &Limits) -> Result<(), Failure> {
    let encoding = request.headers().get(header::CONTENT_ENCODING);
    if encoding.is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Err(Failure::of(Code::ContentEncodingUnsupported));
    }
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    let announced = announced.and_then(|length| length.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limits.body_bytes) {
        return Err(too_large(limits));
    }
    if is_websocket(request) {
        // The framework takes all that follows for frames then, and would wait for an end that never comes.
        let detail = "leave out `Upgrade: websocket`: a request with a body cannot become a web socket";
        return Err(Failure::saying(Code::RequestMalformed, detail));
    }
    if is_of_kind(request, expected) {
        return Ok(());
    }
    Err(match expected {
        Expected::Json => Failure::of(Code::ContentTypeUnsupported),
        Expected::Form => Failure::saying(
            Code::ContentTypeUnsupported,
            "send the form with `Content-Type: application/x-www-form-urlencoded` or `multipart/form-data`",
        ),
        Expected::Configuration => Failure::saying(
            Code::ContentTypeUnsupported,
            "send a snapshot as `application/json`, an export as `application/xml`, anything else as `text/plain`",
        ),
    })
}

fn is_websocket(request: &HttpRequest) -> bool {
    let mut wanted = request.headers().get_all(header::UPGRADE);
    wanted.any(|protocol| protocol.as_bytes().trim_ascii().eq_ignore_ascii_case(b"websocket"))
}

fn is_of_kind(request: &HttpRequest, expected: Expected) -> bool {
    // Of several kinds somebody in front of us may have believed another one than we would.
    let is_said_once = request.headers().get_all(header::CONTENT_TYPE).count() == 1;
    let Ok(Some(kind)) = request.mime_type() else { return false };
    let is_utf8 = kind.get_param("charset").is_none_or(|charset| charset == "utf-8");
    let is_application = |name: &str| {
        kind.type_() == "application"
            && (kind.subtype() == name || kind.suffix().is_some_and(|suffix| suffix == name))
    };
    let is_expected = match expected {
        Expected::Json => is_application("json"),
        Expected::Form => {
            ["application/x-www-form-urlencoded", "multipart/form-data"].contains(&kind.essence_str())
        }
        Expected::Configuration => {
            is_application("json")
                || is_application("xml")
                || ["text/xml", "text/plain"].contains(&kind.essence_str())
        }
    };
    is_said_once && is_expected && is_utf8
}
