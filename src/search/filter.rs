//! Filters by front matter: `product=Campaign` keeps the pages that say so.
//!
//! Every single value of a page's front matter can be filtered by, and its kind and language too. Case and accents
//! make no difference, and a value that is a list with commas in it is also met by each of its items.

use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::pages::{PageSet, Pages};
use crate::kb::Page;
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

/// The keys and values of a page by which it can be filtered: as written, and each item of a list with commas.
pub fn values(page: &Page) -> Vec<(&str, &str)> {
    let own = [Some(("kind", page.kind.word())), page.lang.as_deref().map(|lang| ("lang", lang))];
    let owner = page.owner.as_deref().map(|owner| ("owner", owner));
    let metadata = page.metadata.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    let all = own.into_iter().flatten().chain(owner).chain(metadata);
    let mut values: Vec<(&str, &str)> = Vec::new();
    for (key, value) in all.filter(|(_, value)| value.chars().nth(LONGEST).is_none()) {
        values.extend(value.split(',').map(|item| (key, item.trim())).filter(|(_, item)| !item.is_empty()));
    }
    values
}

/// The same as the index keeps them, with the lists as a whole.
pub(super) fn facets(page: &Page) -> Vec<String> {
    let mut facets: Vec<String> = values(page).into_iter().map(|(key, value)| facet(key, value)).collect();
    let lists = page.metadata.iter().filter(|(_, value)| value.contains(',') && value.chars().nth(LONGEST).is_none());
    facets.extend(lists.map(|(key, value)| facet(key, value)));
    facets.sort();
    facets.dedup();
    facets
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
