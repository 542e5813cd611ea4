//! Who asks: the address a request comes from, as far as anybody can be believed about it.
//!
//! What `X-Forwarded-*` say is believed from listed proxies only; everybody else could write anything there.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderMap};

use crate::config::{self, Network};

/// Headers with which proxies say for whom they ask.
const PASSED_ON: [&str; 4] = ["x-forwarded-for", "forwarded", "via", "x-real-ip"];

/// Where a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) struct Client {
    /// The address of whoever asks.
    pub(in crate::web) address: IpAddr,
    /// Whether the connection comes from a listed proxy.
    pub(in crate::web) is_by_proxy: bool,
    /// Whether a program on this machine asks, and nobody through it.
    pub(in crate::web) is_this_machine: bool,
}

impl Client {
    pub(in crate::web) fn of(request: &HttpRequest, settings: &config::Web) -> Self {
        // Only tests have requests without a connection.
        let peer =
            request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.ip().to_canonical());
        let is_listed =
            |address: IpAddr| settings.trusted_proxies.iter().any(|known| known.contains(address));
        let is_by_proxy = is_listed(peer);
        let is_passed_on = PASSED_ON.iter().any(|name| request.headers().contains_key(*name));
        Self {
            address: if is_by_proxy { forwarded_for(request.headers(), peer, is_listed) } else { peer },
            is_by_proxy,
            is_this_machine: peer.is_loopback() && !is_passed_on,
        }
    }

    /// Whether this is an address that the operator listed.
    pub(in crate::web) fn is_among(&self, networks: &[Network]) -> bool {
        networks.iter().any(|network| network.contains(self.address))
    }
}

/// The first address that no listed proxy has, counted from our side: what stands before it in the list was
/// written by somebody nobody vouches for.
fn forwarded_for(headers: &HeaderMap, peer: IpAddr, is_listed: impl Fn(IpAddr) -> bool) -> IpAddr {
    let lines = headers.get_all("x-forwarded-for").filter_map(|line| line.to_str().ok());
    let entries: Vec<&str> = lines.flat_map(|line| line.split(',')).collect();
    let mut nearest = peer;
    for entry in entries.into_iter().rev() {
        let Some(address) = address_of(entry.trim()) else { break };
        nearest = address;
        if !is_listed(address) {
            break;
        }
    }
    nearest
}

/// An address, with or without a port.
fn address_of(entry: &str) -> Option<IpAddr> {
    let address = entry.parse().ok().or_else(|| Some(entry.parse::<std::net::SocketAddr>().ok()?.ip()));
    address.map(|address| address.to_canonical())
}

/// What counts as one address: with IPv6 a household or a server has a whole network of them.
pub(in crate::web) fn block_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        address => address,
    }
}

/// One header as text, if it stands once and is text.
pub(in crate::web) fn single<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name);
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// The host a request names: the one the client named if a listed proxy tells it, else the one in `Host`.
pub(in crate::web) fn host<'a>(headers: &'a HeaderMap, client: &Client) -> Option<&'a str> {
    let told = client.is_by_proxy.then(|| single(headers, "x-forwarded-host")).flatten();
    told.or_else(|| single(headers, header::HOST.as_str()))
}
