//! Whether what pages refer to is there. A reference that leads nowhere becomes a problem and is dropped, so that
//! nothing behind loading ever meets one.

use std::collections::BTreeSet;

use super::KnowledgeBase;
use super::advice::{Reading, readings_of};
use super::findings::{Complaints, Findings};
use super::front_matter::{Entry, Node};
use super::kinds::{Cause, DocLink};
use super::name::{CauseId, PagePath, QuestionId, SectionRef};
use super::outline::{Outline, OutlineLink, Outlines, Place, Target};
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
        self.add(Severity::Error, code, at, message, help);
    }

    fn warning(&mut self, code: &'static str, at: Position, message: String, help: &str) {
        self.add(Severity::Warning, code, at, message, help);
    }

    fn add(&mut self, severity: Severity, code: &'static str, at: Position, message: String, help: &str) {
        self.all.push((severity, code, at, message, help.to_owned()));
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
        match base.causes.get(&id) {
            None => {
                let help = where_cause_is(base, name);
                dangling.error("cause-unknown", at, format!("there is no cause `{name}`"), &help);
            }
            // What else names a draft does no harm, and works when it is published.
            Some(cause) if page.page.kind == Kind::Symptom => {
                let target = base.pages.iter().find(|page| page.path == cause.page);
                complain_about_draft(page, target, at, dangling);
            }
            Some(_) => {}
        }
    }
}

/// What to do about a cause that is not there: the one that its file describes now, or one that is called nearly so.
fn where_cause_is(base: &KnowledgeBase, name: &str) -> String {
    if let Some(cause) = base.causes.values().find(|cause| cause.page.stem() == name) {
        return format!("`{}` has the id `{}` now: write that", cause.page, cause.id);
    }
    nearest(name, base.causes.keys().map(CauseId::as_str)).map_or_else(
        || format!("add a page with `kind: cause` and the id `{name}`, or take the name out"),
        |near| format!("did you mean `{near}`?"),
    )
}

/// Complains where a published page refers to a draft.
fn complain_about_draft(
    page: PageAsWritten<'_>,
    target: Option<&Page>,
    at: Position,
    dangling: &mut Dangling,
) {
    let Some(target) = target.filter(|target| page.page.is_published() && !target.is_published()) else {
        return;
    };
    let message = format!("`{}` is a draft, and nobody comes to it from here", target.path);
    let help = "take `status: draft` out of it when it is ready, or take the reference out";
    dangling.warning("target-draft", at, message, help);
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
    let length = name.chars().count();
    known
        .filter(|candidate| candidate.chars().count().abs_diff(length) * 3 <= length)
        .map(|candidate| (strsim::levenshtein(name, candidate), candidate))
        .filter(|(distance, _)| *distance * 3 <= length)
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
        let link = SectionRef::parse(text);
        complain_about_target(outlines, &link, item.position, dangling);
        let target = outlines.page(link.page.as_str()).map(|(target, _)| target);
        complain_about_draft(page, target, item.position, dangling);
    }
}

/// What to do about a page that is not there: its name elsewhere in the base, or one that is nearly its path.
fn where_page_is(outlines: &Outlines<'_>, path: &str, otherwise: &str) -> String {
    let file = |path: &str| path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let mut of_this_name = outlines.iter().map(|(page, _)| page.path.as_str());
    let wanted = file(path);
    if let Some(found) = of_this_name.find(|known| file(known) == wanted) {
        return format!("it stands at `{found}`: link there");
    }
    let near = nearest(path, outlines.iter().map(|(page, _)| page.path.as_str()));
    near.map_or_else(|| otherwise.to_owned(), |near| format!("did you mean `{near}`?"))
}

/// What to do about an anchor that is not on its page: where else it is, or one of that page that is nearly the same.
fn where_section_is(outlines: &Outlines<'_>, path: &str, anchor: &str, otherwise: &str) -> String {
    let on_page = outlines.page(path).map(|(_, outline)| outline);
    let anchors = on_page.into_iter().flat_map(Outline::sections).map(|section| section.anchor);
    if let Some(near) = nearest(anchor, anchors) {
        return format!("did you mean `#{near}`?");
    }
    // Where several pages have a section of this name, none of them is likely to be the one that is meant.
    let has_it = outlines.iter().filter(|(_, outline)| outline.section_at(anchor).is_some());
    let has_it: Vec<&Page> = has_it.take(2).map(|(page, _)| page).collect();
    if let [page] = has_it.as_slice() {
        return format!("there is such a section on `{}`: link to `{}#{anchor}`", page.path, page.path);
    }
    let headings = on_page.into_iter().flat_map(Outline::sections);
    let renamed =
        headings.filter(|section| section.level > 0).find(|section| shares_words(anchor, section.anchor));
    renamed.map_or_else(|| otherwise.to_owned(), |section| format!("did you mean `#{}`?", section.anchor))
}

