//! Addresses of a network: who is believed, and who may see figures.

use std::net::IpAddr;
use std::str::FromStr;

/// One address, or all that begin alike (`10.0.0.0/8`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    n_bits: u32,
}

impl Network {
    /// Whether it is this one address and no other.
    pub fn is_only(&self, address: IpAddr) -> bool {
        self.first == address.to_canonical() && self.n_bits == if self.first.is_ipv4() { 32 } else { 128 }
    }

    /// Whether an address belongs to it. An IPv4 address written as IPv6 is the same address.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.first, address.to_canonical()) {
            (IpAddr::V4(first), IpAddr::V4(address)) => {
                let differ = first.to_bits() ^ address.to_bits();
                differ.leading_zeros() >= self.n_bits
            }
            (IpAddr::V6(first), IpAddr::V6(address)) => {
                let differ = first.to_bits() ^ address.to_bits();
                differ.leading_zeros() >= self.n_bits
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (address, n_bits) =
            text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let first = address.trim().parse::<IpAddr>().map_err(|_| ())?.to_canonical();
        let most = if first.is_ipv4() { 32 } else { 128 };
        let n_bits = match n_bits {
            Some(bits) => bits.trim().parse().ok().filter(|bits| *bits <= most).ok_or(())?,
            None => most,
        };
        Ok(Self { first, n_bits })
    }
}
