//! What every handler works with: the use cases, and a bounded place to carry them out.
//!
//! Recognition and search keep a processor busy, so they never run where connections are served. The queue before
//! them is short on purpose: a service that says "come back in a second" is better than one that hangs.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::web::{self, Bytes, Data};

use super::api::diagnose::Answered;
use super::guard::Rate;
use super::problem::{Code, Failure};
use super::recent::Key;
use super::sign_in::SignIn;
use super::stop::Closing;
use super::tls::Tls;
use super::{openapi, person};
use crate::app::{self, App};
use crate::config;
use crate::recent::Recent;
use crate::telemetry::metrics;

/// Shared by all workers.
pub(super) struct Service {
    /// The use cases.
    pub(super) app: App,
    /// The API's description, made once.
    pub(super) openapi: String,
    /// How the server is reached, and how much it takes on.
    pub(super) settings: config::Web,
    /// What the server proves its name with.
    pub(super) tls: Option<Arc<Tls>>,
    /// Who may look at the pages; nothing = everybody.
    pub(super) sign_in: Option<SignIn>,
    /// How often who has asked.
    pub(super) rate: Rate,
    /// Answers to questions that keep nothing.
    pub(super) answers: Recent<Key, Answered>,
    /// Pages that are the same for everybody.
    pub(super) pages: Recent<Key, Bytes>,
    /// How many bytes of large bodies are in memory.
    pub(super) n_body_bytes: AtomicU64,
    /// How many have asked for a reload and wait.
    pub(super) n_reloads: AtomicU64,
    /// Whether the process is about to end.
    pub(super) closing: Arc<Closing>,
    n_jobs: AtomicU64,
}

impl Service {
    pub(super) fn new(
        settings: config::Web,
        tls: Option<Arc<Tls>>,
        sign_in: Option<SignIn>,
        app: App,
    ) -> Self {
        Self {
            app,
            openapi: openapi::document(),
            rate: Rate::new(&settings.limits),
            answers: Recent::new(settings.limits.recent_bytes / 2),
            pages: Recent::new(settings.limits.recent_bytes / 2),
            settings,
            tls,
            sign_in,
            n_body_bytes: AtomicU64::new(0),
            n_reloads: AtomicU64::new(0),
            closing: Arc::new(Closing::new()),
            n_jobs: AtomicU64::new(0),
        }
    }

    /// Whether the service asks not to be sent anything new.
    pub(super) fn is_draining(&self) -> bool {
        self.closing.has_begun()
    }
}

/// Carries out a job that keeps a processor busy, away from the connections.
///
/// # Errors
/// [`Code::Busy`] when too many are waiting, [`Code::Internal`] when the job broke.
pub(super) async fn work<T: Send + 'static>(
    service: &Data<Service>,
    job: impl FnOnce(&App) -> Result<T, app::Error> + Send + 'static,
) -> Result<T, Failure> {
    let place = Place::take(service)?;
    // The place moves into the job: it is given back when the job ends, also if the client has gone.
    let visitor = person::visitor();
    // What is done elsewhere belongs to the request all the same.
    let span = tracing::Span::current();
    let job = move || span.in_scope(|| person::answering_elsewhere(visitor, || job(&place.0.app)));
    let outcome = web::block(job).await;
    match outcome {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => {
            tracing::error!(%error, "a use case failed");
            Err(Failure::internal())
        }
        Err(_) => Err(Failure::internal()),
    }
}

/// A place in the queue; dropped, it is free again.
struct Place(Data<Service>);

impl Place {
    fn take(service: &Data<Service>) -> Result<Self, Failure> {
        let place = Self(service.clone());
        let n_before = service.n_jobs.fetch_add(1, Ordering::Relaxed);
        if n_before < service.settings.limits.jobs {
            return Ok(place);
        }
        metrics::SHED.add(["jobs"]);
        Err(Failure::of(Code::Busy))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.n_jobs.fetch_sub(1, Ordering::Relaxed);
    }
}
