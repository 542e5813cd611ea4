//! Which addresses a note may go to: public ones, and those that the operator listed.
//!
//! An address that wraps another one (IPv4 in IPv6, in its many forms) is judged by what is inside. Addresses at
//! which clouds tell machines their credentials are reached by nobody who did not list that very address.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::config::Allowed;

/// The first address of a network and how many bits all of it begin with.
type Net4 = (Ipv4Addr, u32);
type Net6 = (Ipv6Addr, u32);

/// What is not public in IPv4, as the registry of special addresses has it (IANA, RFC 6890).
const NOT_PUBLIC_4: [Net4; 15] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),       // this network
    (Ipv4Addr::new(10, 0, 0, 0), 8),      // private
    (Ipv4Addr::new(100, 64, 0, 0), 10),   // shared by providers (CGNAT)
    (Ipv4Addr::new(127, 0, 0, 0), 8),     // loopback
    (Ipv4Addr::new(169, 254, 0, 0), 16),  // link-local
    (Ipv4Addr::new(172, 16, 0, 0), 12),   // private
    (Ipv4Addr::new(192, 0, 0, 0), 24),    // protocol assignments
    (Ipv4Addr::new(192, 0, 2, 0), 24),    // documentation
    (Ipv4Addr::new(192, 88, 99, 0), 24),  // relays of 6to4
    (Ipv4Addr::new(192, 168, 0, 0), 16),  // private
    (Ipv4Addr::new(198, 18, 0, 0), 15),   // measurements
    (Ipv4Addr::new(198, 51, 100, 0), 24), // documentation
    (Ipv4Addr::new(203, 0, 113, 0), 24),  // documentation
    (Ipv4Addr::new(224, 0, 0, 0), 4),     // multicast
    (Ipv4Addr::new(240, 0, 0, 0), 4),     // reserved, and broadcast
];

/// All that is public in IPv6 is in here …
const PUBLIC_6: Net6 = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
/// … but for these.
const NOT_PUBLIC_6: [Net6; 3] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23), // protocol assignments, Teredo
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32), // documentation
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20), // documentation
];

/// Where clouds tell a machine who it is and what it may do.
const OF_CLOUDS: [IpAddr; 8] = [
    IpAddr::V4(Ipv4Addr::new(169, 254, 169, 254)),
    IpAddr::V4(Ipv4Addr::new(169, 254, 170, 2)),
    IpAddr::V4(Ipv4Addr::new(169, 254, 170, 23)),
    IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)),
    IpAddr::V4(Ipv4Addr::new(168, 63, 129, 16)),
    IpAddr::V4(Ipv4Addr::new(192, 0, 0, 192)),
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)),
    IpAddr::V6(Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254)),
];

/// Whether a connection to an address may be made.
pub(super) fn may_connect(address: IpAddr, allowed: &Allowed) -> bool {
    let inside = innermost(address);
    if allowed.has_address(address) {
        return true;
    }
    if OF_CLOUDS.contains(&inside) {
        return false;
    }
    allowed.has_network_of(address) || is_public(inside)
}

/// The address that a connection would end at.
fn innermost(address: IpAddr) -> IpAddr {
    let IpAddr::V6(outer) = address else { return address };
    let halves = outer.segments();
    let of = |high: u16, low: u16| IpAddr::V4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)));
    match halves {
        // Mapped, translated by NAT64, translated by SIIT, 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x2002, high, low, ..] => of(high, low),
        _ => address,
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !NOT_PUBLIC_4.iter().any(|net| has4(net, address)),
        IpAddr::V6(address) => has6(&PUBLIC_6, address) && !NOT_PUBLIC_6.iter().any(|net| has6(net, address)),
    }
}

fn has4((first, n_bits): &Net4, address: Ipv4Addr) -> bool {
    (first.to_bits() ^ address.to_bits()).leading_zeros() >= *n_bits
}

fn has6((first, n_bits): &Net6, address: Ipv6Addr) -> bool {
    (first.to_bits() ^ address.to_bits()).leading_zeros() >= *n_bits
}

#[cfg(test)]
mod tests;
