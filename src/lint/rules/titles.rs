//! Titles that are empty, and pages that cannot be told apart by theirs.

use std::collections::HashMap;

use super::super::ground::{Ground, Manuscript, has_knowledge};
use crate::kb::front_matter::Value;
use crate::kb::{Findings, Kind, Page};
use crate::text::fold;
use crate::text::place::Position;

/// Headings that every page of advice has.
const PARTS: [&str; 3] = ["Fix", "Verify", "How to tell"];

/// Complains about empty titles, and in a base that answers about equal ones of pages of one kind: answers, buttons and
/// lists show titles and nothing else.
pub(super) fn judge(ground: &Ground<'_>, findings: &mut Findings) {
    let mut seen: HashMap<(Kind, String, Option<&str>), &Page> = HashMap::new();
    for page in ground.published() {
        let Some(written) = ground.manuscript(&page.path) else { continue };
        if let Some((at, message)) = emptiness(page, written) {
            let help = "write what the page is about, as its readers would say it";
            ground.complaints(&page.path, findings).warning("title-empty", at, message, help);
            continue;
        }
        if !ground.base.has_knowledge() {
            continue;
        }
        // The same page in another language may well be called the same.
        let called = (page.kind, fold(&page.title), page.lang.as_deref());
        if let Some(first) = seen.insert(called.clone(), page) {
            let message = format!(
                "another {} has the title \u{201c}{}\u{201d} too: {}",
                page.kind, page.title, first.path
            );
            let at = written.key_place("title").or_else(|| heading_place(page)).unwrap_or(Position::START);
            let help = "say in the title what tells the two apart";
            ground.complaints(&page.path, findings).warning("title-duplicate", at, message, help);
            seen.insert(called, first);
        }
    }
}

/// Where a title should stand and nothing does.
fn emptiness(page: &Page, written: &Manuscript) -> Option<(Position, String)> {
    // Reading front matter takes a while, and pages by the thousand have a title.
    let may_be_blank = has_knowledge(page) || written.block().lines().any(is_blank_title);
    if may_be_blank && let Some(entry) = written.entry("title") {
        let is_blank = match &entry.value.value {
            Value::Null => true,
            Value::Text(text) => text.trim().is_empty(),
            _ => false,
        };
        return is_blank.then(|| (entry.key_position, "the title is empty".to_owned()));
    }
    let called = page.text().document.title.clone();
    // The heading of a part of the advice is not what the page is about.
    let is_part = |title: &str| PARTS.iter().any(|part| part.eq_ignore_ascii_case(title.trim()));
    let has_heading = || called.is_some_and(|title| !is_part(&title));
    (has_knowledge(page) && !has_heading())
        .then(|| (Position::START, format!("the {} has neither a title nor a heading", page.kind)))
}

fn is_blank_title(line: &str) -> bool {
    line.strip_prefix("title:").is_some_and(|rest| rest.trim().trim_matches(['"', '\'']).trim().is_empty())
}

/// Where the heading stands that a page without a title is called by.
fn heading_place(page: &Page) -> Option<Position> {
    let text = page.text();
    let section = text.document.sections.iter().find(|section| section.heading == page.title)?;
    Some(Position { line: section.line + text.body_line - 1, column: 1 })
}
