//! What the rest of a base wants to know of a page: its anchors, where its links lead, and its front matter.
//!
//! All pages' outlines are gone through whenever a base is loaded, to see whether links lead somewhere; therefore an
//! outline is a row of bytes that is read in place. Where it is kept is not its business.

#[cfg(test)]
mod tests;

use super::lists::{Reader, Writer};
use super::markdown::Link;
use super::markdown::links::{Resolved, resolve};
use super::name::PagePath;
use super::page::{Page, PageText};
use super::{KnowledgeBase, SectionRef};
use crate::sharing::on_threads;
use crate::text::place::{LineIndex, Position};

/// A page in short.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    bytes: Box<[u8]>,
}

/// A link of a page that does not lead to the web.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineLink<'outline> {
    /// Where it stands in the page's file.
    pub at: Position,
    /// The linked words, or the picture's alternative text.
    pub text: &'outline str,
    /// Whether it is a picture.
    pub image: bool,
    /// Where it leads.
    pub target: Target<'outline>,
}

/// Where a link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'outline> {
    /// Nowhere, and why.
    Refused(&'outline str),
    /// To an anchor of the same page; empty for its top.
    SamePage(&'outline str),
    /// To a file of the base.
    Page {
        /// Path from the base's root.
        path: &'outline str,
        /// The part after `#`, if any.
        anchor: Option<&'outline str>,
    },
}

/// A section by its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'outline> {
    /// Its own anchor; empty for the text before the first heading.
    pub anchor: &'outline str,
    /// Its heading.
    pub heading: &'outline str,
    /// 1 to 6, or 0 for the text before the first heading.
    pub level: u8,
    /// Whether its author chose the anchor.
    pub explicit: bool,
}

/// Set in the level of a section whose author chose the anchor.
const EXPLICIT: u8 = 0x80;

/// The parts of an outline, in their order.
#[derive(Debug, Clone, Copy)]
enum Part {
    Sections,
    Aliases,
    Links,
    Notes,
    Metadata,
}

impl Outline {
    /// The outline of a page.
    pub(super) fn of(path: &PagePath, text: &PageText) -> Self {
        let document = &text.document;
        let mut sections = Writer::default();
        let (mut aliases, mut notes, mut metadata) =
            (Writer::default(), Writer::default(), Writer::default());
        let put_section = |writer: &mut Writer, section: &super::markdown::Section| {
            writer.text(&section.anchor);
            writer.text(&section.heading);
            writer.bytes.push(section.level | if section.explicit { EXPLICIT } else { 0 });
        };
        document.sections.iter().for_each(|section| put_section(&mut sections, section));
        let put_alias = |writer: &mut Writer, alias: &super::markdown::Alias| {
            writer.text(&alias.anchor);
            writer.number(alias.section);
        };
        document.aliases.iter().for_each(|alias| put_alias(&mut aliases, alias));
        let put_note = |writer: &mut Writer, remark: &super::markdown::Remark| {
            writer.number(remark.line + text.body_line - 1);
            writer.text(&remark.kind.to_string());
        };
        document.notes.iter().for_each(|remark| put_note(&mut notes, remark));
        let put_metadata = |writer: &mut Writer, (key, value): &(String, String)| {
            writer.text(key);
            writer.text(value);
        };
        text.metadata.iter().for_each(|pair| put_metadata(&mut metadata, pair));
        let mut outline = Writer::default();
        for part in [sections, aliases, links(path, text), notes, metadata] {
            outline.bytes(&part.bytes);
        }
        Self { bytes: outline.bytes.into() }
    }

    /// Takes back what [`bytes`](Self::bytes) gave. Of bytes that are no outline it is an empty one.
    pub(super) fn from_bytes(bytes: Box<[u8]>) -> Self {
        Self { bytes }
    }

    /// The outline as bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn part(&self, part: Part) -> Reader<'_> {
        let mut reader = Reader::new(&self.bytes);
        for _ in 0..part as usize {
            reader.block();
        }
        Reader::new(reader.block().unwrap_or_default())
    }

    fn items<'outline, T: 'outline>(
        &'outline self,
        part: Part,
        take: impl Fn(&mut Reader<'outline>) -> Option<T> + 'outline,
    ) -> impl Iterator<Item = T> + 'outline {
        let mut reader = self.part(part);
        std::iter::from_fn(move || if reader.is_at_end() { None } else { take(&mut reader) })
    }

    /// Its sections in order.
    pub fn sections(&self) -> impl Iterator<Item = Place<'_>> {
        self.items(Part::Sections, place)
    }

    /// The section an anchor names, by its own anchor or a further name.
    pub fn section_at(&self, anchor: &str) -> Option<Place<'_>> {
        // Most sections are passed over, so they are compared as bytes before one is taken for texts.
        let mut sections =
            self.items(Part::Sections, |reader| Some((reader.block()?, reader.block()?, reader.byte()?)));
        let own = sections.position(|(own, _, level)| own == anchor.as_bytes() && level & !EXPLICIT > 0);
        let at = own.or_else(|| {
            let mut aliases = self.items(Part::Aliases, |reader| Some((reader.block()?, reader.number()?)));
            aliases.find(|(alias, _)| *alias == anchor.as_bytes()).map(|(_, section)| section)
        })?;
        let mut sections = self.part(Part::Sections);
        for _ in 0..at {
            sections.block()?;
            sections.block()?;
            sections.byte()?;
        }
        place(&mut sections)
    }

    /// Its links and pictures in order, without those that lead to the web.
    pub fn links(&self) -> impl Iterator<Item = OutlineLink<'_>> {
        self.items(Part::Links, link)
    }

    /// What is odd about its headings: the line in the file, and what.
    pub(super) fn notes(&self) -> impl Iterator<Item = (usize, &str)> {
        self.items(Part::Notes, |reader| Some((reader.number()?, reader.text()?)))
    }

    /// The keys and values of its front matter that are no fields of a page.
    pub fn metadata(&self) -> impl Iterator<Item = (&str, &str)> {
        self.items(Part::Metadata, |reader| Some((reader.text()?, reader.text()?)))
    }
}

