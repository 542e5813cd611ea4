//! Who may see the pages: everybody, people whom an identity provider knows, or people whom a proxy has let in.
//!
//! The section `[sign_in]` of the settings file, read once. Secrets stand in files or in the environment, never in
//! the settings themselves. Who somebody is, is found out in `identity` and `web`.
#![expect(
    clippy::disallowed_methods,
    reason = "this module reads the file or the variable that holds a secret"
)]

use std::path::{Path, PathBuf};

use super::public_url::split;
use super::{BadConfig, PublicUrl, Secret, text_of, unreadable};

/// Headers that say something else, and that clients write or have written for them.
const FROM_CLIENTS: [&str; 34] = [
    "authorization",
    "cache-control",
    "connection",
    "cookie",
    "date",
    "dnt",
    "expect",
    "forwarded",
    "from",
    "host",
    "idempotency-key",
    "keep-alive",
    "max-forwards",
    "origin",
    "pragma",
    "priority",
    "proxy-authorization",
    "proxy-connection",
    "range",
    "referer",
    "te",
    "traceparent",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "via",
    "warning",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-proto",
    "x-real-ip",
    "x-request-id",
];
/// And all that begin like these.
const FAMILIES: [&str; 6] = ["accept", "access-control-", "content-", "if-", "sec-", "upgrade-"];

/// The section as it was written.
#[derive(Debug, Clone, Default, serde::Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct GivenSignIn {
    /// Address of the OpenID Connect provider.
    pub oidc_issuer: Option<String>,
    /// What the provider calls deskdoc.
    pub oidc_client_id: Option<String>,
    /// File with what deskdoc proves that with.
    pub oidc_client_secret_file: Option<PathBuf>,
    /// Name of an environment variable with the same.
    pub oidc_client_secret_env: Option<String>,
    /// What the provider is asked to tell of people, besides `openid`.
    pub oidc_scopes: Option<Vec<String>>,
    /// The statement about people that decides who is let in.
    pub claim: Option<String>,
    /// What it must say, one of these.
    #[serde(default)]
    pub values: Vec<String>,
    /// The header in which a proxy says who has signed in there.
    pub header: Option<String>,
}

/// How people sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn {
    /// With an identity provider.
    Provider(Box<Oidc>),
    /// Somewhere else: a listed proxy names them in this header, in small letters.
    Header(String),
}

/// An identity provider (OpenID Connect), and what deskdoc is to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oidc {
    /// The provider's address, as it writes it itself.
    pub issuer: String,
    /// What it calls deskdoc.
    pub client_id: String,
    /// What deskdoc proves that with; none = it is known by its address alone.
    pub secret: Option<Secret>,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
    /// Who is let in; none = everybody whom the provider knows.
    pub rule: Option<ClaimRule>,
    /// Where the provider sends people back to.
    pub redirect: String,
}

/// Who is let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimRule {
    /// The name of a statement, for example `groups`.
    pub claim: String,
    /// One of these must be what it says, or among what it lists.
    pub values: Vec<String>,
}

impl SignIn {
    /// Takes the section apart.
    ///
    /// # Errors
    /// [`BadConfig`] names the key and what would be right.
    pub(super) fn read(
        given: &GivenSignIn,
        public_url: Option<&PublicUrl>,
        has_proxies: bool,
    ) -> Result<Self, BadConfig> {
        match (&given.oidc_issuer, &given.header) {
            (Some(issuer), None) => Oidc::read(given, issuer, public_url).map(Box::new).map(Self::Provider),
            (None, Some(header)) => by_header(given, header, has_proxies),
            (Some(_), Some(header)) => Err(wrong(
                "header",
                header,
                "either `oidc_issuer` or `header`: only one of them can say who somebody is",
            )),
            (None, None) => Err(wrong("oidc_issuer", "", "the address of an identity provider, or `header`")),
        }
    }
}

fn by_header(given: &GivenSignIn, header: &str, has_proxies: bool) -> Result<SignIn, BadConfig> {
    let is_name =
        !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !is_name {
        return Err(wrong("header", header, "the name of a header, for example `X-Forwarded-User`"));
    }
    if is_written_by_clients(header) {
        let expected = "a header that only the proxy writes, for example `X-Forwarded-User`: this one comes from clients";
        return Err(wrong("header", header, expected));
    }
    if !has_proxies {
        let expected = "`trusted_proxies` beside it: the header is believed from listed proxies only";
        return Err(wrong("header", header, expected));
    }
    let others = GivenSignIn { header: given.header.clone(), ..GivenSignIn::default() };
    if *given != others {
        return Err(wrong(
            "header",
            header,
            "no other key beside it: whom the proxy lets in is its own matter",
        ));
    }
    Ok(SignIn::Header(header.to_ascii_lowercase()))
}

