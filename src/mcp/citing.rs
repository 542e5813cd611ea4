//! How places are cited: title, path with anchor, and the address where people read them if it is known.

use crate::config::PublicUrl;
use crate::wire::{Hit, Link};

/// Knows where people read pages.
#[derive(Debug, Clone)]
pub(super) struct Citations {
    public_url: Option<PublicUrl>,
}

impl Citations {
    pub(super) fn new(public_url: Option<PublicUrl>) -> Self {
        Self { public_url }
    }

    /// A section that was found.
    pub(super) fn hit(&self, hit: &Hit) -> String {
        let title = if hit.title == hit.page_title {
            hit.page_title.clone()
        } else {
            format!("{}: {}", hit.page_title, hit.title)
        };
        self.place(&title, &hit.path, hit.anchor.as_deref(), &hit.href)
    }

    /// A link to read on.
    pub(super) fn link(&self, link: &Link) -> String {
        match &link.path {
            Some(path) => self.place(&link.title, path, link.anchor.as_deref(), &link.href),
            None => format!("{} <{}>", link.title, link.href),
        }
    }

    /// A place in the base; `href` is its path on a server.
    pub(super) fn place(&self, title: &str, path: &str, anchor: Option<&str>, href: &str) -> String {
        let anchor = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
        let address = self.public_url.as_ref().map(|url| format!(" <{url}{href}>")).unwrap_or_default();
        format!("{title} ({path}{anchor}){address}")
    }

    /// Where a link of a page leads: web addresses as they are, pages at the address people know.
    pub(super) fn address(&self, href: &str) -> String {
        match &self.public_url {
            Some(url) if href.starts_with('/') => format!("{url}{href}"),
            _ => href.to_owned(),
        }
    }
}
