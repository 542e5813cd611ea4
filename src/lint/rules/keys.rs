//! Keys of front matter that look like a slip of the finger.

use super::super::ground::{Ground, has_knowledge};
use crate::kb::front_matter::{Entry, Node};
use crate::kb::{Complaints, Findings, Kind, Page, nearest};

/// Keys that every page may have.
const COMMON: [&str; 11] =
    ["title", "description", "kind", "id", "lang", "owner", "review_by", "status", "suggest", "refs", "lint"];
/// Keys of an answer to a question.
const ANSWER: [&str; 4] = ["id", "label", "says", "likelihood"];
/// Keys of an item of `on_fail`.
const ON_FAIL: [&str; 2] = ["when", "cause"];
/// Shorter keys are near to too many others: `url` is no slip of `lang`.
const SHORTEST: usize = 4;

/// Complains about keys that mean nothing and are nearly one that does. Whatever else a page says is its own business:
/// other tools have keys of their own.
pub(super) fn judge(ground: &Ground<'_>, findings: &mut Findings) {
    for page in ground.base.pages() {
        let Some(written) = ground.manuscript(&page.path) else { continue };
        if !has_knowledge(page) {
            // What an article's keys mean is up to the tool it was written for, unless one would make it more than one.
            if ground.base.has_knowledge() && ground.is_sound(&page.path) && looks_like_kind(written.block())
            {
                let entries = &written.front_matter().entries;
                let mut complaints = ground.complaints(&page.path, findings);
                entries.iter().for_each(|entry| slip_of(&mut complaints, entry, &["kind"], "kind"));
            }
            continue;
        }
        let mut complaints = ground.complaints(&page.path, findings);
        let entries = &written.front_matter().entries;
        let known: Vec<&str> = COMMON.iter().chain(keys_of(page.kind)).copied().collect();
        let missing: Vec<&str> =
            known.iter().copied().filter(|key| !entries.iter().any(|entry| entry.key == **key)).collect();
        for entry in entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            slip(&mut complaints, entry, &missing);
        }
        inner(&mut complaints, page, written.front_matter().get("answers"), &ANSWER);
        inner(&mut complaints, page, written.front_matter().get("on_fail"), &ON_FAIL);
    }
}

/// The keys that a kind of page has besides.
fn keys_of(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Article => &[],
        Kind::Symptom => &["errors", "says", "not", "causes", "other", "answered"],
        Kind::Cause => &["effort", "works", "escalate", "docs", "ends_with"],
        Kind::Fix => &["effort", "cures", "ends_with"],
        Kind::Question => &["ask", "effort", "answers"],
        Kind::Check => {
            &["subject", "pass", "fail", "expected", "actual", "compared", "against", "same", "on_fail"]
        }
        Kind::OutOfScope => &["says"],
    }
}

/// Whether a page that is an article by default seems to have been meant as something else.
fn looks_like_kind(block: &str) -> bool {
    let mut lines = block.lines().filter_map(|line| line.split_once(':'));
    lines.any(|(key, value)| {
        key != "kind"
            && strsim(key, "kind")
            && Kind::from_word(value.trim().trim_matches(['"', '\''])).is_some()
    })
}

fn strsim(key: &str, known: &str) -> bool {
    nearest(key, std::iter::once(known)).is_some()
        || (key.eq_ignore_ascii_case(known) || is_swapped(key, known))
}

/// Whether two letters next to each other changed places.
fn is_swapped(key: &str, known: &str) -> bool {
    let (mut one, mut other) = (key.to_lowercase().into_bytes(), known.as_bytes().to_vec());
    let differing = one.iter().zip(&other).filter(|(one, other)| one != other).count();
    one.sort_unstable();
    other.sort_unstable();
    differing == 2 && one == other
}

/// The known key that one is nearly.
fn meant<'k>(key: &str, known: &[&'k str]) -> Option<&'k str> {
    let plain = key.to_lowercase().replace(['-', ' '], "_");
    if let Some(same) = known.iter().find(|known| **known == plain || is_swapped(&plain, known)) {
        return Some(same);
    }
    let is_long = |text: &str| text.chars().count() >= SHORTEST;
    let long = known.iter().copied().filter(|known| is_long(known));
    // One letter too many or too few, as in the singular of a plural, is near however short the rest is.
    nearest(&plain, long).filter(|_| plain.chars().count() >= SHORTEST - 1)
}

fn slip(complaints: &mut Complaints<'_>, entry: &Entry, known: &[&str]) {
    let Some(meant) = meant(&entry.key, known) else { return };
    let message = format!("the key `{}` means nothing here", entry.key);
    let help = format!("did you mean `{meant}`?");
    complaints.warning("key-mistyped", entry.key_position, message, &help);
}

fn slip_of(complaints: &mut Complaints<'_>, entry: &Entry, known: &[&str], wanted: &str) {
    let value = entry.value.as_text().and_then(|text| Kind::from_word(text.trim()));
    if entry.key != wanted && value.is_some() && strsim(&entry.key, wanted) {
        slip(complaints, entry, known);
    }
}

/// Keys of maps in a list.
fn inner(complaints: &mut Complaints<'_>, page: &Page, list: Option<&Node>, known: &[&str]) {
    let is_of_kind = matches!(page.kind, Kind::Question | Kind::Check);
    let items = list.and_then(Node::as_list).filter(|_| is_of_kind).unwrap_or_default();
    for entries in items.iter().filter_map(Node::as_map) {
        let missing: Vec<&str> =
            known.iter().copied().filter(|key| !entries.iter().any(|entry| entry.key == **key)).collect();
        for entry in entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            slip(complaints, entry, &missing);
        }
    }
}
