//! The third look: the sections of the pages that are shown.

use tantivy::fieldnorm::FieldNormReader;

use super::super::query::Known;
use super::super::weights;
use super::ScoredPage;
use super::closely::Looks;
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
    scored: &Scored,
    looks: &Looks,
    known: Known<'_>,
    pages: &[ScoredPage],
) -> tantivy::Result<Vec<ScoredSection>> {
    let mut numbers: Vec<u32> = pages.iter().map(|page| page.page).collect();
    numbers.sort_unstable();
    let is_shown =
        |section: u32| known.pages.page_of(section).is_some_and(|page| numbers.binary_search(&page).is_ok());
    let lengths = Lengths::read(known)?;
    let mut gains: Vec<(u32, f32)> = Vec::new();
    let mut add = |section: u32, count: u32, worth: f32| {
        if is_shown(section) {
            gains.push((section, worth * lengths.saturated(section, count)));
        }
    };
    for ((term, stems), forms) in scored.terms.iter().zip(&looks.stems).zip(&looks.forms) {
        stems.iter().for_each(|(section, count)| add(*section, *count, term.n * term.rarity));
        let worth = weights::EXACT * term.n * term.exact_rarity;
        forms.iter().for_each(|(section, count)| add(*section, *count, worth));
    }
    looks.nearness.in_sections.iter().for_each(|(section, count, worth)| add(*section, *count, *worth));
    // The sort is stable: what is added up for a section stays in the order of the query.
    gains.sort_by_key(|(section, _)| *section);
    let of_section = |gains: &[(u32, f32)]| {
        let section = gains.first()?.0;
        let labels = looks.labels.of_section(section);
        let labels = weights::HEADING_IN_SECTIONS * labels.heading + weights::NAME_IN_SECTIONS * labels.name;
        let score = gains.iter().map(|(_, gain)| gain).sum::<f32>() + labels;
        Some(ScoredSection { section, page: known.pages.page_of(section)?, score })
    };
    Ok(gains.chunk_by(|first, second| first.0 == second.0).filter_map(of_section).collect())
}

/// How long sections are.
struct Lengths<'index> {
    known: Known<'index>,
    /// By part of the index.
    readers: Vec<FieldNormReader>,
}

impl<'index> Lengths<'index> {
    fn read(known: Known<'index>) -> tantivy::Result<Self> {
        let parts = known.searcher.segment_readers().iter();
        let readers = parts.map(|part| part.get_fieldnorms_reader(known.fields.body));
        Ok(Self { known, readers: readers.collect::<tantivy::Result<_>>()? })
    }

    /// The share of its weight that a count earns in a section.
    fn saturated(&self, section: u32, count: u32) -> f32 {
        let address = self.known.pages.address(section);
        let reader = self.readers.get(address.segment_ord as usize);
        let length = reader.map_or(0, |lengths| lengths.fieldnorm(address.doc_id));
        self.known.pages.saturated_in_section(count, length)
    }
}
