//! Settings, put together once: what flags and environment say, on top of `deskdoc.toml`.
//!
//! The command line hands in what flags and environment say; a file fills the gaps, defaults fill the rest. What
//! comes out is typed and handed down in parts. Nothing else in the program looks at the environment.
#![expect(
    clippy::disallowed_methods,
    reason = "this module owns the reading of the settings file and of the environment"
)]

mod collector;
mod database;
mod hooks;
mod limits;
mod network;
mod outbox;
mod public_url;
mod sign_in;
#[cfg(test)]
mod tests;
mod tls;
mod told;

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

pub use self::collector::CollectorAddress;
pub use self::hooks::{GivenHook, GivenNote, GivenPlaces, Hook, HookAnswer};
pub use self::limits::{LIMITS, Limit, Limits};
pub use self::network::Network;
pub use self::outbox::{Allowed, BaseUrl, Destination, GivenOutbox, NoUrl, NoteAuth, Outbox, Site, SiteHost};
pub use self::public_url::PublicUrl;
pub use self::sign_in::{ClaimRule, GivenSignIn, Oidc, SignIn};
pub use self::tls::{TlsFiles, TlsTexts};
pub use self::told::{Origin, Told, told};

pub use self::database::{DatabaseAddress, NoDatabaseAddress, Secret};

/// The file that is looked for in the working folder when none is named.
pub const SETTINGS_FILE: &str = "deskdoc.toml";
/// Where the server listens unless told otherwise.
pub const DEFAULT_LISTEN: &str = "127.0.0.1:8080";
/// No file of settings, and none that they name, has more bytes.
const LARGEST_FILE: u64 = 1024 * 1024;

/// Settings as somebody gave them; what is missing was not given.
#[derive(Debug, Clone, Default, serde::Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// Folders of the knowledge base; none = the built-in base.
    #[serde(default)]
    pub kb: Vec<PathBuf>,
    /// Where the index and what was learnt are kept between runs; none = in memory.
    pub data: Option<PathBuf>,
    /// Address and port of the server.
    pub listen: Option<String>,
    /// Address of a PostgreSQL database; none = a file in the data folder. It may hold a password.
    pub database: Option<Secret>,
    /// How many days conversations are kept; none = for ever.
    pub retention_days: Option<u32>,
    /// How a server learns that pages have changed.
    pub watch: Option<String>,
    /// Log filter, for example `info` or `deskdoc=debug`.
    pub log: Option<String>,
    /// In what form to log.
    pub log_format: Option<String>,
    /// Where traces are sent (OTLP over HTTP); it may hold a password.
    pub otlp_endpoint: Option<Secret>,
    /// The address under which people know the service.
    pub public_url: Option<String>,
    /// File of the certificate for TLS, in PEM.
    pub tls_certificate: Option<PathBuf>,
    /// File of its key, in PEM.
    pub tls_key: Option<PathBuf>,
    /// Addresses of proxies that are believed.
    #[serde(default)]
    pub trusted_proxies: Vec<String>,
    /// Addresses that may read `/metrics`, besides this machine.
    #[serde(default)]
    pub metrics_from: Vec<String>,
    /// Whether authors see drafts and problems on pages of their own.
    #[serde(default)]
    pub preview: bool,
    /// Addresses that may see these pages, besides this machine.
    #[serde(default)]
    pub preview_from: Vec<String>,
    /// Who may see the pages; none = everybody.
    pub sign_in: Option<GivenSignIn>,
    /// Whether the API may answer anybody while there is no token.
    #[serde(default)]
    pub without_tokens: bool,
    /// Where notes may go.
    #[serde(default)]
    pub outbox: GivenOutbox,
    /// Systems that send their tickets, by the names in their addresses.
    #[serde(default)]
    pub hooks: BTreeMap<String, GivenHook>,
    /// Limits by their keys.
    #[serde(default)]
    pub limits: BTreeMap<String, u64>,
    /// Limits as `key=number`; stronger than [`Given::limits`].
    #[serde(skip)]
    pub limit: Vec<String>,
}

