//! Sends what was collected, on a thread of its own, and tells at most once a minute that it cannot be delivered.
#![expect(clippy::disallowed_methods, reason = "how long nothing was told is measured by the clock")]

use std::fmt::Display;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use tokio::runtime::{self, Handle, Runtime};

/// How long a collector may take for one delivery.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long it may take to take up a connection. The end of the process waits for it.
const PATIENCE_TO_CONNECT: Duration = Duration::from_secs(1);
/// How often a failure is told.
const TELL_EVERY: Duration = Duration::from_secs(60);

/// The thread that sends.
pub(super) struct Sending {
    /// Taken when it ends.
    runtime: Option<Runtime>,
    client: Client,
}

/// Hands deliveries to the thread that sends.
#[derive(Debug, Clone)]
pub(super) struct Client {
    handle: Handle,
    http: reqwest::Client,
    failing: Arc<Mutex<Failing>>,
}

/// What was told of deliveries that failed.
#[derive(Debug, Default)]
struct Failing {
    told: Option<Instant>,
    n_since: u64,
}

impl Sending {
    /// # Errors
    /// Says why nothing can be sent.
    pub(super) fn begin() -> Result<Self, String> {
        // Whoever was first has chosen the same one.
        rustls::crypto::ring::default_provider().install_default().ok();
        let http = reqwest::Client::builder()
            .timeout(PATIENCE)
            .connect_timeout(PATIENCE_TO_CONNECT)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| format!("traces cannot be sent: {error}"))?;
        let runtime = runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("traces")
            .enable_all()
            .build()
            .map_err(|error| format!("traces cannot be sent, no thread can be had: {error}"))?;
        let client = Client { handle: runtime.handle().clone(), http, failing: Arc::default() };
        Ok(Self { runtime: Some(runtime), client })
    }

    pub(super) fn client(&self) -> Client {
        self.client.clone()
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl HttpClient for Client {
    fn send_bytes<'client, 'sending>(
        &'client self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'sending>>
    where
        'client: 'sending,
        Self: 'sending,
    {
        Box::pin(async move {
            let http = self.http.clone();
            let delivered = self.handle.spawn(async move { deliver(&http, request).await }).await;
            let outcome = delivered.unwrap_or_else(|_| Err("sending broke off".into()));
            match &outcome {
                Ok(response) if response.status().is_success() => self.delivered(),
                Ok(response) => self.failed(&format!("the collector answered {}", response.status())),
                Err(error) => self.failed(error),
            }
            outcome
        })
    }
}

async fn deliver(http: &reqwest::Client, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
    let answer = http.execute(request.try_into()?).await.map_err(reqwest::Error::without_url)?;
    let mut response = Response::builder().status(answer.status());
    if let Some(headers) = response.headers_mut() {
        headers.clone_from(answer.headers());
    }
    // What a collector says beyond its status is of no use to us, and could be long.
    Ok(response.body(Bytes::new())?)
}

impl Client {
    fn delivered(&self) {
        let mut failing = self.failing.lock().unwrap_or_else(PoisonError::into_inner);
        if failing.told.is_some() {
            tracing::info!("traces are delivered again");
        }
        *failing = Failing::default();
    }

    fn failed(&self, reason: &impl Display) {
        let mut failing = self.failing.lock().unwrap_or_else(PoisonError::into_inner);
        failing.n_since += 1;
        if failing.told.is_none_or(|told| told.elapsed() >= TELL_EVERY) {
            tracing::warn!(%reason, n_deliveries = failing.n_since, "traces cannot be delivered and are dropped");
            *failing = Failing { told: Some(Instant::now()), n_since: 0 };
        }
    }
}
