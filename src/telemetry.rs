//! Logs: one JSON object a line on standard error, for programs to collect.

use tracing_subscriber::EnvFilter;

/// What is logged unless settings say otherwise.
pub const DEFAULT_FILTER: &str = "deskdoc=info,warn";

/// Starts logging.
///
/// # Errors
/// Says what is wrong with the filter; a second start in one process is no error.
pub fn start(filter: Option<&str>) -> Result<(), String> {
    let text = filter.unwrap_or(DEFAULT_FILTER);
    let filter = EnvFilter::try_new(text).map_err(|_| {
        format!(
            "`{text}` is no log filter: write a level such as `info`, or parts such as `deskdoc=debug,warn`"
        )
    })?;
    let subscriber =
        tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).finish();
    // Tests start several servers in one process; the first subscriber serves them all.
    drop(tracing::subscriber::set_global_default(subscriber));
    Ok(())
}
