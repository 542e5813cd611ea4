//! Where the texts of pages are: articles packed, since there may be thousands and each is read now and then; pages
//! with knowledge as they are, since answers are made of them.

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use super::lists::{Reader, Writer};
use super::markdown::{Alias, Document, Link, Remark, RemarkKind, Section};
use super::name::PagePath;
use super::outline::Outline;
use super::page::{Items, PageText};

/// A text of more bytes than this is not unpacked: no page of a megabyte gives one.
const LARGEST: usize = 256 * 1024 * 1024;

/// Keeps packed pages outside of memory, for as long as it lives.
pub trait Shelf: fmt::Debug + Send + Sync {
    /// The outline that was put there.
    fn outline(&self, slip: Slip) -> Option<Box<[u8]>>;

    /// The packed text that was put there.
    fn text(&self, slip: Slip) -> Option<Vec<u8>>;
}

/// Where on a shelf a page lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slip {
    /// The first byte of its card; the outline follows, then the packed text.
    pub start: u64,
    /// Bytes of the card; none for a page that has to be read from its file at each start.
    pub card: u32,
    /// Bytes of the outline.
    pub outline: u32,
    /// Bytes of the packed text.
    pub text: u32,
}

/// What lies on a shelf of one page.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'b> {
    /// All that has to be known of the page besides the others; empty if its file has to be read.
    pub card: &'b [u8],
    /// The outline.
    pub outline: &'b [u8],
    /// The packed text.
    pub text: &'b [u8],
}

impl Slip {
    /// The parts of the bytes that lie there; nothing if they are not as many.
    pub fn parts<'b>(&self, bytes: &'b [u8]) -> Option<Parts<'b>> {
        let mut reader = Reader::new(bytes);
        let card = reader.exactly(self.card as usize)?;
        let outline = reader.exactly(self.outline as usize)?;
        let text = reader.exactly(self.text as usize)?;
        reader.is_at_end().then_some(Parts { card, outline, text })
    }
}

/// A page's outline and text as bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Packed {
    /// The outline.
    pub outline: Box<[u8]>,
    /// The text, compressed.
    pub text: Box<[u8]>,
}

impl fmt::Debug for Packed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Packed({}, {})", self.outline.len(), self.text.len())
    }
}

/// What stands on a page, wherever it is.
#[derive(Debug, Clone)]
pub(super) enum Content {
    /// As it is, with its outline.
    Kept(Arc<PageText>, Outline),
    /// Packed, in memory.
    Packed(Arc<Packed>),
    /// Packed, on a shelf.
    Shelved(Arc<dyn Shelf>, Slip),
}

impl Content {
    pub(super) fn kept(path: &PagePath, text: PageText) -> Self {
        let outline = Outline::of(path, &text);
        Self::Kept(Arc::new(text), outline)
    }

    pub(super) fn packed(path: &PagePath, text: &PageText) -> Self {
        Self::Packed(Arc::new(packed(&Outline::of(path, text), text)))
    }

    /// The same as bytes, if it is in memory.
    pub(super) fn to_packed(&self) -> Option<Arc<Packed>> {
        match self {
            Self::Kept(text, outline) => Some(Arc::new(packed(outline, text))),
            Self::Packed(packed) => Some(Arc::clone(packed)),
            Self::Shelved(..) => None,
        }
    }

    /// What stands on the page. A shelf that was damaged after it was looked through has lost it: then it is empty.
    pub(super) fn text(&self) -> Arc<PageText> {
        let text = match self {
            Self::Kept(text, _) => return Arc::clone(text),
            Self::Packed(packed) => unpack(&packed.text),
            Self::Shelved(shelf, slip) => shelf.text(*slip).and_then(|packed| unpack(&packed)),
        };
        Arc::new(text.unwrap_or_default())
    }

    pub(super) fn outline(&self) -> Outline {
        match self {
            Self::Kept(_, outline) => outline.clone(),
            Self::Packed(packed) => Outline::from_bytes(packed.outline.clone()),
            Self::Shelved(shelf, slip) => Outline::from_bytes(shelf.outline(*slip).unwrap_or_default()),
        }
    }
}

