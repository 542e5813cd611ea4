//! What a cause's page advises, taken apart for showing.

use super::kinds::{Cause, DocLink};
use super::markdown::{self, Section};
use super::name::{CauseId, FixId, PagePath, SectionRef};
use super::page::Page;
use super::{Fix, KnowledgeBase};

/// The parts of a page that advises: a cause's or a fix's.
#[derive(Debug, Clone)]
pub struct Advice<'base> {
    /// The page.
    pub page: &'base Page,
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
    fn on(page: &'base Page) -> Self {
        Self {
            page,
            explanation: &page.document.lead,
            how_to_tell: page.section("how-to-tell").or_else(|| page.section("how to tell")),
            fix: page.section("fix"),
            verify: page.section("verify"),
        }
    }

    /// The items of a section as plain text: one for each step, bullet or paragraph.
    pub fn items(&self, section: Option<&Section>) -> Vec<String> {
        let steps = section.map(|section| markdown::steps(&self.page.body, section.content.clone()));
        steps.unwrap_or_default().into_iter().map(|step| step.text).collect()
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
        Some(Advice::on(page))
    }

    /// What the page of a fix advises.
    pub fn fix_advice(&self, fix: &FixId) -> Option<(&Fix, Advice<'_>)> {
        let fix = self.fix(fix)?;
        Some((fix, Advice::on(self.page(&fix.page)?)))
    }

    /// What a cause's advice rests on, in the author's order. Drafts are left out.
    pub fn readings(&self, cause: &Cause) -> Vec<Reading> {
        cause.docs.iter().filter_map(|link| self.reading(link)).collect()
    }

    fn reading(&self, link: &DocLink) -> Option<Reading> {
        match link {
            DocLink::Outside(address) => Some(Reading::Outside(address.clone())),
            DocLink::Section(link) => {
                let (page, section) = self.section(link)?;
                if !page.is_published() {
                    return None;
                }
                Some(Reading::Section {
                    link: link.clone(),
                    page_title: page.title.clone(),
                    heading: section
                        .map(|section| section.heading.clone())
                        .filter(|heading| *heading != page.title),
                })
            }
        }
    }

    /// The published page that a link or an address means: its path as it is, or with `.md` behind it.
    pub fn published_page(&self, path: &str) -> Option<&Page> {
        let page =
            self.page(&PagePath::new(path)).or_else(|| self.page(&PagePath::new(&format!("{path}.md"))))?;
        page.is_published().then_some(page)
    }
}
