//! Pasted forms: lines `label: value`, several of them in a line, in any language whose labels the base knows.

use std::collections::HashMap;

use super::text::Left;
use super::together::{add_to_list, label, set_at};
use super::{Reading, Source};
use crate::facts::fact::{Fact, List, Origin, Record, Unusable, Value};
use crate::facts::schema::{Field, FieldKind, Schema};
use crate::facts::secret::value_without_secrets;
use crate::text::fold;

/// Labels have no more words than this.
const MOST_WORDS: usize = 8;
/// So many bytes on each side of a colon or box may belong to a label.
const LONGEST_LABEL: usize = 200;
/// A longer line is no line of a form.
const LONGEST_LINE: usize = 4096;
/// The most fields of one line, and of one text.
const MOST_MARKS: usize = 64;
const MOST_FIELDS: usize = 2000;
/// In a form with fewer fields than this an empty field may as well be one that nobody filled in.
const WHOLE_FORM: usize = 3;
/// Signs in front of a box that is ticked, and of one that is not.
const TICKED: [&str; 6] = ["[x]", "[X]", "☑", "☒", "✓", "✔"];
const NOT_TICKED: [&str; 3] = ["[ ]", "[]", "☐"];

/// One field that was found.
struct Entry<'s> {
    field: &'s Field,
    is_weak: bool,
    /// Where its label begins.
    at: usize,
    value: Given,
}

enum Given {
    Text(String),
    Ticked(bool),
    /// It was cut off, or is no value.
    Unusable,
}

/// Words that stand where nobody filled in a value.
const PLACEHOLDERS: [&str; 30] = [
    "none",
    "n/a",
    "na",
    "n.a.",
    "tbd",
    "tbc",
    "todo",
    "not set",
    "not configured",
    "unknown",
    "null",
    "undefined",
    "keine",
    "keiner",
    "keins",
    "unbekannt",
    "nicht gesetzt",
    "k.a.",
    "aucun",
    "aucune",
    "inconnu",
    "non défini",
    "ninguno",
    "ninguna",
    "desconocido",
    "sin definir",
    "なし",
    "無し",
    "未設定",
    "不明",
];
/// A value that is none of an address has so many words at least.
const SENTENCE: usize = 2;

/// A label, or a ticked box with its label, in a line.
struct Mark<'s> {
    field: &'s Field,
    is_weak: bool,
    start: usize,
    end: usize,
    ticked: Option<bool>,
}

type Labels<'s> = HashMap<String, (&'s Field, bool)>;

/// Reads the forms in what is left of a text.
pub(super) fn read(schema: &Schema, source: &Source<'_>, left: &Left, reading: &mut Reading) {
    // Most texts have nothing of a form; the labels of the base need not be laid out for them.
    if !source.text.contains(may_mark_field) {
        return;
    }
    let labels = labels(schema);
    if labels.is_empty() {
        return;
    }
    let mut entries = Vec::new();
    for (start, end) in left {
        let (mut at, mut may_go_on) = (*start, false);
        for line in source.text.get(*start..*end).unwrap_or_default().split_inclusive('\n') {
            if line.len() <= LONGEST_LINE && entries.len() < MOST_FIELDS {
                let words = line.trim_end_matches(['\n', '\r']);
                let found = line_entries(&labels, words, at);
                may_go_on = !found.is_empty()
                    || (may_go_on && entries.last_mut().is_some_and(|last| goes_on(last, words)));
                entries.extend(found);
            }
            at += line.len();
        }
    }
    for entry in &mut entries {
        judge_value(entry, source, reading);
    }
    if entries.iter().all(|entry| entry.is_weak) {
        return;
    }
    let n_filled =
        entries.iter().filter(|entry| !matches!(&entry.value, Given::Text(text) if text.is_empty()));
    let is_whole = n_filled.count() >= WHOLE_FORM;
    entries.retain(|entry| is_whole || !matches!(&entry.value, Given::Text(text) if text.is_empty()));
    keep(schema, source, entries, &mut reading.facts);
}

/// A colon behind a label, or the first character of a box.
fn may_mark_field(c: char) -> bool {
    matches!(c, ':' | '：') || TICKED.iter().chain(&NOT_TICKED).any(|sign| sign.starts_with(c))
}

