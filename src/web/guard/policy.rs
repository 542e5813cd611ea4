//! The headers that every answer carries: what browsers may do with it.

use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::RequestId;

/// Nothing is allowed but what comes from here, and nothing written into a page runs.
const CONTENT: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// All features off that a browser might offer to pages.
const FEATURES: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), \
    fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), \
    picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), sync-xhr=(), usb=(), \
    xr-spatial-tracking=()";

/// Always the same, whatever a handler has set.
pub(in crate::web) const ALWAYS: [(&str, &str); 6] = [
    ("content-security-policy", CONTENT),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", FEATURES),
];

/// For a year browsers use nothing but TLS for this host.
pub(super) const HTTPS_ONLY: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Adds what is missing.
pub(super) fn apply(headers: &mut HeaderMap, id: &RequestId) {
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if headers.contains_key(header::CACHE_CONTROL) {
        vary_by_encoding(headers);
    } else {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Ok(id) = HeaderValue::from_str(id.as_str()) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
}

/// What may be kept says that it is kept for one encoding, also where it was not compressed: else a proxy hands it to all.
fn vary_by_encoding(headers: &mut HeaderMap) {
    const ENCODING: HeaderValue = HeaderValue::from_static("accept-encoding");
    if !headers.get_all(header::VARY).any(|name| *name == ENCODING) {
        headers.append(header::VARY, ENCODING);
    }
}
