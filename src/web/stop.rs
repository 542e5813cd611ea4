//! The signals that end the server: SIGTERM from a service manager, SIGINT from a keyboard. Both let it finish.

use std::future::{Future, poll_fn};
use std::io;
use std::task::Poll;

use actix_web::rt::signal::unix::{SignalKind, signal as listen};
use actix_web::web::Data;

use super::service::Service;

/// Listens for the signals; the future is done when one has come.
///
/// # Errors
/// [`io::Error`] if the system does not let us listen.
pub(super) fn signal(service: Data<Service>) -> io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut terminate = listen(SignalKind::terminate())?;
    let mut interrupt = listen(SignalKind::interrupt())?;
    Ok(async move {
        poll_fn(|context| {
            let came = terminate.poll_recv(context).is_ready() || interrupt.poll_recv(context).is_ready();
            if came { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        service.begin_to_drain();
        tracing::info!("told to stop: finishing what was begun");
    })
}
