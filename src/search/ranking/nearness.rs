//! Words of the query that stand close together.

use std::collections::HashMap;

use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption::{WithFreqs, WithFreqsAndPositions};
use tantivy::{DocSet, Term};

use super::super::pages::Pages;
use super::super::query::{Known, Pair, Wanted};
use super::super::weights;
use super::closely::{ByPage, Ranges};
use super::words::Scored;

/// What nearness is worth, in pages and in sections.
#[derive(Default)]
pub(super) struct Nearness {
    pub(super) of_pages: ByPage<f32>,
    /// Section, count and weight of each pair found in it.
    pub(super) in_sections: Vec<(u32, u32, f32)>,
    /// How often each term stands in each section: in the order of sections, by term.
    pub(super) counts: Vec<Vec<(u32, u32)>>,
}

/// Where the words of the query stand in some pages.
pub(super) struct Occurrences {
    /// Section and count, in order, by term.
    counts: Vec<Vec<(u32, u32)>>,
    /// The places of a term in a section, where another one stands with which it may be close.
    places: HashMap<(usize, u32), Vec<u32>>,
}

impl Occurrences {
    pub(super) fn read(wanted: &Wanted, known: Known<'_>, ranges: &Ranges) -> tantivy::Result<Self> {
        let mut counts: Vec<Vec<(u32, u32)>> = Vec::with_capacity(wanted.terms.len());
        for term in &wanted.terms {
            let mut found = Vec::new();
            let field = known.fields.body;
            for (part, start) in known.pages.parts(known.searcher) {
                let index = part.inverted_index(field)?;
                for stem in &term.stems {
                    let word = Term::from_field_text(field, stem);
                    let Some(mut postings) = index.read_postings(&word, WithFreqs)? else { continue };
                    ranges.meet(&mut postings, start, |section, postings| found.push((section, postings.term_freq())));
                }
            }
            counts.push(if term.stems.len() > 1 { summed(found) } else { found });
        }
        let places = places(wanted, known, &counts)?;
        Ok(Self { counts, places })
    }

    fn places(&self, term: usize, section: u32) -> &[u32] {
        self.places.get(&(term, section)).map_or(&[], Vec::as_slice)
    }
}

/// Several words that count as one.
fn summed(mut found: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    found.sort_unstable();
    let sum = |same: &[(u32, u32)]| {
        same.first().map(|(section, _)| (*section, same.iter().map(|(_, count)| count).sum()))
    };
    found.chunk_by(|first, second| first.0 == second.0).filter_map(sum).collect()
}

/// Reads the places of the terms of pairs in the sections that have both.
fn places(
    wanted: &Wanted,
    known: Known<'_>,
    counts: &[Vec<(u32, u32)>],
) -> tantivy::Result<HashMap<(usize, u32), Vec<u32>>> {
    let mut needed: Vec<Vec<u32>> = vec![Vec::new(); counts.len()];
    for pair in wanted.pairs.iter().chain(&wanted.across) {
        let (Some(first), Some(second)) = (counts.get(pair.first), counts.get(pair.second)) else { continue };
        let both = shared(first, second);
        for term in [pair.first, pair.second] {
            needed.get_mut(term).into_iter().for_each(|needed| needed.extend(&both));
        }
    }
    let mut found: HashMap<(usize, u32), Vec<u32>> = HashMap::new();
    let mut positions = Vec::new();
    let field = known.fields.body;
    for (number, (term, mut sections)) in wanted.terms.iter().zip(needed).enumerate() {
        sections.sort_unstable();
        sections.dedup();
        for (part, start) in known.pages.parts(known.searcher) {
            let own = sections.iter().filter(|section| (start..start + part.max_doc()).contains(section));
            let index = part.inverted_index(field)?;
            for stem in &term.stems {
                let word = Term::from_field_text(field, stem);
                let Some(mut postings) = index.read_postings(&word, WithFreqsAndPositions)? else { continue };
                for section in own.clone() {
                    if postings.doc() < section - start {
                        postings.seek(section - start);
                    }
                    if postings.doc() == section - start {
                        postings.positions(&mut positions);
                        let places = found.entry((number, *section)).or_default();
                        places.extend(&positions);
                        if term.stems.len() > 1 {
                            places.sort_unstable();
                        }
                    }
                }
            }
        }
    }
    Ok(found)
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

/// Finds what pairs are worth in some pages.
pub(super) fn find(
    wanted: &Wanted,
    scored: &Scored,
    known: Known<'_>,
    occurrences: &Occurrences,
    chosen: &[u32],
) -> tantivy::Result<Nearness> {
    let mut nearness = Nearness { counts: occurrences.counts.clone(), ..Nearness::default() };
    let next = wanted.pairs.iter().map(|pair| (pair, weights::PAIR, weights::PAIR_DISTANCE));
    let across = wanted.across.iter().map(|pair| (pair, weights::PAIR_ACROSS, weights::ACROSS_DISTANCE));
    for (pair, weight, distance) in next.chain(across) {
        let counts = near_each_other(*pair, distance, occurrences);
        if !counts.is_empty() {
            let by_page = by_page(&counts, known.pages);
            let rarity = known.pages.rarity(n_pages_with(*pair, by_page.len(), scored, chosen));
            for (page, count) in by_page {
                *nearness.of_pages.entry(page).or_default() += weight * rarity * known.pages.saturated(count, page);
            }
            let worth = counts.into_iter().map(|(section, count)| (section, count, weight * rarity));
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
fn by_page(counts: &[(u32, u32)], pages: &Pages) -> Vec<(u32, u32)> {
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
fn near_each_other(pair: Pair, distance: u32, occurrences: &Occurrences) -> Vec<(u32, u32)> {
    let (Some(first), Some(second)) = (occurrences.counts.get(pair.first), occurrences.counts.get(pair.second))
    else {
        return Vec::new();
    };
    let near = |section: u32| {
        let (first, second) = (occurrences.places(pair.first, section), occurrences.places(pair.second, section));
        Some((section, n_following(first, second, distance))).filter(|(_, n)| *n > 0)
    };
    shared(first, second).into_iter().filter_map(near).collect()
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
