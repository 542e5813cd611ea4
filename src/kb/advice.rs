//! What a cause's page advises, taken apart for showing.

use super::kinds::{Cause, DocLink};
use super::markdown::Section;
use super::name::{CauseId, FixId, OutOfScopeId, PagePath, SectionRef};
use super::outline::{Outline, Outlines, Target};
use super::page::{Page, PageText};
use super::{Fix, KnowledgeBase};

/// The parts of a page that advises: a cause's or a fix's.
#[derive(Debug, Clone)]
pub struct Advice<'base> {
    /// The page.
    pub page: &'base Page,
    /// What stands on it.
    pub text: &'base PageText,
    /// What is wrong and why: the first paragraph, as plain text.
    pub explanation: &'base str,
    /// `## How to tell`: how to see that it is this cause and no other.
    pub how_to_tell: Option<&'base Section>,
    /// `## Fix`: the steps.
    pub fix: Option<&'base Section>,
    /// `## Verify`: how to see that it is cured.
    pub verify: Option<&'base Section>,
}

impl<'base> Advice<'base> {
    fn on(page: &'base Page) -> Option<Self> {
        let text = page.kept_text()?;
        Some(Self {
            page,
            text,
            explanation: &text.document.lead,
            how_to_tell: text.section("how-to-tell").or_else(|| text.section("how to tell")),
            fix: text.section("fix"),
            verify: text.section("verify"),
        })
    }

    /// The items of a section as plain text: one for each step, bullet or paragraph.
    pub fn items(&self, section: Option<&Section>) -> Vec<String> {
        section.map(|section| self.text.items(section).to_vec()).unwrap_or_default()
    }
}

/// A link that leads somewhere, with the words to show for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// A section of this base.
    Section {
        /// Where.
        link: SectionRef,
        /// The page's title.
        page_title: String,
        /// The section's heading, where the link names one.
        heading: Option<String>,
    },
    /// A web address.
    Outside(String),
}

impl KnowledgeBase {
    /// What the page of a cause advises.
    pub fn advice(&self, cause: &CauseId) -> Option<Advice<'_>> {
        let page = self.page(&self.cause(cause)?.page)?;
        Advice::on(page)
    }

    /// What the page of a fix advises.
    pub fn fix_advice(&self, fix: &FixId) -> Option<(&Fix, Advice<'_>)> {
        let fix = self.fix(fix)?;
        Some((fix, Advice::on(self.page(&fix.page)?)?))
    }

    /// What a cause's advice rests on, in the author's order. Drafts are left out.
    pub fn readings(&self, cause: &Cause) -> Vec<Reading> {
        self.readings.get(&cause.id).cloned().unwrap_or_default()
    }

    /// The published pages that an out-of-scope page links to: where to turn instead, if that is in the base.
    pub fn out_of_scope_leads_to(&self, id: &OutOfScopeId) -> Vec<PagePath> {
        let page = self.out_of_scope_page(id).and_then(|found| self.page(&found.page));
        let outline = page.map(Page::outline);
        let targets = outline.iter().flat_map(Outline::links).filter_map(|link| match link.target {
            Target::Page { path, .. } => Some(PagePath::new(path)),
            Target::Refused(_) | Target::SamePage(_) => None,
        });
        targets.filter(|path| self.is_published(path)).collect()
    }

    /// The published page that a link or an address means: its path as it is, or with `.md` behind it.
    pub fn published_page(&self, path: &str) -> Option<&Page> {
        let page =
            self.page(&PagePath::new(path)).or_else(|| self.page(&PagePath::new(&format!("{path}.md"))))?;
        page.is_published().then_some(page)
    }
}

/// What links lead to: looked up once, when a base is bound.
pub(super) fn readings_of(docs: &[DocLink], outlines: &Outlines<'_>) -> Vec<Reading> {
    docs.iter().filter_map(|link| reading(link, outlines)).collect()
}

fn reading(link: &DocLink, outlines: &Outlines<'_>) -> Option<Reading> {
    match link {
        DocLink::Outside(address) => Some(Reading::Outside(address.clone())),
        DocLink::Section(link) => {
            let (page, section) = outlines.section(link)?;
            if !page.is_published() {
                return None;
            }
            let heading =
                section.map(|section| section.heading.to_owned()).filter(|heading| *heading != page.title);
            Some(Reading::Section { link: link.clone(), page_title: page.title.clone(), heading })
        }
    }
}
