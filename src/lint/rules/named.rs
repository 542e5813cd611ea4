//! Names in content tests that nothing stands behind: such a test fails, or seems to test what nobody has any more.

use super::super::ground::{Ground, Manuscript};
use crate::kb::{Findings, Missing};
use crate::text::place::Position;

/// So many lines below the beginning of a test its names are looked for.
const MOST_LINES: usize = 40;

/// Complains about pages and answers that content tests name and the base does not have.
pub(super) fn judge(ground: &Ground<'_>, findings: &mut Findings) {
    for test in ground.base.content_tests() {
        let done = test.turns.iter().map(|turn| (turn.line, turn.does.missing_from(ground.base)));
        let expected = test.turns.iter().flat_map(|turn| &turn.expects);
        let expected = expected.map(|expects| (expects.line, expects.what.missing_from(ground.base)));
        let mut complaints = ground.complaints(&test.file, findings);
        for (line, missing) in done.chain(expected) {
            let Some(missing) = missing.filter(|missing| !ground.gives(&missing.name)) else { continue };
            let at = ground.manuscript(&test.file).and_then(|written| place(written, line, &missing));
            let at = at.unwrap_or(Position { line, column: 1 });
            let help = "correct the name, or take the test out";
            complaints.error("test-name-unknown", at, missing.message, help);
        }
    }
}

/// Where a test says a name.
fn place(written: &Manuscript, line: usize, missing: &Missing) -> Option<Position> {
    let lines = written.text.split('\n').enumerate().skip(line.saturating_sub(1)).take(MOST_LINES);
    let mut found = lines.filter_map(|(at, text)| {
        let before = text.get(..text.rfind(missing.name.as_str())?)?;
        Some(Position { line: at + 1, column: before.chars().count() + 1 })
    });
    found.next()
}
