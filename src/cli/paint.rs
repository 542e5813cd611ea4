//! Answers for people at a terminal: good to read at 80 columns, complete without colour.

mod conversation;
mod doctor;
mod evaluation;
mod hooks;
mod outbox;
mod tokens;
mod tree;
mod verdicts;

use anstyle::{AnsiColor, Style};

pub(super) use self::conversation::{
    MARK, chat_help, echo, left_open, no_such_number, note, nothing_typed, refused, reply, welcome,
};
pub(super) use self::doctor::doctor;
pub(super) use self::evaluation::evaluation;
pub(super) use self::hooks::{hook_trial, hooks};
pub(super) use self::outbox::outbox;
pub(super) use self::tokens::tokens;
pub(super) use self::tree::trees;
pub(super) use self::verdicts::verdicts;
use crate::diagnosis::chance_word;
use crate::kb::Severity;
use crate::lint::Verdict;
use crate::picture::effort;
use crate::recognition::{LEAST_OFFERED, MOST_OFFERED};
use crate::text::visible;
use crate::wire::{CauseV1, Diagnosis, Hit, NextStep, SearchResults};

/// The width that everything is fitted to.
const WIDTH: usize = 80;
/// So many causes are shown with their steps; the others in one line.
const IN_FULL: usize = 2;
/// So many sections to read are named below an answer.
const MOST_READING: usize = 3;

const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const ACCENT: Style = AnsiColor::Cyan.on_default().bold();

/// What is made of a text.
pub(super) fn answer(diagnosis: &Diagnosis) -> String {
    let mut page = Page::default();
    match diagnosis.outcome {
        "known" => known(&mut page, diagnosis),
        "between" => between(&mut page, diagnosis),
        "out_of_scope" => out_of_scope(&mut page, diagnosis),
        _ => unknown(&mut page, diagnosis),
    }
    page.text
}

fn known(page: &mut Page, diagnosis: &Diagnosis) {
    let Some(best) = diagnosis.candidates.first() else { return };
    page.line(ACCENT, 0, &best.title);
    page.line(FAINT, 2, &because(diagnosis, 0));
    causes(page, diagnosis, IN_FULL);
    next(page, diagnosis.next.as_ref());
    reading(page, diagnosis, "To read on:");
}

fn between(page: &mut Page, diagnosis: &Diagnosis) {
    page.line(ACCENT, 0, "This may be one of several things. Which of them do you see?");
    let offered =
        diagnosis.candidates.iter().take(MOST_OFFERED).filter(|found| found.confidence >= LEAST_OFFERED);
    for (number, candidate) in offered.enumerate() {
        page.item(2, &format!("{}.", number + 1), &candidate.title);
        page.line(FAINT, 5, &because(diagnosis, number));
    }
    page.blank();
    page.line(
        Style::new(),
        0,
        "Ask again with the words of the one that fits, or add the exact text on the screen.",
    );
    causes(page, diagnosis, 0);
    reading(page, diagnosis, "To read on:");
}

fn out_of_scope(page: &mut Page, diagnosis: &Diagnosis) {
    let Some(found) = &diagnosis.out_of_scope else { return };
    // What else search found is about what this base covers, and that was not asked.
    let leads_on = |hit: &&Hit| found.leads_to.contains(&hit.path);
    let mut leading = diagnosis.articles.iter().filter(leads_on).peekable();
    if leading.peek().is_some() {
        page.line(ACCENT, 0, &format!("This is outside what I diagnose: {}.", found.title));
        listed(page, "Read here:", leading);
        page.blank();
    } else {
        page.line(ACCENT, 0, "This is outside what I know about.");
        page.blank();
        page.line(STRONG, 0, &found.title);
    }
    for paragraph in found.text.lines().filter(|line| !line.trim().is_empty()) {
        page.line(Style::new(), 2, paragraph);
    }
}

fn unknown(page: &mut Page, diagnosis: &Diagnosis) {
    page.line(ACCENT, 0, "I don't know this one.");
    page.line(Style::new(), 0, "It helps to add the exact text on the screen, the step at which it stops, and whether others have it too.");
    reading(page, diagnosis, "Perhaps worth reading (found by search, no diagnosis):");
    page.blank();
    page.line(Style::new(), 0, &format!("If it cannot wait, turn to {}.", diagnosis.escalation.to));
}

fn because(diagnosis: &Diagnosis, number: usize) -> String {
    let Some(candidate) = diagnosis.candidates.get(number) else { return String::new() };
    match (&candidate.because.error_text, &candidate.because.phrase) {
        (Some(error), _) => {
            format!("{}: your text holds the error text “{error}”", chance_word(candidate.confidence))
        }
        (None, Some(phrase)) => {
            format!("{}: your words come near “{phrase}”", chance_word(candidate.confidence))
        }
        (None, None) => chance_word(candidate.confidence).to_owned(),
    }
}