/// The folder in which the program was started; nothing if it is gone.
pub fn working_folder() -> Option<PathBuf> {
    std::env::current_dir().ok()
}

/// How a server learns that pages have changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Watch {
    /// The system tells it; where it does not, the files are looked at once a second.
    #[default]
    Notify,
    /// The files are looked at once a second.
    Poll,
    /// Only when it is told to look.
    Off,
}

impl FromStr for Watch {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "notify" => Ok(Self::Notify),
            "poll" => Ok(Self::Poll),
            "off" => Ok(Self::Off),
            _ => Err(()),
        }
    }
}

/// Forms of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogFormat {
    /// One line of words, for people.
    Human,
    /// One JSON object a line, for programs.
    #[default]
    Json,
}

impl FromStr for LogFormat {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "human" => Ok(Self::Human),
            "json" => Ok(Self::Json),
            _ => Err(()),
        }
    }
}

/// All settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// Where knowledge comes from.
    pub library: Library,
    /// Where conversations are kept.
    pub store: Store,
    /// How a server learns that pages have changed.
    pub watch: Watch,
    /// How the server is reached.
    pub web: Web,
    /// Where notes may go and where they go.
    pub outbox: Outbox,
    /// Systems that send their tickets; [`Config::hooks`] reads their secrets.
    pub given_hooks: BTreeMap<String, GivenHook>,
    /// Log filter; none = what suits the command.
    pub log: Option<String>,
    /// In what form to log.
    pub log_format: LogFormat,
    /// Where traces are sent; none = nowhere.
    pub collector: Option<CollectorAddress>,
}

/// Where knowledge comes from and where what is made of it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Library {
    /// Folders of the knowledge base; none = the built-in base.
    pub folders: Vec<PathBuf>,
    /// Where the index is kept between runs; none = in memory.
    pub data: Option<PathBuf>,
}

/// Where conversations and all else that must survive a restart are kept, and for how long.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Store {
    /// The folder of the SQLite file; none = in memory, unless there is a database.
    pub data: Option<PathBuf>,
    /// A PostgreSQL database, which is used instead of a file.
    pub database: Option<DatabaseAddress>,
    /// How many days a conversation is kept after its last turn, at least one; none = for ever.
    pub retention_days: Option<u32>,
}

/// How the server is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Web {
    /// Address and port; port 0 takes any free one.
    pub listen: SocketAddr,
    /// The address under which people know the service; none = whatever they call it.
    pub public_url: Option<PublicUrl>,
    /// Certificate and key; none = TLS is somebody else's matter.
    pub tls: Option<TlsFiles>,
    /// Proxies whose word on the client's address is taken.
    pub trusted_proxies: Vec<Network>,
    /// Who may read `/metrics`, besides this machine.
    pub metrics_from: Vec<Network>,
    /// Who may see what authors see, besides this machine; none = nobody at all, this machine included.
    pub preview: Option<Vec<Network>>,
    /// Who may see the pages; none = everybody.
    pub sign_in: Option<SignIn>,
    /// Whether the API may answer anybody while there is no token; else only this machine is answered.
    pub without_tokens: bool,
    /// How much is taken on.
    pub limits: Limits,
}

impl Default for Web {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            tls: None,
            trusted_proxies: Vec::new(),
            metrics_from: Vec::new(),
            preview: None,
            sign_in: None,
            without_tokens: false,
            limits: Limits::default(),
        }
    }
}

