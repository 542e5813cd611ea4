//! Where notes may go, and how a ticket system knows that they come from here.
//!
//! A place is allowed by scheme, host and port. A name that leads into a private network is no good by itself: the
//! operator lists the address, or the network, too. Nothing here resolves a name or sends anything.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;
use std::str::FromStr;

use super::{BadConfig, Network, Secret, public_url};

const EXPECTED: &str = "a place such as `https://zammad.example.com` (no user, no path), an address such as `10.0.0.7`, \
     or a network such as `10.20.0.0/16`";

/// The section `[outbox]` as somebody wrote it.
#[derive(Debug, Clone, Default, serde::Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct GivenOutbox {
    /// Places, addresses and networks.
    #[serde(default)]
    pub allow: Vec<String>,
    /// A file of certificates in PEM form.
    pub ca_file: Option<PathBuf>,
}

/// Where notes may go and where they go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outbox {
    /// The only places a note may go.
    pub allow: Allowed,
    /// Certificates (PEM) of authorities that are believed besides those of the system.
    pub ca_file: Option<PathBuf>,
    /// The ticket system of each hook that sends notes.
    pub destinations: BTreeMap<String, Destination>,
}

/// What the operator listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allowed {
    sites: Vec<Site>,
    networks: Vec<Network>,
}

/// Where the notes of a hook go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// Where the ticket system is. The path of a call is below it.
    pub url: BaseUrl,
    /// How it knows that a note comes from here.
    pub auth: NoteAuth,
}

/// How a ticket system knows that a note comes from here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum NoteAuth {
    /// It does not ask.
    #[default]
    None,
    /// `Authorization: Bearer …`.
    Bearer(Secret),
    /// A header of its own, for example `Authorization: Token token=…`.
    Header {
        /// The name of the header.
        name: String,
        /// What stands before the secret, with a blank at its end if there is to be one.
        prefix: String,
        /// The rest of the header's value.
        secret: Secret,
    },
    /// `Authorization: Basic …`; the secret is `user:password`.
    Basic(Secret),
    /// Signed as Standard Webhooks are, with each of the secrets: two while one takes the place of the other.
    Standard(Vec<Secret>),
}

/// Scheme, host and port of a place that notes go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Whether it is reached over TLS.
    pub is_https: bool,
    /// A name in small letters, or an address.
    pub host: SiteHost,
    /// The port, also if it is the usual one.
    pub port: u16,
}

/// How a place is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SiteHost {
    /// A name, in small letters.
    Name(String),
    /// An address.
    Address(IpAddr),
}

/// A place with the path under which everything else stands; `https://jira.example.com/desk` has `/desk`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    /// The place.
    pub site: Site,
    /// Empty, or beginning with a slash and ending without one.
    pub path: String,
}

/// The text is no address that notes can go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected `http://` or `https://`, a host name or an address, perhaps a port and a plain path; no user, no `?`"
)]
pub struct NoUrl;

impl Allowed {
    /// Reads what was listed.
    ///
    /// # Errors
    /// [`BadConfig`] repeats the entry that is none, unless it may hold a password.
    pub fn read(entries: &[String]) -> Result<Self, BadConfig> {
        let mut allowed = Self::default();
        for entry in entries {
            let entry = entry.trim();
            match (entry.parse::<BaseUrl>(), entry.parse::<Network>()) {
                (Ok(BaseUrl { site, path }), _) if path.is_empty() => allowed.sites.push(site),
                (_, Ok(network)) => allowed.networks.push(network),
                _ if entry.contains('@') => {
                    return Err(BadConfig::setting("outbox.allow", "…@…", EXPECTED));
                }
                _ => return Err(BadConfig::setting("outbox.allow", entry, EXPECTED)),
            }
        }
        Ok(allowed)
    }

    /// Whether notes may go to a place.
    pub fn has_site(&self, site: &Site) -> bool {
        self.sites.contains(site)
    }

    /// Whether this very address was listed, by itself or as the host of a place.
    pub fn has_address(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.sites.iter().any(|site| site.host == SiteHost::Address(address))
            || self.networks.iter().any(|network| network.is_only(address))
    }

