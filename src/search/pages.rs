//! The pages of an index and where their sections lie in it.
//!
//! Parts of the index are invisible from here on: a section has one number throughout, and pages are numbered in the
//! order of their paths, so that how the index was written makes no difference to what is found.

use tantivy::columnar::StrColumn;
use tantivy::schema::IndexRecordOption::{Basic, WithFreqs};
use tantivy::{DocAddress, DocSet, Searcher, SegmentReader, TERMINATED, Term};

use super::language::Tongue;
use super::schema::{Fields, Standing};
use super::weights;
use crate::kb::PagePath;

/// The page of sections that were replaced by newer ones.
const NO_PAGE: u32 = u32::MAX;
/// A base with more languages than this has its rarest words of endings left alone.
const MOST_TONGUES: usize = 4;

/// All pages and sections of an index.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// By page number.
    pages: Vec<PageInfo>,
    /// By page number.
    paths: Vec<PagePath>,
    /// What the length of each page is held against its counts, by page number.
    norms: Vec<f32>,
    /// The page of each section.
    page_of: Vec<u32>,
    /// The number of the first section of each part of the index.
    starts: Vec<u32>,
    /// How many tokens a section has, in the mean.
    mean_section: f32,
    /// The languages of the pages, commonest first.
    tongues: Vec<Tongue>,
}

/// What is known of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageInfo {
    /// Its first section; the others follow.
    pub(super) first_section: u32,
    pub(super) n_sections: u32,
    /// In tokens.
    length: u32,
    /// How many pages link to it.
    pub(super) n_links: u32,
    /// Whether it is a list of links.
    pub(super) is_list: bool,
}

/// A page as it is met in a part of the index.
struct Met {
    path: String,
    info: PageInfo,
    tongue: Tongue,
}

impl Pages {
    /// Reads which pages there are.
    pub(super) fn read(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Self> {
        let mut all = Self::default();
        let mut met: Vec<Met> = Vec::new();
        for part in searcher.segment_readers() {
            let start = all.page_of.len() as u32;
            all.starts.push(start);
            all.page_of.resize(all.page_of.len() + part.max_doc() as usize, NO_PAGE);
            meet(part, fields, start, &mut met)?;
        }
        met.sort_by(|first, second| first.path.cmp(&second.path));
        let mut n_pages = [0_usize; u8::MAX as usize + 1];
        for (page, number) in met.iter().zip(0..) {
            let sections =
                page.info.first_section as usize..(page.info.first_section + page.info.n_sections) as usize;
            all.page_of.get_mut(sections).into_iter().flatten().for_each(|of| *of = number);
            if let Some(n) = n_pages.get_mut(usize::from(page.tongue.number())) {
                *n += 1;
            }
        }
        all.paths = met.iter().map(|page| PagePath::new(&page.path)).collect();
        all.pages = met.into_iter().map(|page| page.info).collect();
        let mut tongues: Vec<(usize, u8)> =
            n_pages.into_iter().zip(0..=u8::MAX).filter(|(n, _)| *n > 0).collect();
        tongues.sort_by_key(|&(n, number)| (std::cmp::Reverse(n), number));
        all.tongues =
            tongues.into_iter().take(MOST_TONGUES).map(|(_, number)| Tongue::of_number(number)).collect();
        all.measure();
        Ok(all)
    }

    fn measure(&mut self) {
        let n_tokens: u64 = self.pages.iter().map(|page| u64::from(page.length)).sum();
        let n_sections: u64 = self.pages.iter().map(|page| u64::from(page.n_sections)).sum();
        let mean = |n: u64| (n_tokens as f32 / n.max(1) as f32).max(1.0);
        let mean_page = mean(self.pages.len() as u64);
        self.mean_section = mean(n_sections);
        let norm = |page: &PageInfo| norm(page.length, mean_page, weights::LENGTH_IN_PAGES);
        self.norms = self.pages.iter().map(norm).collect();
    }

    pub(super) fn n_pages(&self) -> usize {
        self.pages.len()
    }

    pub(super) fn tongues(&self) -> &[Tongue] {
        &self.tongues
    }

    pub(super) fn page(&self, number: u32) -> Option<&PageInfo> {
        self.pages.get(number as usize)
    }

    /// The path of the page of a section; nothing if the section was replaced.
    pub(super) fn path_of(&self, section: u32) -> Option<&PagePath> {
        self.paths.get(self.page_of(section)? as usize)
    }

    /// The page of a section; nothing if it was replaced.
    pub(super) fn page_of(&self, section: u32) -> Option<u32> {
        self.page_of.get(section as usize).copied().filter(|page| *page != NO_PAGE)
    }

    /// The share of its weight that a count earns in a page.
    pub(super) fn saturated(&self, count: u32, page: u32) -> f32 {
        let norm = self.norms.get(page as usize).copied().unwrap_or(weights::SATURATION);
        count as f32 * (weights::SATURATION + 1.0) / (count as f32 + norm)
    }

    /// The share of its weight that a count earns in a section of so many tokens.
    pub(super) fn saturated_in_section(&self, count: u32, length: u32) -> f32 {
        let norm = norm(length, self.mean_section, weights::LENGTH_IN_SECTIONS);
        count as f32 * (weights::SATURATION + 1.0) / (count as f32 + norm)
    }

    /// How rare something is that stands in so many pages: the inverse document frequency of BM25, never negative.
    pub(super) fn rarity(&self, n_with: f32) -> f32 {
        let n_all = self.pages.len() as f32;
        (1.0 + (n_all - n_with + 0.5).max(0.0) / (n_with + 0.5)).ln()
    }

    /// Where the engine keeps a section.
    pub(super) fn address(&self, section: u32) -> DocAddress {
        let part = self.starts.partition_point(|start| *start <= section).saturating_sub(1);
        let start = self.starts.get(part).copied().unwrap_or_default();
        DocAddress::new(part as u32, section.saturating_sub(start))
    }

    /// The parts of the index with the number of their first section.
    pub(super) fn parts<'index>(
        &self,
        searcher: &'index Searcher,
    ) -> impl Iterator<Item = (&'index SegmentReader, u32)> {
        searcher.segment_readers().iter().zip(self.starts.clone())
    }

