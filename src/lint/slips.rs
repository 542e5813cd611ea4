//! Keys of front matter that look like a slip of the finger.

use super::ground::{Manuscript, has_knowledge};
use crate::kb::front_matter::{Entry, Node};
use crate::kb::{Kind, KnowledgeBase, Page, nearest};
use crate::text::place::Position;

/// A key that means nothing and is nearly one that does and is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slip {
    pub(super) key: String,
    pub(super) at: Position,
    /// The key that was probably meant.
    pub(super) meant: &'static str,
}

/// Keys that every page may have.
const COMMON: [&str; 11] =
    ["title", "description", "kind", "id", "lang", "owner", "review_by", "status", "suggest", "refs", "lint"];
/// Keys of an answer to a question.
const ANSWER: [&str; 4] = ["id", "label", "says", "likelihood"];
/// Keys of an item of `on_fail`.
const ON_FAIL: [&str; 2] = ["when", "cause"];
/// Shorter keys are near to too many others: `url` is no slip of `lang`.
const SHORTEST: usize = 4;

/// The slips on a page. Whatever else a page says is its own business: other tools have keys of their own, and what an
/// article's keys mean is up to the tool it was written for, unless one would make it more than an article.
pub(super) fn slips(base: &KnowledgeBase, page: &Page, written: &Manuscript) -> Vec<Slip> {
    if !has_knowledge(page) {
        let is_suspect = base.has_knowledge() && written.block().lines().any(names_a_kind);
        let entries: &[Entry] = if is_suspect { &written.front_matter().entries } else { &[] };
        return entries.iter().filter_map(slip_of_kind).collect();
    }
    let front_matter = written.front_matter();
    let known: Vec<&'static str> = COMMON.iter().chain(keys_of(page.kind)).copied().collect();
    let mut slips = slips_among(&front_matter.entries, &known);
    let inner: Option<(&str, &'static [&'static str])> = match page.kind {
        Kind::Question => Some(("answers", &ANSWER)),
        Kind::Check => Some(("on_fail", &ON_FAIL)),
        _ => None,
    };
    if let Some((list, known)) = inner {
        let items = front_matter.get(list).and_then(Node::as_list).unwrap_or_default();
        slips.extend(items.iter().filter_map(Node::as_map).flat_map(|entries| slips_among(entries, known)));
    }
    slips
}

fn slips_among(entries: &[Entry], known: &[&'static str]) -> Vec<Slip> {
    let is_there = |key: &str| entries.iter().any(|entry| entry.key == key);
    let missing: Vec<&'static str> = known.iter().copied().filter(|key| !is_there(key)).collect();
    let unknown = entries.iter().filter(|entry| !known.contains(&entry.key.as_str()));
    unknown.filter_map(|entry| slip(entry, &missing)).collect()
}

fn slip(entry: &Entry, missing: &[&'static str]) -> Option<Slip> {
    let meant = meant(&entry.key, missing)?;
    Some(Slip { key: entry.key.clone(), at: entry.key_position, meant })
}

/// A key whose value is a kind of page, and which is nearly `kind`.
fn slip_of_kind(entry: &Entry) -> Option<Slip> {
    let names_one = entry.value.as_text().is_some_and(|text| Kind::from_word(text.trim()).is_some());
    if names_one && entry.key != "kind" { slip(entry, &["kind"]) } else { None }
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

/// Whether a line of front matter gives a kind of page under another key than `kind`.
fn names_a_kind(line: &str) -> bool {
    let Some((key, value)) = line.split_once(':') else { return false };
    key != "kind" && Kind::from_word(value.trim().trim_matches(['"', '\''])).is_some()
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
fn meant(key: &str, known: &[&'static str]) -> Option<&'static str> {
    let plain = key.to_lowercase().replace(['-', ' '], "_");
    if let Some(same) = known.iter().find(|known| **known == plain || is_swapped(&plain, known)) {
        return Some(*same);
    }
    let is_long = |text: &str| text.chars().count() >= SHORTEST;
    let long = known.iter().copied().filter(|known| is_long(known));
    // One letter too many or too few, as in the singular of a plural, is near however short the rest is.
    nearest(&plain, long).filter(|_| plain.chars().count() >= SHORTEST - 1)
}