/// Whether most words of two anchors are the same, as where a heading was put in other words.
fn shares_words(one: &str, other: &str) -> bool {
    let words = |anchor: &str| -> BTreeSet<String> {
        let words = anchor.split(['-', '_']).filter(|word| word.len() > 3);
        words.map(str::to_lowercase).collect()
    };
    let (one, other) = (words(one), words(other));
    let shared = one.intersection(&other).count();
    shared > 0 && shared * 2 >= one.len().max(other.len())
}

/// Anchors that no heading has and that lead somewhere all the same: browsers know `#top`, and what begins with `tab/`
/// is a tab of another tool.
fn is_known_everywhere(anchor: &str) -> bool {
    anchor.is_empty() || anchor.eq_ignore_ascii_case("top") || anchor.starts_with("tab/")
}

fn complain_about_target(outlines: &Outlines<'_>, link: &SectionRef, at: Position, dangling: &mut Dangling) {
    let path = link.page.as_str();
    let Some((_, outline)) = outlines.page(path) else {
        let help = where_page_is(outlines, path, "paths count from the root of the knowledge base");
        dangling.error("link-page-missing", at, format!("there is no page `{path}`"), &help);
        return;
    };
    let Some(anchor) = link.anchor.as_deref() else { return };
    if let Some(section) = outline.section_at(anchor) {
        let is_double = |other: &Place<'_>| {
            other.anchor != section.anchor && other.heading == section.heading && !other.explicit
        };
        if !section.explicit && section.level > 0 && outline.sections().any(|other| is_double(&other)) {
            let message = format!("`{path}` has two sections \u{201c}{}\u{201d}", section.heading);
            let help = "give the heading that is meant an anchor of its own, such as `{#fix-on-windows}`";
            dangling.warning("link-anchor-ambiguous", at, message, help);
        }
        return;
    }
    let otherwise = format!("add `{{#{anchor}}}` to the heading that is meant");
    let help = where_section_is(outlines, path, anchor, &otherwise);
    dangling.error("link-anchor-missing", at, format!("`{path}` has no section `#{anchor}`"), &help);
}

/// Links in the text that lead nowhere. In a base that answers questions each is an error, so that no page can be moved
/// and no heading renamed without whoever cites it; in pages of another tool, which know nothing of this, a warning.
fn body_links(
    base: &KnowledgeBase,
    outlines: &Outlines<'_>,
    page: PageAsWritten<'_>,
    dangling: &mut Dangling,
) {
    let severity = if base.has_knowledge() { Severity::Error } else { Severity::Warning };
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
                if !is_known_everywhere(anchor) && page.outline.section_at(anchor).is_none() {
                    let path = page.page.path.as_str();
                    let help = where_section_is(outlines, path, anchor, "link to the anchor of a heading");
                    let message = format!("this page has no section `#{anchor}`");
                    dangling.add(severity, "link-anchor-missing", at, message, &help);
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
            Target::Page { path, anchor } => {
                page_link(base, outlines, (path, anchor), (severity, at), dangling);
                complain_about_draft(page, outlines.page(path).map(|(target, _)| target), at, dangling);
            }
        }
    }
}

fn page_link(
    base: &KnowledgeBase,
    outlines: &Outlines<'_>,
    (path, anchor): (&str, Option<&str>),
    (severity, at): (Severity, Position),
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
        let help = where_page_is(outlines, path, "correct the path, or link to the page's web address");
        dangling.add(severity, "link-page-missing", at, format!("there is no page `{path}`"), &help);
        return;
    };
    let is_missing = |anchor: &&str| !is_known_everywhere(anchor) && outline.section_at(anchor).is_none();
    if let Some(anchor) = anchor.filter(is_missing) {
        let help = where_section_is(outlines, path, anchor, "link to the anchor of a heading of that page");
        dangling.add(
            severity,
            "link-anchor-missing",
            at,
            format!("`{path}` has no section `#{anchor}`"),
            &help,
        );
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
