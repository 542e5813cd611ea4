//! Web addresses taken apart, as strictly as checks need it.
//!
//! An address with a user name, with white space or without a host is no address here. Nothing is repaired: what
//! looks alike must not count as the same.

/// The parts of a web address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address<'text> {
    /// `http` or `https`, as written.
    pub(super) scheme: &'text str,
    /// The host in lower case; only ASCII letters have one, so that no other letter becomes equal to one of them.
    pub(super) host: String,
    /// The port; the usual one of the scheme where none is written.
    pub(super) port: u16,
    /// From the first `/` behind the host; empty if there is none.
    pub(super) path: &'text str,
    /// Behind `?`; empty if there is none.
    pub(super) query: &'text str,
    /// Behind `#`; empty if there is none.
    pub(super) fragment: &'text str,
}

impl<'text> Address<'text> {
    /// Takes an address apart.
    pub(super) fn parse(text: &'text str) -> Option<Self> {
        if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return None;
        }
        let (scheme, rest) = text.split_once("://")?;
        let usual_port = match scheme {
            _ if scheme.eq_ignore_ascii_case("https") => 443,
            _ if scheme.eq_ignore_ascii_case("http") => 80,
            _ => return None,
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, behind) = rest.split_at_checked(end)?;
        let (host, port) = host_and_port(authority)?;
        let (behind, fragment) = behind.split_once('#').unwrap_or((behind, ""));
        let (path, query) = behind.split_once('?').unwrap_or((behind, ""));
        let port = if port.is_empty() { usual_port } else { port.parse().ok()? };
        Some(Self { scheme, host: host.to_ascii_lowercase(), port, path, query, fragment })
    }

    /// The path, `/` where none is written.
    pub(super) fn path_or_root(&self) -> &'text str {
        if self.path.is_empty() { "/" } else { self.path }
    }

    /// Whether an entry of a list of allowed addresses covers this one: same scheme, host and port, and the same path
    /// or a path that begins like it where the entry ends in `*` or `.*`. Entries may write a dot as `\.`.
    pub(super) fn is_covered_by(&self, entry: &str) -> bool {
        let (entry, ends_in_wildcard) = without_wildcard(entry);
        let entry = entry.replace("\\.", ".");
        let Some(parts) = Address::parse(&entry) else { return false };
        // A wildcard among parameters covers no path.
        let goes_on = ends_in_wildcard && !entry.contains(['?', '#']);
        let is_same_place = parts.scheme == self.scheme && parts.host == self.host && parts.port == self.port;
        let fits = if goes_on {
            self.path_or_root().starts_with(parts.path_or_root())
        } else {
            self.path_or_root() == parts.path_or_root()
        };
        is_same_place && fits
    }
}

/// An entry without its last `.*` or `*`, and whether it had one. In `\.*` the dot is escaped and stays.
fn without_wildcard(entry: &str) -> (&str, bool) {
    match entry.strip_suffix('*') {
        None => (entry, false),
        Some(rest) if rest.ends_with("\\.") => (rest, true),
        Some(rest) => (rest.strip_suffix('.').unwrap_or(rest), true),
    }
}

/// The host and what stands behind its colon.
fn host_and_port(authority: &str) -> Option<(&str, &str)> {
    if authority.contains(['@', '\\']) {
        return None;
    }
    let (host, port) = match authority.rfind(']') {
        // An address of IPv6 has colons of its own, and brackets round it.
        Some(end) if authority.starts_with('[') => {
            let (host, rest) = authority.split_at_checked(end + 1)?;
            (host, if rest.is_empty() { "" } else { rest.strip_prefix(':')? })
        }
        _ => authority.split_once(':').unwrap_or((authority, "")),
    };
    let is_sound = !host.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    is_sound.then_some((host, port))
}
