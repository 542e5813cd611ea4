//! Whether what pages refer to is there. A reference that leads nowhere becomes a problem and is dropped, so that
//! nothing behind loading ever meets one.

use std::collections::BTreeSet;

use super::KnowledgeBase;
use super::findings::{Complaints, Findings};
use super::front_matter::{Entry, FrontMatter, Node};
use super::kinds::DocLink;
use super::markdown::links::{Resolved, resolve};
use super::name::{CauseId, PagePath, QuestionId, SectionRef};
use super::page::{Kind, Page};
use super::read::Written;
use crate::sharing::share_out;
use crate::text::place::{LineIndex, Position};

/// A page and what it was read from.
#[derive(Clone, Copy)]
struct PageAsWritten<'base> {
    page: &'base Page,
    front_matter: &'base FrontMatter,
    text: &'base str,
}

/// Finds references that lead nowhere, complains about each and drops it. `written` is what the pages were read from,
/// in their order.
pub(super) fn drop_dangling(
    base: &mut KnowledgeBase,
    written: &[Written],
    n_threads: usize,
    findings: &mut Findings,
) {
    let pages = base.pages.iter().zip(written);
    let pages =
        pages.map(|(page, Written { front_matter, text })| PageAsWritten { page, front_matter, text });
    let checked = |pages: Vec<PageAsWritten<'_>>| {
        let mut findings = Findings::default();
        pages.into_iter().for_each(|page| check(base, page, &mut findings));
        findings
    };
    share_out(pages.collect(), n_threads, checked).into_iter().for_each(|found| findings.absorb(found));
    let causes: BTreeSet<CauseId> = base.causes.keys().cloned().collect();
    forget_causes(base, &causes);
    let pages: Vec<(CauseId, Vec<DocLink>)> =
        base.causes.values().map(|cause| (cause.id.clone(), sound_links(base, &cause.docs))).collect();
    for (id, docs) in pages {
        if let Some(cause) = base.causes.get_mut(&id) {
            cause.docs = docs;
        }
    }
}

fn check(base: &KnowledgeBase, page: PageAsWritten<'_>, findings: &mut Findings) {
    let mut complaints = Complaints::new(&page.page.path, page.text, findings);
    named_causes(base, page, &mut complaints);
    named_questions(base, page, &mut complaints);
    doc_links(base, page, &mut complaints);
    body_links(base, page, &mut complaints);
    anchor_notes(page, &mut complaints);
}

/// Where front matter names causes: complains about those that no page describes.
fn named_causes(base: &KnowledgeBase, page: PageAsWritten<'_>, complaints: &mut Complaints<'_>) {
    let front_matter = page.front_matter;
    let named: Vec<(&str, Position)> = match page.page.kind {
        Kind::Symptom => keys(front_matter.get("causes")),
        Kind::Fix => keys(front_matter.get("cures")),
        Kind::Question => answers(front_matter),
        Kind::Check => failing(front_matter),
        Kind::Article | Kind::Cause | Kind::OutOfScope => Vec::new(),
    };
    for (name, at) in named {
        let Ok(id) = CauseId::parse(name) else { continue };
        if !base.causes.contains_key(&id) {
            let help = nearest(name, base.causes.keys().map(CauseId::as_str)).map_or_else(
                || format!("add a page with `kind: cause` and the id `{name}`, or take the name out"),
                |near| format!("did you mean `{near}`?"),
            );
            complaints.error("cause-unknown", at, format!("there is no cause `{name}`"), &help);
        }
    }
}

/// Where a symptom names questions: complains about those that no page puts.
fn named_questions(base: &KnowledgeBase, page: PageAsWritten<'_>, complaints: &mut Complaints<'_>) {
    if page.page.kind != Kind::Symptom {
        return;
    }
    for item in page.front_matter.get("answered").and_then(Node::as_list).unwrap_or_default() {
        let Some(Ok(id)) = item.as_text().map(QuestionId::parse) else { continue };
        if !base.questions.contains_key(&id) {
            let known = base.questions.keys().map(QuestionId::as_str);
            let help = nearest(id.as_str(), known).map_or_else(
                || "name the id of a question page".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            complaints.error(
                "question-unknown",
                item.position,
                format!("there is no question `{id}`"),
                &help,
            );
        }
    }
}

fn keys(node: Option<&Node>) -> Vec<(&str, Position)> {
    let entries: &[Entry] = node.and_then(Node::as_map).unwrap_or_default();
    entries
        .iter()
        .filter(|entry| entry.key != "*")
        .map(|entry| (entry.key.as_str(), entry.key_position))
        .collect()
}

fn answers(front_matter: &FrontMatter) -> Vec<(&str, Position)> {
    let answers = front_matter.get("answers").and_then(Node::as_list).unwrap_or_default();
    answers.iter().flat_map(|answer| keys(answer.get("likelihood"))).collect()
}

fn failing(front_matter: &FrontMatter) -> Vec<(&str, Position)> {
    let items = front_matter.get("on_fail").and_then(Node::as_list).unwrap_or_default();
    items
        .iter()
        .filter_map(|item| {
            let named = if item.as_text().is_some() { item } else { item.get("cause")? };
            Some((named.as_text()?, named.position))
        })
        .collect()
}

/// The name most like the one that was not found, if one is like enough: at most a third of its letters differ.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|candidate| (strsim::levenshtein(name, candidate), candidate))
        .filter(|(distance, _)| *distance * 3 <= name.chars().count())
        .min()
        .map(|(_, candidate)| candidate)
}

