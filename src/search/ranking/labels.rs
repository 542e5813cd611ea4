//! How well a page or section is called by the query.

use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption::WithFreqsAndPositions;
use tantivy::{Searcher, Term};

use super::super::labels::{LabelKind, LabelSize, STRETCH};
use super::super::pages::plainly;
use super::super::query::{Known, Pair, Wanted};
use super::closely::{PageValues, Ranges};
use super::words::Scored;

/// The best labels of pages and sections.
pub(super) struct BestLabels {
    pub(super) of_pages: PageValues<Best>,
    /// In the order of sections.
    of_sections: Vec<(u32, SectionLabels)>,
}

impl BestLabels {
    pub(super) fn of_section(&self, section: u32) -> SectionLabels {
        let at = self.of_sections.binary_search_by_key(&section, |(section, _)| *section).ok();
        at.and_then(|at| self.of_sections.get(at)).map(|(_, labels)| *labels).unwrap_or_default()
    }
}

/// What the best labels are worth.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Best {
    /// Of all labels.
    pub(super) any: f32,
    /// Of titles and of names that others gave.
    pub(super) name: f32,
}

/// What the labels of one section are worth when sections are compared.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SectionLabels {
    /// The words of the heading.
    pub(super) heading: f32,
    /// Its best name.
    pub(super) name: f32,
}

/// A word of the query in a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    section: u32,
    position: u32,
    term: usize,
}

/// Finds the best labels in some pages.
pub(super) fn find(
    wanted: &Wanted,
    scored: &Scored,
    known: Known<'_>,
    ranges: &Ranges,
    chosen: &[u32],
) -> tantivy::Result<BestLabels> {
    let mut found = occurrences(wanted, known, ranges)?;
    found.sort_unstable();
    let mut best = BestLabels { of_pages: PageValues::new(chosen), of_sections: Vec::new() };
    let mut sizes = Sizes::new(known.searcher);
    for in_section in found.chunk_by(|first, second| first.section == second.section) {
        let Some(section) = in_section.first().map(|found| found.section) else { continue };
        let Some(page) = known.pages.page_of(section) else { continue };
        let sizes = sizes.of(section, known)?;
        let mut of_section = SectionLabels::default();
        for in_label in
            in_section.chunk_by(|first, second| first.position / STRETCH == second.position / STRETCH)
        {
            let number = in_label.first().map_or(0, |found| found.position / STRETCH);
            let Some(size) = sizes.get(number as usize) else { continue };
            let worth = worth(in_label, size.n_words, &wanted.pairs, scored);
            let of_page = best.of_pages.at(page);
            of_page.any = of_page.any.max(worth);
            if size.kind.is_name() {
                of_page.name = of_page.name.max(worth);
            }
            match size.kind {
                LabelKind::Heading | LabelKind::TitleAsHeading => {
                    of_section.heading += words_of(in_label, scored)
                }
                LabelKind::Name => of_section.name = of_section.name.max(worth),
                LabelKind::Title | LabelKind::PageName => {}
            }
        }
        best.of_sections.push((section, of_section));
    }
    Ok(best)
}

fn occurrences(wanted: &Wanted, known: Known<'_>, ranges: &Ranges) -> tantivy::Result<Vec<Found>> {
    let mut found = Vec::new();
    let mut positions = Vec::new();
    let field = known.fields.labels;
    for (part, start) in known.pages.parts(known.searcher) {
        let index = part.inverted_index(field)?;
        for (term, number) in wanted.terms.iter().zip(0..) {
            for stem in &term.stems {
                let word = Term::from_field_text(field, stem);
                let Some(mut postings) = index.read_postings(&word, WithFreqsAndPositions)? else { continue };
                ranges.meet(&mut postings, start, |section, postings| {
                    postings.positions(&mut positions);
                    found.extend(positions.iter().map(|&position| Found { section, position, term: number }));
                });
            }
        }
    }
    Ok(found)
}

/// What a label is worth: the words it shares with the query, and once more those that are neighbours in both, in
/// the share of its words that are shared.
fn worth(found: &[Found], n_words: u32, pairs: &[Pair], scored: &Scored) -> f32 {
    let rarity = |term: usize| scored.terms.get(term).map_or(0.0, |term| term.rarity);
    let (mut shared, mut together, mut n) = (0.0, 0.0, 0);
    for (at, one) in found.iter().enumerate() {
        let is_new = found.iter().take(at).all(|earlier| earlier.term != one.term);
        if is_new {
            shared += rarity(one.term);
            n += 1;
        }
        let before = found.iter().take(at).rev().take_while(|earlier| earlier.position + 1 >= one.position);
        for earlier in before.filter(|earlier| earlier.position + 1 == one.position) {
            if pairs.contains(&Pair { first: earlier.term, second: one.term }) {
                together += (rarity(earlier.term) + rarity(one.term)) / 2.0;
            }
        }
    }
    (shared + together) * (n as f32 / n_words as f32).min(1.0)
}

/// What the words of a heading are worth, however long it is.
fn words_of(found: &[Found], scored: &Scored) -> f32 {
    let of_term = |number: usize| {
        let count = found.iter().filter(|found| found.term == number).count() as u32;
        scored.terms.get(number).map_or(0.0, |term| term.n * term.rarity * plainly(count))
    };
    (0..scored.terms.len()).map(of_term).sum()
}

/// Reads the sizes of labels; neighbouring sections mostly lie in the same part of the index.
struct Sizes<'index> {
    searcher: &'index Searcher,
    column: Option<(u32, tantivy::columnar::Column<u64>)>,
}

impl<'index> Sizes<'index> {
    fn new(searcher: &'index Searcher) -> Self {
        Self { searcher, column: None }
    }

    fn of(&mut self, section: u32, known: Known<'_>) -> tantivy::Result<Vec<LabelSize>> {
        let address = known.pages.address(section);
        if self.column.as_ref().is_none_or(|(part, _)| *part != address.segment_ord) {
            let part = self.searcher.segment_reader(address.segment_ord);
            self.column = Some((address.segment_ord, part.fast_fields().u64("label_sizes")?));
        }
        let column = self.column.as_ref().map(|(_, column)| column);
        let values = column.into_iter().flat_map(|column| column.values_for_doc(address.doc_id));
        Ok(values.map(LabelSize::from_number).collect())
    }
}
