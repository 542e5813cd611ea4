//! Numbers in words that people picture, so that no bar and no percentage stands alone.

pub(super) use crate::picture::effort;
use crate::recognition::LONGEST_TEXT;

/// How sure a recognition is.
pub(super) fn sureness(confidence: f64) -> &'static str {
    match confidence {
        sure if sure >= 0.95 => "very sure",
        sure if sure >= 0.8 => "fairly sure",
        sure if sure >= 0.5 => "more sure than not",
        _ => "not sure",
    }
}

/// How often a fix cures.
pub(super) fn success(works: f64) -> &'static str {
    match works {
        works if works >= 0.75 => "usually helps",
        works if works >= 0.35 => "sometimes helps",
        _ => "seldom helps",
    }
}

/// A share as a whole number of hundredths.
pub(super) fn percent(share: f64) -> u8 {
    (share.clamp(0.0, 1.0) * 100.0).round() as u8
}

/// The same with a capital in front.
pub(super) fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

/// The same with a full stop as well.
pub(super) fn sentence(text: &str) -> String {
    capitalised(text) + "."
}

/// Why a text is not taken, where nothing of it is lost.
pub(super) fn too_long(text: &str) -> String {
    let n = text.len();
    format!(
        "The text has {n} bytes, and {LONGEST_TEXT} fit. It is all still there: keep the part that says what is seen."
    )
}

/// `1 cause`, `2 causes`.
pub(super) fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// The host of a web address, for links that lead away.
pub(super) fn host(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?.trim_start_matches("www.");
    (scheme.starts_with("http") && !host.is_empty()).then(|| host.to_owned())
}
