//! What operators see of a running server: its log, and its figures in [`metrics`].
//!
//! The log goes to standard error, one line for each event, with times in UTC. What users write never stands in it
//! from level `info` upwards: handlers log ids, counts and durations.

mod escaped;
pub mod metrics;
mod process;
#[cfg(test)]
mod tests;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::Directive;

use self::escaped::Escaped;
use crate::config::LogFormat;

/// What is logged unless settings say otherwise. The framework calls every malformed head an error of its own;
/// `web` has a line for each of them, so that the framework's would only help who wants to fill a disk.
pub const DEFAULT_FILTER: &str = "deskdoc=info,audit=info,warn,actix_http=off";

/// Libraries that quote whole messages, with all that users wrote in them. No filter brings them back.
const QUOTING: [&str; 1] = ["rmcp=off"];

/// Starts logging.
///
/// # Errors
/// Says what is wrong with the filter; a second start in one process is no error.
pub fn start(filter: Option<&str>, format: LogFormat) -> Result<(), String> {
    let text = filter.unwrap_or(DEFAULT_FILTER);
    let filter = EnvFilter::try_new(text).map_err(|_| {
        format!(
            "`{text}` is no log filter: write a level such as `info`, or parts such as `deskdoc=debug,warn`"
        )
    })?;
    let silenced = QUOTING.iter().filter_map(|quoting| quoting.parse::<Directive>().ok());
    let filter = silenced.fold(filter, EnvFilter::add_directive);
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(|| Escaped::new(std::io::stderr()));
    // Tests start several servers in one process; the first subscriber serves them all.
    drop(match format {
        LogFormat::Human => tracing::subscriber::set_global_default(builder.finish()),
        LogFormat::Json => {
            tracing::subscriber::set_global_default(builder.json().flatten_event(true).finish())
        }
    });
    Ok(())
}
