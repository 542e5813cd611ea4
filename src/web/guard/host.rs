//! Refuses requests for other hosts, once it is known which host we are.
//!
//! A page of another site can have its own name lead to our address (DNS rebinding); the browser then takes us for
//! that site, and tells us so in `Host`.

use actix_web::HttpRequest;
use actix_web::http::Version;
use actix_web::http::header::HOST;

use super::client::{self, Client};
use crate::config::PublicUrl;
use crate::web::problem::{Code, Failure};

/// Addresses that machines call by number: load balancers and collectors of figures.
const PROBES: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// # Errors
/// [`Code::RequestMalformed`] for a head without a host or with several, [`Code::HostUnknown`] for other hosts.
pub(super) fn refuse(
    request: &HttpRequest,
    client: &Client,
    public: Option<&PublicUrl>,
) -> Result<(), Failure> {
    let n_hosts = request.headers().get_all(HOST).count();
    let named = client::host(request.headers(), client);
    let is_well_formed = match request.version() {
        Version::HTTP_10 | Version::HTTP_09 => n_hosts <= 1,
        Version::HTTP_11 => n_hosts == 1,
        _ => true,
    };
    // Over HTTP/2 the host stands in the target, as it does for proxies; what stands there counts.
    let in_target = request.uri().authority().map(|authority| authority.as_str());
    let is_text = n_hosts == 0 || named.is_some();
    if !is_well_formed
        || !is_text
        || !named.is_none_or(could_be_a_host)
        || !in_target.is_none_or(could_be_a_host)
    {
        let detail = "name the host you ask in one `Host` header, as name or address with an optional port";
        return Err(Failure::saying(Code::RequestMalformed, detail));
    }
    let Some(public) = public else { return Ok(()) };
    let is_ours =
        |host: &str| public.is_host(host) || PROBES.contains(&request.path()) && is_without_name(host);
    let is_asked = in_target.is_none_or(is_ours) && named.or(in_target).is_some_and(is_ours);
    if is_asked { Ok(()) } else { Err(Failure::of(Code::HostUnknown)) }
}

/// Whether a host is an address, or this machine: no site can claim such a host for itself.
pub(in crate::web) fn is_without_name(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    bare.parse::<std::net::IpAddr>().is_ok() || bare.eq_ignore_ascii_case("localhost")
}

fn could_be_a_host(host: &str) -> bool {
    host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte))
}
