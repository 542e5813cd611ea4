//! Systems that send their tickets: one section `[hooks.NAME]` each.
//!
//! Which systems there are and what their payloads look like is not known here: what is read is how deskdoc was told to
//! deal with one. Secrets stand in files or in the environment, and are read when they are needed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{BadConfig, BaseUrl, Network, Secret, networks, parsed, text_of, unreadable};

/// The fewest characters of a secret: less can be guessed.
const SHORTEST_SECRET: usize = 8;
const LONGEST_NAME: usize = 64;

/// The section of one hook as somebody wrote it.
#[derive(Debug, Clone, Default, serde::Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct GivenHook {
    /// The system it is; `custom` unless it is named.
    pub preset: Option<String>,
    /// Files with a secret each.
    #[serde(default)]
    pub secret_files: Vec<PathBuf>,
    /// Environment variables with a secret each.
    #[serde(default)]
    pub secret_envs: Vec<String>,
    /// How deliveries are proved, where it is not as the preset has it.
    pub signed: Option<String>,
    /// `token`: deliveries need an API token as well.
    pub auth: Option<String>,
    /// Addresses and networks that may deliver; none listed = all.
    #[serde(default)]
    pub from: Vec<String>,
    /// Where the ticket system is.
    pub url: Option<String>,
    /// A file with what the note call is authenticated with.
    pub credential_file: Option<PathBuf>,
    /// The environment variable with it.
    pub credential_env: Option<String>,
    /// How the note call is authenticated, where it is not as the preset has it.
    pub credential: Option<String>,
    /// The account that writes the notes; what it writes is not read.
    pub own_account: Option<String>,
    /// Whether notes are replies that customers see.
    #[serde(default)]
    pub public: bool,
    /// Whether there is a note where nothing was recognised.
    #[serde(default)]
    pub notes_for_unknown: bool,
    /// What deliveries are answered with: `none`, `case` or `note`.
    pub answer: Option<String>,
    /// Where things stand in payloads.
    #[serde(default)]
    pub read: GivenPlaces,
    /// How a note is sent.
    pub note: Option<GivenNote>,
}

/// Where things stand in payloads: JSON pointers, tried in order. What is not given is as the preset has it.
#[derive(Debug, Clone, Default, serde::Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct GivenPlaces {
    /// The ticket's id.
    pub ticket: Option<Vec<String>>,
    /// The subject.
    pub subject: Option<Vec<String>>,
    /// The description.
    pub body: Option<Vec<String>>,
    /// The list of comments, if there is one; the places of a comment count from its entries.
    pub comments: Option<String>,
    /// The words of a comment.
    pub comment: Option<Vec<String>>,
    /// What tells a comment from others.
    pub comment_id: Option<Vec<String>>,
    /// Who wrote a comment.
    pub author: Option<Vec<String>>,
    /// The list of files that come inline.
    pub attachments: Option<Vec<String>>,
    /// Whether the ticket is closed.
    pub status: Option<Vec<String>>,
    /// Why it is closed.
    pub reason: Option<Vec<String>>,
    /// Words for a ticket that is closed because it is solved.
    pub solved: Option<Vec<String>>,
    /// Words for one that is closed and not solved.
    pub dropped: Option<Vec<String>>,
    /// Reasons that make a solved ticket an unsolved one.
    pub unsolved_reasons: Option<Vec<String>>,
}

/// How a note is sent. What is not given is as the preset has it.
#[derive(Debug, Clone, Default, serde::Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct GivenNote {
    /// `POST`, `PUT` or `PATCH`.
    pub method: Option<String>,
    /// The path below the system's address.
    pub path: Option<String>,
    /// The body, JSON with `{note}` in it.
    pub body: Option<String>,
    /// Where the notes of a ticket are read.
    pub lookup: Option<String>,
    /// `text`, `html`, `markdown` or `wiki`.
    pub form: Option<String>,
}

/// What a delivery is answered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HookAnswer {
    /// Nothing but the status.
    None,
    /// What became of it, with the conversation's id.
    #[default]
    Case,
    /// The same with the triage note.
    Note,
}

