//! The knowledge base as values.
//!
//! In: files. Out: a [`KnowledgeBase`] of typed pages, and a list of [`Problem`]s: one bad page never takes the
//! rest down, and nothing is lost without a word. Knows nothing of folders, search or how an answer is found.
//! Start at [`assemble()`].

mod advice;
mod assemble;
mod content_test;
mod drafts;
mod fields;
mod findings;
pub mod front_matter;
mod keys;
mod kinds;
mod leading;
mod leaf;
pub(crate) mod lists;
pub mod markdown;
mod name;
mod outline;
mod packing;
mod page;
mod problem;
mod read;
mod references;
mod scale;
mod settings;
mod sum;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap};

pub use advice::{Advice, Reading};
pub use assemble::{Leaves, SETTINGS_FILE, Sources, Unread, UnreadReason, assemble, bind, is_settings};
pub use content_test::{ContentTest, Deed, Expectation, Expected, Missing, TestTurn, is_case_file};
pub(crate) use findings::{Complaints, Findings};
pub use keys::Key;
pub use kinds::{Answer, Cause, Check, DocLink, Fix, OnFail, OutOfScope, Question, Symptom};
pub use leading::LeadsTo;
pub use leaf::{FORMAT, Leaf};
pub use name::{
    AnswerId, BadId, CauseId, CheckId, FixId, OutOfScopeId, PagePath, QuestionId, SectionRef, SharedStepId,
    SymptomId,
};
pub use outline::{Outline, OutlineLink, Outlines, Place, Target};
pub use packing::{Packed, Parts, Shelf, Slip};
pub use page::{Kind, Page, PageText, SourceFile};
pub use problem::{Problem, Severity};
pub(crate) use references::nearest;
pub use scale::{CAUSE_LIKELIHOOD, CURE, Minutes, Probability, Scale};
pub use settings::{BaseUrl, Escalation, Settings};
pub use sum::Sum;

/// All pages, and what they say, by id and in the order of ids.
#[derive(Debug, Clone, Default)]
pub struct KnowledgeBase {
    settings: Settings,
    pages: Vec<Page>,
    by_path: HashMap<PagePath, usize>,
    /// Pictures and other files that pages show.
    assets: BTreeSet<PagePath>,
    symptoms: BTreeMap<SymptomId, Symptom>,
    causes: BTreeMap<CauseId, Cause>,
    /// What the advice of each cause rests on.
    readings: BTreeMap<CauseId, Vec<Reading>>,
    fixes: BTreeMap<FixId, Fix>,
    questions: BTreeMap<QuestionId, Question>,
    checks: BTreeMap<CheckId, Check>,
    out_of_scope: BTreeMap<OutOfScopeId, OutOfScope>,
    content_tests: Vec<ContentTest>,
}

impl KnowledgeBase {
    /// What the base says about itself.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// All pages in the order of their paths, drafts included.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// The page at a path.
    pub fn page(&self, path: &PagePath) -> Option<&Page> {
        self.pages.get(*self.by_path.get(path)?)
    }

    /// Whether there is a page at a path that users may see.
    pub fn is_published(&self, path: &PagePath) -> bool {
        self.page(path).is_some_and(Page::is_published)
    }

    /// How many pictures there are that pages may show.
    pub fn n_assets(&self) -> usize {
        self.assets.len()
    }

    /// Whether a file of this path may be shown inside pages.
    pub fn has_asset(&self, path: &PagePath) -> bool {
        self.assets.contains(path)
    }

    /// Whether it can answer anything: a base of articles alone is a documentation set to search.
    pub fn has_knowledge(&self) -> bool {
        !(self.symptoms.is_empty() && self.causes.is_empty() && self.questions.is_empty())
    }

    /// All symptoms, drafts included.
    pub fn symptoms(&self) -> impl Iterator<Item = &Symptom> {
        self.symptoms.values()
    }

    /// One symptom.
    pub fn symptom(&self, id: &SymptomId) -> Option<&Symptom> {
        self.symptoms.get(id)
    }

    /// All causes, drafts included.
    pub fn causes(&self) -> impl Iterator<Item = &Cause> {
        self.causes.values()
    }

    /// One cause.
    pub fn cause(&self, id: &CauseId) -> Option<&Cause> {
        self.causes.get(id)
    }

    /// All fixes that have a page of their own.
    pub fn fixes(&self) -> impl Iterator<Item = &Fix> {
        self.fixes.values()
    }

    /// One fix that has a page of its own.
    pub fn fix(&self, id: &FixId) -> Option<&Fix> {
        self.fixes.get(id)
    }

    /// All questions.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.questions.values()
    }

    /// One question.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions.get(id)
    }

    /// Whether there is a question with such an answer.
    pub fn has_answer(&self, question: &QuestionId, answer: &AnswerId) -> bool {
        self.question(question).is_some_and(|asked| asked.answers.iter().any(|known| known.id == *answer))
    }

    /// Whether there is a symptom of this id that users may see.
    pub fn shows_symptom(&self, id: &SymptomId) -> bool {
        self.symptom(id).is_some_and(|symptom| self.is_published(&symptom.page))
    }

    /// All checks.
    pub fn checks(&self) -> impl Iterator<Item = &Check> {
        self.checks.values()
    }

    /// The checks whose failure speaks for a cause.
    pub fn checks_for<'base>(&'base self, cause: &'base CauseId) -> impl Iterator<Item = &'base Check> {
        self.checks().filter(move |check| check.on_fail.iter().any(|on_fail| on_fail.cause == *cause))
    }

    /// All out-of-scope pages.
    pub fn out_of_scope(&self) -> impl Iterator<Item = &OutOfScope> {
        self.out_of_scope.values()
    }

    /// What authors expect conversations to come to, in the order of files and lines. Those of drafts are left out.
    pub fn content_tests(&self) -> &[ContentTest] {
        &self.content_tests
    }

    /// One out-of-scope page.
    pub fn out_of_scope_page(&self, id: &OutOfScopeId) -> Option<&OutOfScope> {
        self.out_of_scope.get(id)
    }
}
