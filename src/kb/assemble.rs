//! Files → knowledge base and problems.

use std::collections::{BTreeMap, HashMap};
use std::mem::take;

use super::content_test::ContentTest;
use super::fields::Fields;
use super::findings::{Complaints, Findings};
use super::leaf::Leaf;
use super::name::PagePath;
use super::page::SourceFile;
use super::problem::Problem;
use super::read::{Knowledge, RawPage, Written, read_knowledge, read_settings, read_tests};
use super::references::drop_dangling;
use super::settings::Settings;
use super::{KnowledgeBase, Page};
use crate::sharing::share_out;
use crate::text::place::Position;

/// What a base is made of.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Markdown pages, and `kb.yml`.
    pub files: Vec<SourceFile>,
    /// Paths of pictures that pages may show.
    pub assets: Vec<String>,
    /// What may hold pages and was not read.
    pub unread: Vec<Unread>,
}

/// A file or folder that may hold pages and was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Path below the root, with `/`.
    pub path: String,
    /// Why.
    pub reason: UnreadReason,
}

/// Why something was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnreadReason {
    /// It is a symbolic link that is not followed; in words where it leads.
    NotFollowed(String),
    /// It could not be read; what the system said.
    Unreadable(String),
}

/// The file that holds the settings of a base.
pub const SETTINGS_FILE: &str = "kb.yml";

/// What a base is bound of: its files, each read by itself.
#[derive(Debug, Default)]
pub struct Leaves {
    /// `kb.yml`, if there is one.
    pub settings: Option<SourceFile>,
    /// The pages. Of several at one path the first is taken.
    pub pages: Vec<Leaf>,
    /// Paths of pictures that pages may show.
    pub assets: Vec<String>,
    /// What may hold pages and was not read.
    pub unread: Vec<Unread>,
}

/// Whether a file holds the settings of a base and is no page.
pub fn is_settings(path: &str) -> bool {
    PagePath::new(path).as_str() == SETTINGS_FILE
}

/// Makes a base of files. It never fails: whatever is wrong stands among the problems, sorted by file and place,
/// and everything else is in the base. The order of the files does not matter.
pub fn assemble(sources: Sources, n_threads: usize) -> (KnowledgeBase, Vec<Problem>) {
    bind(Leaves::read(sources, n_threads), n_threads)
}

impl Leaves {
    /// Reads files that are in memory, each by itself.
    pub fn read(sources: Sources, n_threads: usize) -> Self {
        let (settings, files): (Vec<_>, Vec<_>) =
            sources.files.into_iter().partition(|file| is_settings(&file.path));
        let read = |files: Vec<SourceFile>| files.into_iter().map(Leaf::read).collect::<Vec<Leaf>>();
        let pages = share_out(files, n_threads, read).into_iter().flatten().collect();
        let settings = settings.into_iter().next();
        Self { settings, pages, assets: sources.assets, unread: sources.unread }
    }
}

/// Makes a base of files that were read already.
pub fn bind(mut leaves: Leaves, n_threads: usize) -> (KnowledgeBase, Vec<Problem>) {
    let mut findings = Findings::default();
    let settings =
        leaves.settings.as_ref().map_or_else(Settings::default, |file| read_settings(file, &mut findings));
    leaves.pages.sort_by(|first, second| first.path.cmp(&second.path));
    let mut raw = Vec::with_capacity(leaves.pages.len());
    let mut tests: Vec<ContentTest> = Vec::new();
    for leaf in leaves.pages {
        tests.extend(leaf.test);
        match leaf.page {
            Some(page) => raw.push((page, leaf.findings)),
            None => findings.absorb(leaf.findings),
        }
    }
    raw.dedup_by(|(second, own), (first, _)| {
        let is_repeat = is_repeat(second, first, &mut findings);
        if is_repeat {
            findings.absorb(take(own));
        }
        is_repeat
    });

    let mut base = KnowledgeBase {
        settings,
        assets: leaves.assets.iter().map(|path| PagePath::new(path)).collect(),
        ..KnowledgeBase::default()
    };
    let understand = |pages: Vec<(RawPage, Findings)>| {
        pages.into_iter().map(|(raw, findings)| Understood::of(raw, findings, &base.settings)).collect()
    };
    let understood: Vec<Vec<Understood>> = share_out(raw, n_threads, understand);
    let mut raw = Vec::new();
    let mut places: BTreeMap<&'static str, HashMap<String, PagePath>> = BTreeMap::new();
    for page in understood.into_iter().flatten() {
        findings.absorb(page.findings);
        tests.extend(page.tests);
        if let Some(knowledge) = page.knowledge {
            insert(&mut base, knowledge, &page.raw, &mut findings, &mut places);
        }
        raw.push(page.raw);
    }
    base.content_tests = named_once(tests, &mut findings);
    for unread in &leaves.unread {
        complain_about_unread(unread, &mut findings);
    }
    let (pages, written): (Vec<Page>, Vec<Option<Written>>) =
        raw.into_iter().map(|raw| (raw.page, raw.written)).unzip();
    index(&mut base, pages);
    drop_dangling(&mut base, &written, n_threads, &mut findings);
    (base, findings.into_problems())
}

