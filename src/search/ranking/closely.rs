//! The second look: the best pages, for what they are called and for words that stand together.

use std::collections::HashMap;

use super::super::pages::Pages;
use super::super::query::{Known, Wanted};
use super::super::weights;
use super::labels::{self, BestLabels};
use super::nearness::{self, Nearness};
use super::words::Scored;

/// What was seen of the pages looked at.
pub(super) struct Looks {
    pub(super) labels: BestLabels,
    pub(super) nearness: Nearness,
    /// What links to a page are worth, for each unit of the logarithm of their number.
    links: f32,
}

impl Looks {
    /// The whole score of a page, given that of its words.
    pub(super) fn score(&self, page: u32, words: f32, pages: &Pages) -> f32 {
        let Some(info) = pages.page(page) else { return 0.0 };
        let best = self.labels.of_pages.get(&page).copied().unwrap_or_default();
        let score = words
            + weights::LABEL * best.any
            + weights::NAME * best.name
            + self.nearness.of_pages.get(&page).copied().unwrap_or_default()
            + self.links * (info.n_links as f32).ln_1p();
        if info.is_list { score * weights::LIST } else { score }
    }
}

/// Looks at some pages, given by number in order.
pub(super) fn look(wanted: &Wanted, scored: &Scored, known: Known<'_>, chosen: &[u32]) -> tantivy::Result<Looks> {
    let ranges = Ranges::of(chosen, known.pages);
    let occurrences = nearness::Occurrences::read(wanted, known, &ranges)?;
    Ok(Looks {
        labels: labels::find(wanted, scored, known, &ranges)?,
        nearness: nearness::find(wanted, scored, known, &occurrences, chosen)?,
        links: weights::LINKS * scored.worth(),
    })
}

/// Where the sections of some pages lie, in the order of the index.
pub(super) struct Ranges(Vec<std::ops::Range<u32>>);

impl Ranges {
    pub(super) fn of(chosen: &[u32], pages: &Pages) -> Self {
        let infos = chosen.iter().filter_map(|page| pages.page(*page));
        let mut ranges: Vec<_> =
            infos.map(|info| info.first_section..info.first_section + info.n_sections).collect();
        ranges.sort_by_key(|range| range.start);
        Self(ranges)
    }

    /// Calls `each` wherever the postings of a word in one part (which begins at `start`) meet the ranges.
    pub(super) fn meet<P: tantivy::DocSet>(&self, postings: &mut P, start: u32, mut each: impl FnMut(u32, &mut P)) {
        for range in self.0.iter().filter(|range| range.end > start) {
            let from = range.start.saturating_sub(start);
            if postings.doc() < from {
                postings.seek(from);
            }
            while postings.doc() != tantivy::TERMINATED && postings.doc() + start < range.end {
                each(postings.doc() + start, postings);
                postings.advance();
            }
        }
    }
}

/// Values by page.
pub(super) type ByPage<T> = HashMap<u32, T>;