/// Whether a header comes from browsers, or from proxies with what clients said: not with who has signed in.
fn is_written_by_clients(header: &str) -> bool {
    let header = header.to_ascii_lowercase();
    FROM_CLIENTS.contains(&header.as_str()) || FAMILIES.iter().any(|family| header.starts_with(family))
}

impl Oidc {
    fn read(given: &GivenSignIn, issuer: &str, public_url: Option<&PublicUrl>) -> Result<Self, BadConfig> {
        if !is_safe(issuer) {
            let expected = "an address that begins with `https://` (or `http://` on this machine)";
            return Err(wrong("oidc_issuer", issuer, expected));
        }
        let client_id = given.oidc_client_id.clone().filter(|id| !id.trim().is_empty());
        let client_id =
            client_id.ok_or_else(|| wrong("oidc_client_id", "", "what the provider calls deskdoc"))?;
        let Some(public_url) = public_url else {
            return Err(wrong(
                "oidc_issuer",
                issuer,
                "`public_url` beside it: the provider sends people back there",
            ));
        };
        if !is_safe(public_url.origin()) {
            let expected = "an address that begins with `https://`: sessions must not be read on the way";
            return Err(BadConfig::setting("public_url", public_url.origin(), expected));
        }
        let scopes =
            given.oidc_scopes.clone().unwrap_or_else(|| vec!["profile".to_owned(), "email".to_owned()]);
        Ok(Self {
            issuer: issuer.to_owned(),
            client_id,
            secret: secret(given)?,
            scopes: scopes.into_iter().filter(|scope| scope != "openid").collect(),
            rule: rule(given)?,
            redirect: format!("{}/sign-in/callback", public_url.origin()),
        })
    }
}

fn rule(given: &GivenSignIn) -> Result<Option<ClaimRule>, BadConfig> {
    match (&given.claim, given.values.is_empty()) {
        (Some(claim), false) => Ok(Some(ClaimRule { claim: claim.clone(), values: given.values.clone() })),
        (None, true) => Ok(None),
        (Some(claim), true) => Err(wrong("claim", claim, "`values` beside it: what the claim must say")),
        (None, false) => {
            Err(wrong("values", &given.values.join(", "), "`claim` beside it: which claim must say so"))
        }
    }
}

fn secret(given: &GivenSignIn) -> Result<Option<Secret>, BadConfig> {
    let text = match (&given.oidc_client_secret_file, &given.oidc_client_secret_env) {
        (None, None) => return Ok(None),
        (Some(file), None) => in_file(file)?,
        (None, Some(name)) => std::env::var(name).map_err(|_| {
            wrong("oidc_client_secret_env", name, "the name of an environment variable that is set")
        })?,
        (Some(_), Some(name)) => {
            return Err(wrong("oidc_client_secret_env", name, "either this or `oidc_client_secret_file`"));
        }
    };
    let text = text.trim();
    if text.is_empty() {
        return Err(wrong("oidc_client_secret_file", "", "a file or a variable with the secret in it"));
    }
    Ok(Some(Secret::from(text.to_owned())))
}

fn in_file(file: &Path) -> Result<String, BadConfig> {
    text_of(file).map_err(|error| {
        let expected = format!("a file with the secret in it; {}", unreadable(&error));
        wrong("oidc_client_secret_file", &file.display().to_string(), &expected)
    })
}

/// Whether nobody between can read what is sent there.
fn is_safe(url: &str) -> bool {
    let on_this_machine = |rest: &str| {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        split(authority).is_some_and(|(host, _)| matches!(host, "localhost" | "127.0.0.1" | "[::1]"))
    };
    let is_plain = url.bytes().all(|byte| byte.is_ascii_graphic()) && !url.contains('@');
    is_plain
        && (url.strip_prefix("https://").is_some_and(|rest| !rest.is_empty())
            || url.strip_prefix("http://").is_some_and(on_this_machine))
}

fn wrong(key: &str, found: &str, expected: &str) -> BadConfig {
    BadConfig::setting(&format!("sign_in.{key}"), found, expected)
}
