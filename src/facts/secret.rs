//! Secrets that were pasted by mistake: recognised by the name in front of them and by their shape, and taken out
//! before anything is kept, logged or shown. Of what was taken out only the sort and the line are told.

mod behind;
mod commands;
mod looks;
mod named;
mod paired;
mod pattern;
mod placed;
mod seen;
mod shape;
mod shapes;
mod tags;
#[cfg(test)]
mod tests;
mod told;
mod values;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use regex::Regex;

pub use self::behind::{Earlier, announces, breaks_off_before_a_secret, without_secrets_behind};
use self::commands::COMMANDS;
use self::pattern::Letters;
use self::shapes::SHAPES;
use crate::text::place::LineIndex;

/// What stands in the place of a secret.
pub const REMOVED: &str = "[removed]";

/// What a secret was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Secret {
    /// A client secret or another value that is called a secret.
    ClientSecret,
    /// A password or passphrase.
    Password,
    /// An access token, a code of an address, a cookie.
    Token,
    /// A private key or an API key.
    Key,
}

impl Secret {
    /// In words: `a password`.
    pub fn words(self) -> &'static str {
        match self {
            Self::ClientSecret => "a client secret",
            Self::Password => "a password",
            Self::Token => "a token or code",
            Self::Key => "a key",
        }
    }

    /// What a name says of the value behind it: `client_secret`, `@password`, `Kennwort`.
    pub fn by_name(name: &str) -> Option<Self> {
        // Of the secretary only what else is said counts.
        let name = name.to_lowercase().replace("secretar", "");
        let holds = |words: &[&str]| words.iter().any(|word| name.contains(word));
        let is_word =
            |words: &[&str]| name.split(|c: char| !c.is_alphanumeric()).any(|own| words.contains(&own));
        match () {
            () if holds(&[
                "secret",
                "geheimnis",
                "geheime",
                "clé secrète",
                "clé_secrète",
                "clé-secrète",
                "clé secrete",
                "シークレット",
                "秘密",
            ]) =>
            {
                Some(Self::ClientSecret)
            }
            () if holds(&[
                "passw",
                "pwd",
                "passphrase",
                "pass phrase",
                "pass_phrase",
                "pass-phrase",
                "pass word",
                "passcode",
                "kennwort",
                "mot de passe",
                "motdepasse",
                "contraseña",
                "パスワード",
                "wachtwoord",
                "парол",
                "密码",
                "密碼",
                "비밀번호",
                "passrod",
                "passwrod",
                "pasword",
                "paswd",
                "paswrd",
                "paswod",
                "passwd",
                "passwod",
                "mot-de-passe",
                "pswd",
                "psswd",
                "passord",
                "lösenord",
                "adgangskode",
                "kodeord",
                "salasana",
                "heslo",
                "hesla",
                "hasło",
                "hasła",
                "jelszo",
                "jelszó",
                "parola",
                "parolă",
                "şifre",
                "contrasena",
                "mot_de_passe",
                "暗証番号",
                "storepass",
                "keypass",
                "pword",
                "paswoord",
                "p@ssw",
                "p/w",
            ]) || is_word(&["pw", "pass", "otp", "clave", "senha", "mdp", "pin", "psk"])
                || name.ends_with("pw") =>
            {
                Some(Self::Password)
            }
            () if holds(&[
                "token",
                "authorization",
                "cookie",
                "credential",
                "sessionid",
                "session_id",
                "session id",
                "session-id",
                "jeton",
                "トークン",
            ]) =>
            {
                Some(Self::Token)
            }
            () if is_plainly(
                &name,
                &[
                    "authcode",
                    "authorizationcode",
                    "authorisationcode",
                    "onetimecode",
                    "recoverycode",
                    "verificationcode",
                    "backupcode",
                    "2facode",
                    "totpseed",
                    "samlresponse",
                    "samlart",
                ],
            ) =>
            {
                Some(Self::Token)
            }
            () if is_plainly(&name, &KEYS) => Some(Self::Key),
            () => None,
        }
    }
}

