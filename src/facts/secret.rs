//! Secrets that were pasted by mistake: recognised by the name in front of them and by their shape, and taken out
//! before anything is kept, logged or shown. Of what was taken out only the sort and the line are told.

mod named;
mod paired;
mod pattern;
mod placed;
mod seen;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use regex::Captures;

use self::pattern::{Letters, Pattern};
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
            () if holds(&["secret", "geheimnis", "geheimer", "clé secrète", "シークレット", "秘密"]) => {
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
            ]) || is_word(&["pw", "pass", "otp", "clave", "senha", "mdp"]) =>
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
            ]) =>
            {
                Some(Self::Token)
            }
            () if is_plainly(
                &name,
                &["authcode", "authorizationcode", "authorisationcode", "onetimecode"],
            ) =>
            {
                Some(Self::Token)
            }
            () if is_plainly(&name, &["apikey", "privatekey", "accesskey", "connectionstring"]) => {
                Some(Self::Key)
            }
            () => None,
        }
    }
}

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
    let seen = seen::seen(text);
    let letters = Letters::of(text, &seen.text);
    let mut found = named::named(&seen.text);
    found.extend(paired::paired(&seen.text, &letters));
    for (span, _) in &mut found {
        *span = seen.in_text(span);
    }
    for shape in &SHAPES {
        let all = shape.pattern.for_text(&letters).into_iter().flat_map(|regex| regex.captures_iter(text));
        found.extend(all.filter_map(|captures| shape.secret(&captures)));
    }
    replaced(text, found)
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

/// What a kind of secret looks like; the secret itself is the group `s`.
struct Shape {
    pattern: Pattern,
    what: Secret,
    /// Whether what was found counts only if it does not look like an ordinary word.
    must_look_secret: bool,
}

impl Shape {
    fn secret(&self, captures: &Captures<'_>) -> Option<(Range<usize>, Secret)> {
        let secret = captures.name("s")?;
        let value = secret.as_str().trim_matches(['"', '\'', '\\']);
        if is_stand_in(value) || (self.must_look_secret && !looks_secret(value)) {
            return None;
        }
        Some((secret.range(), self.what))
    }
}

