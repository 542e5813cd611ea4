//! The server: pages for people, an API for programs. (Being built.)

use std::net::SocketAddr;

use crate::app::App;
use crate::config;

/// Why the server cannot start.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}: {reason}")]
pub struct StartError {
    address: SocketAddr,
    reason: String,
}

/// A server that listens and has not begun to answer.
pub struct Server {
    address: SocketAddr,
}

impl Server {
    /// Takes the address.
    ///
    /// # Errors
    /// [`StartError`] if it is taken or forbidden.
    pub fn bind(settings: &config::Web, _app: App) -> Result<Self, StartError> {
        Ok(Self { address: settings.listen })
    }

    /// Where the server listens; the port is the real one, also if port 0 was asked for.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until the process is told to stop (SIGTERM, SIGINT), then finishes what was begun.
    ///
    /// # Errors
    /// [`std::io::Error`] if the system fails under the server.
    pub fn run(self) -> std::io::Result<()> {
        Ok(())
    }
}
