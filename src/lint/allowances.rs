//! Findings that the base allows, each with its reason.
//!
//! A page says `lint: {allow: [{code: …, reason: …}]}` in its front matter for itself, `kb.yml` for all pages. Without a
//! reason nothing is allowed, and what allows nothing is a finding of its own: it hides the next one.

use super::codes::{Code, code, nearest_code};
use super::ground::{Ground, Manuscript};
use super::{Finding, Suppressed};
use crate::kb::front_matter::Node;
use crate::kb::{Complaints, Findings, PagePath, Problem, SETTINGS_FILE};
use crate::text::place::Position;

/// Codes that nothing can allow: they are about allowing.
const ABOUT_ALLOWING: &str = "allow-";

/// One line of an `allow` list.
struct Allowance {
    page: PagePath,
    /// Whether it stands in the settings and so is about all pages.
    is_for_all: bool,
    at: Position,
    code: &'static Code,
    reason: String,
    is_used: bool,
}

/// Suppresses what is allowed, and adds what is wrong with the allowing.
pub(super) fn apply(
    ground: &Ground<'_>,
    problems: Vec<Problem>,
    by_request: &[&'static str],
) -> Vec<Finding> {
    let mut findings = Findings::default();
    let mut allowances = all(ground, &mut findings);
    let mut judged: Vec<Finding> = problems
        .into_iter()
        .map(|problem| {
            let suppressed = if by_request.contains(&problem.code) {
                allowed(&mut allowances, &problem);
                Some(Suppressed::ByRequest)
            } else {
                allowed(&mut allowances, &problem).map(Suppressed::InBase)
            };
            Finding { problem, suppressed }
        })
        .collect();
    for unused in allowances.iter().filter(|allowance| !allowance.is_used) {
        let message = format!("nothing here is suppressed by allowing `{}`", unused.code.name);
        let help = "take the line out: it would hide the next finding of this code";
        let at = unused.at;
        ground.complaints(&unused.page, &mut findings).warning("allow-unused", at, message, help);
    }
    let own = findings.into_problems().into_iter();
    judged.extend(own.map(|problem| Finding {
        suppressed: by_request.contains(&problem.code).then_some(Suppressed::ByRequest),
        problem,
    }));
    judged
}

/// The reason why a problem is allowed, if it is. The page's own word goes before that of the settings.
fn allowed(allowances: &mut [Allowance], problem: &Problem) -> Option<String> {
    let is_about = |allowance: &Allowance| {
        allowance.code.name == problem.code && (allowance.is_for_all || allowance.page == problem.file)
    };
    let mut about: Vec<&mut Allowance> =
        allowances.iter_mut().filter(|allowance| is_about(allowance)).collect();
    about.sort_by_key(|allowance| allowance.is_for_all);
    let first = about.into_iter().next()?;
    first.is_used = true;
    Some(first.reason.clone())
}

fn all(ground: &Ground<'_>, findings: &mut Findings) -> Vec<Allowance> {
    let mut all = Vec::new();
    let pages = ground.base.pages().iter().map(|page| &page.path);
    let pages = pages.filter_map(|path| Some((path, ground.manuscript(path)?)));
    // Reading front matter takes a while, and few pages allow anything.
    let mentioning = pages.filter(|(_, written)| written.block().contains("lint"));
    for (path, written) in mentioning.chain(ground.settings()) {
        let mut complaints = ground.complaints(path, findings);
        all.extend(of_page(path, written, &mut complaints));
    }
    all
}

fn of_page(path: &PagePath, written: &Manuscript, complaints: &mut Complaints<'_>) -> Vec<Allowance> {
    let Some(lint) = written.front_matter().get("lint") else { return Vec::new() };
    let Some(items) = lint.get("allow").and_then(Node::as_list).filter(|items| !items.is_empty()) else {
        let message = "`lint` should be a map with a list `allow`".to_owned();
        let help = "write `lint: {allow: [{code: few-phrases, reason: \"why\"}]}`";
        complaints.error("allow-unreadable", written.in_file(lint.position), message, help);
        return Vec::new();
    };
    items.iter().filter_map(|item| allowance(path, written, item, complaints)).collect()
}

fn allowance(
    path: &PagePath,
    written: &Manuscript,
    item: &Node,
    complaints: &mut Complaints<'_>,
) -> Option<Allowance> {
    let named = item.get("code").unwrap_or(item);
    let Some(name) = named.as_text().map(str::trim) else {
        let message = "an item of `allow` names no code".to_owned();
        let help = "write `{code: few-phrases, reason: \"why\"}`";
        complaints.error("allow-unreadable", written.in_file(item.position), message, help);
        return None;
    };
    let at = written.in_file(named.position);
    if name.starts_with(ABOUT_ALLOWING) && code(name).is_some() {
        let message = format!("`{name}` is about allowing and cannot be allowed itself");
        complaints.error("allow-unknown", at, message, "mend what it says");
        return None;
    }
    let Some(code) = code(name) else {
        let help = nearest_code(name).map_or_else(
            || "name one of the codes that `deskdoc lint` prints in brackets".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        complaints.error("allow-unknown", at, format!("there is no code `{name}`"), &help);
        return None;
    };
    let reason =
        item.get("reason").and_then(Node::as_text).map(str::trim).filter(|reason| !reason.is_empty());
    let Some(reason) = reason else {
        let message = format!("`{name}` is allowed without a reason, so it is not allowed");
        let help = "add `reason: \"why it is right here\"` beside the code";
        complaints.error("allow-without-reason", at, message, help);
        return None;
    };
    let is_for_all = path.as_str() == SETTINGS_FILE;
    Some(Allowance { page: path.clone(), is_for_all, at, code, reason: reason.to_owned(), is_used: false })
}
