//! One file, read by itself: what a base is bound of, and what of it can be kept for the next time.

use std::sync::Arc;

use super::content_test::{ContentTest, is_case_file};
use super::findings::Findings;
use super::lists::{Reader, Writer};
use super::name::PagePath;
use super::packing::{Content, Packed, Shelf, Slip};
use super::page::{Kind, Page, SourceFile};
use super::read::{RawPage, read_case, read_page};
use super::sum::Sum;

/// Names the form of cards, outlines and packed texts, and the way in which pages are read: it changes whenever the
/// same file would give other ones.
pub const FORMAT: &str = "3";

/// One file as it was read. Whether its references lead anywhere is found when all are there.
#[derive(Debug)]
pub struct Leaf {
    /// The file's path below the root.
    pub path: String,
    /// What the file was.
    pub sum: Sum,
    pub(super) page: Option<RawPage>,
    /// What a case file holds, which is no page.
    pub(super) test: Option<ContentTest>,
    pub(super) findings: Findings,
}

impl Leaf {
    /// Reads a file.
    pub fn read(file: SourceFile) -> Self {
        let sum = Sum::of(&file.path, &file.bytes);
        Self::read_summed(file, sum)
    }

    /// The same where the hash of the file is known.
    pub fn read_summed(file: SourceFile, sum: Sum) -> Self {
        let mut findings = Findings::default();
        let path = file.path.clone();
        if is_case_file(&path) {
            let test = read_case(&file, &mut findings);
            return Self { path, sum, page: None, test, findings };
        }
        let page = read_page(file, sum, &mut findings);
        Self { path, sum, page, test: None, findings }
    }

    /// Whether it is part of what answers rest on. Case files are not: a base with more tests is the same base.
    pub fn counts(&self) -> bool {
        !is_case_file(&self.path)
    }

    /// What is worth putting on a shelf, if it is not there yet.
    pub fn packed(&self) -> Option<&Packed> {
        match &self.page.as_ref()?.page.content {
            Content::Packed(packed) => Some(packed),
            Content::Kept(_) | Content::Shelved(..) => None,
        }
    }

    /// Where on a shelf it lies, if it does.
    pub fn slip(&self) -> Option<Slip> {
        match &self.page.as_ref()?.page.content {
            Content::Shelved(_, slip) => Some(*slip),
            Content::Kept(_) | Content::Packed(_) => None,
        }
    }

    /// Takes the page from a shelf from now on, instead of memory or another shelf.
    pub fn shelve(&mut self, shelf: Arc<dyn Shelf>, slip: Slip) {
        if let Some(raw) = &mut self.page
            && raw.page.kind == Kind::Article
        {
            raw.page.content = Content::Shelved(shelf, slip);
        }
    }

    /// What has to be known of the page without its text, as bytes. Only of articles in which nothing is wrong: others
    /// are read at each start, for what they say beyond their text, or for telling what is wrong.
    pub fn card(&self) -> Option<Vec<u8>> {
        let page = &self.page.as_ref()?.page;
        (page.kind == Kind::Article && self.findings.is_empty()).then(|| card(page))
    }

    /// The file whose card this is; nothing if it is none.
    pub fn from_card(path: &str, sum: Sum, card: &[u8], shelf: Arc<dyn Shelf>, slip: Slip) -> Option<Self> {
        let content = Content::Shelved(shelf, slip);
        let page = page(PagePath::new(path), sum, content, &mut Reader::new(card))?;
        let page = Some(RawPage { page, written: None });
        Some(Self { path: path.to_owned(), sum, page, test: None, findings: Findings::default() })
    }
}

fn card(page: &Page) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.text(&page.title);
    let texts = [&page.description, &page.lang, &page.owner, &page.review_by];
    texts.into_iter().for_each(|text| writer.maybe_text(text.as_deref()));
    writer.flag(page.draft);
    writer.flag(page.suggested);
    writer.number(page.size);
    writer.bytes
}

fn page(path: PagePath, sum: Sum, content: Content, reader: &mut Reader<'_>) -> Option<Page> {
    Some(Page {
        path,
        kind: Kind::Article,
        title: reader.string()?,
        description: reader.maybe_string()?,
        lang: reader.maybe_string()?,
        owner: reader.maybe_string()?,
        review_by: reader.maybe_string()?,
        draft: reader.flag()?,
        suggested: reader.flag()?,
        size: reader.number()?,
        sum,
        content,
    })
}
