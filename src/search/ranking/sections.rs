//! The third look: the sections of the pages that are shown.

use std::collections::BTreeMap;

use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption::WithFreqs;
use tantivy::Term;

use super::super::query::{Known, Wanted};
use super::super::weights;
use super::ScoredPage;
use super::closely::{Looks, Ranges};
use super::words::Scored;

/// A section with its score inside its page.
#[derive(Debug, Clone, Copy)]
pub(super) struct ScoredSection {
    pub(super) section: u32,
    pub(super) page: u32,
    pub(super) score: f32,
}

/// Scores the sections of some pages against each other; in the order of sections.
pub(super) fn score(
    wanted: &Wanted,
    scored: &Scored,
    looks: &Looks,
    known: Known<'_>,
    pages: &[ScoredPage],
) -> tantivy::Result<Vec<ScoredSection>> {
    let mut numbers: Vec<u32> = pages.iter().map(|page| page.page).collect();
    numbers.sort_unstable();
    let mut scores: BTreeMap<u32, f32> = BTreeMap::new();
    let lengths = Lengths { known };
    let is_shown = |section: u32| known.pages.page_of(section).is_some_and(|page| numbers.binary_search(&page).is_ok());
    for (term, counts) in scored.terms.iter().zip(&looks.nearness.counts) {
        for &(section, count) in counts.iter().filter(|(section, _)| is_shown(*section)) {
            *scores.entry(section).or_default() += term.n * term.rarity * lengths.saturated(section, count)?;
        }
    }
    let ranges = Ranges::of(&numbers, known.pages);
    for (term, info) in wanted.terms.iter().zip(&scored.terms) {
        for (section, count) in exact_counts(&term.words, known, &ranges)? {
            let gain = weights::EXACT * info.n * info.exact_rarity * lengths.saturated(section, count)?;
            *scores.entry(section).or_default() += gain;
        }
    }
    for &(section, count, weight) in looks.nearness.in_sections.iter().filter(|found| is_shown(found.0)) {
        *scores.entry(section).or_default() += weight * lengths.saturated(section, count)?;
    }
    let mut found = Vec::with_capacity(scores.len());
    for (section, score) in scores {
        let Some(page) = known.pages.page_of(section) else { continue };
        let labels = looks.labels.of_sections.get(&section).copied().unwrap_or_default();
        let labels =
            weights::HEADING_IN_SECTIONS * labels.heading + weights::NAME_IN_SECTIONS * labels.name;
        found.push(ScoredSection { section, page, score: score + labels });
    }
    Ok(found)
}

fn exact_counts(words: &[String], known: Known<'_>, ranges: &Ranges) -> tantivy::Result<Vec<(u32, u32)>> {
    let field = known.fields.words;
    let mut found = Vec::new();
    for (part, start) in known.pages.parts(known.searcher) {
        let index = part.inverted_index(field)?;
        for word in words {
            let term = Term::from_field_text(field, word);
            let Some(mut postings) = index.read_postings(&term, WithFreqs)? else { continue };
            ranges.meet(&mut postings, start, |section, postings| found.push((section, postings.term_freq())));
        }
    }
    Ok(found)
}

/// How long sections are.
struct Lengths<'index> {
    known: Known<'index>,
}

impl Lengths<'_> {
    /// The share of its weight that a count earns in a section.
    fn saturated(&self, section: u32, count: u32) -> tantivy::Result<f32> {
        let address = self.known.pages.address(section);
        let part = self.known.searcher.segment_reader(address.segment_ord);
        let lengths = part.get_fieldnorms_reader(self.known.fields.body)?;
        Ok(self.known.pages.saturated_in_section(count, lengths.fieldnorm(address.doc_id)))
    }
}
