//! Which settings hold and where each came from, for those who ask. Secrets are named, never shown.

use std::fmt;
use std::path::{Path, PathBuf};

use super::{BadConfig, DEFAULT_LISTEN, Given, GivenOutbox, file_and_name};

/// A setting that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its key in the file.
    pub key: &'static str,
    /// Its value in words.
    pub value: String,
    /// Where it came from.
    pub origin: Origin,
}

/// Where a setting came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody gave one.
    Default,
    /// A settings file.
    File(PathBuf),
    /// An environment variable.
    Environment(&'static str),
    /// A flag of the command line.
    Flag,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("by default"),
            Self::File(file) => write!(f, "from {}", file.display()),
            Self::Environment(name) => write!(f, "from {name}"),
            Self::Flag => f.write_str("from the command line"),
        }
    }
}

impl Told {
    /// Whether somebody gave it.
    pub fn is_given(&self) -> bool {
        self.origin != Origin::Default
    }
}

/// How a setting is read out of what was given: nothing where it was not.
type Read = fn(&Given) -> Option<String>;

/// The settings that are told: key, environment variable, what it is by default, and how it is read.
const SETTINGS: [(&str, &str, &str, Read); 21] = [
    ("kb", "DESKDOC_KB", "the built-in base", |given| paths(&given.kb)),
    ("data", "DESKDOC_DATA", "none", |given| path(given.data.as_ref())),
    ("database", "DESKDOC_DATABASE", "none", |given| {
        given.database.as_ref().map(|_| "[redacted]".to_owned())
    }),
    ("retention_days", "DESKDOC_RETENTION_DAYS", "for ever", |given| {
        given.retention_days.map(|days| days.to_string())
    }),
    ("listen", "DESKDOC_LISTEN", DEFAULT_LISTEN, |given| given.listen.clone()),
    ("public_url", "DESKDOC_PUBLIC_URL", "none", |given| given.public_url.clone()),
    ("tls_certificate", "DESKDOC_TLS_CERTIFICATE", "none", |given| path(given.tls_certificate.as_ref())),
    ("tls_key", "DESKDOC_TLS_KEY", "none", |given| path(given.tls_key.as_ref())),
    ("without_tokens", "DESKDOC_WITHOUT_TOKENS", "no", |given| {
        given.without_tokens.then(|| "yes".to_owned())
    }),
    ("sign_in", "", "none", |given| given.sign_in.as_ref().map(|_| "given".to_owned())),
    ("hooks", "", "none", |given| texts(&given.hooks.keys().cloned().collect::<Vec<_>>())),
    ("outbox", "", "none", |given| (given.outbox != GivenOutbox::default()).then(|| "given".to_owned())),
    ("trusted_proxies", "DESKDOC_TRUSTED_PROXIES", "none", |given| texts(&given.trusted_proxies)),
    ("metrics_from", "DESKDOC_METRICS_FROM", "this machine", |given| texts(&given.metrics_from)),
    ("watch", "DESKDOC_WATCH", "notify", |given| given.watch.clone()),
    ("preview", "DESKDOC_PREVIEW", "no", |given| given.preview.then(|| "yes".to_owned())),
    ("preview_from", "DESKDOC_PREVIEW_FROM", "this machine", |given| texts(&given.preview_from)),
    ("log", "DESKDOC_LOG", "what suits the command", |given| given.log.clone()),
    ("log_format", "DESKDOC_LOG_FORMAT", "json", |given| given.log_format.clone()),
    ("otlp_endpoint", "OTEL_EXPORTER_OTLP_ENDPOINT", "none", |given| {
        given.otlp_endpoint.as_ref().map(|_| "[redacted]".to_owned())
    }),
    ("limits", "DESKDOC_LIMITS", "as in the guide", limits),
];

fn path(path: Option<&PathBuf>) -> Option<String> {
    path.map(|path| path.display().to_string())
}

fn paths(paths: &[PathBuf]) -> Option<String> {
    texts(&paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>())
}

fn texts(texts: &[String]) -> Option<String> {
    (!texts.is_empty()).then(|| texts.join(", "))
}

fn limits(given: &Given) -> Option<String> {
    let named = given.limits.iter().map(|(key, number)| format!("{key}={number}"));
    texts(&named.chain(given.limit.iter().cloned()).collect::<Vec<_>>())
}

/// Which settings hold, given what flags and environment say and the file that is read with them.
///
/// # Errors
/// [`BadConfig`] if the file cannot be read.
pub fn told(given: &Given, file: Option<&Path>) -> Result<Vec<Told>, BadConfig> {
    let (filed, name) = file_and_name(file)?;
    Ok(SETTINGS
        .iter()
        .map(|(key, variable, usual, read)| {
            let (value, origin) = match (read(given), read(&filed), &name) {
                (Some(value), _, _) if is_in_environment(variable) => (value, Origin::Environment(variable)),
                (Some(value), _, _) => (value, Origin::Flag),
                (None, Some(value), Some(name)) => (value, Origin::File(name.clone())),
                _ => ((*usual).to_owned(), Origin::Default),
            };
            Told { key, value, origin }
        })
        .collect())
}

/// A flag given beside its variable wins, which cannot be told from here: both say where to look.
#[expect(clippy::disallowed_methods, reason = "this module asks which setting came from the environment")]
fn is_in_environment(variable: &str) -> bool {
    !variable.is_empty() && std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}