    /// Whether the address was listed, or a network it belongs to.
    pub fn has_network_of(&self, address: IpAddr) -> bool {
        self.has_address(address) || self.networks.iter().any(|network| network.contains(address))
    }
}

impl Outbox {
    /// Puts together what was given.
    ///
    /// # Errors
    /// [`BadConfig`] names the entry that cannot be used.
    pub(super) fn read(given: GivenOutbox) -> Result<Self, BadConfig> {
        let allow = Allowed::read(&given.allow)?;
        Ok(Self { allow, ca_file: given.ca_file, destinations: BTreeMap::new() })
    }
}

impl Outbox {
    /// What stands in the file of certificates, if there is to be one. It is read when it is needed: most commands send
    /// nothing.
    ///
    /// # Errors
    /// [`BadConfig`] if it cannot be read.
    pub fn certificates(&self) -> Result<Option<Vec<u8>>, BadConfig> {
        let Some(file) = &self.ca_file else { return Ok(None) };
        let name = file.display().to_string();
        super::bytes_of(file)
            .map(Some)
            .map_err(|error| BadConfig::Unreadable { file: name, reason: super::unreadable(&error) })
    }
}

impl Site {
    /// The port that is meant where none is written.
    const fn usual_port(is_https: bool) -> u16 {
        if is_https { 443 } else { 80 }
    }
}

impl fmt::Display for Site {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(if self.is_https { "https://" } else { "http://" })?;
        match &self.host {
            SiteHost::Name(name) => out.write_str(name)?,
            SiteHost::Address(IpAddr::V4(address)) => write!(out, "{address}")?,
            SiteHost::Address(IpAddr::V6(address)) => write!(out, "[{address}]")?,
        }
        if self.port == Self::usual_port(self.is_https) { Ok(()) } else { write!(out, ":{}", self.port) }
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}{}", self.site, self.path)
    }
}

impl FromStr for BaseUrl {
    type Err = NoUrl;

    /// Reads strictly: what other programs might take for another host than we do is refused.
    fn from_str(text: &str) -> Result<Self, NoUrl> {
        let (is_https, rest) = match text.strip_prefix("https://") {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix("http://").ok_or(NoUrl)?),
        };
        let (authority, path) = rest.find('/').and_then(|at| rest.split_at_checked(at)).unwrap_or((rest, ""));
        let (host, port) = public_url::split(authority).ok_or(NoUrl)?;
        let port = port.unwrap_or(Site::usual_port(is_https));
        let path = path.trim_end_matches('/');
        if port == 0 || !is_plain(path) {
            return Err(NoUrl);
        }
        Ok(Self { site: Site { is_https, host: host.parse()?, port }, path: path.to_owned() })
    }
}

impl FromStr for SiteHost {
    type Err = NoUrl;

    fn from_str(host: &str) -> Result<Self, NoUrl> {
        if let Some(address) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
            let address: Ipv6Addr = address.parse().map_err(|_| NoUrl)?;
            return Ok(Self::Address(IpAddr::V6(address).to_canonical()));
        }
        // `127.1`, `0x7f000001` and `2130706433` are addresses to some programs: what ends in a number is one in its
        // full form, or nothing.
        let last = host.rsplit('.').next().unwrap_or_default();
        let is_number =
            last.bytes().all(|byte| byte.is_ascii_digit()) || last.to_ascii_lowercase().starts_with("0x");
        if is_number {
            return host.parse::<Ipv4Addr>().map(|address| Self::Address(address.into())).map_err(|_| NoUrl);
        }
        let is_name = host.len() <= 253 && host.split('.').all(|label| (1..=63).contains(&label.len()));
        if is_name { Ok(Self::Name(host.to_ascii_lowercase())) } else { Err(NoUrl) }
    }
}

/// Whether a path means the same to everybody: no escapes, no steps upwards.
fn is_plain(path: &str) -> bool {
    let is_known = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_~.".contains(&byte);
    path.bytes().all(is_known) && path.split('/').skip(1).all(|part| !["", ".", ".."].contains(&part))
}
