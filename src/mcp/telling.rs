//! Answers as text that a model reads and quotes: everything that is in the shape, each statement with its place.
//!
//! Plain lines without colour or width, unlike what `cli` paints for terminals.

use super::citing::Citations;
use super::resources::Told;
use crate::diagnosis::chance_word;
use crate::kb::{CauseId, KnowledgeBase};
use crate::wire::{
    Article, ArticleSection, CauseV1, CheckReport, Diagnosis, FindingV1, Fix, Hit, Link, NextStep,
    SearchResults, VerdictV1, href,
};

/// What is made of a text.
pub(super) fn diagnosis(citations: &Citations, diagnosis: &Diagnosis) -> String {
    let mut text = Text::default();
    text.line(&format!("Outcome: {}. {}", diagnosis.outcome, meaning(diagnosis.outcome)));
    candidates(&mut text, diagnosis);
    if let Some(found) = &diagnosis.out_of_scope {
        text.part(&format!("Not covered: {} ({})", found.title, found.path));
        text.line(&found.text);
    }
    checked(&mut text, &diagnosis.verdicts, &diagnosis.findings);
    if !diagnosis.causes.is_empty() {
        text.part("Causes, most likely first:");
        for (number, cause) in diagnosis.causes.iter().enumerate() {
            self::cause(&mut text, citations, number + 1, cause);
        }
    }
    if let Some(next) = &diagnosis.next {
        self::next(&mut text, next);
    }
    reading(&mut text, citations, &diagnosis.articles);
    text.part(&format!("If nothing helps, the case goes to: {}.", diagnosis.escalation.to));
    text.line(&diagnosis.escalation.text);
    text.written
}

/// What an outcome means for whoever passes it on.
fn meaning(outcome: &str) -> &'static str {
    match outcome {
        "known" => "The symptom was recognised.",
        "between" => "It may be one of several symptoms: ask which one is seen.",
        "out_of_scope" => "The knowledge base does not cover this; do not diagnose it.",
        _ => {
            "The symptom was not recognised: this is no diagnosis. Ask for the exact text on the screen and the step at \
             which it stops."
        }
    }
}

fn candidates(text: &mut Text, diagnosis: &Diagnosis) {
    if diagnosis.symptom.is_none() {
        return;
    }
    // Of what was recognised for sure the others are no news.
    let n_told = if diagnosis.outcome == "known" { 1 } else { diagnosis.candidates.len() };
    for candidate in diagnosis.candidates.iter().take(n_told) {
        let because = match (&candidate.because.error_text, &candidate.because.phrase) {
            (Some(error), _) => format!("the text holds the error text “{error}”"),
            (None, Some(phrase)) => format!("the words come near “{phrase}”"),
            (None, None) => "it was chosen".to_owned(),
        };
        text.line(&format!(
            "Symptom: {} (id `{}`), {} ({}): {because}.",
            candidate.title,
            candidate.symptom,
            chance_word(candidate.confidence),
            percent(candidate.confidence)
        ));
    }
}

fn cause(text: &mut Text, citations: &Citations, number: usize, cause: &CauseV1) {
    text.line(&format!(
        "{number}. {} (id `{}`), {} ({}): {}.",
        cause.title,
        cause.id,
        chance_word(cause.probability),
        percent(cause.probability),
        cause.why
    ));
    if !cause.explanation.is_empty() {
        text.line(&format!("   {}", cause.explanation));
    }
    text.list("   How to tell:", &cause.how_to_tell);
    if let Some(fix) = &cause.fix {
        self::fix(text, fix);
    }
    let checks: Vec<String> = cause.checks.iter().map(|check| check.title.clone()).collect();
    text.list("   Configuration checks that prove it:", &checks);
    links(text, citations, &cause.docs);
}

fn fix(text: &mut Text, fix: &Fix) {
    if fix.steps.is_empty() {
        return;
    }
    let hand_over = if fix.escalate { ", by handing the case over" } else { "" };
    text.line(&format!(
        "   Fix{hand_over}, about {} minutes, works in {} of the cases with this cause:",
        fix.effort_minutes,
        percent(fix.works)
    ));
    for (number, step) in fix.steps.iter().enumerate() {
        text.line(&format!("   {}) {step}", number + 1));
    }
    text.list("   How to see that it worked:", &fix.verify);
}

fn links(text: &mut Text, citations: &Citations, links: &[Link]) {
    let cited: Vec<String> = links.iter().map(|link| citations.link(link)).collect();
    text.list("   Source:", &cited);
}

fn next(text: &mut Text, next: &NextStep) {
    text.part(&match next.act {
        "ask" => format!("Next step, ask the user: {}", next.text),
        "try" => format!("Next step, try the fix for: {}", next.text),
        _ => format!("Next step, hand the case over to: {}", next.text),
    });
    for answer in &next.answers {
        text.line(&format!("- {}", answer.label));
    }
}

fn reading(text: &mut Text, citations: &Citations, hits: &[Hit]) {
    if hits.is_empty() {
        return;
    }
    text.part("Worth reading, found by search:");
    for hit in hits {
        self::hit(text, citations, hit);
    }
}

