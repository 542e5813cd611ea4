//! The server: pages for people, an API for programs.
//!
//! Translates: an address and a form or a JSON body in, one use case of [`App`], a page or JSON out. What is wrong
//! with a request ends in `problem`, as a problem document or as a page that leads on. Knows nothing of ranking,
//! folders or the terminal. Start at `routes`, where all addresses stand on one screen.

mod api;
mod assets;
mod guard;
mod openapi;
mod pages;
mod problem;
mod query;
mod routes;
mod service;
mod stop;
#[cfg(test)]
mod tests;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_web::HttpServer;
use actix_web::web::Data;

use self::service::Service;
use crate::app::App;
use crate::config;

/// How long a connection may stay open without a request.
const IDLE: Duration = Duration::from_secs(15);
/// How long the head of a request may take; the body has a deadline of its own.
const HEAD: Duration = Duration::from_secs(5);
/// How long begun work may go on after the signal to stop, in seconds; the promise is 10 for everything.
const LAST_WORK: u64 = 8;
/// How many recognitions and searches one worker carries out side by side; they keep a processor busy, so that
/// more threads would only make each of them slower.
const JOBS_PER_WORKER: usize = 2;

/// Why the server cannot start.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}: {reason}")]
pub struct StartError {
    address: SocketAddr,
    reason: String,
}

/// A server that listens and has not begun to answer.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    app: App,
}

impl Server {
    /// Takes the address.
    ///
    /// # Errors
    /// [`StartError`] if it is taken or forbidden.
    pub fn bind(settings: &config::Web, app: App) -> Result<Self, StartError> {
        let refused = |error: io::Error| StartError { address: settings.listen, reason: reason(&error) };
        let listener = TcpListener::bind(settings.listen).map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        Ok(Self { listener, address, app })
    }

    /// Answers until the process is told to stop (SIGTERM, SIGINT), then finishes what was begun. `announce` is
    /// called once the signals are listened for: who stops the server right after it was announced stops it gently.
    ///
    /// # Errors
    /// [`std::io::Error`] if the system fails under the server.
    pub fn run(self, announce: impl FnOnce(SocketAddr)) -> io::Result<()> {
        let service = Data::new(Service::new(self.app));
        actix_web::rt::System::new().block_on(async move {
            let stop = stop::signal(service.clone())?;
            announce(self.address);
            HttpServer::new(move || routes::app(service.clone()))
                .keep_alive(IDLE)
                .client_request_timeout(HEAD)
                .shutdown_timeout(LAST_WORK)
                .worker_max_blocking_threads(JOBS_PER_WORKER)
                .shutdown_signal(stop)
                .listen(self.listener)?
                .run()
                .await
        })
    }
}

/// What the system said, in words that lead on.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            "another program listens there already; stop it, or choose another port".to_owned()
        }
        io::ErrorKind::PermissionDenied => {
            "the permission is missing; ports below 1024 are for administrators, choose another".to_owned()
        }
        io::ErrorKind::AddrNotAvailable => "this machine has no such address".to_owned(),
        _ => error.to_string(),
    }
}
