//! What the checks say: a line for each, the broken ones first with what is wrong and what to do.

use anstyle::{AnsiColor, Style};

use super::{ACCENT, FAINT, Page, STRONG, counted};
use crate::app::{CheckAnswer, Configuration};
use crate::checks::{Outcome, Verdict, why_unknown};
use crate::diagnosis::chance_word;
use crate::facts::Origin;
use crate::kb::{CauseId, Check, KnowledgeBase, Reading};
use crate::wire::{CheckReport, FindingV1, SOMETHING_ELSE};

/// Where what is said of a verdict begins.
const INDENT: usize = 9;

/// So many origins of facts are named.
const MOST_SOURCES: usize = 3;

/// All verdicts, what else was found, and the causes in order.
pub(in crate::cli) fn verdicts(answer: &CheckAnswer, limit: usize) -> String {
    let mut page = Page { keeps_hyphens: true, ..Page::default() };
    let base = &answer.snapshot.base;
    let report = answer.to_wire(limit);
    for configuration in &answer.checked.configurations {
        if answer.checked.configurations.len() > 1 {
            page.line(ACCENT, 0, &configuration.name);
        }
        all(&mut page, base, configuration);
        page.blank();
    }
    findings(&mut page, &report.findings);
    causes(&mut page, base, answer, &report);
    page.text
}

fn all(page: &mut Page, base: &KnowledgeBase, configuration: &Configuration) {
    let verdicts = || configuration.verdicts.iter();
    let check_of = |verdict: &Verdict| base.checks().find(|check| check.id == verdict.check);
    for wanted in [Outcome::Fail, Outcome::Unknown, Outcome::Pass] {
        // Checks that do not know for one and the same reason are told together.
        let mut told: Vec<String> = Vec::new();
        for verdict in verdicts().filter(|verdict| verdict.outcome == wanted) {
            let Some(check) = check_of(verdict) else { continue };
            let same: Vec<&Verdict> = verdicts().filter(|other| is_same_unknown(verdict, other)).collect();
            if same.len() < 2 {
                one(page, base, check, verdict);
                continue;
            }
            let why = why_unknown(base, check, verdict);
            if !told.contains(&why) {
                let ids: Vec<&str> = same.iter().map(|verdict| verdict.check.as_str()).collect();
                page.hanging(FAINT, 0, "unknown ", &ids.join(", "));
                page.line(FAINT, INDENT, &why);
                told.push(why);
            }
        }
    }
    let n = |wanted: Outcome| verdicts().filter(|verdict| verdict.outcome == wanted).count();
    if !page.text.ends_with("\n\n") {
        page.blank();
    }
    page.line(
        STRONG,
        0,
        &format!(
            "{}: {} failed, {} not known, {} passed",
            counted(verdicts().count(), "check"),
            n(Outcome::Fail),
            n(Outcome::Unknown),
            n(Outcome::Pass)
        ),
    );
}

/// Whether two checks both do not know, and lack the same facts.
fn is_same_unknown(one: &Verdict, other: &Verdict) -> bool {
    let is_unknown = |verdict: &Verdict| verdict.outcome == Outcome::Unknown && !verdict.missing.is_empty();
    is_unknown(one) && is_unknown(other) && one.missing == other.missing
}

fn one(page: &mut Page, base: &KnowledgeBase, check: &Check, verdict: &Verdict) {
    let (word, style) = match verdict.outcome {
        Outcome::Pass => ("pass", Style::new()),
        Outcome::Fail => ("FAIL", AnsiColor::Red.on_default().bold()),
        Outcome::Unknown => ("unknown", FAINT),
    };
    page.hanging(style, 0, &format!("{word:<8}"), &format!("{}: {}", check.id, check.title));
    match verdict.outcome {
        Outcome::Pass => {}
        Outcome::Unknown => page.line(FAINT, INDENT, &why_unknown(base, check, verdict)),
        Outcome::Fail => failure(page, base, check, verdict),
    }
}

