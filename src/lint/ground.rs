//! What rules look at: the base, and its pages as they were written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::slips::{Slip, slips};
use crate::kb::front_matter::{self, Entry, FrontMatter, Node};
use crate::kb::{
    Complaints, Findings, Kind, KnowledgeBase, Page, PagePath, Problem, SETTINGS_FILE, Severity, is_case_file,
};
use crate::sharing::on_threads;
use crate::text::place::Position;

/// Gives the file of a page as text; nothing if it cannot be read any more.
pub type ReadPage<'a> = dyn Fn(&PagePath) -> Option<String> + Sync + 'a;

/// What rules look at.
pub struct Ground<'a> {
    /// The base.
    pub base: &'a KnowledgeBase,
    /// Today, as `2027-06-30`.
    pub today: &'a str,
    /// How many threads may share the work.
    pub n_threads: usize,
    /// Whether pages name questions that are not there.
    pub lacks_questions: bool,
    manuscripts: BTreeMap<PagePath, Manuscript>,
    /// Files in which something was wrong already: what they lack may be there, only unread.
    broken: BTreeSet<PagePath>,
    slips: BTreeMap<PagePath, Vec<Slip>>,
}

/// A file as its author wrote it.
#[derive(Debug, Default)]
pub(super) struct Manuscript {
    pub(super) text: String,
    /// How many lines stand above the text when it is read.
    lines_above: usize,
    front_matter: OnceLock<FrontMatter>,
}

impl<'a> Ground<'a> {
    /// Gathers the files of all pages, of the settings, and of scripted conversations.
    pub(super) fn new(
        base: &'a KnowledgeBase,
        problems: &[Problem],
        read: &ReadPage<'_>,
        today: &'a str,
        n_threads: usize,
    ) -> Self {
        let mut paths: Vec<PagePath> = base.pages().iter().map(|page| page.path.clone()).collect();
        paths.push(PagePath::new(SETTINGS_FILE));
        let tested = base.content_tests().iter().map(|test| &test.file);
        let mut cases: Vec<PagePath> = tested.filter(|file| is_case_file(file.as_str())).cloned().collect();
        cases.dedup();
        paths.append(&mut cases);
        let texts = on_threads(&paths, n_threads, |path| read(path));
        let of = |(path, text): (PagePath, Option<String>)| {
            let lines_above = usize::from(path.as_str() == SETTINGS_FILE);
            Some((path, Manuscript { text: text?, lines_above, front_matter: OnceLock::new() }))
        };
        let errors = problems.iter().filter(|problem| is_error_of_reading(problem));
        let mut broken: BTreeSet<PagePath> = errors.map(|problem| problem.file.clone()).collect();
        let manuscripts: BTreeMap<PagePath, Manuscript> =
            paths.into_iter().zip(texts).filter_map(of).collect();
        let slips = on_threads(base.pages(), n_threads, |page| {
            let written = manuscripts.get(&page.path);
            (page.path.clone(), written.map(|written| slips(base, page, written)).unwrap_or_default())
        });
        let slips: BTreeMap<PagePath, Vec<Slip>> =
            slips.into_iter().filter(|(_, slips)| !slips.is_empty()).collect();
        broken.extend(slips.keys().cloned());
        let lacks_questions = problems.iter().any(|problem| problem.code == "question-unknown");
        Self { base, today, n_threads, lacks_questions, manuscripts, broken, slips }
    }

    /// The file of a page.
    pub(super) fn manuscript(&self, path: &PagePath) -> Option<&Manuscript> {
        self.manuscripts.get(path)
    }

    /// The settings as they were written.
    pub(super) fn settings(&self) -> Option<(&PagePath, &Manuscript)> {
        self.manuscripts.get_key_value(SETTINGS_FILE)
    }

    /// Pages with keys that look mistyped.
    pub(super) fn slips(&self) -> impl Iterator<Item = (&PagePath, &[Slip])> {
        self.slips.iter().map(|(path, slips)| (path, slips.as_slice()))
    }

    /// The keys of a page that look mistyped.
    pub(super) fn slips_of(&self, path: &PagePath) -> &[Slip] {
        self.slips.get(path).map(Vec::as_slice).unwrap_or_default()
    }

    /// Files in which something could not be read.
    pub(super) fn broken(&self) -> impl Iterator<Item = (&PagePath, &str)> {
        self.broken
            .iter()
            .map(|path| (path, self.manuscripts.get(path).map_or("", |manuscript| manuscript.text.as_str())))
    }