fn causes(page: &mut Page, diagnosis: &Diagnosis, in_full: usize) {
    page.blank();
    page.line(STRONG, 0, "What may be behind it, likeliest first");
    let mut parted = false;
    for (number, cause) in diagnosis.causes.iter().enumerate() {
        if number < in_full && cause.fix.is_some() {
            page.blank();
            self::in_full(page, number + 1, cause);
            parted = true;
            continue;
        }
        if std::mem::take(&mut parted) {
            page.blank();
        }
        page.item(1, &format!("{}.", number + 1), &format!("{} ({})", cause.title, chance(cause)));
    }
}

fn chance(cause: &CauseV1) -> String {
    format!("{}, {:.0} %", chance_word(cause.probability), cause.probability * 100.0)
}

fn in_full(page: &mut Page, number: usize, cause: &CauseV1) {
    page.styled_item(STRONG, 1, &format!("{number}."), &format!("{} ({})", cause.title, chance(cause)));
    page.line(FAINT, 4, &format!("Why it stands here: {}.", cause.why));
    if !cause.explanation.is_empty() {
        page.line(Style::new(), 4, &cause.explanation);
    }
    if let Some(fix) = &cause.fix {
        page.line(STRONG, 4, &format!("Fix, {}:", effort(fix.effort_minutes)));
        for (step, text) in fix.steps.iter().enumerate() {
            page.item(6, &format!("{}.", step + 1), text);
        }
        for text in &fix.verify {
            page.item(4, "Check:", text);
        }
    }
    for link in &cause.docs {
        let address = match (&link.path, &link.anchor) {
            (Some(path), Some(anchor)) => format!("{path}#{anchor}"),
            (Some(path), None) => path.clone(),
            (None, _) => link.href.clone(),
        };
        page.address(4, "Read:", &address);
    }
}

fn next(page: &mut Page, next: Option<&NextStep>) {
    let Some(next) = next else { return };
    page.blank();
    match next.act {
        "ask" => {
            page.styled_item(STRONG, 0, "Next, ask:", &next.text);
            for answer in &next.answers {
                page.item(4, "-", &answer.label);
            }
        }
        // Two fixes at once: the text says how they are done together.
        "try" if next.id.as_ref().is_some_and(|id| id.contains('+')) => {
            page.styled_item(STRONG, 0, "Next:", &next.text);
        }
        "try" => page.styled_item(STRONG, 0, "Next, try the fix for:", &next.text),
        _ => page.styled_item(STRONG, 0, "Next, hand the case to:", &next.text),
    }
}

fn reading(page: &mut Page, diagnosis: &Diagnosis, heading: &str) {
    listed(page, heading, diagnosis.articles.iter());
}

fn listed<'hits>(page: &mut Page, heading: &str, hits: impl Iterator<Item = &'hits Hit>) {
    let mut hits = hits.take(MOST_READING).peekable();
    if hits.peek().is_none() {
        return;
    }
    page.blank();
    page.line(STRONG, 0, heading);
    for hit in hits {
        page.item(2, "-", &title(hit));
        page.address(4, "", &place(hit));
    }
}

/// The sections that match a query.
pub(super) fn hits(results: &SearchResults) -> String {
    let mut page = Page::default();
    for note in &results.notes {
        page.line(FAINT, 0, note);
    }
    if results.results.is_empty() {
        page.line(ACCENT, 0, "No section matches.");
        page.line(Style::new(), 0, "Try fewer or other words, or the exact text of an error.");
        if !results.filters.is_empty() {
            page.line(Style::new(), 0, "Without the filter there may be some.");
        }
        return page.text;
    }
    if !results.notes.is_empty() {
        page.blank();
    }
    for (number, (hit, others)) in results.by_page().into_iter().enumerate() {
        if number > 0 {
            page.blank();
        }
        page.styled_item(ACCENT, 0, &format!("{}.", number + 1), &title(hit));
        page.address(3, "", &place(hit));
        page.marked(3, &hit.excerpt, hit);
        for other in others {
            let anchor = other.anchor.as_ref().map_or(String::new(), |anchor| format!(" (#{anchor})"));
            page.item(3, "also:", &format!("{}{anchor}", other.title));
        }
    }
    page.text
}

fn title(hit: &Hit) -> String {
    if hit.title == hit.page_title {
        hit.title.clone()
    } else {
        format!("{} – {}", hit.page_title, hit.title)
    }
}

fn place(hit: &Hit) -> String {
    match &hit.anchor {
        Some(anchor) => format!("{}#{anchor}", hit.path),
        None => hit.path.clone(),
    }
}