fn failure(page: &mut Page, base: &KnowledgeBase, check: &Check, verdict: &Verdict) {
    if let Some(expected) = &verdict.expected {
        page.hanging(Style::new(), INDENT, "expected", expected);
    }
    if let Some(actual) = &verdict.actual {
        let shown =
            if actual.is_empty() { "nothing: it is empty".to_owned() } else { format!("“{actual}”") };
        page.hanging(Style::new(), INDENT, "found   ", &shown);
        // A caret can only stand below a character that is in the first line.
        let marked = verdict
            .differences
            .first()
            .filter(|difference| difference.character + INDENT + 10 < super::WIDTH);
        if let Some(difference) = marked.filter(|_| verdict.looked_at.is_none() && !actual.is_empty()) {
            page.raw(STRONG, &format!("{}^", " ".repeat(INDENT + 9 + difference.character)));
        }
    }
    for place in verdict.places() {
        page.hanging(STRONG, INDENT, "look at ", &place);
    }
    if let Some(look_alike) = &verdict.look_alike {
        page.hanging(
            STRONG,
            INDENT,
            "beware  ",
            &format!("a look-alike host: {look_alike}. Do not open it."),
        );
    }
    for source in verdict.sources.iter().take(MOST_SOURCES) {
        page.hanging(FAINT, INDENT, "from    ", &format!("{} ({})", place(&source.origin), source.path));
    }
    for cause in &verdict.causes {
        fix(page, base, cause);
    }
    rests_on(page, base, check, verdict);
    page.blank();
}

fn place(origin: &Origin) -> String {
    let file = origin.file.as_ref().map_or_else(String::new, |file| format!("{file}, "));
    let label = origin.label.as_ref().map_or_else(String::new, |label| format!(", {label}"));
    format!("{file}line {}{label}", origin.line)
}

fn fix(page: &mut Page, base: &KnowledgeBase, id: &CauseId) {
    let Some((cause, advice)) = base.cause(id).zip(base.advice(id)) else { return };
    page.hanging(STRONG, INDENT, "cause   ", &cause.title);
    for (number, step) in advice.items(advice.fix).iter().enumerate() {
        let bullet = if number == 0 { "fix     " } else { "        " };
        page.hanging(Style::new(), INDENT, bullet, &format!("{}. {step}", number + 1));
    }
}

fn rests_on(page: &mut Page, base: &KnowledgeBase, check: &Check, verdict: &Verdict) {
    let mut grounds = check.refs.clone();
    let cause = verdict.causes.first().and_then(|cause| base.cause(cause));
    let readings = cause.map(|cause| base.readings(cause)).unwrap_or_default();
    grounds.extend(readings.first().map(|reading| match reading {
        Reading::Section { link, .. } => {
            let anchor = link.anchor.as_ref().map_or_else(String::new, |anchor| format!("#{anchor}"));
            format!("{}{anchor}", link.page)
        }
        Reading::Outside(address) => address.clone(),
    }));
    if !grounds.is_empty() {
        page.hanging(FAINT, INDENT, "rests on", &grounds.join(", "));
    }
}

fn findings(page: &mut Page, findings: &[FindingV1]) {
    let shown: Vec<&FindingV1> =
        findings.iter().filter(|finding| finding.kind != "look-alike-host").collect();
    if shown.is_empty() {
        return;
    }
    page.line(STRONG, 0, "Besides");
    for finding in shown {
        page.item(2, "-", &finding.message);
    }
    page.blank();
}

fn causes(page: &mut Page, base: &KnowledgeBase, answer: &CheckAnswer, report: &CheckReport) {
    if !answer.checked.has_failed() && answer.symptom.is_none() {
        page.line(Style::new(), 0, "No check failed. Say what is seen, with `deskdoc ask --facts FILE` or `--symptom ID`, to have its causes ranked.");
        return;
    }
    page.line(STRONG, 0, "What may be behind it, likeliest first");
    for (number, cause) in report.causes.iter().enumerate() {
        let known = CauseId::parse(&cause.id).ok().and_then(|id| base.cause(&id));
        let title = match known {
            Some(known) => known.title.as_str(),
            None if cause.id == SOMETHING_ELSE => "Something else",
            None => cause.id.as_str(),
        };
        let chance = format!("{}, {:.0} %", chance_word(cause.probability), cause.probability * 100.0);
        page.item(1, &format!("{}.", number + 1), &format!("{title} ({chance})"));
    }
}