/// Names of keys, their parts joined.
const KEYS: [&str; 19] = [
    "apikey",
    "privatekey",
    "accesskey",
    "connectionstring",
    "authkey",
    "signingkey",
    "encryptionkey",
    "storagekey",
    "consumerkey",
    "sharedkey",
    "accountkey",
    "subscriptionkey",
    "masterkey",
    "cléapi",
    "clefapi",
    "apiキー",
    "apischlüssel",
    "clientschlüssel",
    "zugriffsschlüssel",
];

/// Whether a name holds a word, however its parts are joined.
fn is_plainly(name: &str, words: &[&str]) -> bool {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    words.iter().any(|word| plain.contains(word))
}

/// A secret that was taken out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Removed {
    /// The file; `None` for what was pasted or sent.
    pub file: Option<Arc<str>>,
    /// What it was.
    pub what: Secret,
    /// The line it stood in, counted from 1.
    pub line: usize,
}

/// A text without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned<'text> {
    /// The text, with [`REMOVED`] in the place of each.
    pub text: Cow<'text, str>,
    /// What was taken out, in order.
    pub removed: Vec<Removed>,
}

/// Takes secrets out of any text.
pub fn without_secrets(text: &str) -> Cleaned<'_> {
    replaced(text, found(text))
}

/// What a message quotes: between quotes and backticks, and words with a sign inside, as names of files may have them.
macro_rules! quoted {
    () => {
        r#"`[^`\n]*`|“[^”\n]*”|"[^"\n]*"|'[^'\n]*'|[^\s`"']*(?:=|://)[^\s`"']+"#
    };
}

/// A message of ours, without the secrets in what it quotes, lines of a file included that are shown behind their number
/// (`3 | password = …`). What the message itself says of secrets stays.
pub fn without_quoted_secrets(message: &str) -> String {
    static QUOTED: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(concat!(r"(?m)^[ \t]*[0-9]*[ \t]*\|[^\n]*|", quoted!())).ok());
    quotations_without_secrets(message, QUOTED.as_ref())
}

/// Lines of a page, without the secrets in what they quote, and without what no ordinary word looks like: ordinary words
/// behind a key of a page (`pass: …`) stay.
pub fn excerpt_without_secrets(excerpt: &str) -> String {
    static QUOTED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(quoted!()).ok());
    let excerpt = quotations_without_secrets(excerpt, QUOTED.as_ref());
    let is_secret = |span: &Range<usize>| {
        let value = excerpt.get(span.clone()).unwrap_or_default();
        looks::looks_secret(value.split_whitespace().next().unwrap_or_default())
    };
    let found = found(&excerpt).into_iter().filter(|(span, _)| is_secret(span)).collect();
    replaced(&excerpt, found).text.into_owned()
}

fn quotations_without_secrets(text: &str, quoted: Option<&Regex>) -> String {
    let Some(quoted) = quoted else { return without_secrets(text).text.into_owned() };
    let clean = |piece: &regex::Captures<'_>| {
        let piece = piece.get(0).map_or("", |piece| piece.as_str());
        let inside = piece.trim_matches(['`', '“', '”', '"', '\'']);
        match without_secrets(inside) {
            Cleaned { removed, .. } if removed.is_empty() => piece.to_owned(),
            cleaned => piece.replacen(inside, &cleaned.text, 1),
        }
    };
    quoted.replace_all(text, clean).into_owned()
}

