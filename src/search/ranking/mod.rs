//! How well pages and their sections match.
//!
//! Pages are ranked first and then the sections inside each page: a section alone is too short to tell a page about
//! a thing from one that mentions it. All pages are scored by their words; the best of them are looked at closely,
//! for what they are called and for words that stand together. All statistics are those of the whole index and all
//! sums run in the order of the query, so equal bases give equal scores to the last bit.

mod closely;
mod labels;
mod nearness;
mod sections;
mod words;

use std::collections::BTreeMap;

use super::pages::PageSet;
use super::query::{Known, Wanted};
use super::weights;

/// A section that matches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ranked {
    /// Its number in the index.
    pub(super) section: u32,
    pub(super) score: f32,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Ranking {
    /// The best sections, best first; ties stand in the order of paths and then of the page.
    pub(super) sections: Vec<Ranked>,
    /// Whether the best page has every word that was looked for.
    pub(super) is_complete: bool,
}

/// A page with its score.
#[derive(Debug, Clone, Copy)]
struct ScoredPage {
    page: u32,
    score: f32,
}

/// Ranks the pages of `allowed`, or all, and their sections.
pub(super) fn rank(
    wanted: &Wanted,
    known: Known<'_>,
    allowed: Option<&PageSet>,
    limit: usize,
) -> tantivy::Result<Ranking> {
    let scored = words::score(wanted, known)?;
    let chosen = scored.best(limit.max(weights::PAGES_LOOKED_INTO), allowed);
    let looks = closely::look(wanted, &scored, known, &chosen)?;
    let mut pages: Vec<ScoredPage> = chosen
        .iter()
        .map(|&page| ScoredPage { page, score: looks.score(page, scored.of_page(page), known.pages) })
        .collect();
    pages.sort_by(|first, second| second.score.total_cmp(&first.score).then(first.page.cmp(&second.page)));
    pages.truncate(limit);
    let is_complete =
        pages.first().is_some_and(|best| scored.terms.iter().all(|term| term.pages.contains(best.page)));
    Ok(Ranking {
        sections: in_order(&pages, sections::score(&scored, &looks, known, &pages)?, limit),
        is_complete,
    })
}

/// Puts pages with their best section and, further down, their other good sections into one order.
fn in_order(pages: &[ScoredPage], sections: Vec<sections::ScoredSection>, limit: usize) -> Vec<Ranked> {
    let scores: BTreeMap<u32, f32> = pages.iter().map(|page| (page.page, page.score)).collect();
    let mut best: BTreeMap<u32, (f32, u32)> = BTreeMap::new();
    for section in &sections {
        let so_far = best.entry(section.page).or_insert((section.score, section.section));
        if section.score > so_far.0 {
            *so_far = (section.score, section.section);
        }
    }
    let mut ordered: Vec<(f32, u32, u32)> = Vec::with_capacity(sections.len());
    for found in sections {
        let (Some(page), Some(best)) = (scores.get(&found.page), best.get(&found.page)) else { continue };
        let share = if found.section == best.1 {
            1.0
        } else {
            weights::OTHER_SECTION * found.score / best.0.max(f32::MIN_POSITIVE)
        };
        ordered.push((page * share, found.page, found.section));
    }
    ordered.sort_by(|first, second| {
        second.0.total_cmp(&first.0).then((first.1, first.2).cmp(&(second.1, second.2)))
    });
    ordered.truncate(limit);
    ordered.into_iter().map(|(score, _, section)| Ranked { section, score }).collect()
}