    /// In how many sections a term stands. Sections that were replaced are not counted, so that an index that was
    /// rewritten answers like one that was built.
    pub(super) fn n_sections(&self, searcher: &Searcher, term: &Term) -> tantivy::Result<u64> {
        let mut n = 0;
        for part in searcher.segment_readers() {
            let index = part.inverted_index(term.field())?;
            let Some(alive) = part.alive_bitset() else {
                n += u64::from(index.doc_freq(term)?);
                continue;
            };
            let Some(mut postings) = index.read_postings(term, Basic)? else { continue };
            while postings.doc() != TERMINATED {
                n += u64::from(alive.is_alive(postings.doc()));
                postings.advance();
            }
        }
        Ok(n)
    }

    /// Calls `each` with section, page and count wherever a term stands.
    pub(super) fn each_section(
        &self,
        searcher: &Searcher,
        term: &Term,
        mut each: impl FnMut(u32, u32, u32),
    ) -> tantivy::Result<()> {
        for (part, start) in self.parts(searcher) {
            let index = part.inverted_index(term.field())?;
            let Some(mut block) = index.read_block_postings(term, WithFreqs)? else { continue };
            while block.block_len() > 0 {
                // A field that is only filtered by has no counts.
                let counts = block.freqs().iter().copied().chain(std::iter::repeat(1));
                for (doc, count) in block.docs().iter().zip(counts) {
                    if let Some(page) = self.page_of(start + doc) {
                        each(start + doc, page, count);
                    }
                }
                block.advance();
            }
        }
        Ok(())
    }
}

fn norm(length: u32, mean: f32, by_length: f32) -> f32 {
    weights::SATURATION * (1.0 - by_length + by_length * length as f32 / mean)
}

/// The share of its weight that a count earns where length says nothing.
pub(super) fn plainly(count: u32) -> f32 {
    count as f32 * (weights::SATURATION + 1.0) / (count as f32 + weights::SATURATION)
}

/// Finds the pages of one part; sections that follow each other and have the same path are one page.
fn meet(part: &SegmentReader, fields: &Fields, start: u32, met: &mut Vec<Met>) -> tantivy::Result<()> {
    let Some(paths) = part.fast_fields().str("path")? else { return Ok(()) };
    let standings = part.fast_fields().u64("standing")?;
    let lengths = part.get_fieldnorms_reader(fields.body)?;
    let alive = part.alive_bitset();
    let texts = in_order(&paths)?;
    let mut last = None;
    for doc in 0..part.max_doc() {
        if alive.is_some_and(|alive| !alive.is_alive(doc)) {
            last = None;
            continue;
        }
        let path = paths.term_ords(doc).next();
        let length = lengths.fieldnorm(doc);
        if last == Some(path)
            && let Some(page) = met.last_mut()
        {
            page.info.n_sections += 1;
            page.info.length += length;
            continue;
        }
        last = Some(path);
        let standing = Standing::from_number(standings.first(doc).unwrap_or_default());
        let text = path.and_then(|path| texts.get(path as usize)).cloned().unwrap_or_default();
        let (n_links, is_list) = (standing.n_links, standing.is_list);
        let info = PageInfo { first_section: start + doc, n_sections: 1, length, n_links, is_list };
        met.push(Met { path: text, info, tongue: standing.tongue });
    }
    Ok(())
}

/// All paths of a part; to look each one up would take far longer.
fn in_order(paths: &StrColumn) -> tantivy::Result<Vec<String>> {
    let mut texts = Vec::with_capacity(paths.num_terms());
    let mut stream = paths.dictionary().stream()?;
    while stream.advance() {
        texts.push(String::from_utf8_lossy(stream.key()).into_owned());
    }
    Ok(texts)
}

/// Some of the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PageSet(Vec<u64>);

impl PageSet {
    pub(super) fn none(n_pages: usize) -> Self {
        Self(vec![0; n_pages.div_ceil(64)])
    }

    pub(super) fn insert(&mut self, page: u32) {
        if let Some(bits) = self.0.get_mut(page as usize / 64) {
            *bits |= 1 << (page % 64);
        }
    }

    pub(super) fn contains(&self, page: u32) -> bool {
        self.0.get(page as usize / 64).is_some_and(|bits| bits >> (page % 64) & 1 == 1)
    }

    pub(super) fn and(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(mine, theirs)| mine & theirs).collect())
    }

    /// How many pages are in both.
    pub(super) fn n_shared(&self, other: &Self) -> u32 {
        self.0.iter().zip(&other.0).map(|(mine, theirs)| (mine & theirs).count_ones()).sum()
    }
}