fn doc_links(base: &KnowledgeBase, page: PageAsWritten<'_>, complaints: &mut Complaints<'_>) {
    if page.page.kind != Kind::Cause {
        return;
    }
    let items = page.front_matter.get("docs").and_then(Node::as_list).unwrap_or_default();
    for item in items {
        let Some(text) = item.as_text().filter(|text| !text.contains(':')) else { continue };
        complain_about_target(base, &SectionRef::parse(text), item.position, complaints);
    }
}

fn complain_about_target(
    base: &KnowledgeBase,
    link: &SectionRef,
    at: Position,
    complaints: &mut Complaints<'_>,
) {
    let Some(target) = base.page(&link.page) else {
        let message = format!("there is no page `{}`", link.page);
        let paths = base.pages.iter().map(|page| page.path.as_str());
        let help = nearest(link.page.as_str(), paths).map_or_else(
            || "paths count from the root of the knowledge base".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        complaints.error("link-page-missing", at, message, &help);
        return;
    };
    let Some(anchor) = link.anchor.as_deref().filter(|anchor| !target.has_anchor(anchor)) else { return };
    let anchors = target.document.sections.iter().map(|section| section.anchor.as_str());
    let help = nearest(anchor, anchors).map_or_else(
        || format!("add `{{#{anchor}}}` to the heading that is meant"),
        |near| format!("did you mean `#{near}`?"),
    );
    complaints.error("link-anchor-missing", at, format!("`{}` has no section `#{anchor}`", link.page), &help);
}

/// Links in the text that lead nowhere are warnings: the page can still be read.
fn body_links(base: &KnowledgeBase, page: PageAsWritten<'_>, complaints: &mut Complaints<'_>) {
    let document = &page.page.document;
    if document.links.is_empty() {
        return;
    }
    let lines = LineIndex::new(&page.page.body);
    for link in &document.links {
        let in_body = lines.position(link.span.start);
        let at = Position { line: in_body.line + page.page.body_line - 1, column: in_body.column };
        match resolve(page.page.path.as_str(), &link.target) {
            Resolved::Outside(_) => {}
            Resolved::Refused(reason) => {
                complaints.warning(
                    "link-refused",
                    at,
                    format!("the link is not shown: {reason}"),
                    "link to a page of this base or to a web address",
                );
            }
            Resolved::SamePage { anchor } => {
                if !anchor.is_empty() && !page.page.has_anchor(&anchor) {
                    let message = format!("this page has no section `#{anchor}`");
                    complaints.warning("link-anchor-missing", at, message, "link to the anchor of a heading");
                }
            }
            Resolved::Page { path, .. } if link.image => {
                if !base.has_asset(&PagePath::new(&path)) {
                    complaints.warning(
                        "image-missing",
                        at,
                        format!("there is no picture `{path}`"),
                        "add the file, or take the picture out",
                    );
                }
            }
            Resolved::Page { path, anchor } => page_link(base, &path, anchor, at, complaints),
        }
    }
}

fn page_link(
    base: &KnowledgeBase,
    path: &str,
    anchor: Option<String>,
    at: Position,
    complaints: &mut Complaints<'_>,
) {
    let is_page = path.rsplit('/').next().is_some_and(|name| name.to_ascii_lowercase().ends_with(".md"));
    if !is_page {
        return;
    }
    let link = SectionRef { page: PagePath::new(path), anchor };
    let Some(target) = base.page(&link.page) else {
        if base.settings.base_url.is_some() {
            return; // The publisher has it.
        }
        complaints.warning(
            "link-page-missing",
            at,
            format!("there is no page `{path}`"),
            "correct the path, or link to the page's web address",
        );
        return;
    };
    if let Some(anchor) = link.anchor.as_deref().filter(|anchor| !target.has_anchor(anchor)) {
        let message = format!("`{path}` has no section `#{anchor}`");
        complaints.warning(
            "link-anchor-missing",
            at,
            message,
            "link to the anchor of a heading of that page",
        );
    }
}

fn anchor_notes(page: PageAsWritten<'_>, complaints: &mut Complaints<'_>) {
    for remark in &page.page.document.notes {
        let at = Position { line: remark.line + page.page.body_line - 1, column: 1 };
        complaints.warning(
            "anchor-changed",
            at,
            remark.kind.to_string(),
            "give each heading its own anchor of letters, digits and `-`",
        );
    }
}

fn forget_causes(base: &mut KnowledgeBase, known: &BTreeSet<CauseId>) {
    for symptom in base.symptoms.values_mut() {
        symptom.causes.retain(|(cause, _)| known.contains(cause));
        symptom.answered.retain(|question| base.questions.contains_key(question));
    }
    for fix in base.fixes.values_mut() {
        fix.cures.retain(|cause, _| known.contains(cause));
    }
    for question in base.questions.values_mut() {
        for answer in &mut question.answers {
            answer.likelihood.retain(|cause, _| known.contains(cause));
        }
    }
    for check in base.checks.values_mut() {
        check.on_fail.retain(|on_fail| known.contains(&on_fail.cause));
    }
}

/// Links whose page is there; an anchor that is not there is dropped, so that the link leads to the page's top.
fn sound_links(base: &KnowledgeBase, docs: &[DocLink]) -> Vec<DocLink> {
    docs.iter()
        .filter_map(|link| match link {
            DocLink::Outside(address) => Some(DocLink::Outside(address.clone())),
            DocLink::Section(section) => {
                let page = base.page(&section.page)?;
                let anchor = section.anchor.clone().filter(|anchor| page.has_anchor(anchor));
                Some(DocLink::Section(SectionRef { page: section.page.clone(), anchor }))
            }
        })
        .collect()
}