fn labels(schema: &Schema) -> Labels<'_> {
    let mut labels = HashMap::new();
    for field in schema.fields() {
        for (all, is_weak) in [(&field.labels, false), (&field.weak_labels, true)] {
            for words in all {
                labels.entry(fold(words)).or_insert((field, is_weak));
            }
        }
    }
    labels
}

/// Adds a line without a label to the value above it, if it belongs to it.
fn goes_on(last: &mut Entry<'_>, line: &str) -> bool {
    let Given::Text(value) = &mut last.value else { return false };
    let (known, more) = (value.trim_end(), line.trim());
    let is_separated = |text: &str| text.contains([',', ';']);
    let is_indented = line.starts_with([' ', '\t', '\u{a0}', '\u{3000}'])
        && (known.is_empty() || is_separated(known) || more.starts_with([',', ';']));
    let has_own_label = more.contains(": ") || more.ends_with(':') || more.contains('：');
    let joins = (is_indented || ends_in_separator(known)) && !more.is_empty() && !has_own_label;
    if !joins || known.len() + more.len() > LONGEST_LINE {
        return false;
    }
    value.truncate(known.len());
    value.push_str(more);
    true
}

fn ends_in_separator(value: &str) -> bool {
    value.trim_end().ends_with([',', ';'])
}

/// Of a value that was cut off, of a placeholder and of a sentence nothing can be concluded.
fn judge_value(entry: &mut Entry<'_>, source: &Source<'_>, reading: &mut Reading) {
    let Given::Text(text) = &entry.value else { return };
    let is_address = ["url", "urls", "uri", "uris"].iter().any(|end| entry.field.path.ends_with(end));
    let is_sentence = text.split_whitespace().count() >= SENTENCE
        && !text.trim_end_matches(['.', '!', '?', ' ']).contains('.')
        && !text.contains("://");
    if is_address && is_sentence {
        let label = entry.field.labels.first().map_or("", String::as_str);
        let words = format!("expected an address behind “{label}”, found a sentence; it was not read");
        reading.note(source.line(entry.at), words);
    }
    let is_empty_list = entry.field.kind == FieldKind::Texts && is_placeholder(text) && !is_unclear(text);
    if is_empty_list {
        entry.value = Given::Text(String::new());
    } else if ends_in_separator(text) || (is_address && is_sentence) || is_placeholder(text) {
        // Words for yes and no are never placeholders: the base says what they mean.
        if entry.field.kind != FieldKind::Flag {
            entry.value = Given::Unusable;
        }
    }
}

fn is_placeholder(text: &str) -> bool {
    let folded = fold(text.trim());
    is_unclear(text)
        || PLACEHOLDERS.iter().any(|word| fold(word) == folded.trim_matches(['<', '>', '(', ')', '[', ']']))
}

/// Question marks, dashes and dots alone: nobody knows.
fn is_unclear(text: &str) -> bool {
    let text = text.trim();
    let is_sign = |c: char| matches!(c, '?' | '-' | '–' | '—' | '.' | '…' | '_' | '/');
    !text.is_empty() && text.chars().all(is_sign)
}

fn line_entries<'s>(labels: &Labels<'s>, line: &str, offset: usize) -> Vec<Entry<'s>> {
    let mut marks = boxes(labels, line);
    for (colon, sign) in line.char_indices().filter(|(_, c)| matches!(c, ':' | '：')) {
        if marks.len() >= MOST_MARKS {
            break;
        }
        let from = marks.iter().filter(|mark| mark.end <= colon).map(|mark| mark.end).max().unwrap_or(0);
        let from = from.max(line.ceil_char_boundary(colon.saturating_sub(LONGEST_LABEL)));
        let before = line.get(from..colon).unwrap_or_default();
        if let Some((start, (field, is_weak))) = label_at_end(labels, before) {
            // In the middle of a sentence the words of a label are words like any others.
            if marks.is_empty() && !begins_field(line.get(..from + start).unwrap_or_default()) {
                continue;
            }
            let end = colon + sign.len_utf8();
            marks.push(Mark { field, is_weak, start: from + start, end, ticked: None });
        }
    }
    marks.sort_by_key(|mark| mark.start);
    let ends: Vec<usize> = marks.iter().skip(1).map(|mark| mark.start).chain([line.len()]).collect();
    marks
        .into_iter()
        .zip(ends)
        .map(|(mark, end)| {
            let is_last = end == line.len();
            let value = match mark.ticked {
                Some(ticked) => Given::Ticked(ticked),
                None => Given::Text(value(line.get(mark.end..end).unwrap_or_default(), is_last)),
            };
            Entry { field: mark.field, is_weak: mark.is_weak, at: offset + mark.start, value }
        })
        .collect()
}

