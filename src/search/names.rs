//! What sections are called besides their headings.
//!
//! A link's words are a name that another author gave to the section it leads to, and often the one that readers
//! use; file names and chosen anchors keep the name a page had before its title was polished.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::writing::is_found;
use crate::kb::markdown::Section;
use crate::kb::{KnowledgeBase, Outline, OutlineLink, Outlines, Page, PagePath, SectionRef, Target};
use crate::sharing::on_threads;
use crate::text::fold;
use crate::text::words::{is_stop_word, words};

/// "this page", "here", "see below": words that lead to more places than this name none of them.
const MOST_TARGETS: usize = 4;

/// The words of links that lead to each section, page by page.
#[derive(Debug, Default)]
pub(super) struct LinkNames {
    pages: HashMap<PagePath, LinksTo>,
}

/// The links that lead to one page.
#[derive(Debug, Default, Hash)]
pub(super) struct LinksTo {
    /// How many pages have one.
    pub(super) n_pages: u32,
    /// Their words by the anchor they lead to, in alphabetical order; those that lead to the page as a whole have none.
    names: BTreeMap<Option<String>, Vec<String>>,
}

impl LinksTo {
    /// The names of one section, or of the page as a whole.
    pub(super) fn names(&self, anchor: Option<&str>) -> impl Iterator<Item = &str> {
        self.names.get(&anchor.map(str::to_owned)).into_iter().flatten().map(String::as_str)
    }
}

impl LinkNames {
    /// Gathers the links between the pages that are found, on several threads. Links inside a page add nothing to its
    /// own words.
    pub(super) fn gather(base: &KnowledgeBase, n_threads: usize) -> Self {
        let outlines = base.outlines(n_threads);
        let pages: Vec<(&Page, &Outline)> = outlines.iter().filter(|(page, _)| is_found(page)).collect();
        let found = on_threads(&pages, n_threads, |(page, outline)| links(&outlines, page, outline));
        Self::of_links(found.into_iter().flatten())
    }

    fn of_links(found: impl Iterator<Item = Found>) -> Self {
        let mut targets: HashMap<String, BTreeSet<SectionRef>> = HashMap::new();
        let mut pages: HashMap<PagePath, LinksTo> = HashMap::new();
        for Found { name, target, is_first } in found {
            if is_first {
                pages.entry(target.page.clone()).or_default().n_pages += 1;
            }
            let targets = targets.entry(name).or_default();
            // One more than may be is enough to know that they are too many.
            if targets.len() <= MOST_TARGETS {
                targets.insert(target);
            }
        }
        for (name, targets) in targets {
            if targets.len() <= MOST_TARGETS && !name.is_empty() {
                for SectionRef { page, anchor } in targets {
                    let names = &mut pages.entry(page).or_default().names;
                    names.entry(anchor).or_default().push(name.clone());
                }
            }
        }
        pages.values_mut().flat_map(|page| page.names.values_mut()).for_each(|names| names.sort());
        Self { pages }
    }

    /// The links that lead to a page, if there are any.
    pub(super) fn to(&self, page: &PagePath) -> Option<&LinksTo> {
        self.pages.get(page)
    }
}

/// A link to another page.
struct Found {
    name: String,
    target: SectionRef,
    /// Whether it is the first of its page to that page.
    is_first: bool,
}

fn links(outlines: &Outlines<'_>, page: &Page, outline: &Outline) -> Vec<Found> {
    let mut linked: BTreeSet<PagePath> = BTreeSet::new();
    let links = outline.links().filter(|link| !link.image);
    let found = links.filter_map(|link| Some((link.text, target(outlines, page, &link)?)));
    found
        .map(|(text, target)| {
            let is_first = linked.insert(target.page.clone());
            Found { name: fold(text), target, is_first }
        })
        .collect()
}

fn target(outlines: &Outlines<'_>, from: &Page, link: &OutlineLink<'_>) -> Option<SectionRef> {
    let Target::Page { path, anchor } = link.target else { return None };
    let (to, outline) = outlines.page(path)?;
    if to.path == from.path {
        return None;
    }
    let section = anchor.and_then(|anchor| outline.section_at(anchor));
    Some(SectionRef { page: to.path.clone(), anchor: section.map(|section| section.anchor.to_owned()) })
}

/// The name that is in the page's path, unless its title says the same.
pub(super) fn of_file(page: &Page) -> Option<String> {
    said_otherwise(page.path.stem(), &page.title)
}

/// The name that is in an anchor, unless its heading says the same.
pub(super) fn of_anchor(section: &Section) -> Option<String> {
    said_otherwise(&section.anchor, &section.heading)
}

/// The words of a name if one that matters is not in the text beside it.
fn said_otherwise(name: &str, beside: &str) -> Option<String> {
    let name = name.replace(['-', '_'], " ");
    let beside: BTreeSet<String> = words(beside).into_iter().map(|word| word.folded).collect();
    let is_new = |word: &str| !is_stop_word(word) && !beside.contains(word);
    words(&name).iter().any(|word| is_new(&word.folded)).then_some(name)
}
