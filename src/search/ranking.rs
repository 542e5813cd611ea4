//! How well pages and their sections match.
//!
//! Pages are ranked first, on counts summed over their sections, and then the sections inside each page: a section
//! alone is too short to tell a page about a thing from one that mentions it. All statistics are those of the whole
//! index and all sums run in the order of the query, so equal bases give equal scores to the last bit.

use std::collections::HashMap;

use tantivy::Searcher;

use super::occurrences::{InSection, Occurrences, Sections};
use super::query::{Pair, Wanted};
use super::schema::{Fields, Standing, weights};

/// A section that matches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ranked {
    /// Its number in the index.
    pub(super) section: u32,
    pub(super) score: f32,
}

/// One thing that speaks for sections: a word in one of the fields, or two words near each other.
struct Evidence {
    /// Section and count, in the order of sections.
    counts: Vec<(u32, u32)>,
    /// What one full match is worth.
    weight: f64,
    part: Part,
}

/// The part of a page in which something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Body,
    Title,
    Heading,
    Names,
}

/// The best sections, best first; ties stand in the order of paths and then of the page.
pub(super) fn rank(
    wanted: &Wanted,
    searcher: &Searcher,
    fields: &Fields,
    sections: &Sections,
    limit: usize,
) -> tantivy::Result<Vec<Ranked>> {
    let evidence = gather(wanted, searcher, fields, sections)?;
    let pages = best_pages(&evidence, sections, limit.max(weights::PAGES_LOOKED_INTO));
    let inside = score_sections(&evidence, sections, &pages);
    Ok(in_order(&pages, inside, limit))
}

/// Everything that speaks for any section.
fn gather(
    wanted: &Wanted,
    searcher: &Searcher,
    fields: &Fields,
    sections: &Sections,
) -> tantivy::Result<Vec<Evidence>> {
    let look_up = |words: &[String], field, with_positions| {
        Occurrences::of(words, field, with_positions, searcher, sections)
    };
    let mut counter = PageCounter::new(sections.n_pages());
    let mut evidence = Vec::new();
    let mut bodies = Vec::with_capacity(wanted.terms.len());
    for term in &wanted.terms {
        let n = f64::from(term.n);
        let body = look_up(&term.stems, fields.body, !wanted.pairs.is_empty())?;
        let rarity = n * counter.rarity(&body.counts, sections);
        let mut add = |counts, weight, part| evidence.push(Evidence { counts, weight, part });
        add(body.counts.clone(), rarity, Part::Body);
        // These count by the rarity of the word in whole pages: by its rarity in titles "the" would be a treasure.
        add(look_up(&term.stems, fields.title, false)?.counts, rarity * weights::TITLE, Part::Title);
        add(look_up(&term.stems, fields.heading, false)?.counts, rarity * weights::HEADING, Part::Heading);
        add(look_up(&term.stems, fields.names, false)?.counts, rarity * weights::NAMES, Part::Names);
        let exact = look_up(&term.words, fields.words, false)?.counts;
        let exact_rarity = n * counter.rarity(&exact, sections);
        add(exact, exact_rarity * weights::EXACT, Part::Body);
        bodies.push(body);
    }
    for pair in &wanted.pairs {
        let counts = near_each_other(*pair, &bodies);
        let rarity = counter.rarity(&counts, sections);
        evidence.push(Evidence { counts, weight: rarity * weights::PAIR, part: Part::Body });
    }
    Ok(evidence)
}

/// The best pages by number with their scores.
fn best_pages(evidence: &[Evidence], sections: &Sections, n_pages: usize) -> HashMap<u32, f64> {
    let mut scores = vec![0.0_f64; sections.n_pages()];
    let mut counter = PageCounter::new(sections.n_pages());
    let mean = sections.mean;
    for Evidence { counts, weight, part } in evidence {
        counter.count(counts, sections);
        for (page, count) in counter.counted() {
            let own = sections.page(page);
            let (length, mean) = match part {
                Part::Body => (own.body, mean.page_body),
                Part::Title => (own.title, mean.page_title),
                Part::Heading => (own.headings, mean.page_headings),
                Part::Names => (own.names, mean.page_names),
            };
            if let Some(score) = scores.get_mut(page as usize) {
                *score += weight * saturated(count, length, mean, weights::LENGTH_IN_PAGES);
            }
        }
    }
    let matching = scores.into_iter().zip(0..).filter(|(score, _)| *score > 0.0);
    let mut pages: Vec<(u32, f64)> = matching.map(|(score, page)| (page, score)).collect();
    pages.sort_by(|first, second| second.1.total_cmp(&first.1).then(first.0.cmp(&second.0)));
    pages.into_iter().take(n_pages).collect()
}

