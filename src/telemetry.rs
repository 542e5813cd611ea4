//! What operators see of a running server: its log, its figures in [`metrics`], and its traces in [`spans`].
//!
//! The log goes to standard error, one line for each event, with times in UTC. What users write never stands in it
//! from level `info` upwards: handlers log ids, counts and durations.

mod escaped;
pub mod metrics;
mod process;
#[cfg(test)]
mod tests;
mod traces;

use tracing::Subscriber;
use tracing_subscriber::filter::Directive;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{EnvFilter, Layer, fmt};

use self::escaped::Escaped;
pub use self::traces::{Collector, spans};
use crate::config::{CollectorAddress, LogFormat};

/// What is logged unless settings say otherwise.
pub const DEFAULT_FILTER: &str = "deskdoc=info,audit=info,warn";
/// What never stands in the log, whatever the filter says: libraries that quote messages or heads with all that users
/// wrote in them, spans, which are for a collector, and what its library says of deliveries that failed, each time.
/// The framework quotes every malformed head as an error of its own; `web` has a line for each of them.
const SILENT: [&str; 7] = [
    "rmcp=off",
    "actix_http=off",
    "h2=off",
    "deskdoc::span=off",
    "opentelemetry=off",
    "opentelemetry_sdk=off",
    "opentelemetry_otlp=off",
];

/// Starts logging, and sends traces to a collector if there is one, for as long as the value that is given back lives.
///
/// # Errors
/// Says what is wrong with the filter, or what is missing for traces; a second start in one process is no error.
pub fn start(
    filter: Option<&str>,
    format: LogFormat,
    collector: Option<&CollectorAddress>,
) -> Result<Option<Collector>, String> {
    let lines = lines(read(filter.unwrap_or(DEFAULT_FILTER))?, format);
    let collector = collector.map(Collector::at).transpose()?;
    // Beside a layer that may take them every span is kept up to its end, also if nothing is behind that layer.
    match &collector {
        Some(collector) => serve_all(lines.with(collector.layer())),
        None => serve_all(lines),
    }
    Ok(collector)
}

/// What writes the log, and has no use for spans.
fn lines(filter: EnvFilter, format: LogFormat) -> impl Subscriber + for<'span> LookupSpan<'span> {
    let lines = fmt::layer().with_ansi(false).with_writer(|| Escaped::new(std::io::stderr()));
    let lines = match format {
        LogFormat::Human => lines.boxed(),
        LogFormat::Json => {
            lines.json().flatten_event(true).with_current_span(false).with_span_list(false).boxed()
        }
    };
    tracing_subscriber::registry().with(lines.with_filter(filter))
}

/// Tests start several servers in one process; the first subscriber serves them all.
fn serve_all(subscriber: impl Subscriber + Send + Sync) {
    tracing::subscriber::set_global_default(subscriber).ok();
}

fn read(text: &str) -> Result<EnvFilter, String> {
    let filter = EnvFilter::try_new(text).map_err(|_| {
        format!(
            "`{text}` is no log filter: write a level such as `info`, or parts such as `deskdoc=debug,warn`"
        )
    })?;
    let silenced = SILENT.iter().filter_map(|silent| silent.parse::<Directive>().ok());
    Ok(silenced.fold(filter, EnvFilter::add_directive))
}
