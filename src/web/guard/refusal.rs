//! Answers to what never became a request: malformed heads, heads that drip, connections too many.

use actix_web::body::MessageBody;
use actix_web::http::header::STRICT_TRANSPORT_SECURITY;

use super::{RequestId, policy};
use crate::telemetry::metrics;
use crate::web::problem::Failure;

/// A whole answer as it goes over the wire, logged and counted.
///
/// Whether a person or a program asked is not known: the address could not be read. It is a problem document.
pub(in crate::web) fn refusal(failure: &Failure, is_only_over_tls: bool) -> Vec<u8> {
    let id = RequestId::new();
    let mut response = failure.for_nobody(&id);
    policy::apply(response.headers_mut(), &id);
    if is_only_over_tls {
        response.headers_mut().insert(STRICT_TRANSPORT_SECURITY, policy::HTTPS_ONLY);
    }
    let status = response.status();
    tracing::info!(
        request_id = id.as_str(),
        status = status.as_u16(),
        code = failure.code.name(),
        "refused before it was a request"
    );
    metrics::REQUESTS.add(["none".to_owned(), "none".to_owned(), status.as_str().to_owned()]);
    let mut bytes =
        format!("HTTP/1.1 {} {}\r\n", status.as_str(), status.canonical_reason().unwrap_or_default());
    for (name, value) in response.headers() {
        bytes += &format!("{name}: {}\r\n", value.to_str().unwrap_or_default());
    }
    let body = response.into_body().try_into_bytes().unwrap_or_default();
    bytes += &format!("content-length: {}\r\nconnection: close\r\n\r\n", body.len());
    let mut bytes = bytes.into_bytes();
    bytes.extend_from_slice(&body);
    bytes
}