/// What is wrong with the pages, each with its line, and a sum.
pub(super) fn verdict(verdict: &Verdict, n_pages: usize) -> String {
    let mut page = Page::default();
    for problem in verdict.counting() {
        let style = match problem.severity {
            Severity::Error => AnsiColor::Red.on_default().bold(),
            Severity::Warning => AnsiColor::Yellow.on_default().bold(),
            Severity::Note => AnsiColor::Cyan.on_default().bold(),
        };
        let text = problem.to_string();
        let (head, rest) = text.split_once('\n').unwrap_or((&text, ""));
        page.raw(style, head);
        for line in rest.lines() {
            page.raw(Style::new(), line);
        }
        page.blank();
    }
    let kinds = [Severity::Error, Severity::Warning, Severity::Note];
    let counts = kinds.into_iter().map(|severity| (verdict.n(severity), severity.word()));
    let counts: Vec<String> =
        counts.filter(|(number, _)| *number > 0).map(|(number, word)| counted(number, word)).collect();
    let pages = counted(n_pages, "page");
    let mut sum = if counts.is_empty() {
        format!("{pages}, nothing wrong")
    } else {
        format!("{pages}: {}", counts.join(", "))
    };
    if verdict.n_suppressed() > 0 {
        sum.push_str(&format!(" ({} suppressed)", verdict.n_suppressed()));
    }
    page.line(STRONG, 0, &sum);
    page.text
}

/// A number with its word, in the singular or the plural.
pub(super) fn counted(number: usize, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}

/// Lines of text, fitted to the width.
#[derive(Default)]
struct Page {
    text: String,
    /// Ids have hyphens and are there to be copied: lines break between words only.
    keeps_hyphens: bool,
}

impl Page {
    fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A paragraph at an indent.
    fn line(&mut self, style: Style, indent: usize, text: &str) {
        self.paragraph(style, &" ".repeat(indent), &" ".repeat(indent), text);
    }

    /// A paragraph that hangs behind a bullet or number.
    fn item(&mut self, indent: usize, bullet: &str, text: &str) {
        self.styled_item(Style::new(), indent, bullet, text);
    }

    fn styled_item(&mut self, style: Style, indent: usize, bullet: &str, text: &str) {
        let first = format!("{}{bullet} ", " ".repeat(indent));
        let rest = " ".repeat(first.chars().count().min(indent + 8));
        self.paragraph(style, &first, &rest, text);
    }

    /// A paragraph that hangs behind a word, however long the word is.
    fn hanging(&mut self, style: Style, indent: usize, word: &str, text: &str) {
        let first = format!("{}{word} ", " ".repeat(indent));
        let rest = " ".repeat(first.chars().count());
        self.paragraph(style, &first, &rest, text);
    }

    /// An address is never broken: it is there to be copied.
    fn address(&mut self, indent: usize, label: &str, address: &str) {
        let label = if label.is_empty() { String::new() } else { format!("{label} ") };
        self.raw(FAINT, &format!("{}{label}{}", " ".repeat(indent), visible(address)));
    }

    fn paragraph(&mut self, style: Style, first: &str, rest: &str, text: &str) {
        let splitter = match self.keeps_hyphens {
            true => textwrap::WordSplitter::NoHyphenation,
            false => textwrap::WordSplitter::HyphenSplitter,
        };
        let options = textwrap::Options::new(WIDTH)
            .initial_indent(first)
            .subsequent_indent(rest)
            .break_words(true)
            .word_splitter(splitter);
        for line in textwrap::wrap(&visible(text), options) {
            self.raw(style, &line);
        }
    }

    /// A paragraph whose marked words stand out.
    fn marked(&mut self, indent: usize, text: &str, hit: &Hit) {
        let indent = " ".repeat(indent);
        let options = textwrap::Options::new(WIDTH).initial_indent(&indent).subsequent_indent(&indent);
        let shown = visible(text);
        // White space is made single before, so that wrapping changes characters only at line ends, one for one.
        let mut at = 0;
        for line in textwrap::wrap(&shown, options) {
            let line = line.get(indent.len()..).unwrap_or_default();
            self.text.push_str(&indent);
            for c in line.chars() {
                let marked = hit.marks.iter().any(|mark| (mark.start..mark.end).contains(&at));
                if marked {
                    self.text.push_str(&format!("{STRONG}{c}{STRONG:#}"));
                } else {
                    self.text.push(c);
                }
                at += 1;
            }
            at += 1;
            self.text.push('\n');
        }
    }

    fn raw(&mut self, style: Style, line: &str) {
        // No colour but that of the style: what a text brings along is shown, not obeyed.
        self.text.push_str(&format!("{style}{}{style:#}\n", visible(line.trim_end())));
    }
}
