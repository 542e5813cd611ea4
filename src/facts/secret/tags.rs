//! Secrets that belong to a name by the tags between them: `<clientSecret type="plain">…`, `<param name="token">…`,
//! `<td>Password</td><td>…</td>`. What is looked at on either side of a name is bounded, as in `named`.

use std::ops::Range;

use super::looks::{is_stand_in, looks_secret};
use super::named::{LONGEST_VALUE, NEAR, is_no_value, near};

/// So many tags may stand between a name and its value: the end of one cell, the beginning of the next, and an accent.
const MOST_TAGS: usize = 6;
const CDATA: &str = "<![CDATA[";

/// The content of the element that has the name, or an attribute with it.
pub(super) fn in_element(text: &str, name: &Range<usize>) -> Option<Range<usize>> {
    let before = super::placed::before(text, name.start);
    let open = before.rfind('<').filter(|open| !before.get(*open..).unwrap_or_default().contains('>'))?;
    let begun = before.get(open + 1..)?;
    let is_its_name = begun.is_empty() || (begun.ends_with(':') && !begun.contains(char::is_whitespace));
    let is_named = ["name=", "key=", "id=", "label="]
        .iter()
        .any(|attribute| begun.trim_end_matches(['"', '\'']).ends_with(attribute));
    if !(is_its_name || is_named) {
        return None;
    }
    let rest = near(text, name.end, NEAR);
    let end = rest.find('>')?;
    let inside = rest.get(..end)?;
    // An attribute that holds the value is found by what stands round it.
    let is_closed = inside.ends_with('/') || inside.contains(['<', '\n']) || inside.contains("alue=");
    if is_closed {
        return None;
    }
    let start = name.end + end + 1;
    let (skipped, n_tags) = tags(near(text, start, NEAR), 2);
    let start = start + skipped;
    let content = near(text, start, LONGEST_VALUE);
    let is_cut = n_tags == 0 && content.starts_with('<') && !content.starts_with(CDATA);
    (!is_cut && !is_outside(content)).then(|| content_at(content, start)).flatten()
}

/// Whether what follows a tag is no content of it: documentation writes `"Bearer <token>" …`.
pub(super) fn is_outside(content: &str) -> bool {
    let behind = content.strip_prefix(['"', '\'', '`', ')', ',', ';']);
    behind.is_some_and(|behind| behind.is_empty() || behind.starts_with(char::is_whitespace))
        && !content.lines().next().is_some_and(|line| line.contains("</"))
}

/// The text behind the tags that follow a name: `<td>Password</td><td>…</td>`, `<b>Password</b>: <code>…</code>`.
pub(super) fn behind_tags(text: &str, name: &Range<usize>) -> Option<Range<usize>> {
    let rest = near(text, name.end, NEAR);
    let (skipped, n_tags) = tags(rest, MOST_TAGS);
    if n_tags == 0 {
        return None;
    }
    let content = near(text, name.end + skipped, LONGEST_VALUE);
    let found = content_at(content, name.end + skipped)?;
    let value = text.get(found.clone())?;
    let is_announced = rest.get(..skipped)?.contains([':', '=']);
    let is_word = !value.contains(char::is_whitespace);
    (is_word && (looks_secret(value) || (is_announced && value.chars().count() > 3))).then_some(found)
}

/// How far tags, blanks and a colon between them go, and how many tags they are.
fn tags(rest: &str, most: usize) -> (usize, usize) {
    let (mut at, mut n_tags) = (0, 0);
    loop {
        let here = rest.get(at..).unwrap_or_default();
        let behind = here.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '='));
        let behind = behind.strip_prefix("&nbsp;").unwrap_or(behind);
        let blanks = here.len() - behind.len();
        let is_tag = behind.starts_with('<')
            && behind
                .get(1..)
                .is_some_and(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/'));
        let end = behind.find('>').filter(|end| is_tag && n_tags < most && *end < 120);
        match end {
            Some(end) => {
                at += blanks + end + 1;
                n_tags += 1;
            }
            None => return (at + if n_tags > 0 { blanks } else { 0 }, n_tags),
        }
    }
}

/// What stands before the next tag, without blanks.
fn content_at(content: &str, start: usize) -> Option<Range<usize>> {
    let (shift, inner) = match content.strip_prefix(CDATA) {
        Some(inner) => (CDATA.len(), inner.split("]]>").next()?),
        None => (0, content.split('<').next()?),
    };
    let value = inner.trim();
    let lead = inner.len() - inner.trim_start().len();
    let start = start + shift + lead;
    let counts = !value.is_empty() && !is_stand_in(value) && !is_no_value(value);
    counts.then(|| start..start + value.len())
}
