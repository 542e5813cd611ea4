//! Settings, put together once: what flags and environment say, on top of `deskdoc.toml`.
//!
//! The command line hands in what flags and environment say; a file fills the gaps, defaults fill the rest. What
//! comes out is typed and handed down in parts. Nothing else in the program looks at the environment.
#![expect(clippy::disallowed_methods, reason = "this module owns the reading of the settings file")]

mod database;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

pub use self::database::{DatabaseAddress, NoDatabaseAddress, Secret};

/// The file that is looked for in the working folder when none is named.
pub const SETTINGS_FILE: &str = "deskdoc.toml";
/// Where the server listens unless told otherwise.
pub const DEFAULT_LISTEN: &str = "127.0.0.1:8080";

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
    /// Log filter, for example `info` or `deskdoc=debug`.
    pub log: Option<String>,
}

/// All settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Where knowledge comes from.
    pub library: Library,
    /// Where conversations are kept.
    pub store: Store,
    /// How the server is reached.
    pub web: Web,
    /// Log filter; none = what suits the command.
    pub log: Option<String>,
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

impl Config {
    /// Puts settings together: what `given` says wins over what the file says. `file` must exist if it is named;
    /// without a name [`SETTINGS_FILE`] is read if it is there.
    ///
    /// # Errors
    /// [`BadConfig`] names the file, the key and what would be right.
    pub fn read(given: Given, file: Option<&Path>) -> Result<Self, BadConfig> {
        let filed = match file {
            Some(file) => read_file(file)?,
            None if Path::new(SETTINGS_FILE).is_file() => read_file(Path::new(SETTINGS_FILE))?,
            None => Given::default(),
        };
        let listen = given.listen.or(filed.listen).unwrap_or_else(|| DEFAULT_LISTEN.to_owned());
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
            web: Web { listen: listen.parse().map_err(|_| BadConfig::Listen { found: listen })? },
            log: given.log.or(filed.log),
        })
    }
}

/// Reads a number of days.
///
/// # Errors
/// [`BadConfig::Retention`] if it is none.
pub fn days(text: &str) -> Result<u32, BadConfig> {
    text.trim().parse().map_err(|_| BadConfig::Retention { found: text.to_owned() })
}

fn read_file(file: &Path) -> Result<Given, BadConfig> {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file)
        .map_err(|error| BadConfig::Unreadable { file: name.clone(), reason: unreadable(&error) })?;
    toml::from_str(&text).map_err(|error| BadConfig::Invalid { file: name, reason: wrong(&error, &text) })
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
