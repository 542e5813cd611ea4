//! Secrets whose name is itself a value: `{"name": "clientSecret", "value": "…"}`, `<param name="password" value="…"/>`,
//! and what people type behind a user's name: `curl -u admin:…`, `login with admin/…`, `session=…`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Secret, is_stand_in, looks_secret, looks_typed};

/// A name beside a value, in either order. The name is the group `n`, the secret the group `s`.
static PAIRS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let name = r#"\b(?:name|key|field|label|parameter)\\?["']?[ \t]*[:=][ \t]*\\?["']?(?P<n>[^"'<>{}\n,:=\\]{1,64})\\?["']?"#;
    let value =
        r#"\bvalue\\?["']?[ \t]*[:=][ \t]*(?P<s>\\"[^"\n]*"|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s"'<>{},]+)"#;
    let rows =
        [format!(r"(?i){name}[\s,;][^{{}}<>]{{0,80}}?{value}"), format!(r#"(?i){value}[\s,;"'\\]*{name}"#)];
    rows.into_iter().filter_map(|row| Regex::new(&row).ok()).collect()
});

/// How a secret is typed behind a user's name; and the session of an address. The last column: its word must stand out.
static TYPED: LazyLock<Vec<(Regex, Secret, bool)>> = LazyLock::new(|| {
    let rows = [
        (r#"(?:^|\s)(?:-u[ =]?|--user[ =])["']?[^\s:"'/]+:(?P<s>[^\s"']+)"#, Secret::Password, false),
        (
            r#"(?i)\b(?:log[ -]?in|logon|sign[ -]?in|credentials?)[ \t]+(?:(?:with|as|using|are|is)[ \t]+)?[\w.@-]{1,40}[ \t]?/[ \t]?(?P<s>[^\s/"']{6,})"#,
            Secret::Password,
            true,
        ),
        (
            r#"(?i)\bcredentials?(?:[ \t]+(?:are|is|with))?[ \t:]+[\w.@-]{1,40}[ \t]+(?P<s>[^\s/"']{6,})"#,
            Secret::Password,
            true,
        ),
    ];
    let compiled = rows.into_iter();
    compiled.filter_map(|(row, what, stands_out)| Some((Regex::new(row).ok()?, what, stands_out))).collect()
});

static SESSION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i)session(?:=|\\?["'][ \t]*[:=][ \t]*)\\?["']?(?P<s>[^\s"'&<>;,\\]{6,})"#).ok()
});

/// All of them, in no order.
pub(super) fn paired(text: &str) -> Vec<(Range<usize>, Secret)> {
    let mut found = Vec::new();
    for captures in PAIRS.iter().flat_map(|pair| pair.captures_iter(text)) {
        let (Some(name), Some(value)) = (captures.name("n"), captures.name("s")) else { continue };
        if let Some(what) = Secret::by_name(name.as_str())
            && !is_stand_in(value.as_str().trim_matches(['"', '\'', '\\']))
        {
            found.push((value.range(), what));
        }
    }
    for (pattern, what, stands_out) in TYPED.iter() {
        let values = pattern.captures_iter(text).filter_map(|captures| captures.name("s"));
        let values = values.filter(|value| !is_stand_in(value.as_str()));
        let values = values.filter(|value| !stands_out || looks_typed(value.as_str()));
        found.extend(values.map(|value| (value.range(), *what)));
    }
    let sessions = SESSION.iter().flat_map(|session| session.captures_iter(text));
    let sessions = sessions.filter_map(|captures| captures.name("s"));
    let sessions = sessions.filter(|value| looks_secret(value.as_str()));
    found.extend(sessions.map(|value| (value.range(), Secret::Token)));
    found
}
