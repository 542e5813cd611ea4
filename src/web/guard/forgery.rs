//! Refuses what another site makes a visitor's browser send (cross-site request forgery).
//!
//! Browsers say where a request comes from; programs say nothing and pass. Reading is left alone: links from other
//! sites are welcome, and GET changes nothing.

use actix_web::dev::ServiceRequest;
use actix_web::http::{Method, header};

use crate::config::PublicUrl;
use crate::web::problem::{Code, Failure};

/// # Errors
/// [`Code::CrossSite`] for writing methods sent from elsewhere.
pub(super) fn refuse(request: &ServiceRequest, public: Option<&PublicUrl>) -> Result<(), Failure> {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let header = |name: header::HeaderName| request.headers().get(name).map(header::HeaderValue::as_bytes);
    let is_own = match header(header::HeaderName::from_static("sec-fetch-site")) {
        Some(site) => matches!(site, b"same-origin" | b"none"),
        None => match header(header::ORIGIN) {
            Some(origin) => match public {
                Some(public) => str::from_utf8(origin).is_ok_and(|origin| public.is_origin(origin)),
                None => is_same_host(origin, header(header::HOST).unwrap_or_default()),
            },
            None => true,
        },
    };
    if is_own { Ok(()) } else { Err(Failure::of(Code::CrossSite)) }
}

/// Whether `https://host:port` names this host; an origin that is kept secret (`null`) does not.
fn is_same_host(origin: &[u8], host: &[u8]) -> bool {
    let authority = origin.strip_prefix(b"https://").or_else(|| origin.strip_prefix(b"http://"));
    authority.is_some_and(|authority| !host.is_empty() && authority.eq_ignore_ascii_case(host))
}
