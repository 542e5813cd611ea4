//! The figures, a row for each symptom, the reliability table, what trees take, and limits.

use anstyle::Style;

use super::super::{FAINT, Page, STRONG};
use super::{heading, number_with, percent, some_of, word};
use crate::wire::{BinV1, EvalReport, ShareV1, SymptomFiguresV1, TreeCostsV1, WantedV1};

/// So many symptoms have a row.
const MOST_SYMPTOMS: usize = 20;
/// So many symptoms that another is taken for have a place in its row.
const MOST_TAKEN_FOR: usize = 3;
/// So many trees have a row.
const MOST_TREES: usize = 40;

pub(super) fn figures(page: &mut Page, report: &EvalReport) {
    heading(page, "Figures");
    let (own, beyond) = (&report.in_scope, &report.out_of_scope);
    let rows = [
        ("right symptom among those offered", own.right_offered),
        ("right symptom offered first", own.right),
        ("best candidate right, offered or not", own.best_right),
        ("asked back (several offered)", own.asked_back),
        ("taken for another symptom (wrong)", own.wrong),
        ("not recognised (missed)", own.missed),
        ("all symptoms offered, where there are several", own.all_of_several),
        ("answered though about something else", beyond.false_answers),
        ("… of these asked back", beyond.asked_back),
        ("answered though a counter-phrase", report.counter_phrases.false_answers),
    ];
    for (label, share) in rows.into_iter().filter(|(_, share)| share.of > 0) {
        row(page, label, &share.rate.map(percent).unwrap_or_default(), &of(share));
    }
    if let Some(auroc) = report.auroc {
        row(
            page,
            "told apart from what is about something else",
            &format!("{:.1}\u{a0}%", auroc * 100.0),
            "of pairs (AUROC)",
        );
    }
    let limits = &report.limits;
    row(page, "limit: a symptom is offered from", &percent(limits.known_at), "confidence on");
    let near = format!("{:.0}", limits.between_within * 100.0);
    row(page, "limit: a second one is offered within", &near, "points");
    row(page, "limit: or the first few, if they reach", &percent(limits.together_at), "together");
}

fn row(page: &mut Page, label: &str, value: &str, rest: &str) {
    page.raw(Style::new(), &format!("  {label:<46}{value:>6}  {rest}"));
}

pub(super) fn symptoms(page: &mut Page, report: &EvalReport) {
    let mut tested: Vec<&SymptomFiguresV1> =
        report.symptoms.iter().filter(|symptom| symptom.cases > 0).collect();
    if tested.is_empty() {
        return;
    }
    let weakness = |symptom: &SymptomFiguresV1| symptom.right_offered as f64 / symptom.cases as f64;
    tested.sort_by(|first, second| {
        weakness(first).total_cmp(&weakness(second)).then_with(|| first.symptom.cmp(&second.symptom))
    });
    heading(page, "Symptoms, the weakest first");
    page.raw(
        FAINT,
        &format!("  {:>7}  recognised  wrong  missed  symptom → taken for", format!("{}s", word(report))),
    );
    for symptom in tested.iter().take(MOST_SYMPTOMS) {
        let wrong = symptom.cases - symptom.right_offered - symptom.missed;
        let (n, right, missed) = (symptom.cases, symptom.right_offered, symptom.missed);
        let start = format!("  {n:>7}  {right:>10}  {wrong:>5}  {missed:>6}  ");
        page.paragraph(Style::new(), &start, &" ".repeat(start.len()), &named(symptom));
    }
    if tested.len() > MOST_SYMPTOMS {
        page.line(FAINT, 2, &format!("… and {} more; `--json` has all", tested.len() - MOST_SYMPTOMS));
    }
}

fn named(symptom: &SymptomFiguresV1) -> String {
    if symptom.taken_for.is_empty() {
        return symptom.symptom.clone();
    }
    let others = symptom.taken_for.iter().map(|other| number_with(&other.symptom, other.cases));
    format!("{} → {}", symptom.symptom, some_of(others, symptom.taken_for.len(), MOST_TAKEN_FOR))
}

pub(super) fn reliability(page: &mut Page, report: &EvalReport) {
    let Some(error) = report.calibration.expected_error else { return };
    heading(page, "Does the confidence mean what it says?");
    let points = format!("{:.0} points", error * 100.0);
    page.line(Style::new(), 2, &format!("On average it is off by {points} (expected calibration error)."));
    page.raw(FAINT, &format!("  confidence   on average   really right   {}s", word(report)));
    for bin in report.calibration.bins.iter().filter(|bin| bin.cases > 0) {
        page.raw(Style::new(), &step(bin));
    }
}

fn step(bin: &BinV1) -> String {
    let steps = format!("{:.0}–{:.0} %", bin.from * 100.0, bin.to * 100.0);
    let (says, right) = (bin.confidence.unwrap_or(0.0), bin.right.unwrap_or(0.0));
    format!("  {steps:>10}   {:>10}   {:>12}   {:>7}", percent(says), percent(right), bin.cases)
}

fn of(share: ShareV1) -> String {
    format!("{} of {}", share.n, share.of)
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
