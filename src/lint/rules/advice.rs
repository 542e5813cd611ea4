//! Advice that ends too early.

use super::super::ground::Ground;
use crate::kb::{Findings, Page, PagePath};
use crate::text::place::Position;

/// Complains about fixes without steps, and about causes whose fix nobody can see to have worked.
pub(super) fn judge(ground: &Ground<'_>, findings: &mut Findings) {
    let base = ground.base;
    for cause in base.causes().filter(|cause| base.is_published(&cause.page) && !cause.escalate) {
        let has_fix = has(base.page(&cause.page), "fix");
        if has_fix && !has(base.page(&cause.page), "verify") {
            let at = fix_place(base.page(&cause.page)).unwrap_or(Position::START);
            let message = format!("cause `{}` does not say how to see that the fix worked", cause.id);
            let help = "add a `## Verify` section: what is seen when it is mended";
            ground.complaints(&cause.page, findings).warning("cause-without-verify", at, message, help);
        }
    }
    for fix in base.fixes().filter(|fix| base.is_published(&fix.page)) {
        if !has(base.page(&fix.page), "fix") {
            let at = kind_place(ground, &fix.page);
            let message = format!("fix `{}` has no steps", fix.id);
            let help = "add a `## Fix` section with the steps";
            ground.complaints(&fix.page, findings).warning("fix-without-steps", at, message, help);
        }
    }
}

/// Whether a page has a section of this name with something in it.
fn has(page: Option<&Page>, name: &str) -> bool {
    let text = page.map(Page::text);
    let section = text.as_deref().and_then(|text| text.section(name));
    section.is_some_and(|section| !section.text.trim().is_empty())
}

fn fix_place(page: Option<&Page>) -> Option<Position> {
    let text = page?.text();
    let line = text.section("fix")?.line;
    Some(Position { line: line + text.body_line - 1, column: 1 })
}

fn kind_place(ground: &Ground<'_>, path: &PagePath) -> Position {
    ground.key_place(path, "kind")
}
