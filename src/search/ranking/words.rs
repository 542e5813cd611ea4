//! The first look: all pages, by the words they have.

use tantivy::Term;
use tantivy::schema::Field;

use super::super::pages::{PageSet, plainly};
use super::super::query::{self, Known, Wanted};
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
    /// What its labels and the forms of its words may be worth at a glance; only to choose the pages that are looked
    /// at closely.
    hint: f32,
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

/// The worth of a form for that of its stem while pages are chosen: only in those chosen are the forms counted.
const ASSUMED: f32 = weights::EXACT;

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
        let mut found: Vec<(f32, u32)> =
            found.map(|(score, page)| (score.words + score.hint, page)).collect();
        if found.len() > n_pages && n_pages > 0 {
            found.select_nth_unstable_by(n_pages - 1, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            found.truncate(n_pages);
        }
        let mut pages: Vec<u32> = found.into_iter().map(|(_, page)| page).collect();
        pages.sort_unstable();
        pages
    }

    fn add(&mut self, counts: &[(u32, u32)], gain: impl Fn(u32, u32) -> Score) {
        for &(page, count) in counts {
            if let Some(score) = self.scores.get_mut(page as usize) {
                let gain = gain(count, page);
                score.words += gain.words;
                score.hint += gain.hint;
            }
        }
    }
}

/// Scores all pages.
pub(super) fn score(wanted: &Wanted, known: Known<'_>) -> tantivy::Result<Scored> {
    let (fields, pages) = (known.fields, known.pages);
    let mut scored = Scored { scores: vec![Score::default(); pages.n_pages()], terms: Vec::new() };
    let mut counts = Vec::new();
    for term in &wanted.terms {
        let n = term.n as f32;
        count(&term.stems, fields.body, known, &mut counts)?;
        let rarity = pages.rarity(counts.len() as f32);
        let mut with_term = PageSet::none(pages.n_pages());
        counts.iter().for_each(|(page, _)| with_term.insert(*page));
        scored.add(&counts, |count, page| {
            let worth = n * rarity * pages.saturated(count, page);
            Score { words: weights::STEM * worth, hint: ASSUMED * worth }
        });
        let exact_rarity = pages.rarity(counts.len() as f32 * share_of_forms(term, known)?);
        count(&term.stems, fields.opening, known, &mut counts)?;
        let opening = |count, _| Score { words: weights::OPENING * n * rarity * plainly(count), hint: 0.0 };
        scored.add(&counts, opening);
        count(&term.stems, fields.labels, known, &mut counts)?;
        scored.add(&counts, |count, _| Score { words: 0.0, hint: n * rarity * plainly(count) });
        scored.terms.push(TermInfo { rarity, exact_rarity, n, pages: with_term });
    }
    Ok(scored)
}

/// The share of the sections with a term that have it in the forms in which it was typed.
fn share_of_forms(term: &query::Term, known: Known<'_>) -> tantivy::Result<f32> {
    let n_sections = |words: &[String], field: Field| -> tantivy::Result<u64> {
        let count =
            |word: &String| known.pages.n_sections(known.searcher, &Term::from_field_text(field, word));
        words.iter().map(count).sum()
    };
    let n_forms = n_sections(&term.words, known.fields.words)?;
    let n_stems = n_sections(&term.stems, known.fields.body)?;
    Ok((n_forms as f32 / n_stems.max(1) as f32).min(1.0))
}

/// Counts words that count as one, by page.
fn count(
    words: &[String],
    field: Field,
    known: Known<'_>,
    counts: &mut Vec<(u32, u32)>,
) -> tantivy::Result<()> {
    counts.clear();
    for word in words {
        let term = Term::from_field_text(field, word);
        // The sections of a page lie together, so that a page is done when another one comes.
        let (mut current, mut sum) = (u32::MAX, 0);
        known.pages.each_section(known.searcher, &term, |_, page, n| {
            if page == current {
                sum += n;
                return;
            }
            if sum > 0 {
                counts.push((current, sum));
            }
            (current, sum) = (page, n);
        })?;
        if sum > 0 {
            counts.push((current, sum));
        }
    }
    if words.len() > 1 {
        *counts = summed(std::mem::take(counts));
    }
    Ok(())
}

/// The counts of several words as those of one.
pub(super) fn summed(mut found: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    found.sort_unstable();
    let sum = |same: &[(u32, u32)]| {
        same.first().map(|(place, _)| (*place, same.iter().map(|(_, count)| count).sum()))
    };
    found.chunk_by(|first, second| first.0 == second.0).filter_map(sum).collect()
}
