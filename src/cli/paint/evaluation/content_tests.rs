//! Content tests, what trees take, and limits that are not reached.

use anstyle::Style;

use super::super::{ACCENT, FAINT, Page, STRONG, counted};
use super::{heading, percent};
use crate::wire::{ContentTestV1, ContentTestsV1, TreeCostsV1, WantedV1};

/// So many tests that failed are told in full.
const MOST_FAILED: usize = 20;
/// So many trees have a row.
const MOST_TREES: usize = 40;

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

/// What the tree of each symptom takes, beside other ways.
pub(super) fn trees(page: &mut Page, trees: &[TreeCostsV1]) {
    if trees.is_empty() {
        return;
    }
    heading(page, "Minutes that a case takes");
    page.raw(FAINT, "    tree    best  listed  by cost  saved  symptom");
    for tree in trees.iter().take(MOST_TREES) {
        let costs = &tree.costs;
        let best = costs.optimum.map_or_else(|| "?".to_owned(), |best| format!("{best:.1}"));
        let saved = if costs.listed > 0.0 { 1.0 - costs.expected / costs.listed } else { 0.0 };
        let row = format!(
            "{:>8.1}  {best:>6}  {:>6.1}  {:>7.1}  {:>5}  ",
            costs.expected,
            costs.listed,
            costs.by_chance_per_cost,
            percent(saved),
        );
        page.paragraph(Style::new(), &row, &" ".repeat(row.chars().count()), &tree.symptom);
    }
    if trees.len() > MOST_TREES {
        page.line(FAINT, 2, &format!("… and {} more; `--json` has all", trees.len() - MOST_TREES));
    }
}

/// The figures that had to be reached, and whether they were.
pub(super) fn limits(page: &mut Page, limits: &[WantedV1]) {
    if limits.is_empty() {
        return;
    }
    heading(page, "What had to be reached");
    for wanted in limits {
        let found = wanted.found.map_or_else(|| "not measured".to_owned(), |found| format!("{found}"));
        let verdict = if wanted.met { "reached" } else { "NOT REACHED" };
        let style = if wanted.met { Style::new() } else { STRONG };
        let label = format!("{} at least {}", wanted.figure, wanted.at_least);
        page.raw(style, &format!("  {label:<32}{found:>12}  {verdict}"));
    }
}
