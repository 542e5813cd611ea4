//! Traces for a collector (OpenTelemetry): which request took how long, and what of it was store, recognition or search.
//!
//! Spans hold route templates, statuses and words of our own; never a path, an id or a word of a user. Without a
//! collector they cost nothing. Sending has a thread of its own, so nobody waits for a collector that is slow or gone.

mod sending;
pub mod spans;

use std::time::Duration;

use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::Subscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::registry::LookupSpan;

use self::sending::Sending;
use crate::config::CollectorAddress;

/// How long the end waits for what has not been sent yet.
const LAST_SENDING: Duration = Duration::from_millis(1500);

/// The way of spans to a collector. Dropped, it sends what is left.
pub struct Collector {
    provider: SdkTracerProvider,
    /// What sends lives as long as there may be something to send.
    _sending: Sending,
}

impl Collector {
    /// Prepares the way; nothing is connected yet.
    ///
    /// # Errors
    /// Says what is missing for it.
    pub(super) fn at(address: &CollectorAddress) -> Result<Self, String> {
        let sending = Sending::begin()?;
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(sending.client())
            .with_endpoint(address.for_traces())
            .build()
            .map_err(|error| format!("traces cannot be sent: {error}"))?;
        let resource = Resource::builder()
            .with_service_name("deskdoc")
            .with_attribute(opentelemetry::KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
            .build();
        let provider =
            SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build();
        Ok(Self { provider, _sending: sending })
    }

    /// What takes spans, and nothing else of the log.
    pub(super) fn layer<S>(&self) -> impl Layer<S> + use<S>
    where
        S: Subscriber + for<'span> LookupSpan<'span>,
    {
        let tracer = self.provider.tracer("deskdoc");
        let layer = tracing_opentelemetry::layer()
            .with_tracer(tracer)
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_target(false);
        layer.with_filter(filter_fn(|metadata| metadata.target() == spans::TARGET))
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        // A collector that does not answer is told of while it happens.
        self.provider.shutdown_with_timeout(LAST_SENDING).ok();
    }
}