/// Where secrets stand in a text, and of what sort; in no order.
fn found(text: &str) -> Vec<(Range<usize>, Secret)> {
    let seen = seen::seen(text);
    let letters = Letters::of(text, &seen.text);
    let mut found = named::named(&seen.text);
    found.extend(paired::paired(&seen.text, &letters));
    found.extend(COMMANDS.iter().flat_map(|command| command.find(&seen.text, &letters)));
    for (span, _) in &mut found {
        *span = seen.in_text(span);
    }
    found.extend(SHAPES.iter().flat_map(|shape| shape.find(text, &letters)));
    found.extend(again(text, &found));
    match behind::open_key(text) {
        Some(line) => found.into_iter().flat_map(|(span, what)| beside(span, &line, what)).collect(),
        None => found,
    }
}

/// Where else a secret stands that was found: in a confirmation, in a quoted mail. Only of what no ordinary word looks
/// like, and of the first so many.
fn again(text: &str, found: &[(Range<usize>, Secret)]) -> Vec<(Range<usize>, Secret)> {
    const MOST: usize = 20;
    let mut values: Vec<(&str, Secret)> = Vec::new();
    for (span, what) in found {
        let value = text.get(span.clone()).unwrap_or_default().trim_matches(['"', '\'', '\\', '.', ',', ';']);
        if looks::looks_typed(value) && !value.contains(char::is_whitespace) {
            values.push((value, *what));
        }
        if values.len() > MOST {
            break;
        }
    }
    values.sort_unstable();
    values.dedup_by_key(|(value, _)| *value);
    // Not inside the name of a host, an address or a path.
    let is_end =
        |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '/' | '@'));
    let places = values
        .into_iter()
        .flat_map(|(value, what)| text.match_indices(value).map(move |(at, _)| (at..at + value.len(), what)));
    let is_whole = |span: &Range<usize>| {
        is_end(text.get(..span.start).and_then(|before| before.chars().next_back()))
            && is_end(text.get(span.end..).and_then(|behind| behind.chars().next()))
            && !text.get(span.end..).is_some_and(|behind| {
                behind.strip_prefix('.').is_some_and(|behind| behind.starts_with(char::is_alphanumeric))
            })
    };
    places.filter(|(span, _)| is_whole(span)).collect()
}

/// What is left of a place beside the first line of a key that has no end. That line stays, so that whoever goes on
/// with the key in the next text is understood.
fn beside(span: Range<usize>, line: &Range<usize>, what: Secret) -> Vec<(Range<usize>, Secret)> {
    if span.end <= line.start || line.end <= span.start {
        return vec![(span, what)];
    }
    let parts = [span.start..line.start, line.end..span.end];
    parts.into_iter().filter(|part| part.start < part.end).map(|part| (part, what)).collect()
}

/// A single value without the secrets that its shape betrays; `None` if all of it was one.
pub(super) fn value_without_secrets(value: &str) -> (Option<Cow<'_, str>>, Vec<Removed>) {
    let cleaned = without_secrets(value);
    if cleaned.removed.is_empty() {
        return (Some(Cow::Borrowed(value)), Vec::new());
    }
    // In an address the rest still tells something, and stays as wrong as it was.
    let is_address = value.contains("://") && cleaned.text.trim_start() != REMOVED;
    (is_address.then_some(cleaned.text), cleaned.removed)
}

fn replaced(text: &str, mut found: Vec<(Range<usize>, Secret)>) -> Cleaned<'_> {
    if found.is_empty() {
        return Cleaned { text: Cow::Borrowed(text), removed: Vec::new() };
    }
    found.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let lines = LineIndex::new(text);
    let (mut clean, mut removed, mut at) = (String::with_capacity(text.len()), Vec::new(), 0);
    for (span, what) in found {
        if span.end <= at {
            continue;
        }
        if span.start >= at {
            clean.push_str(text.get(at..span.start).unwrap_or_default());
            clean.push_str(REMOVED);
            let line = lines.position(span.start).line;
            removed.push(Removed { file: None, what, line });
        }
        at = span.end;
    }
    clean.push_str(text.get(at..).unwrap_or_default());
    Cleaned { text: Cow::Owned(clean), removed }
}
