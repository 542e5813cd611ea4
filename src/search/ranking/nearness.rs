//! Words of the query that stand close together.

use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption::WithFreqsAndPositions;
use tantivy::{DocSet, Term};

use super::super::pages::Pages;
use super::super::query::{self, Known, Pair, Wanted};
use super::super::weights;
use super::closely::{Counts, PageValues};
use super::words::Scored;

/// What nearness is worth, in pages and in sections.
pub(super) struct Nearness {
    pub(super) of_pages: PageValues<f32>,
    /// Section, count and weight of each pair found in it.
    pub(super) in_sections: Vec<(u32, u32, f32)>,
}

/// The places of one word in some sections.
#[derive(Default)]
struct Places {
    /// Section and where its places begin, in order.
    sections: Vec<(u32, u32)>,
    places: Vec<u32>,
}

impl Places {
    fn of(&self, section: u32) -> &[u32] {
        let Ok(at) = self.sections.binary_search_by_key(&section, |(section, _)| *section) else {
            return &[];
        };
        let start = self.sections.get(at).map_or(0, |(_, start)| *start as usize);
        let end = self.sections.get(at + 1).map_or(self.places.len(), |(_, end)| *end as usize);
        self.places.get(start..end).unwrap_or_default()
    }

    /// Reads where a word stands in these sections, given in order.
    fn read(term: &query::Term, sections: &[u32], known: Known<'_>) -> tantivy::Result<Self> {
        let mut all = Self::default();
        let mut positions = Vec::new();
        let field = known.fields.body;
        for (part, start) in known.pages.parts(known.searcher) {
            let index = part.inverted_index(field)?;
            let from = sections.partition_point(|section| *section < start);
            let to = sections.partition_point(|section| *section < start + part.max_doc());
            let mut postings = Vec::with_capacity(term.stems.len());
            for stem in &term.stems {
                postings
                    .extend(index.read_postings(&Term::from_field_text(field, stem), WithFreqsAndPositions)?);
            }
            for section in sections.get(from..to).unwrap_or_default() {
                let begun = all.places.len();
                all.sections.push((*section, begun as u32));
                for postings in &mut postings {
                    let doc = section - start;
                    if postings.doc() < doc {
                        postings.seek(doc);
                    }
                    if postings.doc() == doc {
                        postings.positions(&mut positions);
                        all.places.extend(&positions);
                    }
                }
                if postings.len() > 1 {
                    all.places.get_mut(begun..).unwrap_or_default().sort_unstable();
                }
            }
        }
        Ok(all)
    }
}

/// Reads the places of the terms of pairs in the sections that have both.
fn places(wanted: &Wanted, counts: &[Counts], known: Known<'_>) -> tantivy::Result<Vec<Places>> {
    let mut needed: Vec<Vec<u32>> = vec![Vec::new(); counts.len()];
    for pair in wanted.pairs.iter().chain(&wanted.across) {
        let (Some(first), Some(second)) = (counts.get(pair.first), counts.get(pair.second)) else { continue };
        let both = shared(first, second);
        for term in [pair.first, pair.second] {
            needed.get_mut(term).into_iter().for_each(|needed| needed.extend(&both));
        }
    }
    let read = |(term, mut sections): (&query::Term, Vec<u32>)| {
        sections.sort_unstable();
        sections.dedup();
        Places::read(term, &sections, known)
    };
    wanted.terms.iter().zip(needed).map(read).collect()
}

/// The sections in both lists.
fn shared(first: &[(u32, u32)], second: &[(u32, u32)]) -> Vec<u32> {
    let mut others = second.iter().peekable();
    let mut both = Vec::new();
    for (section, _) in first {
        while others.next_if(|(other, _)| other < section).is_some() {}
        if others.peek().is_some_and(|(other, _)| other == section) {
            both.push(*section);
        }
    }
    both
}

/// Finds what pairs are worth in some pages, given how often the terms stand in their sections.
pub(super) fn find(
    wanted: &Wanted,
    scored: &Scored,
    known: Known<'_>,
    counts: &[Counts],
    chosen: &[u32],
) -> tantivy::Result<Nearness> {
    let places = places(wanted, counts, known)?;
    let mut nearness = Nearness { of_pages: PageValues::new(chosen), in_sections: Vec::new() };
    let next = wanted.pairs.iter().map(|pair| (pair, weights::PAIR, weights::PAIR_DISTANCE));
    let across = wanted.across.iter().map(|pair| (pair, weights::PAIR_ACROSS, weights::ACROSS_DISTANCE));
    for (pair, weight, distance) in next.chain(across) {
        let found = near_each_other(*pair, distance, counts, &places);
        if !found.is_empty() {
            let by_page = by_page(&found, known.pages);
            let rarity = known.pages.rarity(n_pages_with(*pair, by_page.len(), scored, chosen));
            for (page, count) in by_page {
                *nearness.of_pages.at(page) += weight * rarity * known.pages.saturated(count, page);
            }
            let worth = found.into_iter().map(|(section, count)| (section, count, weight * rarity));
            nearness.in_sections.extend(worth);
        }
    }
    Ok(nearness)
}

/// In how many pages of the whole index a pair stands close together, as far as the pages looked at tell.
fn n_pages_with(pair: Pair, n_near: usize, scored: &Scored, chosen: &[u32]) -> f32 {
    let (Some(first), Some(second)) = (scored.terms.get(pair.first), scored.terms.get(pair.second)) else {
        return n_near as f32;
    };
    let n_both = first.pages.n_shared(&second.pages);
    let has_both = |page: &&u32| first.pages.contains(**page) && second.pages.contains(**page);
    let n_both_here = chosen.iter().filter(has_both).count();
    let elsewhere = n_both.saturating_sub(n_both_here as u32) as f32;
    n_near as f32 * (1.0 + weights::PAIRS_ELSEWHERE * elsewhere / n_both_here.max(1) as f32)
}

/// Counts by page, in the order of sections.
pub(super) fn by_page(counts: &[(u32, u32)], pages: &Pages) -> Vec<(u32, u32)> {
    let mut found: Vec<(u32, u32)> = Vec::new();
    for (section, count) in counts {
        let Some(page) = pages.page_of(*section) else { continue };
        match found.last_mut() {
            Some((last, sum)) if *last == page => *sum += count,
            _ => found.push((page, *count)),
        }
    }
    found
}

/// In which sections the second word of a pair closely follows the first, and how often.
fn near_each_other(pair: Pair, distance: u32, counts: &[Counts], places: &[Places]) -> Vec<(u32, u32)> {
    let both = |number: usize| Some((counts.get(number)?, places.get(number)?));
    let (Some(first), Some(second)) = (both(pair.first), both(pair.second)) else { return Vec::new() };
    let near = |section: u32| {
        let n = n_following(first.1.of(section), second.1.of(section), distance);
        Some((section, n)).filter(|(_, n)| *n > 0)
    };
    shared(first.0, second.0).into_iter().filter_map(near).collect()
}

/// How many occurrences of the second word have the first one at most a few words before.
fn n_following(first: &[u32], second: &[u32], distance: u32) -> u32 {
    let mut befores = first.iter().copied().peekable();
    let mut latest = None;
    let mut n = 0;
    for &position in second {
        while let Some(before) = befores.next_if(|before| *before < position) {
            latest = Some(before);
        }
        if latest.is_some_and(|latest| position - latest <= distance) {
            n += 1;
        }
    }
    n
}
