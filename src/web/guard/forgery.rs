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
    let all = |name: &str| -> Vec<&[u8]> {
        request.headers().get_all(name).map(header::HeaderValue::as_bytes).collect()
    };
    // Browsers say each of these once; several say nothing that could be believed.
    let is_own_origin = || match all("origin").as_slice() {
        [] => true,
        [origin] => match public {
            Some(public) => str::from_utf8(origin).is_ok_and(|origin| public.is_origin(origin)),
            None => is_same_host(origin, all("host").first().copied().unwrap_or_default()),
        },
        _ => false,
    };
    let is_own = match all("sec-fetch-site").as_slice() {
        // Browsers cannot be made to say so, and a proxy may have put another host in the place of ours: the origin
        // counts only where it is known.
        [b"same-origin"] if public.is_none() => all("origin").len() <= 1,
        [b"same-origin"] => is_own_origin(),
        [] | [b"none"] => is_own_origin(),
        _ => false,
    };
    if is_own { Ok(()) } else { Err(Failure::of(Code::CrossSite)) }
}

/// Whether `https://host:port` names this host; an origin that is kept secret (`null`) does not.
fn is_same_host(origin: &[u8], host: &[u8]) -> bool {
    let authority = origin.strip_prefix(b"https://").or_else(|| origin.strip_prefix(b"http://"));
    authority.is_some_and(|authority| !host.is_empty() && authority.eq_ignore_ascii_case(host))
}