/// Whether a field may begin behind this part of a line: a bullet, a number, a quote mark, or a field and a gap.
fn begins_field(before: &str) -> bool {
    let near = before
        .get(before.ceil_char_boundary(before.len().saturating_sub(LONGEST_LABEL))..)
        .unwrap_or_default();
    let words = near.trim_end_matches(['*', '_', '`', '"', '“', '„']);
    let is_behind_gap = words.ends_with("  ") || words.ends_with(['\t', '|', '\u{3000}', ';']);
    let bullet = near.trim().trim_end_matches(['.', ')', ']', ' ']).trim_start_matches(['[', '(']);
    let is_bullet = bullet.chars().count() <= 2 && bullet.chars().all(|c| c.is_ascii_digit());
    let is_box = matches!(bullet, "x" | "X") && near.contains('[');
    is_behind_gap || is_bullet || is_box || !near.contains(char::is_alphanumeric)
}

/// Boxes with the label of a yes-or-no field behind them.
fn boxes<'s>(labels: &Labels<'s>, line: &str) -> Vec<Mark<'s>> {
    let signs = TICKED.iter().map(|sign| (*sign, true)).chain(NOT_TICKED.iter().map(|sign| (*sign, false)));
    let mut marks = Vec::new();
    for (sign, ticked) in signs {
        for (start, _) in line.match_indices(sign) {
            if marks.len() >= MOST_MARKS {
                return marks;
            }
            let from = start + sign.len();
            let to = line.floor_char_boundary((from + LONGEST_LABEL).min(line.len()));
            let behind = line.get(from..to).unwrap_or_default();
            let Some((length, (field, is_weak))) = label_at_start(labels, behind) else { continue };
            if field.kind == FieldKind::Flag {
                let end = start + sign.len() + length;
                marks.push(Mark { field, is_weak, start, end, ticked: Some(ticked) });
            }
        }
    }
    marks
}

/// The longest label that a text begins with, and how far it goes.
fn label_at_start<'s>(labels: &Labels<'s>, text: &str) -> Option<(usize, (&'s Field, bool))> {
    let ends = word_ends(text).take(MOST_WORDS);
    let found = ends.filter_map(|end| Some((end, *labels.get(&fold(text.get(..end)?))?)));
    found.last()
}

fn word_ends(text: &str) -> impl Iterator<Item = usize> {
    let mut in_word = false;
    text.char_indices().map(Some).chain([None]).filter_map(move |step| {
        let (at, is_word) = step.map_or((text.len(), false), |(at, c)| (at, c.is_alphanumeric()));
        let ends = in_word && !is_word;
        in_word = is_word;
        ends.then_some(at)
    })
}

/// The longest label that a text ends with, and where it begins.
fn label_at_end<'s>(labels: &Labels<'s>, text: &str) -> Option<(usize, (&'s Field, bool))> {
    let mut starts: Vec<usize> = Vec::new();
    let mut is_after_word = false;
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() && !is_after_word {
            starts.push(at);
        }
        is_after_word = c.is_alphanumeric();
    }
    let near = starts.iter().rev().take(MOST_WORDS).rev();
    near.copied().find_map(|start| {
        let words = text.get(start..)?.trim_end_matches(['*', '_', '`', ' ', '\t', '"']);
        Some((start, *labels.get(&fold(words))?))
    })
}

/// What stands behind a label. The end of the last field of a line is kept as it is: a blank there may be the fault.
fn value(text: &str, is_last: bool) -> String {
    let text = text.trim_start_matches([' ', '\t']);
    let text = text.strip_prefix("**").unwrap_or(text).trim_start_matches([' ', '\t']);
    let cut = if is_last { before_another_label(text) } else { text.trim_end() };
    let text = if cut.len() < text.len() { cut.trim_end() } else { cut };
    unquoted(text).to_owned()
}

