//! What authors see of a base on several pages: its state, and what is wrong with it.

use super::words::{counted, effort};
use super::{preview, prose};
use crate::app::Files;
use crate::kb::{KnowledgeBase, PagePath, Problem, SectionRef, Severity};
use crate::wire;

/// So many problems are listed; nobody mends more at a time.
const MOST_PROBLEMS: usize = 200;
/// So much of a revision tells states apart.
const SHORT_REVISION: usize = 12;

/// One thing that is wrong with a page.
pub(super) struct ProblemRow {
    pub(super) is_error: bool,
    pub(super) code: &'static str,
    pub(super) place: String,
    pub(super) message: String,
    pub(super) help: String,
    /// The lines of the file round the place; empty where they are not shown.
    pub(super) excerpt: String,
}

/// What is wrong with one page.
pub(super) struct PageProblems {
    pub(super) path: String,
    /// Where the page is previewed, if it is.
    pub(super) href: Option<String>,
    pub(super) problems: Vec<ProblemRow>,
}

/// How the base stands.
pub(super) struct StateView {
    pub(super) revision: String,
    pub(super) pages: String,
    pub(super) holds: String,
    pub(super) problems: String,
    pub(super) looked: String,
    /// Why the files are not served, if so.
    pub(super) refused: Option<String>,
}

impl StateView {
    pub(super) fn of(files: &Files) -> Self {
        let served = &files.served.base;
        let n_drafts = served.pages().iter().filter(|page| page.draft).count();
        let drafts = counted(n_drafts, "draft", "drafts");
        let looked = files.looked.map(|ago| format!("{} ago", effort(ago.as_secs_f64() / 60.0)));
        Self {
            revision: files.served.revision.chars().take(SHORT_REVISION).collect(),
            pages: format!("{}, {drafts}", counted(served.pages().len(), "page", "pages")),
            holds: holds(served),
            problems: tally(files.problems()),
            looked: looked.unwrap_or_else(|| "nothing has changed since the start".to_owned()),
            refused: files.refused.as_ref().map(|refused| refused.reason.clone()),
        }
    }
}

fn holds(base: &KnowledgeBase) -> String {
    [
        counted(base.symptoms().count(), "symptom", "symptoms"),
        counted(base.causes().count(), "cause", "causes"),
        counted(base.questions().count(), "question", "questions"),
        counted(base.checks().count(), "check", "checks"),
    ]
    .join(", ")
}

/// How many errors and warnings there are.
pub(super) fn tally(problems: &[Problem]) -> String {
    let n_errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let errors = counted(n_errors, "error", "errors");
    format!("{errors}, {}", counted(problems.len() - n_errors, "warning", "warnings"))
}

/// The problems page by page, the first ones. Excerpts and links are for authors only: a draft is nobody else's
/// business.
pub(super) fn by_page<'a>(
    problems: impl Iterator<Item = &'a Problem>,
    is_for_authors: bool,
) -> Vec<PageProblems> {
    let mut pages: Vec<PageProblems> = Vec::new();
    for problem in problems.take(MOST_PROBLEMS) {
        let path = problem.file.as_str();
        let row = ProblemRow::of(problem, is_for_authors);
        match pages.iter_mut().find(|page| page.path == path) {
            Some(page) => page.problems.push(row),
            None => pages.push(PageProblems {
                path: path.to_owned(),
                href: is_for_authors.then(|| preview_href(&problem.file)),
                problems: vec![row],
            }),
        }
    }
    pages
}

impl ProblemRow {
    pub(super) fn of(problem: &Problem, has_excerpt: bool) -> Self {
        Self {
            is_error: problem.severity == Severity::Error,
            code: problem.code,
            place: problem.place(),
            message: problem.message.clone(),
            help: problem.help.clone(),
            excerpt: if has_excerpt { problem.excerpt.clone() } else { String::new() },
        }
    }
}

/// Where a page is previewed.
pub(super) fn preview_href(page: &PagePath) -> String {
    let href = wire::href(&SectionRef { page: page.clone(), anchor: None });
    href.replacen(prose::PAGES, preview::PAGES, 1)
}
