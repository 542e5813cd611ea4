//! Secrets whose name is itself a value: `{"name": "clientSecret", "value": "…"}`, `<param name="password" value="…"/>`,
//! and the session of an address: `session=…`.

use std::ops::Range;

use super::Secret;
use super::looks::{is_stand_in, looks_secret};
use super::pattern::{Letters, Pattern};

/// A name, as it stands beside a value. The name is the group `n`.
macro_rules! name {
    () => {
        r#"\b(?:name|key|field|label|parameter|type)\\?["']?[ \t]*[:=][ \t]*\\?["']?(?P<n>[^"'<>{}\n,:=\\]{1,64})\\?["']?"#
    };
}

/// The value beside it. The secret is the group `s`.
macro_rules! value {
    () => {
        r#"\b(?:[a-z]{1,12}value|value|content|default)\\?["']?[ \t]*[:=][ \t]*(?P<s>\\"[^"\n]*"|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s"'<>{},]+)"#
    };
}

/// A name beside a value, in either order.
pub(super) static PAIRS: [Pattern; 2] = [
    Pattern::new(
        &["value", "content", "default"],
        concat!("(?i)", name!(), r"[\s,;][^{}<>]{0,80}?", value!()),
    ),
    Pattern::new(&["value", "content", "default"], concat!("(?i)", value!(), r#"[\s,;"'\\]*"#, name!())),
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
    for pair in pairs {
        let mut at = 0;
        while let Some(captures) = pair.captures_at(text, at) {
            let (Some(name), Some(value)) = (captures.name("n"), captures.name("s")) else { break };
            let what = Secret::by_name(name.as_str());
            // What names no secret may stand before what does: `type="hidden" name="password" value="…"`.
            at = if what.is_some() { value.end().max(name.end()) } else { name.end() };
            if let Some(what) = what
                && !is_stand_in(value.as_str().trim_matches(['"', '\'', '\\']))
            {
                found.push((value.range(), what));
            }
        }
    }
    let sessions = SESSION.for_text(letters).into_iter().flat_map(|session| session.captures_iter(text));
    let sessions = sessions.filter_map(|captures| captures.name("s"));
    let sessions = sessions.filter(|value| looks_secret(value.as_str()));
    found.extend(sessions.map(|value| (value.range(), Secret::Token)));
    found
}
