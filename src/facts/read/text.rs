//! Any text: finds the snapshot, the export, the form and the addresses in it.

use super::together::add;
use super::{Reading, Source, form, json, links, package};
use crate::facts::fact::Record;
use crate::facts::schema::Schema;
use crate::facts::secret::without_secrets;

/// So many beginnings of snapshots and exports are tried.
const MOST_TRIES: usize = 50;

/// Reads whatever facts there are.
pub(super) fn read(schema: &Schema, source: &Source<'_>) -> Reading {
    let mut reading = Reading { facts: Record::open(), ..Reading::default() };
    let mut left = snapshots(schema, source, &mut reading);
    left = exports(schema, source, left, &mut reading);
    let mut found = Reading { facts: Record::open(), ..Reading::default() };
    form::read(schema, source, &left, &mut found);
    add(schema, &mut reading, found);
    let mut found = Reading { facts: Record::open(), ..Reading::default() };
    links::read(schema, source, &mut found);
    add(schema, &mut reading, found);
    // What the readers dropped by its name may have no shape that betrays it: both count, each once.
    reading.note_removed(without_secrets(source.text).removed);
    reading
}

/// The stretches of a text that no reader has taken yet, as offsets.
pub(super) type Left = Vec<(usize, usize)>;

/// Reads snapshots that begin a line; gives what is left.
fn snapshots(schema: &Schema, source: &Source<'_>, reading: &mut Reading) -> Left {
    let (mut left, mut from, mut n_tries) = (Vec::new(), 0, 0);
    for (at, _) in source.text.match_indices('{') {
        let before = source.text.get(..at).unwrap_or_default();
        let begins_line =
            before.trim_end_matches([' ', '\t']).ends_with('\n') || before.trim_end().is_empty();
        if at < from || !begins_line || n_tries >= MOST_TRIES {
            continue;
        }
        n_tries += 1;
        let Ok((found, end)) = json::read_at(schema, source, at) else { continue };
        if found.facts.n_values() == 0 || (schema.is_free() && !found.notes.is_empty()) {
            continue;
        }
        left.push((from, at));
        from = end;
        add(schema, reading, found);
    }
    left.push((from, source.text.len()));
    left
}

/// Reads elements that the base knows; gives what is left.
fn exports(schema: &Schema, source: &Source<'_>, left: Left, reading: &mut Reading) -> Left {
    if schema.elements.is_empty() {
        return left;
    }
    let (mut still_left, mut n_tries) = (Vec::new(), 0);
    for (start, end) in left {
        let mut from = start;
        while let Some(at) = next_element(schema, source, from, end).filter(|_| n_tries < MOST_TRIES) {
            n_tries += 1;
            still_left.push((from, at));
            match package::read(schema, source, at) {
                Ok(export) => {
                    from = export.end.clamp(at + 1, end);
                    add(schema, reading, export.reading);
                }
                Err(unreadable) => {
                    reading.note(source.line(at), format!("the XML here was not read: {unreadable}"));
                    from = end;
                }
            }
        }
        still_left.push((from, end));
    }
    still_left
}

fn next_element(schema: &Schema, source: &Source<'_>, from: usize, end: usize) -> Option<usize> {
    let text = source.text.get(from..end)?;
    text.match_indices('<').map(|(at, _)| at).find_map(|at| {
        let behind = text.get(at + 1..)?;
        let begins = |name: &str| {
            let rest = behind.strip_prefix(name);
            rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/')))
        };
        schema.elements.iter().any(|element| begins(&element.element)).then_some(from + at)
    })
}
