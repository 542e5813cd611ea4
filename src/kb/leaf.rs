//! One file, read by itself: what a base is bound of, and what of it can be kept for the next time.

use std::sync::Arc;

use super::content_test::{ContentTest, is_case_file};
use super::findings::Findings;
use super::front_matter::FrontMatter;
use super::lists::{Reader, Writer};
use super::name::PagePath;
use super::outline::Outline;
use super::packing::{Content, Packed, Parts, Shelf, Slip, unpack};
use super::page::{Kind, Page, SourceFile};
use super::read::{RawPage, Written, read_case, read_page};
use super::sum::Sum;

/// Names the form of cards, outlines and packed texts, and the way in which pages are read: it changes whenever the
/// same file would give other ones.
pub const FORMAT: &str = "4";

/// One file as it was read. Whether its references lead anywhere is found when all are there.
#[derive(Debug)]
pub struct Leaf {
    /// The file's path below the root.
    pub path: String,
    /// What the file was.
    pub sum: Sum,
    /// Where on a shelf its page lies, if it does.
    pub slip: Option<Slip>,
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
            return Self { path, sum, slip: None, page: None, test, findings };
        }
        let page = read_page(file, sum, &mut findings);
        Self { path, sum, slip: None, page, test: None, findings }
    }

    /// Whether it is part of what answers rest on. Case files are not: a base with more tests is the same base.
    pub fn counts(&self) -> bool {
        !is_case_file(&self.path)
    }

    /// What is worth putting on a shelf, if it is not there yet: the card and the rest. The card is empty where
    /// something is wrong with the page, which has to be told at each start.
    pub fn to_shelve(&self) -> Option<(Vec<u8>, Arc<Packed>)> {
        let raw = self.page.as_ref()?;
        let is_sound = self.findings.is_empty();
        if self.slip.is_some() || !is_sound && raw.written.is_some() {
            return None;
        }
        let card = if is_sound { card(raw) } else { Vec::new() };
        Some((card, raw.page.content.to_packed()?))
    }

    /// Notes where on a shelf the page lies. The text of an article is taken from there from now on, instead of memory
    /// or another shelf.
    pub fn shelve(&mut self, shelf: Arc<dyn Shelf>, slip: Slip) {
        let Some(raw) = &mut self.page else { return };
        self.slip = Some(slip);
        if raw.page.kind == Kind::Article {
            raw.page.content = Content::Shelved(shelf, slip);
        }
    }

    /// What [`read_summed`](Self::read_summed) made of this very file, of what lies on a shelf since.
    ///
    /// # Errors
    /// The file, if it has to be read: its page has no card, or the parts are none of a page.
    pub fn from_shelf(
        file: SourceFile,
        sum: Sum,
        parts: Parts<'_>,
        shelf: Arc<dyn Shelf>,
        slip: Slip,
    ) -> Result<Self, SourceFile> {
        let Some((page, front_matter)) = known(&file.path, sum, parts, shelf, slip) else { return Err(file) };
        let SourceFile { path, bytes } = file;
        let written = match front_matter {
            None => None,
            Some(front_matter) => match String::from_utf8(bytes) {
                Ok(text) => Some(Written { front_matter, text }),
                Err(error) => return Err(SourceFile { path, bytes: error.into_bytes() }),
            },
        };
        let page = Some(RawPage { page, written });
        Ok(Self { path, sum, slip: Some(slip), page, test: None, findings: Findings::default() })
    }
}

/// What has to be known of a page without its text, as bytes.
fn card(raw: &RawPage) -> Vec<u8> {
    let mut writer = Writer::default();
    let page = &raw.page;
    writer.text(page.kind.word());
    writer.text(&page.title);
    let texts = [&page.description, &page.lang, &page.owner, &page.review_by];
    texts.into_iter().for_each(|text| writer.maybe_text(text.as_deref()));
    writer.flag(page.draft);
    writer.flag(page.suggested);
    writer.number(page.size);
    raw.written.iter().for_each(|written| written.front_matter.put(&mut writer));
    writer.bytes
}

/// A page and, if it is one with knowledge, its front matter.
fn known(
    path: &str,
    sum: Sum,
    parts: Parts<'_>,
    shelf: Arc<dyn Shelf>,
    slip: Slip,
) -> Option<(Page, Option<FrontMatter>)> {
    let mut reader = Reader::new(parts.card);
    let kind = Kind::from_word(reader.text()?)?;
    let content = match kind {
        Kind::Article => Content::Shelved(shelf, slip),
        _ => Content::Kept(Arc::new(unpack(parts.text)?), Outline::from_bytes(parts.outline.into())),
    };
    let page = Page {
        path: PagePath::new(path),
        kind,
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
    };
    let front_matter = if kind == Kind::Article { None } else { Some(FrontMatter::take(&mut reader)?) };
    reader.is_at_end().then_some((page, front_matter))
}
