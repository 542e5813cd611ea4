//! HTML of the base's Markdown, with links that lead to where this server shows things.

use std::ops::Range;
use std::sync::Arc;

use super::preview;
use crate::kb::markdown::{Destination, Markdown, RenderOptions, Section};
use crate::kb::{KnowledgeBase, LeadsTo, Page, PageText, SectionRef};
use crate::wire::href;

/// Where pages are read.
pub(super) const PAGES: &str = "/articles/";
const TABLE_AS_LANDMARK: &str = r#"<div class="table-scroll" tabindex="0" role="region""#;
const TABLE_AS_GROUP: &str = r#"<div class="table-scroll" tabindex="0" role="group""#;

/// One page, ready to be shown whole or in parts.
pub(super) struct Prose<'base> {
    base: &'base KnowledgeBase,
    page: &'base Page,
    text: Arc<PageText>,
    markdown: Markdown,
    /// Whether it is shown at its own address, so that `#anchor` stays on the page.
    is_at_home: bool,
    /// Where links to other pages lead.
    pages_at: &'static str,
}

impl<'base> Prose<'base> {
    /// A page at its own address.
    pub(super) fn at_home(base: &'base KnowledgeBase, page: &'base Page) -> Self {
        let text = page.text();
        Self { base, page, markdown: Markdown::read(&text.body), text, is_at_home: true, pages_at: PAGES }
    }

    /// A page in the preview, from which links lead to the preview of other pages.
    pub(super) fn previewed(base: &'base KnowledgeBase, page: &'base Page) -> Self {
        Self { pages_at: preview::PAGES, ..Self::at_home(base, page) }
    }

    /// Parts of a page inside another.
    pub(super) fn elsewhere(base: &'base KnowledgeBase, page: &'base Page) -> Self {
        Self { is_at_home: false, ..Self::at_home(base, page) }
    }

    /// What stands before the first heading, and below the title.
    pub(super) fn opening(&self) -> String {
        let sections = self.text.document.sections.iter().take_while(|section| section.level <= 1);
        sections.map(|section| self.html(section.content.clone(), 2)).collect()
    }

    /// A section with the deeper ones below it, without its heading.
    pub(super) fn section(&self, section: &Section) -> String {
        let document = &self.text.document;
        let at = document.sections.iter().position(|other| other.span == section.span);
        let end = at.map_or(section.content.end, |at| document.with_subsections(at).end);
        self.html(section.content.start..end.max(section.content.end), 2)
    }

    /// The steps of a section, each as HTML: list items, or else paragraphs.
    pub(super) fn steps(&self, section: &Section) -> Vec<String> {
        let document = &self.text.document;
        let at = document.sections.iter().position(|other| other.span == section.span);
        let end = at.map_or(section.content.end, |at| document.with_subsections(at).end);
        let steps = self.markdown.steps(section.content.start..end.max(section.content.end));
        steps.into_iter().map(|step| self.html(step.span, 2)).collect()
    }

    /// Everything but the title, which the page around shows. Further headings of the title's level, which some
    /// authors write, sink with all that is below them, so that there is one title and no level is skipped.
    pub(super) fn whole(&self) -> String {
        let end = self.text.body.len();
        let mut titles = self.text.document.sections.iter().filter(|section| section.level == 1);
        let Some(title) = self.title() else { return self.html(0..end, u8::from(titles.next().is_some())) };
        let second = titles.nth(1).map_or(end, |section| section.span.start);
        let before = self.html(0..title.span.start, 0);
        before + &self.html(title.content.start..second, 0) + &self.html(second..end, 1)
    }

    /// The page's sections.
    pub(super) fn sections(&self) -> &[Section] {
        &self.text.document.sections
    }

    /// The heading that is the page's title.
    pub(super) fn title(&self) -> Option<&Section> {
        self.text.document.sections.iter().find(|section| section.level > 0).filter(|first| first.level == 1)
    }

    fn html(&self, range: Range<usize>, shift_headings: u8) -> String {
        let links = |target: &str, is_image: bool| self.destination(target, is_image);
        let html = self
            .markdown
            .render(range, &RenderOptions { shift_headings, links: &links, has_anchors: self.is_at_home });
        // Several landmarks of one name help nobody to find their way; a group may be called like its neighbour.
        html.replace(TABLE_AS_LANDMARK, TABLE_AS_GROUP)
    }

    fn destination(&self, target: &str, is_image: bool) -> Destination {
        match self.base.leads_to(&self.page.path, target) {
            // Pictures from elsewhere are not fetched: nothing leaves this machine because somebody reads a page.
            LeadsTo::Outside(_) if is_image => Destination::Missing,
            LeadsTo::Outside(address) | LeadsTo::Publisher(address) => Destination::Outside(address),
            LeadsTo::SamePage(anchor) => self.same_page(anchor),
            LeadsTo::Section(section) => Destination::Page(href(&section).replacen(PAGES, self.pages_at, 1)),
            LeadsTo::Picture(file) => {
                let address = href(&SectionRef { page: file, anchor: None });
                Destination::Page(address.replacen(PAGES, "/pictures/", 1))
            }
            LeadsTo::Nowhere => Destination::Missing,
        }
    }

    fn same_page(&self, anchor: String) -> Destination {
        let link =
            SectionRef { page: self.page.path.clone(), anchor: Some(anchor).filter(|a| !a.is_empty()) };
        let whole = href(&link);
        let local = whole.split_once('#').map(|(_, anchor)| format!("#{anchor}"));
        Destination::Page(local.filter(|_| self.is_at_home).unwrap_or(whole))
    }
}
