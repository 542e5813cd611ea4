//! The address of the server, read with care: it may hold a password, and what is wrong with it must not show that.

use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;

use crate::config::DatabaseAddress;

/// What may stand behind the `?`. The driver logs what it does not know together with its value, which may be a
/// password under a mistyped name, so that it is refused here.
const PARAMETERS: [&str; 17] = [
    "sslmode",
    "ssl-mode",
    "sslrootcert",
    "ssl-root-cert",
    "ssl-ca",
    "sslcert",
    "ssl-cert",
    "sslkey",
    "ssl-key",
    "statement-cache-capacity",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "application_name",
];

/// What to connect with.
///
/// # Errors
/// Says what is wrong without repeating a value.
pub(super) fn options(address: &DatabaseAddress) -> Result<PgConnectOptions, String> {
    let text = address.reveal();
    let query = text.split_once('?').map(|(_, query)| query).unwrap_or_default();
    let keys = query.split('&').map(|pair| pair.split_once('=').map_or(pair, |(key, _)| key));
    let mut keys = keys.filter(|key| !key.is_empty());
    if keys.any(|key| !PARAMETERS.contains(&key)) {
        return Err(format!("a key behind the `?` is not known; known are {}", PARAMETERS.join(", ")));
    }
    let parsed: Result<PgConnectOptions, _> = text.parse();
    let options = parsed.map_err(|error| reason(&error))?;
    Ok(options.application_name("deskdoc").disable_statement_logging())
}

fn reason(error: &sqlx::Error) -> String {
    match error {
        // The reasons of the parser are fixed phrases, such as "invalid port number".
        sqlx::Error::Configuration(reason) if reason.to_string().len() < 60 => reason.to_string(),
        _ => "it is not well-formed".to_owned(),
    }
}

/// Server and database in words for logs and messages: no user, no password.
pub(super) fn name(options: &PgConnectOptions) -> String {
    let database = options.get_database().unwrap_or_else(|| options.get_username());
    match options.get_socket() {
        Some(socket) => format!("the PostgreSQL database `{database}` at {}", socket.display()),
        None => {
            format!("the PostgreSQL database `{database}` at {}:{}", options.get_host(), options.get_port())
        }
    }
}
