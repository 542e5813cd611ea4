//! Filters by front matter: `product=Campaign` keeps the pages that say so.
//!
//! Every single value of a page's front matter can be filtered by, and its kind and language too. Case and accents
//! make no difference, and a value that is a list with commas in it is also met by each of its items.

use std::collections::BTreeMap;

use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::pages::{PageSet, Pages};
use super::writing::is_found;
use crate::kb::{KnowledgeBase, Page};
use crate::text::fold;

/// Stands between key and value; no folded text has it.
const SEPARATOR: char = '\u{1f}';
/// A longer value (in characters) is a text and nothing to filter by.
const LONGEST: usize = 100;

/// What a page's front matter must say for the page to be found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Filter {
    /// The key, as pages write it.
    pub key: String,
    /// The value, or one item of it where it is a list with commas.
    pub value: String,
}

/// A key that pages differ in, for readers to choose by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// The key, as pages write it.
    pub key: String,
    /// Its values, commonest first, each with the number of pages that have it.
    pub values: Vec<(String, usize)>,
}

/// A key with more values than this is a name or a date of each page, and nothing to choose by.
const MOST_VALUES: usize = 20;
/// So many keys are offered; more would hide each other.
const MOST_KEYS: usize = 4;
/// A key is worth offering if at least one page in so many has it.
const ONE_IN: usize = 4;

/// Keys that say how deskdoc works with a page, and nothing about what it is about.
const INNER_KEYS: [&str; 14] = [
    "actual", "ask", "effort", "escalate", "expected", "fail", "id", "not", "on_fail", "other", "owner",
    "pass", "subject", "works",
];

/// The keys by which the pages of a base are best told apart: those with few values that many pages have. All others
/// can be filtered by too.
pub fn facets(base: &KnowledgeBase, n_threads: usize) -> Vec<Facet> {
    let outlines = base.outlines(n_threads);
    let mut found: BTreeMap<&str, Values<'_>> = BTreeMap::new();
    let mut n_all = 0;
    for (page, outline) in outlines.iter().filter(|(page, _)| is_found(page)) {
        n_all += 1;
        for (key, value) in values(page, outline.metadata()) {
            if !INNER_KEYS.contains(&key) {
                found.entry(key).or_default().count(value, n_all);
            }
        }
    }
    let mut offered: Vec<(&str, Values<'_>)> = found
        .into_iter()
        .filter(|(_, values)| {
            (2..=MOST_VALUES).contains(&values.n_pages_with.len()) && values.n_pages * ONE_IN >= n_all
        })
        .collect();
    offered.sort_by_key(|(_, values)| std::cmp::Reverse(values.n_pages));
    let facet = |(key, values): (&str, Values<'_>)| {
        let n_pages_with = values.n_pages_with.into_iter();
        let mut values: Vec<(String, usize)> =
            n_pages_with.map(|(value, (n, _))| (value.to_owned(), n)).collect();
        values.sort_by_key(|&(_, n)| std::cmp::Reverse(n));
        Facet { key: key.to_owned(), values }
    };
    offered.into_iter().take(MOST_KEYS).map(facet).collect()
}

/// The values of one key. Of keys that have too many the further ones are not even counted.
#[derive(Default)]
struct Values<'base> {
    /// How many pages have the key, and which one had it last.
    n_pages: usize,
    last: usize,
    /// The same for each value.
    n_pages_with: BTreeMap<&'base str, (usize, usize)>,
}

impl<'base> Values<'base> {
    /// Counts a value of the page with this number; twice on one page counts once.
    fn count(&mut self, value: &'base str, page: usize) {
        self.n_pages += usize::from(self.last != page);
        self.last = page;
        if self.n_pages_with.len() > MOST_VALUES {
            return;
        }
        let (n_pages, last) = self.n_pages_with.entry(value).or_default();
        *n_pages += usize::from(*last != page);
        *last = page;
    }
}

/// The keys and values of a page by which it can be filtered: as written, and each item of a list with commas.
fn values<'page>(
    page: &'page Page,
    metadata: impl Iterator<Item = (&'page str, &'page str)>,
) -> Vec<(&'page str, &'page str)> {
    let own = [Some(("kind", page.kind.word())), page.lang.as_deref().map(|lang| ("lang", lang))];
    let owner = page.owner.as_deref().map(|owner| ("owner", owner));
    let all = own.into_iter().flatten().chain(owner).chain(metadata);
    let mut values: Vec<(&str, &str)> = Vec::new();
    for (key, value) in all.filter(|(_, value)| value.chars().nth(LONGEST).is_none()) {
        values.extend(value.split(',').map(|item| (key, item.trim())).filter(|(_, item)| !item.is_empty()));
    }
    values
}

/// The same as the index keeps them, with the lists as a whole.
pub(super) fn terms(page: &Page, metadata: &[(String, String)]) -> Vec<String> {
    let pairs = metadata.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    let mut terms: Vec<String> =
        values(page, pairs).into_iter().map(|(key, value)| facet(key, value)).collect();
    let lists =
        metadata.iter().filter(|(_, value)| value.contains(',') && value.chars().nth(LONGEST).is_none());
    terms.extend(lists.map(|(key, value)| facet(key, value)));
    terms.sort();
    terms.dedup();
    terms
}

fn facet(key: &str, value: &str) -> String {
    format!("{}{SEPARATOR}{}", fold(key.trim()), fold(value.trim()))
}

/// The pages that meet every filter: of several values for one key one is enough.
pub(super) fn allowed(
    filters: &[Filter],
    field: Field,
    searcher: &Searcher,
    pages: &Pages,
) -> tantivy::Result<Option<PageSet>> {
    let mut allowed: Option<PageSet> = None;
    let mut filters: Vec<&Filter> = filters.iter().collect();
    filters.sort_by_key(|filter| fold(&filter.key));
    for same_key in filters.chunk_by(|first, second| fold(&first.key) == fold(&second.key)) {
        let mut found = PageSet::none(pages.n_pages());
        for filter in same_key {
            let term = Term::from_field_text(field, &facet(&filter.key, &filter.value));
            pages.each_section(searcher, &term, |_, page, _| found.insert(page))?;
        }
        allowed = Some(match allowed {
            Some(so_far) => so_far.and(&found),
            None => found,
        });
    }
    Ok(allowed)
}
