//! The address under which people know the service.

use std::fmt;
use std::str::FromStr;

/// Scheme, host and port, for example `https://desk.example.com`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    /// Whether browsers reach the service over TLS.
    pub is_https: bool,
    host: String,
    port: u16,
    origin: String,
}

impl PublicUrl {
    /// Whether a `Host` header names this service.
    pub fn is_host(&self, host: &str) -> bool {
        split(host).is_some_and(|(host, port)| {
            host.eq_ignore_ascii_case(&self.host) && port.unwrap_or_else(|| self.usual_port()) == self.port
        })
    }

    /// Whether an `Origin` header names this service.
    pub fn is_origin(&self, origin: &str) -> bool {
        let scheme = if self.is_https { "https://" } else { "http://" };
        origin.strip_prefix(scheme).is_some_and(|authority| self.is_host(authority))
    }

    /// Scheme, host and, if it is not the usual one, the port: what addresses begin with. No slash behind it.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    const fn usual_port(&self) -> u16 {
        if self.is_https { 443 } else { 80 }
    }
}

impl fmt::Display for PublicUrl {
    /// Without a slash at the end, so that paths can be put behind it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.is_https { "https" } else { "http" }, self.host)?;
        if self.port == self.usual_port() { Ok(()) } else { write!(f, ":{}", self.port) }
    }
}

impl FromStr for PublicUrl {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (is_https, authority) = match text.strip_prefix("https://") {
            Some(authority) => (true, authority),
            None => (false, text.strip_prefix("http://").ok_or(())?),
        };
        let (host, port) = split(authority.strip_suffix('/').unwrap_or(authority)).ok_or(())?;
        let port = port.unwrap_or(if is_https { 443 } else { 80 });
        let host = host.to_ascii_lowercase();
        let scheme = if is_https { "https" } else { "http" };
        let mut url = Self { is_https, origin: format!("{scheme}://{host}"), host, port };
        if port != url.usual_port() {
            url.origin += &format!(":{port}");
        }
        Ok(url)
    }
}

/// Host and port, if this is a host that could be one.
pub(super) fn split(authority: &str) -> Option<(&str, Option<u16>)> {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port.parse().ok()?)),
        _ => (authority, None),
    };
    let is_name =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
    let is_address = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .is_some_and(|address| address.parse::<std::net::Ipv6Addr>().is_ok());
    (!host.is_empty() && (is_name(host) || is_address)).then_some((host, port))
}