fn place<'outline>(reader: &mut Reader<'outline>) -> Option<Place<'outline>> {
    let (anchor, heading, level) = (reader.text()?, reader.text()?, reader.byte()?);
    Some(Place { anchor, heading, level: level & !EXPLICIT, explicit: level & EXPLICIT != 0 })
}

const REFUSED: u8 = 0;
const SAME_PAGE: u8 = 1;
const PAGE: u8 = 2;
const PAGE_AND_ANCHOR: u8 = 3;

fn links(path: &PagePath, text: &PageText) -> Writer {
    let mut writer = Writer::default();
    if text.document.links.is_empty() {
        return writer;
    }
    let lines = LineIndex::new(&text.body);
    for link in &text.document.links {
        put_link(&mut writer, link, path, text, &lines);
    }
    writer
}

/// `xref:Some.Name`: other tools look such a name up and deskdoc shows its words, which is all it can do.
fn is_name_of_another_tool(target: &str) -> bool {
    target.split_at_checked(5).is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("xref:"))
}

fn put_link(writer: &mut Writer, link: &Link, path: &PagePath, text: &PageText, lines: &LineIndex<'_>) {
    let target = resolve(path.as_str(), &link.target);
    if matches!(target, Resolved::Outside(_)) || is_name_of_another_tool(&link.target) {
        return;
    }
    let at = lines.position(link.span.start);
    writer.number(at.line + text.body_line - 1);
    writer.number(at.column);
    writer.text(&link.text);
    writer.flag(link.image);
    match target {
        Resolved::Outside(_) => {}
        Resolved::Refused(reason) => {
            writer.bytes.push(REFUSED);
            writer.text(&reason.to_string());
        }
        Resolved::SamePage { anchor } => {
            writer.bytes.push(SAME_PAGE);
            writer.text(&anchor);
        }
        Resolved::Page { path, anchor: None } => {
            writer.bytes.push(PAGE);
            writer.text(&path);
        }
        Resolved::Page { path, anchor: Some(anchor) } => {
            writer.bytes.push(PAGE_AND_ANCHOR);
            writer.text(&path);
            writer.text(&anchor);
        }
    }
}

fn link<'outline>(reader: &mut Reader<'outline>) -> Option<OutlineLink<'outline>> {
    let at = Position { line: reader.number()?, column: reader.number()? };
    let (text, image) = (reader.text()?, reader.flag()?);
    let target = match reader.byte()? {
        REFUSED => Target::Refused(reader.text()?),
        SAME_PAGE => Target::SamePage(reader.text()?),
        PAGE => Target::Page { path: reader.text()?, anchor: None },
        PAGE_AND_ANCHOR => Target::Page { path: reader.text()?, anchor: Some(reader.text()?) },
        _ => return None,
    };
    Some(OutlineLink { at, text, image, target })
}

/// The outlines of fewer pages than this are gathered sooner than a thread is started.
const WORTH_A_THREAD: usize = 256;

/// The outlines of all pages of a base.
#[derive(Debug)]
pub struct Outlines<'base> {
    base: &'base KnowledgeBase,
    /// In the order of the base's pages.
    all: Vec<Outline>,
}

impl KnowledgeBase {
    /// The outlines of all pages, gathered on several threads.
    pub fn outlines(&self, n_threads: usize) -> Outlines<'_> {
        let n_threads = n_threads.min(self.pages.len().div_ceil(WORTH_A_THREAD));
        Outlines { base: self, all: on_threads(&self.pages, n_threads, Page::outline) }
    }
}

impl<'base> Outlines<'base> {
    /// All pages with their outlines, in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&'base Page, &Outline)> {
        self.base.pages.iter().zip(&self.all)
    }

    /// The page at a path as links and [`PagePath`]s have it, with its outline.
    pub fn page(&self, path: &str) -> Option<(&'base Page, &Outline)> {
        let at = *self.base.by_path.get(path)?;
        Some((self.base.pages.get(at)?, self.all.get(at)?))
    }

    /// The section a link leads to: its page and, where the anchor names one, the section.
    pub fn section(&self, link: &SectionRef) -> Option<(&'base Page, Option<Place<'_>>)> {
        let (page, outline) = self.page(link.page.as_str())?;
        Some((page, link.anchor.as_deref().and_then(|anchor| outline.section_at(anchor))))
    }
}
