//! A tree of facts as rows, each with its depth: readers of JSON stop at a depth that facts may pass.

use std::iter::Peekable;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::exact;
use crate::facts::{Fact, List, Origin, Record, Unusable, Value};

/// No reader of configuration goes as deep.
const DEEPEST: usize = 200;

/// One fact.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactRow {
    /// How deep it stands: 0 in the record itself.
    depth: usize,
    /// Its name; missing for what stands in a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    value: ValueTwin,
    line: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ValueTwin {
    Text(String),
    Flag(bool),
    Whole(i64),
    Number(#[serde(with = "exact")] f64),
    /// The facts in it follow, one deeper; whether there may be more.
    List {
        is_open: bool,
    },
    /// The facts in it follow, one deeper; whether there may be more.
    Record {
        is_open: bool,
    },
    Null,
    WrongType,
    Secret,
}

/// The facts of a record, each before those in it.
pub(super) fn rows(record: &Record) -> Vec<FactRow> {
    let mut rows = Vec::new();
    add_record(record, 0, &mut rows);
    rows
}

fn add_record(record: &Record, depth: usize, rows: &mut Vec<FactRow>) {
    record.entries.iter().for_each(|(name, fact)| add(Some(name), fact, depth, rows));
}

fn add(name: Option<&Arc<str>>, fact: &Fact, depth: usize, rows: &mut Vec<FactRow>) {
    let value = match &fact.value {
        Value::Text(text) => ValueTwin::Text(text.clone()),
        Value::Flag(flag) => ValueTwin::Flag(*flag),
        Value::Whole(number) => ValueTwin::Whole(*number),
        Value::Number(number) => ValueTwin::Number(*number),
        Value::List(list) => ValueTwin::List { is_open: list.is_open },
        Value::Record(record) => ValueTwin::Record { is_open: record.is_open },
        Value::Unusable(Unusable::Null) => ValueTwin::Null,
        Value::Unusable(Unusable::WrongType) => ValueTwin::WrongType,
        Value::Unusable(Unusable::Secret) => ValueTwin::Secret,
    };
    let text = |text: &Arc<str>| text.to_string();
    let (file, label) = (fact.origin.file.as_ref().map(text), fact.origin.label.as_ref().map(text));
    rows.push(FactRow { depth, name: name.map(text), value, line: fact.origin.line, file, label });
    match &fact.value {
        Value::List(list) => list.items.iter().for_each(|item| add(None, item, depth + 1, rows)),
        Value::Record(record) => add_record(record, depth + 1, rows),
        _ => {}
    }
}

/// The record that rows were made of.
///
/// # Errors
/// Says what was expected.
pub(super) fn record(is_open: bool, rows: Vec<FactRow>) -> Result<Record, String> {
    let mut rows = rows.into_iter().peekable();
    let entries = entries(&mut rows, 0)?;
    if rows.next().is_some() {
        return Err("expected no fact deeper than what it stands in".to_owned());
    }
    Ok(Record { entries, is_open })
}

fn entries(
    rows: &mut Peekable<impl Iterator<Item = FactRow>>,
    depth: usize,
) -> Result<Vec<(Arc<str>, Fact)>, String> {
    let mut entries = Vec::new();
    while let Some(row) = rows.next_if(|row| row.depth == depth) {
        let name = row.name.as_deref().ok_or("expected a name for each fact of a record")?;
        entries.push((Arc::from(name), fact(row, rows, depth)?));
    }
    Ok(entries)
}

fn items(rows: &mut Peekable<impl Iterator<Item = FactRow>>, depth: usize) -> Result<Vec<Fact>, String> {
    let mut items = Vec::new();
    while let Some(row) = rows.next_if(|row| row.depth == depth) {
        items.push(fact(row, rows, depth)?);
    }
    Ok(items)
}

fn fact(
    row: FactRow,
    rows: &mut Peekable<impl Iterator<Item = FactRow>>,
    depth: usize,
) -> Result<Fact, String> {
    if depth > DEEPEST {
        return Err("expected facts that are less deep".to_owned());
    }
    let value = match row.value {
        ValueTwin::Text(text) => Value::Text(text),
        ValueTwin::Flag(flag) => Value::Flag(flag),
        ValueTwin::Whole(number) => Value::Whole(number),
        ValueTwin::Number(number) => Value::Number(number),
        ValueTwin::List { is_open } => Value::List(List { items: items(rows, depth + 1)?, is_open }),
        ValueTwin::Record { is_open } => {
            Value::Record(Record { entries: entries(rows, depth + 1)?, is_open })
        }
        ValueTwin::Null => Value::Unusable(Unusable::Null),
        ValueTwin::WrongType => Value::Unusable(Unusable::WrongType),
        ValueTwin::Secret => Value::Unusable(Unusable::Secret),
    };
    let origin = Origin { file: row.file.map(Arc::from), line: row.line, label: row.label.map(Arc::from) };
    Ok(Fact { value, origin })
}
