//! Keys of front matter that look like a slip of the finger.

use super::ground::{Manuscript, has_knowledge};
use crate::kb::front_matter::{Entry, Node};
use crate::kb::{Key, Kind, KnowledgeBase, Page, nearest};
use crate::text::place::Position;

/// A key that means nothing where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slip {
    pub(super) key: String,
    pub(super) at: Position,
    /// The key that was probably meant: one that is nearly the same, and is missing.
    pub(super) meant: Option<&'static str>,
    /// The list in an item of which it stands.
    pub(super) inside: Option<&'static List>,
}

/// A list whose items have keys of their own. No other tool has keys there, so each that means nothing is a slip.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct List {
    pub(super) name: &'static str,
    pub(super) keys: &'static [&'static str],
}

/// What the linter itself reads on every page.
const LINT: &str = "lint";
const ANSWERS: List = List { name: "answers", keys: &["id", "label", "says", "likelihood"] };
const ON_FAIL: List = List { name: "on_fail", keys: &["when", "cause"] };
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
    let explained = Key::common().iter().chain(Key::of(page.kind)).map(|key| key.name);
    let known: Vec<&'static str> = explained.chain([LINT]).collect();
    let mut slips: Vec<Slip> =
        strangers(&front_matter.entries, &known).filter(|slip| slip.meant.is_some()).collect();
    let inner: Option<&'static List> = match page.kind {
        Kind::Question => Some(&ANSWERS),
        Kind::Check => Some(&ON_FAIL),
        _ => None,
    };
    if let Some(list) = inner {
        let items = front_matter.get(list.name).and_then(Node::as_list).unwrap_or_default();
        let strange = items.iter().filter_map(Node::as_map).flat_map(|item| strangers(item, list.keys));
        slips.extend(strange.map(|slip| Slip { inside: Some(list), ..slip }));
    }
    slips
}

/// Keys that mean nothing among these, each with the one that was probably meant.
fn strangers(entries: &[Entry], known: &[&'static str]) -> impl Iterator<Item = Slip> {
    let is_there = |key: &str| entries.iter().any(|entry| entry.key == key);
    let missing: Vec<&'static str> = known.iter().copied().filter(|key| !is_there(key)).collect();
    let unknown = entries.iter().filter(|entry| !known.contains(&entry.key.as_str()));
    unknown.map(|entry| slip(entry, &missing)).collect::<Vec<Slip>>().into_iter()
}

fn slip(entry: &Entry, missing: &[&'static str]) -> Slip {
    let meant = meant(&entry.key, missing);
    Slip { key: entry.key.clone(), at: entry.key_position, meant, inside: None }
}

/// A key whose value is a kind of page, and which is nearly `kind`.
fn slip_of_kind(entry: &Entry) -> Option<Slip> {
    let names_one = entry.value.as_text().is_some_and(|text| Kind::from_word(text.trim()).is_some());
    let slip = (names_one && entry.key != "kind").then(|| slip(entry, &["kind"]));
    slip.filter(|slip| slip.meant.is_some())
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
