//! Where a link in a page leads for somebody who reads it here.

use super::KnowledgeBase;
use super::markdown::links::{Resolved, resolve};
use super::name::{PagePath, SectionRef};

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeadsTo {
    /// To a web address that the author wrote.
    Outside(String),
    /// To an anchor of the same page; empty for its top.
    SamePage(String),
    /// To a published page or one of its sections.
    Section(SectionRef),
    /// To a picture of the base.
    Picture(PagePath),
    /// To a page that the base leaves out, at the address where its publisher shows it.
    Publisher(String),
    /// Nowhere.
    Nowhere,
}

impl KnowledgeBase {
    /// Where `target`, as written on the page at a path, leads.
    pub fn leads_to(&self, from: &PagePath, target: &str) -> LeadsTo {
        match resolve(from.as_str(), target) {
            Resolved::Outside(address) => LeadsTo::Outside(address),
            Resolved::SamePage { anchor } => LeadsTo::SamePage(anchor),
            Resolved::Page { path, anchor } => self.file(&path, anchor),
            Resolved::Refused(_) => LeadsTo::Nowhere,
        }
    }

    fn file(&self, path: &str, anchor: Option<String>) -> LeadsTo {
        let file = PagePath::new(path);
        if self.has_asset(&file) {
            return LeadsTo::Picture(file);
        }
        if let Some(page) = self.published_page(path) {
            let anchor = anchor.filter(|anchor| !anchor.is_empty());
            return LeadsTo::Section(SectionRef { page: page.path.clone(), anchor });
        }
        let is_draft = self.page(&file).is_some();
        match &self.settings.base_url {
            Some(publisher) if !is_draft => LeadsTo::Publisher(publisher.address(path, anchor.as_deref())),
            _ => LeadsTo::Nowhere,
        }
    }
}
