//! One Markdown file of the knowledge base, whatever else it is.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::markdown::{Document, Markdown, Section, Step};
use super::name::PagePath;
use super::outline::Outline;
use super::packing::Content;
use super::sum::Sum;

/// A file as the outside world hands it in: nothing has been looked at yet.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path below the root, with `/`.
    pub path: String,
    /// The bytes of the file.
    pub bytes: Vec<u8>,
}

/// What a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A page people read.
    Article,
    /// What the user sees.
    Symptom,
    /// What is wrong.
    Cause,
    /// Steps that cure several causes.
    Fix,
    /// Something to ask.
    Question,
    /// A rule over facts.
    Check,
    /// What this base does not cover.
    OutOfScope,
}

impl Kind {
    /// All kinds, in the order of the authoring guide.
    pub const ALL: [Self; 7] =
        [Self::Article, Self::Symptom, Self::Cause, Self::Fix, Self::Question, Self::Check, Self::OutOfScope];

    /// The word in front matter.
    pub fn word(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Symptom => "symptom",
            Self::Cause => "cause",
            Self::Fix => "fix",
            Self::Question => "question",
            Self::Check => "check",
            Self::OutOfScope => "out-of-scope",
        }
    }

    /// The kind a word means.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A page: what all kinds have in common, and what is known of it without reading its text.
#[derive(Debug, Clone)]
pub struct Page {
    /// Where it stands.
    pub path: PagePath,
    /// What it is.
    pub kind: Kind,
    /// `title`, else the first heading, else the file's stem.
    pub title: String,
    /// `description`: one sentence.
    pub description: Option<String>,
    /// `lang`: the language tag, as written.
    pub lang: Option<String>,
    /// `owner`: who answers for the page.
    pub owner: Option<String>,
    /// `review_by`: until when somebody should have read it again.
    pub review_by: Option<String>,
    /// `status: draft`: loaded and checked, never shown to users.
    pub draft: bool,
    /// `suggest: false`: found by search, never offered as reading beside an answer. For pages about something
    /// else than what users ask for help with, such as the guides about deskdoc.
    pub suggested: bool,
    /// What the file was that it was read from.
    pub sum: Sum,
    /// Bytes of that file.
    pub size: usize,
    pub(super) content: Content,
}

/// What stands on a page. A base has megabytes of it, of which a moment needs one page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageText {
    /// `refs`: what the page rests on.
    pub refs: Vec<String>,
    /// Every scalar of the front matter that is no field of a [`Page`], as text: what other tools and filters use.
    pub metadata: Vec<(String, String)>,
    /// The Markdown after the front matter.
    pub body: String,
    /// The line of the file on which the body starts, counted from 1.
    pub body_line: usize,
    /// The body, cut into sections.
    pub document: Document,
    pub(super) items: Items,
}

/// The items of all sections as plain text, taken apart when somebody first asks for one: every answer about a cause
/// needs some. They follow from the body, so texts are equal whether they were asked or not.
#[derive(Debug, Clone, Default)]
pub(super) struct Items(OnceLock<Vec<Vec<String>>>);

impl PartialEq for Items {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Items {}

impl Page {
    /// Whether users may see it and search may find it.
    pub fn is_published(&self) -> bool {
        !self.draft
    }

    /// What stands on it, in the revision that was loaded. Of an article it is unpacked for each call, so ask once.
    pub fn text(&self) -> Arc<PageText> {
        self.content.text()
    }

    /// Its sections, links and front matter in short.
    pub fn outline(&self) -> Outline {
        self.content.outline()
    }

    /// What stands on it, if it is a page with knowledge: only articles are packed.
    pub(super) fn kept_text(&self) -> Option<&PageText> {
        match &self.content {
            Content::Kept(text, _) => Some(text),
            Content::Packed(_) | Content::Shelved(..) => None,
        }
    }
}

impl PageText {
    /// The items of a section of this page as plain text: one for each step, bullet or paragraph.
    pub(super) fn items(&self, section: &Section) -> &[String] {
        let sections = &self.document.sections;
        let all = self.items.0.get_or_init(|| {
            let markdown = Markdown::read(&self.body);
            let items = |section: &Section| markdown.steps(section.content.clone());
            let texts = |steps: Vec<Step>| steps.into_iter().map(|step| step.text).collect();
            sections.iter().map(items).map(texts).collect()
        });
        let at = sections.iter().position(|other| other.span == section.span);
        at.and_then(|at| all.get(at)).map_or(&[], Vec::as_slice)
    }

    /// The section whose anchor or heading is this word, whatever its case.
    pub fn section(&self, name: &str) -> Option<&Section> {
        let is_it = |text: &str| text.eq_ignore_ascii_case(name);
        self.document.sections.iter().find(|section| is_it(&section.anchor) || is_it(section.heading.trim()))
    }

    /// The lines of the body under the numbers they have in the file.
    pub(super) fn numbered_as_in_file(&self) -> String {
        "\n".repeat(self.body_line.saturating_sub(1)) + &self.body
    }
}
