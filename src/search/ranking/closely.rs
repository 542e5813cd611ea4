//! The second look: the best pages, for what they are called and for words that stand together.

use tantivy::Term;
use tantivy::postings::Postings;
use tantivy::schema::Field;
use tantivy::schema::IndexRecordOption::WithFreqs;

use super::super::pages::Pages;
use super::super::query::{Known, Wanted};
use super::super::weights;
use super::labels::{self, BestLabels};
use super::nearness::{self, Nearness};
use super::words::{Scored, summed};

/// Sections and how often a word stands in them, in the order of sections.
pub(super) type Counts = Vec<(u32, u32)>;

/// What was seen of the pages looked at.
pub(super) struct Looks {
    /// How often each term stands in each section, by its stem.
    pub(super) stems: Vec<Counts>,
    /// The same in the forms in which it was typed.
    pub(super) forms: Vec<Counts>,
    /// What the forms are worth.
    of_forms: PageValues<f32>,
    pub(super) labels: BestLabels,
    pub(super) nearness: Nearness,
    /// What links to a page are worth, for each unit of the logarithm of their number.
    links: f32,
}

impl Looks {
    /// The whole score of a page, given that of its words.
    pub(super) fn score(&self, page: u32, words: f32, pages: &Pages) -> f32 {
        let Some(info) = pages.page(page) else { return 0.0 };
        let best = self.labels.of_pages.get(page);
        let score = words
            + self.of_forms.get(page)
            + weights::LABEL * best.any
            + weights::NAME * best.name
            + self.nearness.of_pages.get(page)
            + self.links * (info.n_links as f32).ln_1p();
        if info.is_list { score * weights::LIST } else { score }
    }
}

/// Looks at some pages, given by number in order.
pub(super) fn look(
    wanted: &Wanted,
    scored: &Scored,
    known: Known<'_>,
    chosen: &[u32],
) -> tantivy::Result<Looks> {
    let ranges = Ranges::of(chosen, known.pages);
    let (mut stems, mut forms) = (Vec::new(), Vec::new());
    for term in &wanted.terms {
        stems.push(counts(&term.stems, known.fields.body, known, &ranges)?);
        forms.push(counts(&term.words, known.fields.words, known, &ranges)?);
    }
    let mut of_forms = PageValues::new(chosen);
    for (counts, term) in forms.iter().zip(&scored.terms) {
        let worth = weights::EXACT * term.n * term.exact_rarity;
        for (page, count) in nearness::by_page(counts, known.pages) {
            *of_forms.at(page) += worth * known.pages.saturated(count, page);
        }
    }
    Ok(Looks {
        of_forms,
        labels: labels::find(wanted, scored, known, &ranges, chosen)?,
        nearness: nearness::find(wanted, scored, known, &stems, chosen)?,
        links: weights::LINKS * scored.worth(),
        stems,
        forms,
    })
}

/// Counts words that count as one.
fn counts(words: &[String], field: Field, known: Known<'_>, ranges: &Ranges) -> tantivy::Result<Counts> {
    let mut found = Vec::new();
    for (part, start) in known.pages.parts(known.searcher) {
        let index = part.inverted_index(field)?;
        for word in words {
            let term = Term::from_field_text(field, word);
            let Some(mut postings) = index.read_postings(&term, WithFreqs)? else { continue };
            ranges
                .meet(&mut postings, start, |section, postings| found.push((section, postings.term_freq())));
        }
    }
    Ok(if words.len() > 1 { summed(found) } else { found })
}

/// A value for each of some pages.
pub(super) struct PageValues<T> {
    /// Page numbers, in order.
    pages: Vec<u32>,
    /// One value for each page.
    values: Vec<T>,
    /// What is written for a page that is not among them.
    nobody: T,
}

impl<T: Copy + Default> PageValues<T> {
    pub(super) fn new(pages: &[u32]) -> Self {
        Self { pages: pages.to_vec(), values: vec![T::default(); pages.len()], nobody: T::default() }
    }

    pub(super) fn get(&self, page: u32) -> T {
        let at = self.pages.binary_search(&page).ok();
        at.and_then(|at| self.values.get(at)).copied().unwrap_or_default()
    }

    pub(super) fn at(&mut self, page: u32) -> &mut T {
        let at = self.pages.binary_search(&page).ok();
        at.and_then(|at| self.values.get_mut(at)).unwrap_or(&mut self.nobody)
    }
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
    pub(super) fn meet<P: tantivy::DocSet>(
        &self,
        postings: &mut P,
        start: u32,
        mut each: impl FnMut(u32, &mut P),
    ) {
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