/// A label that the base does not know ends a value too: blanks in a row, then words with a colon.
fn before_another_label(text: &str) -> &str {
    let gaps = text.char_indices().filter(|(at, _)| {
        let behind = text.get(*at..).unwrap_or_default();
        behind.starts_with("  ") || behind.starts_with('\t')
    });
    let mut ends = gaps.map(|(at, _)| at).filter(|at| {
        let behind = text.get(*at..).unwrap_or_default().trim_start();
        let behind =
            behind.get(..behind.floor_char_boundary(LONGEST_LABEL.min(behind.len()))).unwrap_or_default();
        let words = behind.split([':', '：']).next().unwrap_or_default();
        words.len() < behind.len() && !words.contains("  ") && !behind.contains("://")
    });
    ends.next().and_then(|at| text.get(..at)).unwrap_or(text)
}

fn unquoted(text: &str) -> &str {
    [('`', '`'), ('"', '"'), ('“', '”')]
        .into_iter()
        .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))
        .unwrap_or(text)
}

/// Puts entries into records: a field that the current record has already begins the next one.
fn keep(schema: &Schema, source: &Source<'_>, entries: Vec<Entry<'_>>, facts: &mut Record) {
    let lists: Vec<&str> = schema
        .fields()
        .iter()
        .filter(|field| field.kind == FieldKind::Records)
        .map(|field| field.path.as_str())
        .collect();
    let mut open: Vec<(&str, Record, Origin)> = Vec::new();
    for entry in entries {
        let origin = source.origin(
            entry.at,
            label(entry.field.labels.first().or(entry.field.weak_labels.first()).map_or("", String::as_str)),
        );
        let fact = Fact { value: usable(schema, entry.field, entry.value, &origin), origin: origin.clone() };
        let list = lists.iter().find(|list| leads_below(&entry.field.path, list));
        let Some(list) = list else {
            set_at(facts, &entry.field.path, fact);
            continue;
        };
        let name = entry.field.path.get(list.len() + 1..).unwrap_or_default();
        let is_next = open.iter().any(|(known, record, _)| known == list && record.get(name).is_some());
        if is_next {
            close(&mut open, facts);
        }
        match open.iter_mut().find(|(known, ..)| known == list) {
            Some((_, record, _)) => record.set(name, fact),
            None => {
                let mut record = Record::open();
                record.set(name, fact);
                open.push((list, record, origin));
            }
        }
    }
    close(&mut open, facts);
}

fn close(open: &mut Vec<(&str, Record, Origin)>, facts: &mut Record) {
    for (list, record, origin) in open.drain(..) {
        add_to_list(facts, list, record, &origin);
    }
}

fn leads_below(path: &str, list: &str) -> bool {
    path.strip_prefix(list).is_some_and(|rest| rest.starts_with('.'))
}

fn usable(schema: &Schema, field: &Field, given: Given, origin: &Origin) -> Value {
    let text = match given {
        Given::Ticked(ticked) => return Value::Flag(ticked),
        Given::Unusable => return Value::Unusable(Unusable::Null),
        Given::Text(text) => text,
    };
    let Some(text) = value_without_secrets(&text).0 else { return Value::Unusable(Unusable::Secret) };
    match field.kind {
        FieldKind::Text => Value::Text(text.into_owned()),
        FieldKind::Flag => {
            let folded = fold(&text);
            let is_one_of = |words: &[String]| words.iter().any(|word| fold(word) == folded);
            match () {
                () if is_one_of(&schema.yes) => Value::Flag(true),
                () if is_one_of(&schema.no) => Value::Flag(false),
                () => Value::Unusable(Unusable::WrongType),
            }
        }
        FieldKind::Number => text.trim().parse().map_or(Value::Unusable(Unusable::WrongType), Value::Whole),
        FieldKind::Texts => {
            let parts = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
            let items =
                parts.map(|part| Fact { value: Value::Text(part.to_owned()), origin: origin.clone() });
            Value::List(List { items: items.collect(), is_open: false })
        }
        FieldKind::Records => Value::Unusable(Unusable::WrongType),
    }
}
