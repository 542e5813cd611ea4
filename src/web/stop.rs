//! The signals that end the server: SIGTERM from a service manager, SIGINT from a keyboard. Both let it finish.
//!
//! First everybody who asks is told so, on connections that are open and on new ones: the answer closes the
//! connection. Then nobody new is let in. Requests that have begun are waited for in `connection`.

use std::future::{Future, poll_fn};
use std::io;
use std::task::Poll;
use std::time::Duration;

use actix_web::rt::signal::unix::{SignalKind, signal as listen};
use actix_web::web::Data;
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use super::service::Service;

/// How long connections are let in after the signal: those that wait already are not hung up on, and who looks at
/// `/readyz` often sees it. An idle server has two seconds for everything.
const STILL_OPEN: Duration = Duration::from_millis(500);

/// Whether the process is about to end, for all threads.
pub(super) struct Closing(watch::Sender<Option<Instant>>);

impl Closing {
    pub(super) fn new() -> Self {
        Self(watch::Sender::new(None))
    }

    fn begin(&self) {
        self.0.send_replace(Some(Instant::now()));
    }

    pub(super) fn has_begun(&self) -> bool {
        self.0.borrow().is_some()
    }

    /// Since when, as soon as it is so.
    pub(super) fn told(&self) -> impl Future<Output = Instant> + 'static {
        let mut told = self.0.subscribe();
        async move {
            let since = told.wait_for(Option::is_some).await.ok().and_then(|since| *since);
            since.unwrap_or_else(Instant::now)
        }
    }
}

/// Listens for the signals; the future is done when one has come and nobody new is to be let in any more.
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
        service.closing.begin();
        service.app.stop_sending();
        tracing::info!("told to stop: finishing what was begun");
        sleep(STILL_OPEN).await;
    })
}
