//! How many connections there may be, in all and from one address.
//!
//! Who is one too many hears so in an answer and is not queued: a connection that waits costs as much as one that
//! is served. This machine and listed proxies are not counted by address, since many clients stand behind them.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::rt::time::timeout;
use tokio::net::TcpStream;

use super::handshake::{self, Begun};
use super::line::Line;
use super::{Connection, Patience};
use crate::config::{self, Network};
use crate::telemetry::metrics;
use crate::web::guard::{self, block_of};
use crate::web::problem::{Code, Failure};
use crate::web::stop::Closing;
use crate::web::tls::Tls;

/// How many refused connections may be said goodbye to at a time; more are closed without a word.
const MOST_GOODBYES: u64 = 128;
/// How long a goodbye may take.
const GOODBYE: Duration = Duration::from_secs(1);

/// Counts connections.
pub(in crate::web) struct Gate {
    most: u64,
    most_per_address: u64,
    patience: Patience,
    tls: Option<Arc<Tls>>,
    is_only_over_tls: bool,
    closing: Arc<Closing>,
    not_counted: Vec<Network>,
    n_open: AtomicU64,
    n_goodbyes: AtomicU64,
    by_address: Mutex<HashMap<IpAddr, u64>>,
}

impl Gate {
    /// `most` is how many connections the system lets us have, whatever the limits say.
    pub(in crate::web) fn new(
        settings: &config::Web,
        tls: Option<Arc<Tls>>,
        closing: Arc<Closing>,
        most: u64,
    ) -> Self {
        let limits = &settings.limits;
        Self {
            most: limits.connections.min(most),
            most_per_address: limits.connections_per_address,
            patience: Patience {
                request: Duration::from_secs(limits.request_seconds),
                idle: Duration::from_secs(limits.idle_seconds),
            },
            tls,
            is_only_over_tls: settings.is_https(),
            closing,
            not_counted: settings.trusted_proxies.clone(),
            n_open: AtomicU64::new(0),
            n_goodbyes: AtomicU64::new(0),
            by_address: Mutex::new(HashMap::new()),
        }
    }

    /// Lets a connection in, or tells it why not.
    pub(in crate::web) async fn admit(self: Arc<Self>, stream: TcpStream) -> Option<Connection> {
        let peer = stream.peer_addr().ok()?;
        match self.enter(peer.ip()) {
            Ok(place) => {
                let line = match &self.tls {
                    None => Line::Plain(stream),
                    // Apart, because every connection would carry the room for it otherwise.
                    Some(tls) => Box::pin(self.secured(tls, stream)).await?,
                };
                Some(Connection::new(line, self.patience, self.is_only_over_tls, place, &self.closing))
            }
            Err(code) => {
                metrics::CONNECTIONS_REFUSED.add([code.name()]);
                // A handshake only to say no would cost more than the connection is worth.
                if self.tls.is_none() {
                    Box::pin(self.say_goodbye(&stream, &Failure::of(code))).await;
                }
                None
            }
        }
    }

    /// The line under TLS; nothing if it does not come to that.
    async fn secured(&self, tls: &Tls, stream: TcpStream) -> Option<Line> {
        match handshake::begin(tls, stream, self.patience.request).await {
            Begun::Secure(line) => Some(line),
            Begun::Plain(stream) => {
                let detail = "this port speaks TLS: ask with `https://` instead of `http://`";
                self.say_goodbye(&stream, &Failure::saying(Code::RequestMalformed, detail)).await;
                None
            }
            Begun::Gone => None,
        }
    }

    pub(super) fn enter(self: &Arc<Self>, address: IpAddr) -> Result<Place, Code> {
        // Given back when it is dropped, also if there is none left.
        let n_before = self.n_open.fetch_add(1, Ordering::Relaxed);
        let mut place = Place { gate: Arc::clone(self), counted: None };
        metrics::CONNECTIONS_OPEN.add(1);
        if n_before >= self.most {
            return Err(Code::Busy);
        }
        let address = address.to_canonical();
        if address.is_loopback() || self.not_counted.iter().any(|network| network.contains(address)) {
            return Ok(place);
        }
        let block = block_of(address);
        let mut by_address = self.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        let n_open = by_address.entry(block).or_insert(0);
        if *n_open >= self.most_per_address {
            return Err(Code::TooManyConnections);
        }
        *n_open += 1;
        place.counted = Some(block);
        drop(by_address);
        Ok(place)
    }

    /// An answer reaches its reader only if what the reader sent was read.
    async fn say_goodbye(&self, stream: &TcpStream, failure: &Failure) {
        if self.n_goodbyes.fetch_add(1, Ordering::Relaxed) < MOST_GOODBYES {
            let goodbye = async {
                let mut heard = [0; 4096];
                drop(stream.readable().await);
                while stream.try_read(&mut heard).is_ok_and(|count| count == heard.len()) {}
                drop(stream.try_write(&guard::refusal(failure, self.is_only_over_tls)));
                rustix::net::shutdown(stream, rustix::net::Shutdown::Write).ok();
                while stream.readable().await.is_ok() && !matches!(stream.try_read(&mut heard), Ok(0)) {}
            };
            drop(timeout(GOODBYE, goodbye).await);
        }
        self.n_goodbyes.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A place among the connections; dropped, it is free again.
pub(in crate::web) struct Place {
    gate: Arc<Gate>,
    counted: Option<IpAddr>,
}

impl Place {
    /// Whether the process is about to end.
    pub(super) fn is_closing(&self) -> bool {
        self.gate.closing.has_begun()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.gate.n_open.fetch_sub(1, Ordering::Relaxed);
        metrics::CONNECTIONS_OPEN.add(-1);
        let Some(block) = self.counted else { return };
        let mut by_address = self.gate.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(n_open) = by_address.get_mut(&block) {
            *n_open = n_open.saturating_sub(1);
            if *n_open == 0 {
                by_address.remove(&block);
            }
        }
    }
}
