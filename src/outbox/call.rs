//! A call to a ticket system, as it stands in the store, and where it leads.

use reqwest::Url;
use reqwest::header::HeaderValue;
use serde::Deserialize;

use crate::config::{BaseUrl, SiteHost};

/// What a call may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum Method {
    Post,
    Put,
    Patch,
}

/// A call as whoever queued it wrote it; nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Call {
    pub(super) method: Method,
    /// Below the address of the ticket system.
    pub(super) path: String,
    pub(super) content_type: String,
    pub(super) body: String,
    /// Where the notes of the ticket can be read.
    pub(super) lookup: Option<String>,
}

/// A call cannot be made as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum BadCall {
    #[error("the call in the store is of another form than this program writes")]
    Form,
    #[error("the path of the call leads elsewhere than it says")]
    Path,
}

impl Call {
    pub(super) fn read(call: &serde_json::Value) -> Result<Self, BadCall> {
        let call = Self::deserialize(call).map_err(|_| BadCall::Form)?;
        if HeaderValue::from_str(&call.content_type).is_err() {
            return Err(BadCall::Form);
        }
        Ok(call)
    }
}

impl From<Method> for reqwest::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
            Method::Patch => Self::PATCH,
        }
    }
}

/// The address of a path below the address of a ticket system.
///
/// # Errors
/// [`BadCall::Path`] if it would be read as anything else than it says: another host, a step upwards, also one behind
/// an escaped slash, which some proxies take for a slash.
pub(super) fn address(base: &BaseUrl, path: &str) -> Result<Url, BadCall> {
    let below = format!("{}{path}", base.path);
    let url: Url = format!("{}{below}", base.site).parse().map_err(|_| BadCall::Path)?;
    let site = &base.site;
    let is_host = match (&site.host, url.host_str()) {
        (SiteHost::Name(name), Some(host)) => name == host,
        (SiteHost::Address(address), Some(host)) => {
            host.trim_start_matches('[').trim_end_matches(']').parse() == Ok(*address)
        }
        (_, None) => false,
    };
    let is_there = is_host
        && url.scheme() == if site.is_https { "https" } else { "http" }
        && url.port_or_known_default() == Some(site.port)
        && url.username().is_empty()
        && url.password().is_none()
        && url.fragment().is_none();
    let read = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let unescaped = below.to_ascii_lowercase().replace("%2f", "/").replace("%5c", "/").replace("%2e", ".");
    let has_step = unescaped.split(['/', '?']).any(|part| part == ".." || part == ".");
    let is_plain = path.starts_with('/') && read == below && !has_step;
    if is_there && is_plain { Ok(url) } else { Err(BadCall::Path) }
}

#[cfg(test)]
mod tests;
