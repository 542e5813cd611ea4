//! Is the base well made?
//!
//! In: a base, what loading found wrong with it, and the pages as their authors wrote them. Out: a [`Verdict`] with every
//! finding, each under a stable code with its place, its reason and its remedy. Each rule is a function from the base to
//! findings; the rules about recognition and planning ask the recogniser and the planner themselves, so that they say
//! what users will meet. Reads no files and no clock: pages and today's date come in. Knows nothing of JSON and of exit codes.

mod allowances;
mod codes;
mod echoes;
mod ground;
mod rules;

pub use self::codes::{CODES, Code, code, nearest_code};
pub use self::ground::{Ground, ReadPage};

use crate::kb::{Findings, KnowledgeBase, Problem, Severity};

/// What is to be judged, and how strictly.
pub struct Order<'a> {
    /// The base.
    pub base: &'a KnowledgeBase,
    /// What loading found wrong with it.
    pub problems: Vec<Problem>,
    /// Gives the file of a page as its author wrote it.
    pub read: &'a ReadPage<'a>,
    /// Today, as `2027-06-30`.
    pub today: &'a str,
    /// Codes whose findings are suppressed wherever they are.
    pub allowed: &'a [&'static str],
    /// Codes whose findings are errors.
    pub denied: &'a [&'static str],
    /// Whether every warning is an error.
    pub warnings_denied: bool,
    /// How many threads may share the work.
    pub n_threads: usize,
}

/// A finding, and why it does not count if it does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong, and where.
    pub problem: Problem,
    /// Why it does not count.
    pub suppressed: Option<Suppressed>,
}

/// Why a finding does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suppressed {
    /// The page, or `kb.yml`, allows it, for this reason.
    InBase(String),
    /// Whoever asked allows it.
    ByRequest,
}

/// What was found in a base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Every finding by file and place, those too that do not count.
    pub findings: Vec<Finding>,
}

impl Verdict {
    /// How many findings of a severity count.
    pub fn n(&self, severity: Severity) -> usize {
        self.counting().filter(|problem| problem.severity == severity).count()
    }

    /// How many findings do not count.
    pub fn n_suppressed(&self) -> usize {
        self.findings.iter().filter(|finding| finding.suppressed.is_some()).count()
    }

    /// The findings that count.
    pub fn counting(&self) -> impl Iterator<Item = &Problem> {
        self.findings.iter().filter(|finding| finding.suppressed.is_none()).map(|finding| &finding.problem)
    }
}

/// Judges a base by every rule.
pub fn judge(order: Order<'_>) -> Verdict {
    let Order { base, problems, read, today, allowed, denied, warnings_denied, n_threads } = order;
    let ground = Ground::new(base, &problems, read, today, n_threads);
    let mut findings = Findings::default();
    rules::all(&ground, &mut findings);
    let mut problems = echoes::without(&ground, problems);
    rules::gather_missing_pictures(base, &mut problems);
    problems.extend(findings.into_problems());
    let mut judged = allowances::apply(&ground, problems, allowed);
    for Finding { problem, .. } in &mut judged {
        let is_raised = warnings_denied && problem.severity == Severity::Warning;
        if is_raised || denied.contains(&problem.code) {
            problem.severity = Severity::Error;
        }
    }
    judged.sort_by(|Finding { problem: first, .. }, Finding { problem: second, .. }| {
        (&first.file, first.position, first.code).cmp(&(&second.file, second.position, second.code))
    });
    Verdict { findings: judged }
}