fn packed(outline: &Outline, text: &PageText) -> Packed {
    Packed { outline: outline.bytes().into(), text: pack(text).into() }
}

fn pack(text: &PageText) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.list(&text.refs, |writer, text| writer.text(text));
    writer.list(&text.metadata, |writer, (key, value)| {
        writer.text(key);
        writer.text(value);
    });
    writer.text(&text.body);
    writer.number(text.body_line);
    let Document { title, lead, sections, links, aliases, notes } = &text.document;
    writer.maybe_text(title.as_deref());
    writer.text(lead);
    writer.list(sections, put_section);
    writer.list(links, |writer, link| {
        writer.text(&link.target);
        writer.text(&link.text);
        writer.number(link.span.start);
        writer.number(link.span.end);
        writer.flag(link.image);
    });
    writer.list(aliases, |writer, alias| {
        writer.text(&alias.anchor);
        writer.number(alias.section);
    });
    writer.list(notes, |writer, remark| {
        let (is_repeated, wanted, given) = match &remark.kind {
            RemarkKind::RepeatedAnchor { wanted, given } => (true, wanted, given),
            RemarkKind::UnusableAnchor { wanted, given } => (false, wanted, given),
        };
        writer.flag(is_repeated);
        writer.text(wanted);
        writer.text(given);
        writer.number(remark.line);
    });
    lz4_flex::block::compress_prepend_size(&writer.bytes)
}

fn put_section(writer: &mut Writer, section: &Section) {
    writer.text(&section.anchor);
    writer.text(&section.heading);
    writer.bytes.push(section.level);
    writer.flag(section.explicit);
    writer.list(&section.heading_path, |writer, text| writer.text(text));
    writer.text(&section.text);
    [&section.span, &section.content].into_iter().for_each(|range| {
        writer.number(range.start);
        writer.number(range.end);
    });
    writer.number(section.line);
}

/// Takes back a text that was packed.
pub(super) fn unpack(packed: &[u8]) -> Option<PageText> {
    let (size, compressed) = packed.split_first_chunk::<4>()?;
    let size = u32::from_le_bytes(*size) as usize;
    if size > LARGEST {
        return None;
    }
    let bytes = lz4_flex::block::decompress(compressed, size).ok()?;
    let mut reader = Reader::new(&bytes);
    Some(PageText {
        refs: reader.list(Reader::string)?,
        metadata: reader.list(|reader| Some((reader.string()?, reader.string()?)))?,
        body: reader.string()?,
        body_line: reader.number()?,
        document: document(&mut reader)?,
        items: Items::default(),
    })
}

fn document(reader: &mut Reader<'_>) -> Option<Document> {
    Some(Document {
        title: reader.maybe_string()?,
        lead: reader.string()?,
        sections: reader.list(section)?,
        links: reader.list(|reader| {
            Some(Link {
                target: reader.string()?,
                text: reader.string()?,
                span: reader.number()?..reader.number()?,
                image: reader.flag()?,
            })
        })?,
        aliases: reader.list(|reader| Some(Alias { anchor: reader.string()?, section: reader.number()? }))?,
        notes: reader.list(|reader| {
            let is_repeated = reader.flag()?;
            let (wanted, given) = (reader.string()?, reader.string()?);
            let kind = if is_repeated {
                RemarkKind::RepeatedAnchor { wanted, given }
            } else {
                RemarkKind::UnusableAnchor { wanted, given }
            };
            Some(Remark { kind, line: reader.number()? })
        })?,
    })
}

fn section(reader: &mut Reader<'_>) -> Option<Section> {
    Some(Section {
        anchor: reader.string()?,
        heading: reader.string()?,
        level: reader.byte()?,
        explicit: reader.flag()?,
        heading_path: reader.list(Reader::string)?,
        text: reader.string()?,
        span: reader.number()?..reader.number()?,
        content: reader.number()?..reader.number()?,
        line: reader.number()?,
    })
}