    /// Whether a page that could not be read as a whole has this id.
    pub(super) fn gives(&self, name: &str) -> bool {
        self.broken().any(|(path, text)| {
            let own = text.lines().take_while(|line| !line.starts_with('#'));
            let mut ids = own.filter_map(|line| line.strip_prefix("id:"));
            // One with an id that is taken may have had that of its file before.
            path.stem() == name || ids.any(|id| id.trim().trim_matches(['"', '\'']) == name)
        })
    }

    /// Whether a page was read as it was meant.
    pub(super) fn is_sound(&self, path: &PagePath) -> bool {
        !self.broken.contains(path)
    }

    /// Pages that users may see.
    pub(super) fn published(&self) -> impl Iterator<Item = &'a Page> {
        self.base.pages().iter().filter(|page| page.is_published())
    }

    /// Where a key of a page stands; the beginning of the page if it has no such key.
    pub(super) fn key_place(&self, path: &PagePath, key: &str) -> Position {
        self.manuscript(path).and_then(|written| written.key_place(key)).unwrap_or(Position::START)
    }

    /// Takes findings about a page.
    pub(super) fn complaints<'f>(&'f self, path: &'f PagePath, findings: &'f mut Findings) -> Complaints<'f> {
        match self.manuscript(path) {
            Some(written) => Complaints::new(path, &written.text, findings),
            None => Complaints::without_text(path, findings),
        }
    }
}

/// Errors after which something that an author wrote was left out.
fn is_error_of_reading(problem: &Problem) -> bool {
    let is_about_a_link = problem.code.starts_with("link-") || problem.code == "image-missing";
    (problem.severity == Severity::Error || problem.code == "kind-unknown") && !is_about_a_link
}

impl Manuscript {
    pub(super) fn front_matter(&self) -> &FrontMatter {
        self.front_matter.get_or_init(|| {
            if self.lines_above == 0 {
                return front_matter::read(&self.text).front_matter;
            }
            let text = self.text.trim_start_matches('\u{feff}').trim_end();
            front_matter::read(&format!("---\n{text}\n---\n")).front_matter
        })
    }

    /// The place in the file of what was found in its front matter.
    pub(super) fn in_file(&self, at: Position) -> Position {
        Position { line: at.line.saturating_sub(self.lines_above).max(1), ..at }
    }

    pub(super) fn entry(&self, key: &str) -> Option<&Entry> {
        self.front_matter().entry(key)
    }

    pub(super) fn key_place(&self, key: &str) -> Option<Position> {
        self.entry(key).map(|entry| entry.key_position)
    }

    /// The items of a list of texts with their places; blank ones are left out.
    pub(super) fn texts(&self, key: &str) -> Vec<(&str, Position)> {
        let items = self.front_matter().get(key).and_then(Node::as_list).unwrap_or_default();
        let texts = items.iter().filter_map(|item| Some((item.as_text()?.trim(), item.position)));
        texts.filter(|(text, _)| !text.is_empty()).collect()
    }

    /// The block of front matter as text; empty if there is none.
    pub(super) fn block(&self) -> &str {
        let text = self.text.strip_prefix('\u{feff}').unwrap_or(&self.text);
        let Some(inside) = text.strip_prefix("---") else { return "" };
        inside.find("\n---").and_then(|end| inside.get(..end)).unwrap_or_default()
    }

    /// The name that stands at a place: letters, digits, `-`, `_`, `.` and `/`.
    pub(super) fn name_at(&self, at: Position) -> &str {
        let line = self.text.split('\n').nth(at.line.saturating_sub(1)).unwrap_or_default();
        let start = line.char_indices().nth(at.column.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
        let rest = line.get(start..).unwrap_or_default().trim_start_matches(['"', '\'']);
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
        rest.get(..rest.find(|c| !is_name(c)).unwrap_or(rest.len())).unwrap_or_default()
    }

    /// A line of the file and all below it that stand further to the right.
    pub(super) fn block_from(&self, number: usize) -> &str {
        let indent = |line: &str| line.len() - line.trim_start().len();
        let own = indent(self.line(number));
        let start: usize = self.text.split_inclusive('\n').take(number.saturating_sub(1)).map(str::len).sum();
        let rest = self.text.get(start..).unwrap_or_default();
        let mut lines = rest.split_inclusive('\n');
        let first = lines.next().map_or(0, str::len);
        let below: usize =
            lines.take_while(|line| line.trim().is_empty() || indent(line) > own).map(str::len).sum();
        rest.get(..first + below).unwrap_or(rest)
    }

    /// A line of the file.
    pub(super) fn line(&self, number: usize) -> &str {
        self.text.split('\n').nth(number.saturating_sub(1)).unwrap_or_default()
    }
}

/// Whether a page carries knowledge, so that answers are made of it.
pub(super) fn has_knowledge(page: &Page) -> bool {
    page.kind != Kind::Article
}
