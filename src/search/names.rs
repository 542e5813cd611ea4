//! What sections are called besides their headings.
//!
//! A link's words are a name that another author gave to the section it leads to, and often the one that readers
//! use; file names and chosen anchors keep the name a page had before its title was polished.

use std::collections::{BTreeSet, HashMap};

use super::writing::found_pages;
use crate::kb::markdown::Section;
use crate::kb::markdown::links::{Resolved, resolve};
use crate::kb::{KnowledgeBase, Page, PagePath, SectionRef};
use crate::sharing::on_threads;
use crate::text::fold;
use crate::text::words::{is_stop_word, words};

/// "this page", "here", "see below": words that lead to more places than this name none of them.
const MOST_TARGETS: usize = 4;

/// The words of links that lead to each section; those that lead to a page as a whole have no anchor.
#[derive(Debug, Default)]
pub(super) struct LinkNames {
    names: HashMap<SectionRef, Vec<String>>,
    /// How many pages link to each page.
    n_links: HashMap<PagePath, u32>,
}

impl LinkNames {
    /// Gathers the links between the pages that are found, on several threads. Links inside a page add nothing to its
    /// own words.
    pub(super) fn gather(base: &KnowledgeBase, n_threads: usize) -> Self {
        let pages: Vec<&Page> = found_pages(base).collect();
        let found = on_threads(&pages, n_threads, |page| links(base, page));
        Self::of_links(found.into_iter().flatten())
    }

    fn of_links(found: impl Iterator<Item = Found>) -> Self {
        let mut targets: HashMap<String, BTreeSet<SectionRef>> = HashMap::new();
        let mut n_links: HashMap<PagePath, u32> = HashMap::new();
        for Found { name, target, is_first } in found {
            if is_first {
                *n_links.entry(target.page.clone()).or_default() += 1;
            }
            let targets = targets.entry(name).or_default();
            // One more than may be is enough to know that they are too many.
            if targets.len() <= MOST_TARGETS {
                targets.insert(target);
            }
        }
        let mut names: HashMap<SectionRef, Vec<String>> = HashMap::new();
        for (name, targets) in targets {
            if targets.len() <= MOST_TARGETS && !name.is_empty() {
                for target in targets {
                    names.entry(target).or_default().push(name.clone());
                }
            }
        }
        names.values_mut().for_each(|names| names.sort());
        Self { names, n_links }
    }

    /// How many pages link to a page.
    pub(super) fn n_links(&self, page: &PagePath) -> u32 {
        self.n_links.get(page).copied().unwrap_or_default()
    }

    /// The names of one section, or of a page as a whole, in alphabetical order.
    pub(super) fn of(&self, page: &PagePath, anchor: Option<&str>) -> impl Iterator<Item = &str> {
        let target = SectionRef { page: page.clone(), anchor: anchor.map(str::to_owned) };
        self.names.get(&target).into_iter().flatten().map(String::as_str)
    }
}

/// A link to another page.
struct Found {
    name: String,
    target: SectionRef,
    /// Whether it is the first of its page to that page.
    is_first: bool,
}

fn links(base: &KnowledgeBase, page: &Page) -> Vec<Found> {
    let mut linked: BTreeSet<PagePath> = BTreeSet::new();
    let links = page.document.links.iter().filter(|link| !link.image);
    let found = links.filter_map(|link| Some((link, target(base, page, &link.target)?)));
    found
        .map(|(link, target)| {
            let is_first = linked.insert(target.page.clone());
            Found { name: fold(&link.text), target, is_first }
        })
        .collect()
}

fn target(base: &KnowledgeBase, from: &Page, link: &str) -> Option<SectionRef> {
    let Resolved::Page { path, anchor } = resolve(from.path.as_str(), link) else { return None };
    let to = SectionRef { page: PagePath::new(&path), anchor };
    let (page, section) = base.section(&to)?;
    if page.path == from.path {
        return None;
    }
    Some(SectionRef { page: to.page, anchor: section.map(|section| section.anchor.clone()) })
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
