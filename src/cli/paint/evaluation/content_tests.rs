//! Content tests: how many passed, and each that failed.

use anstyle::Style;

use super::super::{ACCENT, FAINT, Page, STRONG, counted};
use crate::wire::{ContentTestV1, ContentTestsV1};

/// So many tests that failed are told in full.
const MOST_FAILED: usize = 20;

/// The sum of all tests, and each that failed.
pub(super) fn content_tests(page: &mut Page, found: &ContentTestsV1) {
    if found.tests.is_empty() {
        let text = "The base has no content tests: `tests` on a page, or a `*.case.md` beside it, makes one.";
        return page.line(FAINT, 0, text);
    }
    let sum = match found.failed {
        0 => format!("{}, all passed.", counted(found.tests.len(), "content test")),
        failed => format!(
            "{}: {} passed, {failed} failed.",
            counted(found.tests.len(), "content test"),
            found.passed
        ),
    };
    page.line(ACCENT, 0, &sum);
    let mut failed = found.tests.iter().filter(|test| !test.passed);
    for test in failed.by_ref().take(MOST_FAILED) {
        page.blank();
        self::failed(page, test);
    }
    let n_more = failed.count();
    if n_more > 0 {
        page.blank();
        page.line(FAINT, 0, &format!("… and {n_more} more that failed; `--json` has all"));
    }
}

fn failed(page: &mut Page, test: &ContentTestV1) {
    page.styled_item(STRONG, 0, "FAILED", &test.name);
    for failure in &test.failures {
        page.address(2, "-->", &format!("{}:{}", test.file, failure.line));
        page.line(Style::new(), 4, &format!("turn {}, {}", failure.turn, failure.done));
        page.hanging(Style::new(), 4, "expected", &failure.expected);
        page.hanging(Style::new(), 4, "found   ", &failure.found);
    }
}