/// Why settings could not be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadConfig {
    /// The file could not be read.
    #[error("cannot read the settings file {file}: {reason}")]
    Unreadable {
        /// Which file.
        file: String,
        /// What the system said.
        reason: String,
    },
    /// The file holds something wrong.
    #[error("{file}: {reason}")]
    Invalid {
        /// Which file.
        file: String,
        /// The key, the place and what is wrong with it.
        reason: String,
    },
    /// The address to listen on is none.
    #[error(
        "`{found}` is no address to listen on: write address and port, for example `{DEFAULT_LISTEN}` or `[::1]:8080`"
    )]
    Listen {
        /// What was found.
        found: String,
    },
    /// A setting has a value that cannot be used.
    #[error("`{key}` cannot be `{found}`: expected {expected}")]
    Setting {
        /// Which setting.
        key: String,
        /// What was found.
        found: String,
        /// What would be right.
        expected: String,
    },
    /// The address of the database is none.
    #[error("the setting `database` is no address of a PostgreSQL database: {0}")]
    Database(#[from] NoDatabaseAddress),
    /// That is no number of days to keep something for.
    #[error(
        "`retention_days` is `{found}`: write for how many days conversations are kept, at least 1, or leave it out to keep them for ever"
    )]
    Retention {
        /// What was found.
        found: String,
    },
}

impl BadConfig {
    fn setting(key: &str, found: &str, expected: &str) -> Self {
        Self::Setting { key: key.to_owned(), found: found.to_owned(), expected: expected.to_owned() }
    }
}

impl Config {
    /// Puts settings together: what `given` says wins over what the file says. `file` must exist if it is named;
    /// without a name [`SETTINGS_FILE`] is read if it is there.
    ///
    /// # Errors
    /// [`BadConfig`] names the file, the key and what would be right.
    pub fn read(given: Given, file: Option<&Path>) -> Result<Self, BadConfig> {
        let (filed, _) = file_and_name(file)?;
        let log_format = given.log_format.as_ref().or(filed.log_format.as_ref());
        let log_format =
            log_format.map(|format| parsed("log_format", format, "`human` or `json`")).transpose()?;
        let watch = given.watch.as_ref().or(filed.watch.as_ref());
        let watch = watch.map(|watch| parsed("watch", watch, "`notify`, `poll` or `off`")).transpose()?;
        let collector = given.otlp_endpoint.as_ref().or(filed.otlp_endpoint.as_ref());
        let collector = collector.map(collector::parsed).transpose()?;
        let web = Web::read(&given, &filed)?;
        let data = given.data.or(filed.data);
        let database = given.database.or(filed.database);
        let database = database.map(|text| DatabaseAddress::parse(&text)).transpose()?;
        let retention_days = given.retention_days.or(filed.retention_days);
        if retention_days == Some(0) {
            return Err(BadConfig::Retention { found: "0".to_owned() });
        }
        Ok(Self {
            library: Library {
                folders: if given.kb.is_empty() { filed.kb } else { given.kb },
                data: data.clone(),
            },
            store: Store { data, database, retention_days },
            watch: watch.unwrap_or_default(),
            web,
            outbox: Outbox::read(filed.outbox)?,
            given_hooks: filed.hooks,
            log: given.log.or(filed.log),
            log_format: log_format.unwrap_or_default(),
            collector,
        })
    }
}

impl Config {
    /// The systems that send their tickets, with their secrets, which only those who deal with tickets need.
    ///
    /// # Errors
    /// The name of the hook, and a [`BadConfig`] with the key or the file that cannot be read.
    pub fn hooks(&self) -> Result<BTreeMap<String, Hook>, (String, BadConfig)> {
        hooks::read(&self.given_hooks)
    }
}

impl Web {
    /// Whether browsers reach the service over TLS: ours, or that of somebody in front of us.
    pub fn is_https(&self) -> bool {
        self.tls.is_some() || self.public_url.as_ref().is_some_and(|url| url.is_https)
    }

