//! The first look: all pages, by the words they have.

use tantivy::Term;
use tantivy::schema::Field;

use super::super::pages::{PageSet, Pages, plainly};
use super::super::query::{Known, Wanted};
use super::super::weights;

/// All pages with what their words are worth.
pub(super) struct Scored {
    /// By page number.
    scores: Vec<Score>,
    /// What is known of the terms, in the order of the query.
    pub(super) terms: Vec<TermInfo>,
}

/// What the words of a page are worth.
#[derive(Debug, Clone, Copy, Default)]
struct Score {
    words: f32,
    /// What its labels may be worth at a glance; only to choose the pages that are looked at closely.
    labels: f32,
}

/// What is known of a term.
pub(super) struct TermInfo {
    /// How rare it is, by its stem.
    pub(super) rarity: f32,
    /// How rare it is in the forms in which it was typed.
    pub(super) exact_rarity: f32,
    /// How often it was said.
    pub(super) n: f32,
    /// The pages in which it stands.
    pub(super) pages: PageSet,
}

impl Scored {
    /// What the words of a page are worth.
    pub(super) fn of_page(&self, page: u32) -> f32 {
        self.scores.get(page as usize).map_or(0.0, |score| score.words)
    }

    /// What the whole query is worth.
    pub(super) fn worth(&self) -> f32 {
        self.terms.iter().map(|term| term.rarity * term.n).sum()
    }

    /// The most promising pages, by number.
    pub(super) fn best(&self, n_pages: usize, allowed: Option<&PageSet>) -> Vec<u32> {
        let may_be = |page: u32| allowed.is_none_or(|allowed| allowed.contains(page));
        let found = self.scores.iter().zip(0..).filter(|(score, page)| score.words > 0.0 && may_be(*page));
        let mut found: Vec<(f32, u32)> = found.map(|(score, page)| (score.words + score.labels, page)).collect();
        if found.len() > n_pages && n_pages > 0 {
            found.select_nth_unstable_by(n_pages - 1, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            found.truncate(n_pages);
        }
        let mut pages: Vec<u32> = found.into_iter().map(|(_, page)| page).collect();
        pages.sort_unstable();
        pages
    }

    fn add(&mut self, counter: &PageCounter, gain: impl Fn(u32, u32) -> f32) {
        for (page, count) in counter.counted() {
            if let Some(score) = self.scores.get_mut(page as usize) {
                score.words += gain(count, page);
            }
        }
    }
}

/// Scores all pages.
pub(super) fn score(wanted: &Wanted, known: Known<'_>) -> tantivy::Result<Scored> {
    let (fields, pages) = (known.fields, known.pages);
    let mut scored = Scored { scores: vec![Score::default(); pages.n_pages()], terms: Vec::new() };
    let mut counter = PageCounter::new(pages.n_pages());
    for term in &wanted.terms {
        let n = term.n as f32;
        counter.count(&term.stems, fields.body, known)?;
        let rarity = pages.rarity(counter.n_pages() as f32);
        let mut with_term = PageSet::none(pages.n_pages());
        counter.counted().for_each(|(page, _)| with_term.insert(page));
        scored.add(&counter, |count, page| weights::STEM * n * rarity * pages.saturated(count, page));
        counter.count(&term.words, fields.words, known)?;
        let exact_rarity = pages.rarity(counter.n_pages() as f32);
        scored.add(&counter, |count, page| weights::EXACT * n * exact_rarity * pages.saturated(count, page));
        counter.count(&term.stems, fields.opening, known)?;
        scored.add(&counter, |count, _| weights::OPENING * n * rarity * plainly(count));
        counter.count(&term.stems, fields.labels, known)?;
        for (page, count) in counter.counted() {
            if let Some(score) = scored.scores.get_mut(page as usize) {
                score.labels += n * rarity * plainly(count);
            }
        }
        scored.terms.push(TermInfo { rarity, exact_rarity, n, pages: with_term });
    }
    Ok(scored)
}

/// How often something occurs in each page. Kept between uses, because clearing what was touched is cheaper than a
/// new list of all pages for each word.
struct PageCounter {
    counts: Vec<u32>,
    touched: Vec<u32>,
}

impl PageCounter {
    fn new(n_pages: usize) -> Self {
        Self { counts: vec![0; n_pages], touched: Vec::new() }
    }

    fn count(&mut self, words: &[String], field: Field, known: Known<'_>) -> tantivy::Result<()> {
        for page in self.touched.drain(..) {
            if let Some(count) = self.counts.get_mut(page as usize) {
                *count = 0;
            }
        }
        let pages: &Pages = known.pages;
        for word in words {
            let term = Term::from_field_text(field, word);
            pages.each_section(known.searcher, &term, |_, page, n| {
                if let Some(count) = self.counts.get_mut(page as usize) {
                    if *count == 0 {
                        self.touched.push(page);
                    }
                    *count += n;
                }
            })?;
        }
        Ok(())
    }

    fn n_pages(&self) -> usize {
        self.touched.len()
    }

    /// Pages and counts.
    fn counted(&self) -> impl Iterator<Item = (u32, u32)> {
        self.touched.iter().map(|&page| (page, self.counts.get(page as usize).copied().unwrap_or_default()))
    }
}