/// A page with what it says beyond its text. To find that takes longer than to put it together: rules are compiled.
struct Understood {
    raw: RawPage,
    knowledge: Option<Knowledge>,
    tests: Vec<ContentTest>,
    findings: Findings,
}

impl Understood {
    fn of(raw: RawPage, mut findings: Findings, settings: &Settings) -> Self {
        let (mut knowledge, mut tests) = (None, Vec::new());
        if let Some(mut fields) = fields(&raw, &mut findings) {
            knowledge = read_knowledge(&raw.page, &mut fields, settings);
            tests.extend(
                knowledge.iter().flat_map(|knowledge| read_tests(&raw.page, &id_of(knowledge), &mut fields)),
            );
        }
        Self { raw, knowledge, tests, findings }
    }
}

/// What stands in the front matter of a page; nothing for one that says nothing beyond its text.
fn fields<'a>(raw: &'a RawPage, findings: &'a mut Findings) -> Option<Fields<'a>> {
    let Written { front_matter, text } = raw.written.as_ref()?;
    Some(Fields::new(front_matter, Complaints::new(&raw.page.path, text, findings)))
}

fn is_repeat(page: &RawPage, earlier: &RawPage, findings: &mut Findings) -> bool {
    if page.page.path != earlier.page.path {
        return false;
    }
    let mut complaints = Complaints::without_text(&page.page.path, findings);
    let message = "two folders hold a page of this path; only the first is used".to_owned();
    complaints.error("path-duplicate", Position::START, message, "rename one of the two");
    true
}

/// The tests in the order of their places, each name once: whoever reads that a test failed must know which.
fn named_once(mut tests: Vec<ContentTest>, findings: &mut Findings) -> Vec<ContentTest> {
    tests.sort_by(|first, second| (&first.file, first.at).cmp(&(&second.file, second.at)));
    let mut places: HashMap<String, PagePath> = HashMap::new();
    tests.retain(|test| {
        let Some(earlier) = places.insert(test.name.clone(), test.file.clone()) else { return true };
        let message = format!("there is another test “{}”, in {earlier}; this one is not run", test.name);
        let mut complaints = Complaints::without_text(&test.file, findings);
        complaints.error("test-duplicate", test.at, message, "give one of the two another name");
        places.insert(test.name.clone(), earlier);
        false
    });
    tests
}

fn complain_about_unread(unread: &Unread, findings: &mut Findings) {
    let path = PagePath::new(&unread.path);
    let mut complaints = Complaints::without_text(&path, findings);
    match &unread.reason {
        UnreadReason::NotFollowed(target) => complaints.warning(
            "page-not-followed",
            Position::START,
            format!("it is a symbolic link {target}, and was not followed"),
            "put the file itself into the base, or name the folder it is in as a base of its own",
        ),
        UnreadReason::Unreadable(reason) => complaints.error(
            "page-unreadable",
            Position::START,
            format!("it cannot be read: {reason}"),
            "make it readable for the user that runs deskdoc, or take it out of the folder",
        ),
    }
}

fn index(base: &mut KnowledgeBase, pages: Vec<Page>) {
    base.by_path = pages.iter().enumerate().map(|(at, page)| (page.path.clone(), at)).collect();
    base.pages = pages;
}

/// Puts what a page says into the base, unless another page of the same kind has its id.
fn insert(
    base: &mut KnowledgeBase,
    knowledge: Knowledge,
    raw: &RawPage,
    findings: &mut Findings,
    places: &mut BTreeMap<&'static str, HashMap<String, PagePath>>,
) {
    let kind = raw.page.kind.word();
    let id = id_of(&knowledge);
    if let Some(earlier) = places.entry(kind).or_default().insert(id.clone(), raw.page.path.clone()) {
        let message = format!("there is another {kind} `{id}`, in {earlier}; this one is not used");
        if let Some(mut fields) = fields(raw, findings) {
            let at = fields.place_of("id");
            fields.complaints.error("id-duplicate", at, message, "give one of the two another `id`");
        }
        places.entry(kind).or_default().insert(id, earlier);
        return;
    }
    match knowledge {
        Knowledge::Symptom(value) => drop(base.symptoms.insert(value.id.clone(), value)),
        Knowledge::Cause(value) => drop(base.causes.insert(value.id.clone(), value)),
        Knowledge::Fix(value) => drop(base.fixes.insert(value.id.clone(), value)),
        Knowledge::Question(value) => drop(base.questions.insert(value.id.clone(), value)),
        Knowledge::Check(value) => drop(base.checks.insert(value.id.clone(), value)),
        Knowledge::OutOfScope(value) => drop(base.out_of_scope.insert(value.id.clone(), value)),
    }
}

fn id_of(knowledge: &Knowledge) -> String {
    match knowledge {
        Knowledge::Symptom(value) => value.id.to_string(),
        Knowledge::Cause(value) => value.id.to_string(),
        Knowledge::Fix(value) => value.id.to_string(),
        Knowledge::Question(value) => value.id.to_string(),
        Knowledge::Check(value) => value.id.to_string(),
        Knowledge::OutOfScope(value) => value.id.to_string(),
    }
}
