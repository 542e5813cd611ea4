//! Names become addresses once, and only those that may be reached are handed on to be connected to.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::may_connect;
use crate::config::Allowed;

/// What a look-up gives.
pub type Found = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Who knows the addresses of names.
pub trait Names: Send + Sync {
    /// Looks a name up.
    fn look_up(&self, name: &str) -> Found;
}

/// The names that the system knows: its hosts file, and its name servers.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemNames;

impl Names for SystemNames {
    fn look_up(&self, name: &str) -> Found {
        let name = name.to_owned();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// A name leads nowhere where a note may go.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "its name leads to {address}, which is not public: if that is right, list this address under `allow` in `[outbox]`"
)]
pub(super) struct NotAllowed {
    address: IpAddr,
}

/// Looks names up for the HTTP client, which connects to what it is given and looks nothing up itself.
pub(super) struct Guarded {
    pub(super) names: Arc<dyn Names>,
    pub(super) allowed: Arc<Allowed>,
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let (found, allowed) = (self.names.look_up(name.as_str()), Arc::clone(&self.allowed));
        Box::pin(async move {
            let (may, may_not): (Vec<IpAddr>, Vec<IpAddr>) =
                found.await?.into_iter().partition(|address| may_connect(*address, &allowed));
            match may_not.first() {
                Some(address) if may.is_empty() => Err(NotAllowed { address: *address }.into()),
                // The port is that of the address that was written.
                _ => Ok(Box::new(may.into_iter().map(|address| SocketAddr::new(address, 0))) as Addrs),
            }
        })
    }
}