/// Stars, dots and words that stand where a secret was left out.
fn is_stand_in(value: &str) -> bool {
    let is_mask = |c: char| matches!(c, '*' | '•' | '●' | '.' | '…' | 'x' | 'X' | '#' | '-' | '_' | '?');
    value.chars().all(is_mask)
        || value.starts_with(REMOVED.trim_end_matches(']'))
        || (value.starts_with('<') && value.ends_with('>'))
        || ["null", "true", "false", "none", "yes", "no"].iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// No ordinary word: long enough, with a digit, a sign, or capitals inside.
fn looks_secret(value: &str) -> bool {
    let value = value.trim_end_matches(['.', ',', ';', '!', '?', ')', ':']);
    let has = |is: fn(&char) -> bool| value.chars().any(|c| is(&c));
    let has_capital_inside = value.chars().skip(1).any(char::is_uppercase) && has(|c| c.is_lowercase());
    let has_sign =
        has(|c| matches!(c, '!' | '#' | '$' | '%' | '^' | '&' | '*' | '+' | '=' | '~' | '_' | '@'));
    value.chars().count() >= 6 && (has(char::is_ascii_digit) || has_capital_inside || has_sign)
}

/// A word that no sign announces: letters with digits or signs inside, and not an error code, address, file or standard.
fn looks_typed(value: &str) -> bool {
    let value =
        value.trim_matches(|c: char| matches!(c, '.' | ',' | ';' | '!' | '?' | ')' | ':' | '*' | '_'));
    let has = |is: fn(char) -> bool| value.chars().any(is);
    let has_digit = has(|c| c.is_ascii_digit());
    let has_sign = has(|c| matches!(c, '!' | '#' | '$' | '%' | '^' | '*' | '+' | '~'));
    if value.chars().count() < 6 || !has(char::is_alphabetic) || !(has_digit || has_sign) {
        return false;
    }
    let is_all = |is: fn(char) -> bool, of: &str| !of.is_empty() && of.chars().all(is);
    let is_error_code = value.split_once('-').is_some_and(|(family, number)| {
        is_all(|c| c.is_ascii_uppercase(), family) && is_all(|c| c.is_ascii_digit(), number)
    });
    let is_mail = value.split_once('@').is_some_and(|(_, host)| host.contains('.'));
    let is_path = value.contains("://")
        || value.starts_with(['/', '&'])
        || (value.contains(['.', '/']) && !(has_digit && has(char::is_uppercase) && has(char::is_lowercase)));
    let lower = value.to_lowercase();
    let is_standard =
        ["oauth", "sha", "http", "tls", "rs256", "base64"].iter().any(|it| lower.starts_with(it));
    !(is_error_code || is_mail || is_path || is_standard)
}

static SHAPES: [Shape; 10] = [
    shape(
        &["private key"],
        r"(?s)(?P<s>-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|\z))",
        Secret::Key,
        false,
    ),
    shape(
        &["eyj"],
        r"(?P<s>(?-u:\b)eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?)",
        Secret::Token,
        false,
    ),
    shape(
        &["bearer", "basic"],
        r"(?i)(?-u:\b)(?:bearer|basic)[ \t]+(?P<s>[A-Za-z0-9._~+/=-]{6,})",
        Secret::Token,
        true,
    ),
    shape(
        &["authorization"],
        r"(?i)(?-u:\b)(?:proxy-)?authorization[\t\p{Zs}]*[:=：][\t\p{Zs}]*(?P<s>[^\r\n]+)",
        Secret::Token,
        false,
    ),
    shape(
        &["cookie"],
        r"(?i)(?-u:\b)(?:set-)?cookie[\t\p{Zs}]*[:：][\t\p{Zs}]*(?P<s>[^\r\n]+)",
        Secret::Token,
        false,
    ),
    shape(&["://"], r"://[^\s/@:]*:(?P<s>[^\s/?#]+)@", Secret::Password, false),
    shape(
        &[
            "ghp_",
            "gho_",
            "ghu_",
            "ghs_",
            "ghr_",
            "github_pat_",
            "glpat-",
            "xox",
            "sk_",
            "rk_",
            "aiza",
            "p8e-",
            "s8e-",
            "npm_",
            "dop_v1_",
            "shpat_",
            "sg.",
            "hvs.",
            "akia",
            "asia",
            "deskdoc_",
        ],
        r"(?-u:\b)(?P<s>(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|[sr]k_(?:live|test)_|AIza|p8e-|s8e-|npm_|dop_v1_|shpat_|SG\.|hvs\.)[A-Za-z0-9_.-]{12,}|(?-u:\b)(?:AKIA[A-Za-z0-9]{8,}|ASIA[A-Z0-9]{16})|deskdoc_[0-9a-f]{16,})",
        Secret::Key,
        false,
    ),
    shape(
        &["code", "token", "assertion", "secret", "password", "pwd", "sig"],
        r#"(?i)(?:[?&#;]|%(?:25)*(?:3F|26|23))(?:code|access_token|id_token|refresh_token|token|assertion|client_secret|client_assertion|jwt_token|password|pwd|sig|signature|code_verifier)(?:=|%(?:25)*3D)(?P<s>(?:[^&\s#"'<>%]|%[013-9a-f][0-9a-f]|%2[0-57-9a-f])+)"#,
        Secret::Token,
        false,
    ),
    shape(&["code="], r#"(?i)(?-u:\b)code=(?P<s>[^&\s"'<>]+)&(?:amp;)?state="#, Secret::Token, false),
    shape(&["-setimsoauth"], r"(?i)-setimsoauth[:= \t]+(?P<s>\S+)", Secret::ClientSecret, false),
];

const fn shape(
    needs: &'static [&'static str],
    expression: &'static str,
    what: Secret,
    must_look_secret: bool,
) -> Shape {
    Shape { pattern: Pattern::new(needs, expression), what, must_look_secret }
}
