//! What went wrong, and what led it astray.

use anstyle::Style;

use super::super::{FAINT, Page, STRONG};
use super::{heading, percent};
use crate::wire::{ConfusionV1, EvalReport, RivalV1};

/// So many characters of a text are shown.
const MOST_SHOWN: usize = 120;

/// What went wrong, by kind, each with a part of the twenty places.
pub(super) fn confusions(page: &mut Page, report: &EvalReport) {
    let kinds = [
        ("wrong", 10, "Taken for another symptom"),
        ("answered_out_of_scope", 4, "Answered, though about something else"),
        ("answered_counter_phrase", 2, "Answered, though a counter-phrase (`not`) says it is not this"),
        ("missed", 4, "Not recognised"),
    ];
    for (kind, most, title) in kinds {
        let found: Vec<&ConfusionV1> =
            report.confusions.iter().filter(|confusion| confusion.kind == kind).collect();
        if found.is_empty() {
            continue;
        }
        heading(page, &format!("{title} ({})", found.len()));
        for (number, confusion) in found.iter().take(most).enumerate() {
            self::confusion(page, number + 1, confusion, report.limits.known_at);
        }
        if found.len() > most {
            page.line(FAINT, 2, &format!("… and {} more; `--json` has all", found.len() - most));
        }
    }
}

fn confusion(page: &mut Page, number: usize, confusion: &ConfusionV1, known_at: f64) {
    let text = format!("{}“{}”", place(confusion), beginning(&confusion.text));
    page.styled_item(STRONG, 1, &format!("{number}."), &text);
    page.line(Style::new(), 4, &what_became_of(confusion, known_at));
    let led_astray = confusion.kind != "missed" || came_behind(confusion);
    if let Some(because) = confusion.rival.as_ref().filter(|_| led_astray).and_then(because) {
        page.line(FAINT, 4, &because);
    }
}

fn place(confusion: &ConfusionV1) -> String {
    let id = match &confusion.id {
        serde_json::Value::Null => None,
        serde_json::Value::String(id) => Some(id.clone()),
        id => Some(id.to_string()),
    };
    match (confusion.line, id) {
        (Some(line), Some(id)) => format!("line {line}, {id}: "),
        (Some(line), None) => format!("line {line}: "),
        (None, Some(id)) => format!("{id}: "),
        (None, None) => String::new(),
    }
}

fn what_became_of(confusion: &ConfusionV1, known_at: f64) -> String {
    let own = confusion.symptom.as_deref().map(|own| match confusion.confidence {
        Some(confidence) => format!("is {own} ({} sure)", percent(confidence)),
        None => format!("is {own} (not among the nearest)"),
    });
    let like_any = confusion.rival.as_ref().is_some_and(|rival| because(rival).is_some());
    let rival = confusion.rival.as_ref();
    let rival = rival.map(|rival| format!("{} ({} sure)", rival.symptom, percent(rival.confidence)));
    let rival = rival.unwrap_or_default();
    match (confusion.kind, own, &confusion.out_of_scope) {
        ("missed", Some(own), Some(page)) => format!("{own}; taken for out of scope: {page}"),
        ("missed", Some(own), None) if came_behind(confusion) && !like_any => {
            format!("{own}; it is like no phrase of any symptom")
        }
        ("missed", Some(own), None) if came_behind(confusion) => format!("{own}; behind {rival}"),
        ("missed", Some(own), None) => format!("{own}, which came first; {} are needed", percent(known_at)),
        (_, Some(own), _) => format!("{own}; taken for {rival}{}", asked(confusion)),
        (_, None, _) => format!("taken for {rival}{}", asked(confusion)),
    }
}

fn asked(confusion: &ConfusionV1) -> &'static str {
    if confusion.outcome == "between" { ", as one of several to choose from" } else { "" }
}

/// Whether another symptom than the right one came first.
fn came_behind(confusion: &ConfusionV1) -> bool {
    let rival = confusion.rival.as_ref().map_or(0.0, |rival| rival.confidence);
    rival > confusion.confidence.unwrap_or(0.0)
}

/// Why a text was taken for a symptom; nothing where it is like no phrase at all.
fn because(rival: &RivalV1) -> Option<String> {
    let because = &rival.because;
    if let Some(error) = &because.error_text {
        return Some(format!("because it holds the error text “{error}” of {}", rival.symptom));
    }
    let words = because.words.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ");
    match (&because.phrase, words.is_empty()) {
        (Some(phrase), false) => Some(format!("because of {words}; resembles “{phrase}”")),
        (Some(phrase), true) => Some(format!("because it resembles “{phrase}”")),
        (None, false) => Some(format!("because of {words}")),
        (None, true) => None,
    }
}

fn beginning(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(MOST_SHOWN).and_then(|(end, _)| text.get(..end)) {
        Some(start) => format!("{}…", start.trim_end()),
        None => text.to_owned(),
    }
}