    fn read(given: &Given, filed: &Given) -> Result<Self, BadConfig> {
        let listen = given.listen.as_deref().or(filed.listen.as_deref()).unwrap_or(DEFAULT_LISTEN);
        let public_url = given.public_url.as_deref().or(filed.public_url.as_deref());
        let mut limits = Limits::default();
        limits.set(&filed.limits)?;
        limits.set(&limits::pairs(&given.limit)?)?;
        let tls = TlsFiles::of(
            given.tls_certificate.as_ref().or(filed.tls_certificate.as_ref()),
            given.tls_key.as_ref().or(filed.tls_key.as_ref()),
        )?;
        let public_url: Option<PublicUrl> = public_url
            .map(|url| parsed("public_url", url, "scheme and host, for example `https://desk.example.com`"))
            .transpose()?;
        if let (Some(url), Some(_)) = (&public_url, &tls)
            && !url.is_https
        {
            let expected = "an address that begins with `https`, since there is a TLS certificate";
            return Err(BadConfig::setting("public_url", url.origin(), expected));
        }
        let preview_from = networks("preview_from", &given.preview_from, &filed.preview_from)?;
        let trusted_proxies = networks("trusted_proxies", &given.trusted_proxies, &filed.trusted_proxies)?;
        let sign_in = given.sign_in.as_ref().or(filed.sign_in.as_ref());
        let sign_in = sign_in
            .map(|given| SignIn::read(given, public_url.as_ref(), !trusted_proxies.is_empty()))
            .transpose()?;
        Ok(Self {
            listen: listen.parse().map_err(|_| BadConfig::Listen { found: listen.to_owned() })?,
            public_url,
            tls,
            trusted_proxies,
            sign_in,
            metrics_from: networks("metrics_from", &given.metrics_from, &filed.metrics_from)?,
            preview: (given.preview || filed.preview || !preview_from.is_empty()).then_some(preview_from),
            without_tokens: given.without_tokens || filed.without_tokens,
            limits,
        })
    }
}

fn networks(key: &str, given: &[String], filed: &[String]) -> Result<Vec<Network>, BadConfig> {
    let texts = if given.is_empty() { filed } else { given };
    let expected = "an address or a network, for example `10.0.0.7` or `10.0.0.0/8`";
    texts.iter().map(|text| parsed(key, text, expected)).collect()
}

fn parsed<T: FromStr>(key: &str, text: &str, expected: &str) -> Result<T, BadConfig> {
    text.trim().parse().map_err(|_| BadConfig::setting(key, text, expected))
}

/// Reads a number of days.
///
/// # Errors
/// [`BadConfig::Retention`] if it is none.
pub fn days(text: &str) -> Result<u32, BadConfig> {
    text.trim().parse().map_err(|_| BadConfig::Retention { found: text.to_owned() })
}

/// Whether the terminal can do nothing but print, as `TERM` says.
pub fn is_dumb_terminal() -> bool {
    std::env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb")
}

/// What the settings file says, and its name if there is one.
fn file_and_name(file: Option<&Path>) -> Result<(Given, Option<PathBuf>), BadConfig> {
    let usual = Path::new(SETTINGS_FILE);
    match file.or_else(|| usual.is_file().then_some(usual)) {
        Some(file) => Ok((read_file(file)?, Some(file.to_owned()))),
        None => Ok((Given::default(), None)),
    }
}

fn read_file(file: &Path) -> Result<Given, BadConfig> {
    let name = file.display().to_string();
    let text = text_of(file)
        .map_err(|error| BadConfig::Unreadable { file: name.clone(), reason: unreadable(&error) })?;
    toml::from_str(&text).map_err(|error| BadConfig::Invalid { file: name, reason: wrong(&error, &text) })
}

/// What stands in a file of settings or in one that they name. A device in its place may have no end.
fn bytes_of(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(file)?.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(io::Error::other("it is larger than 1 MiB"));
    }
    Ok(bytes)
}

fn text_of(file: &Path) -> io::Result<String> {
    String::from_utf8(bytes_of(file)?).map_err(|_| io::Error::other("it is no text in UTF-8"))
}

/// What is wrong with the file, with the line it stands in, unless that may hold a password.
fn wrong(error: &toml::de::Error, text: &str) -> String {
    let shown = error.to_string();
    let may_hold_a_password = shown.contains("database") || shown.contains("://");
    if !may_hold_a_password {
        return shown.trim_end().to_owned();
    }
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    format!("line {}: {}", before.matches('\n').count() + 1, error.message())
}

fn unreadable(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "the permission is missing".to_owned(),
        std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}
