//! What a base would be if drafts were shown, or pages were not: for authors who want to know before.

use super::{KnowledgeBase, PagePath};

impl KnowledgeBase {
    /// The same base with every draft shown to users.
    pub fn with_drafts_shown(&self) -> Self {
        let mut base = self.clone();
        base.pages.iter_mut().for_each(|page| page.draft = false);
        base
    }

    /// The same base with one page shown to users, or as a draft.
    pub fn with_page(&self, path: &PagePath, is_shown: bool) -> Self {
        let mut base = self.clone();
        if let Some(page) = base.by_path.get(path).and_then(|at| base.pages.get_mut(*at)) {
            page.draft = !is_shown;
        }
        base
    }
}
