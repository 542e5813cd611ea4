//! Whether what pages refer to is there. A reference that leads nowhere becomes a problem and is dropped, so that
//! nothing behind loading ever meets one.

use std::collections::BTreeSet;

use super::KnowledgeBase;
use super::advice::{Reading, readings_of};
use super::findings::{Complaints, Findings};
use super::front_matter::{Entry, Node};
use super::kinds::{Cause, DocLink};
use super::name::{CauseId, PagePath, QuestionId, SectionRef};
use super::outline::{Outline, OutlineLink, Outlines, Target};
use super::page::{Kind, Page};
use super::problem::Severity;
use super::read::Written;
use crate::sharing::share_out;
use crate::text::place::Position;

/// A page and what it was read from.
#[derive(Clone, Copy)]
struct PageAsWritten<'base> {
    page: &'base Page,
    outline: &'base Outline,
    /// Missing for articles, whose front matter refers to nothing.
    written: Option<&'base Written>,
}

impl<'base> PageAsWritten<'base> {
    fn value(&self, key: &str) -> Option<&'base Node> {
        self.written?.front_matter.get(key)
    }
}

/// What leads nowhere on one page. The text for the excerpts is only fetched if there is anything.
#[derive(Default)]
struct Dangling {
    all: Vec<(Severity, &'static str, Position, String, String)>,
}

impl Dangling {
    fn error(&mut self, code: &'static str, at: Position, message: String, help: &str) {
        self.all.push((Severity::Error, code, at, message, help.to_owned()));
    }

    fn warning(&mut self, code: &'static str, at: Position, message: String, help: &str) {
        self.all.push((Severity::Warning, code, at, message, help.to_owned()));
    }

    fn tell(self, page: PageAsWritten<'_>, findings: &mut Findings) {
        if self.all.is_empty() {
            return;
        }
        let article = page.written.is_none().then(|| page.page.text().numbered_as_in_file());
        let text = page.written.map(|written| written.text.as_str()).or(article.as_deref());
        let mut complaints = Complaints::new(&page.page.path, text.unwrap_or_default(), findings);
        for (severity, code, at, message, help) in self.all {
            complaints.add(severity, code, at, message, &help);
        }
    }
}

/// Finds references that lead nowhere, complains about each and drops it. `written` is what the pages were read from,
/// in their order.
pub(super) fn drop_dangling(
    base: &mut KnowledgeBase,
    written: &[Option<Written>],
    n_threads: usize,
    findings: &mut Findings,
) {
    let outlines = base.outlines(n_threads);
    let pages = outlines.iter().zip(written);
    let pages =
        pages.map(|((page, outline), written)| PageAsWritten { page, outline, written: written.as_ref() });
    let checked = |pages: Vec<PageAsWritten<'_>>| {
        let mut findings = Findings::default();
        pages.into_iter().for_each(|page| check(base, &outlines, page, &mut findings));
        findings
    };
    share_out(pages.collect(), n_threads, checked).into_iter().for_each(|found| findings.absorb(found));
    let links = |cause: &Cause| {
        let docs = sound_links(&outlines, &cause.docs);
        let readings = readings_of(&docs, &outlines);
        (cause.id.clone(), docs, readings)
    };
    let links: Vec<(CauseId, Vec<DocLink>, Vec<Reading>)> = base.causes.values().map(links).collect();
    let causes: BTreeSet<CauseId> = base.causes.keys().cloned().collect();
    forget_causes(base, &causes);
    for (id, docs, readings) in links {
        if let Some(cause) = base.causes.get_mut(&id) {
            cause.docs = docs;
        }
        base.readings.insert(id, readings);
    }
}

fn check(base: &KnowledgeBase, outlines: &Outlines<'_>, page: PageAsWritten<'_>, findings: &mut Findings) {
    let mut dangling = Dangling::default();
    named_causes(base, page, &mut dangling);
    named_questions(base, page, &mut dangling);
    doc_links(outlines, page, &mut dangling);
    body_links(base, outlines, page, &mut dangling);
    anchor_notes(page, &mut dangling);
    dangling.tell(page, findings);
}

/// Where front matter names causes: complains about those that no page describes.
fn named_causes(base: &KnowledgeBase, page: PageAsWritten<'_>, dangling: &mut Dangling) {
    let named: Vec<(&str, Position)> = match page.page.kind {
        Kind::Symptom => keys(page.value("causes")),
        Kind::Fix => keys(page.value("cures")),
        Kind::Question => answers(page.value("answers")),
        Kind::Check => failing(page.value("on_fail")),
        Kind::Article | Kind::Cause | Kind::OutOfScope => Vec::new(),
    };
    for (name, at) in named {
        let Ok(id) = CauseId::parse(name) else { continue };
        if !base.causes.contains_key(&id) {
            let help = nearest(name, base.causes.keys().map(CauseId::as_str)).map_or_else(
                || format!("add a page with `kind: cause` and the id `{name}`, or take the name out"),
                |near| format!("did you mean `{near}`?"),
            );
            dangling.error("cause-unknown", at, format!("there is no cause `{name}`"), &help);
        }
    }
}

