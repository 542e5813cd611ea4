//! How well a base recognises, for authors: the verdict in words, what went wrong and why, then the figures.

mod confusions;
mod content_tests;
mod tables;

use self::confusions::confusions;
use self::tables::{figures, reliability, symptoms};
use super::{ACCENT, FAINT, Page, STRONG, counted};
use crate::eval::Report;
use crate::wire::{EvalReport, Evaluated, ShareV1};

/// So many names are listed in a note.
const MOST_NAMED: usize = 5;
/// With fewer cases each share is told with how far chance may move it.
const FEW_CASES: usize = 200;
/// A difference of shares that deserves a word.
const WORTH_A_NOTE: f64 = 0.1;

/// How well a base does. What decides about the exit code stands on top and at the end, where it is seen.
pub(in crate::cli) fn evaluation(found: &Evaluated) -> String {
    let mut page = Page { keeps_hyphens: true, ..Page::default() };
    if let Some(tests) = &found.content_tests {
        content_tests::content_tests(&mut page, tests);
    }
    if let Some(report) = &found.recognition {
        if !page.text.is_empty() {
            page.blank();
        }
        recognition(&mut page, report);
    }
    found.trees.iter().for_each(|trees| content_tests::trees(&mut page, trees));
    content_tests::limits(&mut page, &found.fail_under);
    page.text
}

fn recognition(page: &mut Page, report: &EvalReport) {
    verdict(page, report);
    notes(page, report);
    confusions(page, report);
    figures(page, report);
    symptoms(page, report);
    reliability(page, report);
}

/// What the cases are called.
fn word(report: &EvalReport) -> &'static str {
    if report.method == "own_phrases" { "phrase" } else { "case" }
}

fn verdict(page: &mut Page, report: &EvalReport) {
    let word = word(report);
    let figures = &report.in_scope;
    if figures.right.of > 0 {
        let text = format!(
            "{} about a symptom: {} recognised, {} taken for another symptom, {} not recognised.",
            counted(figures.right.of, word),
            with_percent(figures.right_offered),
            with_percent(figures.wrong),
            with_percent(figures.missed),
        );
        page.line(ACCENT, 0, &text);
    }
    let beyond = report.out_of_scope.false_answers;
    if beyond.of > 0 {
        let text = format!(
            "{} about something else: {} answered all the same; {}.",
            counted(beyond.of, word),
            with_percent(beyond),
            aim(report),
        );
        page.line(ACCENT, 0, &text);
    }
    let how = match report.method {
        "own_phrases" => "Each phrase was held back once and recognised by what the others teach.",
        _ => "Each case was recognised as a user's text is.",
    };
    page.line(FAINT, 0, how);
}

fn aim(report: &EvalReport) -> String {
    if report.limits.set_by_hand {
        "the limit is set in `kb.yml`".to_owned()
    } else {
        format!("the limits aim at {}", percent(report.out_of_scope.stated_rate))
    }
}

/// What the author should know before trusting the figures.
fn notes(page: &mut Page, report: &EvalReport) {
    let notes: Vec<String> = [few_phrases, few_out_of_scope, too_many_answers, too_unsure, few_cases]
        .into_iter()
        .filter_map(|note| note(report))
        .collect();
    if notes.is_empty() {
        return;
    }
    heading(page, "Keep in mind");
    for note in notes {
        page.item(2, "-", &note);
    }
}

fn few_phrases(report: &EvalReport) -> Option<String> {
    let few = &report.base.too_few_phrases;
    let wanted = few.first()?.wanted;
    let named = few.iter().map(|few| number_with(&few.symptom, few.phrases));
    let verb = if few.len() == 1 { "has" } else { "have" };
    Some(format!(
        "{} {verb} fewer than {wanted} phrases, too few to trust: {}. Take more from tickets.",
        counted(few.len(), "symptom"),
        some_of(named, few.len(), MOST_NAMED),
    ))
}

fn few_out_of_scope(report: &EvalReport) -> Option<String> {
    let n_phrases = report.base.out_of_scope_phrases;
    (n_phrases < Report::ENOUGH_OUT_OF_SCOPE && !report.limits.set_by_hand).then(|| {
        format!(
            "The out-of-scope pages have {}. With fewer than {} the limits are guessed: nothing keeps the share of answers to foreign texts at {}.",
            counted(n_phrases, "phrase"),
            Report::ENOUGH_OUT_OF_SCOPE,
            percent(report.out_of_scope.stated_rate),
        )
    })
}

fn too_many_answers(report: &EvalReport) -> Option<String> {
    report.out_of_scope.above_stated_rate.then(|| {
        "More texts about something else are answered than chance explains. Put texts like them on an out-of-scope page, or under `not` of the symptom they are taken for.".to_owned()
    })
}

/// Where the right symptom comes first and is not sure enough, more phrases help, and other phrases do not.
fn too_unsure(report: &EvalReport) -> Option<String> {
    let (first, offered) = (report.in_scope.best_right.rate?, report.in_scope.right_offered.rate?);
    (first - offered >= WORTH_A_NOTE).then(|| {
        format!(
            "The right symptom is the nearest in {}, but near enough to be offered only in {}: more phrases make deskdoc surer.",
            percent(first),
            percent(offered),
        )
    })
}

fn few_cases(report: &EvalReport) -> Option<String> {
    let n_cases = report.in_scope.right.of;
    (1..FEW_CASES).contains(&n_cases).then(|| {
        // Two standard errors of a share of one half, the widest there is.
        let points = 100.0 / (n_cases as f64).sqrt();
        format!(
            "With {} about a symptom, chance alone moves a share by up to {points:.0} points.",
            counted(n_cases, word(report))
        )
    })
}

fn heading(page: &mut Page, text: &str) {
    if !page.text.is_empty() {
        page.blank();
    }
    page.line(STRONG, 0, text);
}

fn number_with(name: &str, number: usize) -> String {
    format!("{name}\u{a0}({number})")
}

/// The first few of a list in words.
fn some_of(names: impl Iterator<Item = String>, n_names: usize, most: usize) -> String {
    let mut text = names.take(most).collect::<Vec<_>>().join(", ");
    if n_names > most {
        text.push_str(&format!(" and {} more", n_names - most));
    }
    text
}

/// The sign stays on the line of its number: the blank before it breaks no line.
fn percent(share: f64) -> String {
    format!("{:.0}\u{a0}%", share * 100.0)
}

fn with_percent(share: ShareV1) -> String {
    format!("{} ({})", share.n, percent(share.rate.unwrap_or(0.0)))
}
