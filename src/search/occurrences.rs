//! Where words occur: the sections of the index with their lengths, and the places of a word in them.
//!
//! Parts of the index are invisible from here on: a section has one number throughout, so that how many threads
//! wrote the index makes no difference to what is found.

use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, Term};

use super::schema::{Fields, Standing};

/// All sections of an index.
#[derive(Debug, Default)]
pub(super) struct Sections {
    /// By number.
    standings: Vec<Standing>,
    /// Tokens of each section, by number.
    lengths: Vec<u32>,
    /// Tokens of each page, by page number.
    pages: Vec<PageLengths>,
    /// The number of the first section of each part of the index.
    starts: Vec<u32>,
    /// The means over all pages and sections.
    pub(super) mean: MeanLengths,
}

/// How long a page is, in tokens.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PageLengths {
    pub(super) body: u32,
    pub(super) title: u32,
    pub(super) headings: u32,
    pub(super) names: u32,
    n_sections: u32,
}

/// Mean lengths, in tokens, at least one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct MeanLengths {
    pub(super) page_body: f64,
    pub(super) page_title: f64,
    pub(super) page_headings: f64,
    pub(super) page_names: f64,
    pub(super) section: f64,
}

impl Sections {
    /// Reads where all sections stand and how long they are.
    pub(super) fn read(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Self> {
        let mut all = Self::default();
        for part in searcher.segment_readers() {
            all.starts.push(all.standings.len() as u32);
            let standings = part.fast_fields().u64("standing")?;
            let bodies = part.get_fieldnorms_reader(fields.body)?;
            let titles = part.get_fieldnorms_reader(fields.title)?;
            let headings = part.get_fieldnorms_reader(fields.heading)?;
            let names = part.get_fieldnorms_reader(fields.names)?;
            for doc in 0..part.max_doc() {
                let standing = Standing::from_number(standings.first(doc).unwrap_or_default());
                let length = bodies.fieldnorm(doc);
                all.add(
                    standing,
                    length,
                    titles.fieldnorm(doc),
                    headings.fieldnorm(doc),
                    names.fieldnorm(doc),
                );
            }
        }
        all.measure();
        Ok(all)
    }

    fn add(&mut self, standing: Standing, body: u32, title: u32, heading: u32, names: u32) {
        self.standings.push(standing);
        self.lengths.push(body);
        let page = standing.page as usize;
        if self.pages.len() <= page {
            self.pages.resize(page + 1, PageLengths::default());
        }
        if let Some(lengths) = self.pages.get_mut(page) {
            lengths.body += body;
            lengths.title += title;
            lengths.headings += heading;
            lengths.names += names;
            lengths.n_sections += 1;
        }
    }

    fn measure(&mut self) {
        let (mut body, mut title, mut headings, mut names) = (0_u64, 0_u64, 0_u64, 0_u64);
        for page in &self.pages {
            body += u64::from(page.body);
            title += u64::from(page.title);
            headings += u64::from(page.headings);
            names += u64::from(page.names);
        }
        let per = |sum: u64, n: usize| (sum as f64 / n.max(1) as f64).max(1.0);
        let (n_pages, n_sections) = (self.pages.len(), self.standings.len());
        self.mean = MeanLengths {
            page_body: per(body, n_pages),
            page_title: per(title, n_pages),
            page_headings: per(headings, n_pages),
            page_names: per(names, n_pages),
            section: per(body, n_sections),
        };
    }

    pub(super) fn n_pages(&self) -> usize {
        self.pages.len()
    }

    pub(super) fn n_sections(&self) -> usize {
        self.standings.len()
    }

    pub(super) fn standing(&self, section: u32) -> Option<Standing> {
        self.standings.get(section as usize).copied()
    }

    pub(super) fn length(&self, section: u32) -> u32 {
        self.lengths.get(section as usize).copied().unwrap_or_default()
    }

    pub(super) fn page(&self, page: u32) -> PageLengths {
        self.pages.get(page as usize).copied().unwrap_or_default()
    }

    /// Where the engine keeps a section.
    pub(super) fn address(&self, section: u32) -> DocAddress {
        let part = self.starts.partition_point(|start| *start <= section).saturating_sub(1);
        let start = self.starts.get(part).copied().unwrap_or_default();
        DocAddress::new(part as u32, section.saturating_sub(start))
    }
}

/// All occurrences of a word, or of several that count as one, in the order of sections.
#[derive(Debug, Default)]
pub(super) struct Occurrences {
    /// Section and number of occurrences in it.
    pub(super) counts: Vec<(u32, u32)>,
    /// The positions of each section after those of the one before, if they were asked for.
    positions: Vec<u32>,
}

impl Occurrences {
    /// Looks words up in a field.
    pub(super) fn of(
        words: &[String],
        field: Field,
        with_positions: bool,
        searcher: &Searcher,
        sections: &Sections,
    ) -> tantivy::Result<Self> {
        let mut all = Self::default();
        for word in words {
            let found = Self::of_word(word, field, with_positions, searcher, sections)?;
            all = if all.counts.is_empty() { found } else { all.joined(&found) };
        }
        Ok(all)
    }

    fn of_word(
        word: &str,
        field: Field,
        with_positions: bool,
        searcher: &Searcher,
        sections: &Sections,
    ) -> tantivy::Result<Self> {
        use IndexRecordOption::{WithFreqs, WithFreqsAndPositions};
        let term = Term::from_field_text(field, word);
        let detail = if with_positions { WithFreqsAndPositions } else { WithFreqs };
        let mut found = Self::default();
        for (part, start) in searcher.segment_readers().iter().zip(&sections.starts) {
            let Some(mut postings) = part.inverted_index(field)?.read_postings(&term, detail)? else {
                continue;
            };
            found.counts.reserve(postings.doc_freq() as usize);
            while postings.doc() != TERMINATED {
                found.counts.push((start + postings.doc(), postings.term_freq()));
                if with_positions {
                    postings.append_positions_with_offset(0, &mut found.positions);
                }
                postings.advance();
            }
        }
        Ok(found)
    }

    /// Both words as one.
    fn joined(&self, other: &Self) -> Self {
        let mut joined = Self::default();
        let (mut first, mut second) = (self.sections().peekable(), other.sections().peekable());
        loop {
            let next = match (first.peek(), second.peek()) {
                (Some(a), Some(b)) => a.section.min(b.section),
                (Some(only), None) | (None, Some(only)) => only.section,
                (None, None) => return joined,
            };
            let start = joined.positions.len();
            let mut n = 0;
            for part in [first.next_if(|a| a.section == next), second.next_if(|b| b.section == next)] {
                let Some(part) = part else { continue };
                n += part.n;
                joined.positions.extend_from_slice(part.positions);
            }
            if let Some(own) = joined.positions.get_mut(start..) {
                own.sort_unstable();
            }
            joined.counts.push((next, n));
        }
    }

    /// Section by section.
    pub(super) fn sections(&self) -> impl Iterator<Item = InSection<'_>> {
        let mut rest = self.positions.as_slice();
        self.counts.iter().map(move |&(section, n)| {
            let (positions, later) = rest.split_at_checked(n as usize).unwrap_or_default();
            rest = later;
            InSection { section, n, positions }
        })
    }
}

/// The occurrences in one section.
pub(super) struct InSection<'a> {
    pub(super) section: u32,
    pub(super) n: u32,
    pub(super) positions: &'a [u32],
}