/// A hook, with its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// The system it is.
    pub preset: String,
    /// What deliveries are proved with.
    pub secrets: Vec<Secret>,
    /// How they are proved, where it is not as the preset has it.
    pub signed: Option<String>,
    /// Whether deliveries need an API token as well.
    pub needs_token: bool,
    /// Who may deliver; empty = everybody.
    pub from: Vec<Network>,
    /// Where the ticket system is.
    pub url: Option<BaseUrl>,
    /// What the note call is authenticated with.
    pub secret: Option<Secret>,
    /// How, where it is not as the preset has it.
    pub credential: Option<String>,
    /// The account that writes the notes.
    pub own_account: Option<String>,
    /// Whether notes are replies that customers see.
    pub is_public: bool,
    /// Whether there is a note where nothing was recognised.
    pub notes_for_unknown: bool,
    /// What deliveries are answered with.
    pub answer: HookAnswer,
    /// Where things stand in payloads.
    pub read: GivenPlaces,
    /// How a note is sent.
    pub note: Option<GivenNote>,
}

/// Reads the sections, and the secrets that they name.
///
/// # Errors
/// The name of the hook whose section cannot be used, and what is wrong with it.
pub(super) fn read(
    given: &BTreeMap<String, GivenHook>,
) -> Result<BTreeMap<String, Hook>, (String, BadConfig)> {
    let hooks = given.iter().map(|(name, hook)| {
        let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
        if name.is_empty() || name.len() > LONGEST_NAME || !name.bytes().all(is_name) {
            let expected =
                "a name of small letters, digits, `-` and `_`: it stands in the address of the hook";
            return Err((name.clone(), BadConfig::setting("hooks", name, expected)));
        }
        Ok((name.clone(), hook.read(name).map_err(|error| (name.clone(), error))?))
    });
    hooks.collect()
}

impl GivenHook {
    fn read(&self, name: &str) -> Result<Hook, BadConfig> {
        let key = |key: &str| format!("hooks.{name}.{key}");
        let mut secrets = Vec::new();
        for file in &self.secret_files {
            secrets.push(long_enough(&key("secret_files"), from_file(file)?)?);
        }
        for variable in &self.secret_envs {
            secrets.push(long_enough(&key("secret_envs"), from_environment(&key("secret_envs"), variable)?)?);
        }
        let secret = match (&self.credential_file, &self.credential_env) {
            (Some(file), _) => Some(from_file(file)?),
            (None, Some(variable)) => Some(from_environment(&key("credential_env"), variable)?),
            (None, None) => None,
        };
        let expected = "`http://` or `https://`, a host name or an address, perhaps a port and a plain path";
        let url = self.url.as_ref().map(|url| match url.contains('@') {
            true => Err(BadConfig::setting(&key("url"), "…@…", expected)),
            false => parsed::<BaseUrl>(&key("url"), url, expected),
        });
        let answer = match self.answer.as_deref() {
            None | Some("case") => HookAnswer::Case,
            Some("none") => HookAnswer::None,
            Some("note") => HookAnswer::Note,
            Some(other) => {
                return Err(BadConfig::setting(&key("answer"), other, "`none`, `case` or `note`"));
            }
        };
        let needs_token = match self.auth.as_deref() {
            None => false,
            Some("token") => true,
            Some(other) => {
                let expected = "`token`, or nothing: then the signature alone counts";
                return Err(BadConfig::setting(&key("auth"), other, expected));
            }
        };
        Ok(Hook {
            preset: self.preset.clone().unwrap_or_else(|| "custom".to_owned()),
            secrets,
            signed: self.signed.clone(),
            needs_token,
            from: networks(&key("from"), &self.from, &[])?,
            url: url.transpose()?,
            secret: secret.map(Secret::from),
            credential: self.credential.clone(),
            own_account: self.own_account.clone().filter(|account| !account.trim().is_empty()),
            is_public: self.public,
            notes_for_unknown: self.notes_for_unknown,
            answer,
            read: self.read.clone(),
            note: self.note.clone(),
        })
    }
}

fn long_enough(key: &str, secret: String) -> Result<Secret, BadConfig> {
    if secret.chars().count() < SHORTEST_SECRET {
        let expected =
            format!("a secret of at least {SHORTEST_SECRET} characters; `openssl rand -hex 32` makes one");
        return Err(BadConfig::setting(key, "…", &expected));
    }
    Ok(Secret::from(secret))
}

/// The text of a file without the line end that editors leave.
fn from_file(file: &Path) -> Result<String, BadConfig> {
    let text = text_of(file).map_err(|error| BadConfig::Unreadable {
        file: file.display().to_string(),
        reason: unreadable(&error),
    })?;
    Ok(text.trim().to_owned())
}

fn from_environment(key: &str, variable: &str) -> Result<String, BadConfig> {
    let text =
        std::env::var(variable).ok().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    text.ok_or_else(|| BadConfig::setting(key, variable, "the name of an environment variable that is set"))
}
