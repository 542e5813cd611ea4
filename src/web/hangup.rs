//! SIGHUP, by which service managers and administrators ask to read the pages anew.

use std::future::poll_fn;
use std::io::{self, IsTerminal};

use actix_web::rt;
use actix_web::rt::signal::unix::{SignalKind, signal};
use actix_web::web::{self, Data};
use rustix::process::{Signal, getpid, kill_process};

use super::service::Service;

/// Listens for the signal as long as the server runs.
///
/// # Errors
/// [`io::Error`] if the system does not let us listen.
pub(super) fn listen(service: Data<Service>) -> io::Result<()> {
    let mut hangup = signal(SignalKind::hangup())?;
    let had_terminal = io::stdin().is_terminal();
    rt::spawn(async move {
        while poll_fn(|context| hangup.poll_recv(context)).await.is_some() {
            // The same signal says that the terminal was closed; nobody wants the server to outlive it.
            if had_terminal && !io::stdin().is_terminal() {
                tracing::info!("the terminal has gone");
                let _is_sent = kill_process(getpid(), Signal::TERM).is_ok();
                return;
            }
            tracing::info!("told to read the pages anew");
            let service = service.clone();
            let read = move || {
                service.tls.iter().for_each(|tls| tls.renew());
                service.app.reload()
            };
            drop(web::block(read).await);
        }
    });
    Ok(())
}