/// All matching sections of these pages with their scores.
fn score_sections(
    evidence: &[Evidence],
    sections: &Sections,
    pages: &HashMap<u32, f64>,
) -> Vec<(u32, Standing, f64)> {
    let is_chosen: Vec<bool> = (0..).take(sections.n_pages()).map(|page| pages.contains_key(&page)).collect();
    let is_chosen = |standing: &Standing| is_chosen.get(standing.page as usize).copied().unwrap_or_default();
    let mut scores = vec![0.0_f64; sections.n_sections()];
    for Evidence { counts, weight, part } in evidence {
        for &(section, count) in counts {
            if !sections.standing(section).as_ref().is_some_and(is_chosen) {
                continue;
            }
            let gain = match part {
                Part::Body => {
                    let length = sections.length(section);
                    weight * saturated(count, length, sections.mean.section, weights::LENGTH_IN_SECTIONS)
                }
                // The title is the same for all sections of a page; the heading is what tells them apart.
                Part::Title => 0.0,
                Part::Heading => weight / weights::HEADING * weights::HEADING_IN_SECTIONS * plainly(count),
                Part::Names => weight * plainly(count),
            };
            if let Some(score) = scores.get_mut(section as usize) {
                *score += gain;
            }
        }
    }
    let matching = scores.into_iter().zip(0..).filter(|(score, _)| *score > 0.0);
    matching.filter_map(|(score, section)| Some((section, sections.standing(section)?, score))).collect()
}

/// Puts pages with their best section and, further down, their other good sections into one order.
fn in_order(pages: &HashMap<u32, f64>, inside: Vec<(u32, Standing, f64)>, limit: usize) -> Vec<Ranked> {
    let mut best: HashMap<u32, (f64, Standing)> = HashMap::new();
    for &(_, standing, score) in &inside {
        let so_far = best.entry(standing.page).or_insert((score, standing));
        if score > so_far.0 || (score == so_far.0 && standing < so_far.1) {
            *so_far = (score, standing);
        }
    }
    let mut ordered: Vec<(f64, Standing, u32)> = Vec::with_capacity(inside.len());
    for (section, standing, score) in inside {
        let (Some(page), Some(best)) = (pages.get(&standing.page), best.get(&standing.page)) else {
            continue;
        };
        let whole = page + weights::BEST_SECTION * best.0;
        let share = if standing == best.1 {
            1.0
        } else {
            weights::OTHER_SECTION * score / best.0.max(f64::MIN_POSITIVE)
        };
        ordered.push((whole * share, standing, section));
    }
    ordered.sort_by(|first, second| second.0.total_cmp(&first.0).then(first.1.cmp(&second.1)));
    ordered.truncate(limit);
    ordered.into_iter().map(|(score, _, section)| Ranked { section, score: score as f32 }).collect()
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

    fn count(&mut self, in_sections: &[(u32, u32)], sections: &Sections) {
        for page in self.touched.drain(..) {
            if let Some(count) = self.counts.get_mut(page as usize) {
                *count = 0;
            }
        }
        for &(section, n) in in_sections {
            let Some(standing) = sections.standing(section) else { continue };
            let Some(count) = self.counts.get_mut(standing.page as usize) else { continue };
            if *count == 0 {
                self.touched.push(standing.page);
            }
            *count += n;
        }
    }

    /// Pages and counts.
    fn counted(&self) -> impl Iterator<Item = (u32, u32)> {
        self.touched.iter().map(|&page| (page, self.counts.get(page as usize).copied().unwrap_or_default()))
    }

    /// The inverse document frequency of BM25 over pages; never negative.
    fn rarity(&mut self, in_sections: &[(u32, u32)], sections: &Sections) -> f64 {
        self.count(in_sections, sections);
        let (n_with, n_all) = (self.touched.len() as f64, self.counts.len() as f64);
        (1.0 + (n_all - n_with + 0.5) / (n_with + 0.5)).ln()
    }
}

/// The share of the weight that a count earns, as BM25 has it; `by_length` says how much a long text is held
/// against it, 0 to 1.
fn saturated(count: u32, length: u32, mean_length: f64, by_length: f64) -> f64 {
    let count = f64::from(count);
    let relative_length = f64::from(length) / mean_length;
    let halfway = weights::SATURATION * (1.0 - by_length + by_length * relative_length);
    count * (weights::SATURATION + 1.0) / (count + halfway)
}

/// The same where length says nothing.
fn plainly(count: u32) -> f64 {
    saturated(count, 1, 1.0, 0.0)
}

/// In which sections the second word of a pair closely follows the first, and how often.
fn near_each_other(pair: Pair, bodies: &[Occurrences]) -> Vec<(u32, u32)> {
    let (Some(first), Some(second)) = (bodies.get(pair.first), bodies.get(pair.second)) else {
        return Vec::new();
    };
    let mut counts = Vec::new();
    let mut others = second.sections().peekable();
    for one in first.sections() {
        while others.next_if(|other| other.section < one.section).is_some() {}
        let Some(other) = others.next_if(|other| other.section == one.section) else { continue };
        let n = n_following(&one, &other);
        if n > 0 {
            counts.push((one.section, n));
        }
    }
    counts
}

/// How many occurrences of the second word have the first one at most a few words before.
fn n_following(first: &InSection<'_>, second: &InSection<'_>) -> u32 {
    let mut befores = first.positions.iter().copied().peekable();
    let mut latest = None;
    let mut n = 0;
    for &position in second.positions {
        while let Some(before) = befores.next_if(|before| *before < position) {
            latest = Some(before);
        }
        if latest.is_some_and(|latest| position - latest <= weights::PAIR_DISTANCE) {
            n += 1;
        }
    }
    n
}
