//! Secrets whose name is itself a value: `{"name": "clientSecret", "value": "…"}`, `<param name="password" value="…"/>`,
//! and what people type behind a user's name: `curl -u admin:…`, `login with admin/…`, `session=…`.

use std::ops::Range;

use super::pattern::{Letters, Pattern};
use super::{Secret, is_stand_in, looks_secret, looks_typed};

/// A name, as it stands beside a value. The name is the group `n`.
macro_rules! name {
    () => {
        r#"\b(?:name|key|field|label|parameter)\\?["']?[ \t]*[:=][ \t]*\\?["']?(?P<n>[^"'<>{}\n,:=\\]{1,64})\\?["']?"#
    };
}

/// The value beside it. The secret is the group `s`.
macro_rules! value {
    () => {
        r#"\bvalue\\?["']?[ \t]*[:=][ \t]*(?P<s>\\"[^"\n]*"|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s"'<>{},]+)"#
    };
}

/// A name beside a value, in either order.
pub(super) static PAIRS: [Pattern; 2] = [
    Pattern::new(&["value"], concat!("(?i)", name!(), r"[\s,;][^{}<>]{0,80}?", value!())),
    Pattern::new(&["value"], concat!("(?i)", value!(), r#"[\s,;"'\\]*"#, name!())),
];

/// How a secret is typed behind a user's name. The last column: its word must stand out.
// A user's name is told by what cannot stand in one: a list of all letters that can, forty times over, takes longer to
// compile than the rest of the program takes to start.
pub(super) static TYPED: [(Pattern, Secret, bool); 3] = [
    (
        Pattern::new(
            &["-u ", "-u=", "--user"],
            r#"(?:^|\s)(?:-u[ =]?|--user[ =])["']?[^\s:"'/]+:(?P<s>[^\s"']+)"#,
        ),
        Secret::Password,
        false,
    ),
    (
        Pattern::new(
            &["/"],
            r#"(?i)\b(?:log[ -]?in|logon|sign[ -]?in|credentials?)[ \t]+(?:(?:with|as|using|are|is)[ \t]+)?[^\s/,;:()<>\[\]{}"'=?!&%#+*|]{1,40}[ \t]?/[ \t]?(?P<s>[^\s/"']{6,})"#,
        ),
        Secret::Password,
        true,
    ),
    (
        Pattern::new(
            &["credential"],
            r#"(?i)\bcredentials?(?:[ \t]+(?:are|is|with))?[ \t:]+[^\s/,;:()<>\[\]{}"'=?!&%#+*|]{1,40}[ \t]+(?P<s>[^\s/"']{6,})"#,
        ),
        Secret::Password,
        true,
    ),
];

/// The session of an address.
pub(super) static SESSION: Pattern = Pattern::new(
    &["session"],
    r#"(?i)session(?:=|\\?["'][ \t]*[:=][ \t]*)\\?["']?(?P<s>[^\s"'&<>;,\\]{6,})"#,
);

/// All of them, in no order.
pub(super) fn paired(text: &str, letters: &Letters) -> Vec<(Range<usize>, Secret)> {
    let mut found = Vec::new();
    let pairs = PAIRS.iter().filter_map(|pair| pair.for_text(letters));
    for captures in pairs.flat_map(|pair| pair.captures_iter(text)) {
        let (Some(name), Some(value)) = (captures.name("n"), captures.name("s")) else { continue };
        if let Some(what) = Secret::by_name(name.as_str())
            && !is_stand_in(value.as_str().trim_matches(['"', '\'', '\\']))
        {
            found.push((value.range(), what));
        }
    }
    for (pattern, what, stands_out) in &TYPED {
        let all = pattern.for_text(letters).into_iter().flat_map(|regex| regex.captures_iter(text));
        let values = all.filter_map(|captures| captures.name("s"));
        let values = values.filter(|value| !is_stand_in(value.as_str()));
        let values = values.filter(|value| !stands_out || looks_typed(value.as_str()));
        found.extend(values.map(|value| (value.range(), *what)));
    }
    let sessions = SESSION.for_text(letters).into_iter().flat_map(|session| session.captures_iter(text));
    let sessions = sessions.filter_map(|captures| captures.name("s"));
    let sessions = sessions.filter(|value| looks_secret(value.as_str()));
    found.extend(sessions.map(|value| (value.range(), Secret::Token)));
    found
}