fn hit(text: &mut Text, citations: &Citations, hit: &Hit) {
    text.line(&format!("- {}", citations.hit(hit)));
    if !hit.excerpt.is_empty() {
        text.line(&format!("  “{}”", hit.excerpt.trim()));
    }
}

/// The sections that match a query.
pub(super) fn hits(citations: &Citations, results: &SearchResults) -> String {
    let mut text = Text::default();
    text.line(&match results.results.len() {
        0 => "No section of the knowledge base matches. Try fewer or other words.".to_owned(),
        1 => "1 section, with the passage that matches:".to_owned(),
        n => format!("{n} sections, best first, with the passage that matches:"),
    });
    results.notes.iter().for_each(|note| text.line(note));
    results.results.iter().for_each(|hit| self::hit(&mut text, citations, hit));
    text.written
}

/// A page, or a part of it.
pub(super) fn article(citations: &Citations, told: &Told) -> String {
    let Told { shown, left_out } = told;
    let mut text = Text::default();
    let page = crate::kb::SectionRef { page: crate::kb::PagePath::new(&shown.path), anchor: None };
    text.line(&citations.place(&shown.title, &shown.path, None, &href(&page)));
    shown.description.iter().for_each(|description| text.line(description));
    for section in &shown.sections {
        self::section(&mut text, citations, shown, section);
    }
    if !left_out.is_empty() {
        text.part("The page is longer. Read these sections by their anchors:");
        for (heading, anchor) in left_out {
            text.line(&format!("- {heading}: {}#{anchor}", shown.path));
        }
    }
    text.written
}

fn section(text: &mut Text, citations: &Citations, article: &Article, section: &ArticleSection) {
    if !section.heading.is_empty() {
        let marks = "#".repeat(usize::from(section.level.max(1)));
        let anchor = section.anchor.as_ref().map(|anchor| format!(" ({}#{anchor})", article.path));
        text.part(&format!("{marks} {}{}", section.heading, anchor.unwrap_or_default()));
    }
    text.line(&section.text);
    for link in &section.links {
        text.line(&format!("[{}]: {}", link.text, citations.address(&link.href)));
    }
}

/// What the checks say of a configuration.
pub(super) fn verdicts(base: &KnowledgeBase, citations: &Citations, report: &CheckReport) -> String {
    let mut text = Text::default();
    let count = |word: &str| report.verdicts.iter().filter(|verdict| verdict.verdict == word).count();
    let (failed, passed, unknown) = (count("fail"), count("pass"), count("unknown"));
    let checks = if failed == 1 { "check" } else { "checks" };
    text.line(&format!("{failed} {checks} failed, {passed} passed, {unknown} cannot be decided."));
    checked(&mut text, &report.verdicts, &report.findings);
    if failed == 0 {
        return text.written;
    }
    text.part("Causes that this points to, most likely first:");
    for (number, cause) in report.causes.iter().enumerate() {
        let id = CauseId::parse(&cause.id).ok();
        let known = id.as_ref().and_then(|id| base.cause(id));
        let title = known.map_or_else(|| "Something else".to_owned(), |cause| cause.title.clone());
        text.line(&format!("{}. {title} (id `{}`), {}", number + 1, cause.id, percent(cause.probability)));
        if let Some(cause) = known {
            let docs: Vec<Link> = base.readings(cause).iter().map(Link::from).collect();
            links(&mut text, citations, &docs);
        }
    }
    text.written
}

/// Verdicts, the failed ones first; of those that cannot be decided only what is missing.
fn checked(text: &mut Text, verdicts: &[VerdictV1], findings: &[FindingV1]) {
    let with = |word: &'static str| verdicts.iter().filter(move |verdict| verdict.verdict == word);
    if !verdicts.is_empty() {
        text.part("What the checks say of the configuration:");
    }
    for verdict in with("fail").chain(with("pass")) {
        text.line(&format!("- {} `{}`: {}", verdict.verdict, verdict.check, verdict.message));
    }
    let unknown: Vec<String> = with("unknown")
        .map(|verdict| format!("`{}` (missing: {})", verdict.check, verdict.missing.join(", ")))
        .collect();
    if !unknown.is_empty() {
        text.line(&format!("- cannot be decided: {}", unknown.join("; ")));
    }
    findings.iter().for_each(|finding| text.line(&format!("- {}: {}", finding.kind, finding.message)));
}

fn percent(chance: f64) -> String {
    format!("{:.0} %", chance * 100.0)
}

/// A text that grows by lines.
#[derive(Default)]
struct Text {
    written: String,
}

impl Text {
    fn line(&mut self, line: &str) {
        if !line.trim().is_empty() {
            self.written.push_str(line);
            self.written.push('\n');
        }
    }

    /// A line that something new begins with.
    fn part(&mut self, heading: &str) {
        self.written.push('\n');
        self.line(heading);
    }

    fn list(&mut self, heading: &str, items: &[String]) {
        if items.is_empty() {
            return;
        }
        self.line(heading);
        items.iter().for_each(|item| self.line(&format!("   - {item}")));
    }
}