/// Where a symptom names questions: complains about those that no page puts.
fn named_questions(base: &KnowledgeBase, page: PageAsWritten<'_>, dangling: &mut Dangling) {
    if page.page.kind != Kind::Symptom {
        return;
    }
    for item in page.value("answered").and_then(Node::as_list).unwrap_or_default() {
        let Some(Ok(id)) = item.as_text().map(QuestionId::parse) else { continue };
        if !base.questions.contains_key(&id) {
            let known = base.questions.keys().map(QuestionId::as_str);
            let help = nearest(id.as_str(), known).map_or_else(
                || "name the id of a question page".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            dangling.error("question-unknown", item.position, format!("there is no question `{id}`"), &help);
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

fn answers(node: Option<&Node>) -> Vec<(&str, Position)> {
    let answers = node.and_then(Node::as_list).unwrap_or_default();
    answers.iter().flat_map(|answer| keys(answer.get("likelihood"))).collect()
}

fn failing(node: Option<&Node>) -> Vec<(&str, Position)> {
    let items = node.and_then(Node::as_list).unwrap_or_default();
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

fn doc_links(outlines: &Outlines<'_>, page: PageAsWritten<'_>, dangling: &mut Dangling) {
    if page.page.kind != Kind::Cause {
        return;
    }
    let items = page.value("docs").and_then(Node::as_list).unwrap_or_default();
    for item in items {
        let Some(text) = item.as_text().filter(|text| !text.contains(':')) else { continue };
        complain_about_target(outlines, &SectionRef::parse(text), item.position, dangling);
    }
}

fn complain_about_target(outlines: &Outlines<'_>, link: &SectionRef, at: Position, dangling: &mut Dangling) {
    let Some((_, outline)) = outlines.page(link.page.as_str()) else {
        let message = format!("there is no page `{}`", link.page);
        let paths = outlines.iter().map(|(page, _)| page.path.as_str());
        let help = nearest(link.page.as_str(), paths).map_or_else(
            || "paths count from the root of the knowledge base".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        dangling.error("link-page-missing", at, message, &help);
        return;
    };
    let is_missing = |anchor: &&str| outline.section_at(anchor).is_none();
    let Some(anchor) = link.anchor.as_deref().filter(is_missing) else { return };
    let anchors = outline.sections().map(|section| section.anchor);
    let help = nearest(anchor, anchors).map_or_else(
        || format!("add `{{#{anchor}}}` to the heading that is meant"),
        |near| format!("did you mean `#{near}`?"),
    );
    dangling.error("link-anchor-missing", at, format!("`{}` has no section `#{anchor}`", link.page), &help);
}

/// Links in the text that lead nowhere are warnings: the page can still be read.
fn body_links(
    base: &KnowledgeBase,
    outlines: &Outlines<'_>,
    page: PageAsWritten<'_>,
    dangling: &mut Dangling,
) {
    for OutlineLink { at, image, target, .. } in page.outline.links() {
        match target {
            Target::Refused(reason) => {
                dangling.warning(
                    "link-refused",
                    at,
                    format!("the link is not shown: {reason}"),
                    "link to a page of this base or to a web address",
                );
            }
            Target::SamePage(anchor) => {
                if !anchor.is_empty() && page.outline.section_at(anchor).is_none() {
                    let message = format!("this page has no section `#{anchor}`");
                    dangling.warning("link-anchor-missing", at, message, "link to the anchor of a heading");
                }
            }
            Target::Page { path, .. } if image => {
                if !base.has_asset(&PagePath::new(path)) {
                    dangling.warning(
                        "image-missing",
                        at,
                        format!("there is no picture `{path}`"),
                        "add the file, or take the picture out",
                    );
                }
            }
            Target::Page { path, anchor } => page_link(base, outlines, path, anchor, at, dangling),
        }
    }
}

fn page_link(
    base: &KnowledgeBase,
    outlines: &Outlines<'_>,
    path: &str,
    anchor: Option<&str>,
    at: Position,
    dangling: &mut Dangling,
) {
    let is_page = path.rsplit('/').next().is_some_and(|name| name.to_ascii_lowercase().ends_with(".md"));
    if !is_page {
        return;
    }
    let Some((_, outline)) = outlines.page(path) else {
        if base.settings.base_url.is_some() {
            return; // The publisher has it.
        }
        dangling.warning(
            "link-page-missing",
            at,
            format!("there is no page `{path}`"),
            "correct the path, or link to the page's web address",
        );
        return;
    };
    if let Some(anchor) = anchor.filter(|anchor| outline.section_at(anchor).is_none()) {
        let message = format!("`{path}` has no section `#{anchor}`");
        dangling.warning("link-anchor-missing", at, message, "link to the anchor of a heading of that page");
    }
}

fn anchor_notes(page: PageAsWritten<'_>, dangling: &mut Dangling) {
    for (line, message) in page.outline.notes() {
        let at = Position { line, column: 1 };
        let help = "give each heading its own anchor of letters, digits and `-`";
        dangling.warning("anchor-changed", at, message.to_owned(), help);
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
fn sound_links(outlines: &Outlines<'_>, docs: &[DocLink]) -> Vec<DocLink> {
    docs.iter()
        .filter_map(|link| match link {
            DocLink::Outside(address) => Some(DocLink::Outside(address.clone())),
            DocLink::Section(section) => {
                let (_, outline) = outlines.page(section.page.as_str())?;
                let anchor = section.anchor.clone().filter(|anchor| outline.section_at(anchor).is_some());
                Some(DocLink::Section(SectionRef { page: section.page.clone(), anchor }))
            }
        })
        .collect()
}
