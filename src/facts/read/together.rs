//! Puts facts from several sources together: the first that says something counts, what others add is added, and
//! what they contradict is told.

use std::sync::Arc;

use super::{Note, Reading};
use crate::facts::fact::{Fact, List, Origin, Record, Unusable, Value};
use crate::facts::schema::Schema;

/// Adds a record to the list at a path, making what is not there yet. What is made is open: it was not seen whole.
pub(super) fn add_to_list(root: &mut Record, path: &str, record: Record, origin: &Origin) {
    let fact = Fact { value: Value::Record(record), origin: origin.clone() };
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let empty = match rest {
        Some(_) => Value::Record(Record::open()),
        None => Value::List(List { items: Vec::new(), is_open: true }),
    };
    if root.get(first).is_none() {
        root.set(first, Fact { value: empty, origin: origin.clone() });
    }
    match (root.get_mut(first).map(|fact| &mut fact.value), rest) {
        (Some(Value::Record(below)), Some(rest)) => {
            let Value::Record(record) = fact.value else { return };
            add_to_list(below, rest, record, origin);
        }
        (Some(Value::List(list)), None) => list.items.push(fact),
        _ => {}
    }
}

/// Puts a fact at a path, making what is not there yet; what is there already counts.
pub(super) fn set_at(root: &mut Record, path: &str, fact: Fact) {
    let Some((first, rest)) = path.split_once('.') else {
        if root.get(path).is_none() {
            root.set(path, fact);
        }
        return;
    };
    if root.get(first).is_none() {
        root.set(first, Fact { value: Value::Record(Record::open()), origin: fact.origin.clone() });
    }
    if let Some(Value::Record(below)) = root.get_mut(first).map(|fact| &mut fact.value) {
        set_at(below, rest, fact);
    }
}

/// Adds what another reading found; what it says differently is noted and does not count.
pub fn add(schema: &Schema, reading: &mut Reading, other: Reading) {
    let mut differing = Vec::new();
    merge(schema, &mut reading.facts, other.facts, "", &mut differing);
    reading.notes.extend(other.notes);
    reading.removed.extend(other.removed);
    for (path, origin) in differing {
        let text = format!("`{path}` is said twice, and differently; the first counts");
        reading.notes.push(Note { file: origin.file, line: origin.line, text });
    }
}

/// Puts readings together to configurations: those that differ in a fact by which configurations are told apart are
/// about different ones, and what tells nothing of that is about all of them. Where none tells, files that contradict
/// each other in a record that checks are about are different ones too.
pub fn put_together(schema: &Schema, readings: Vec<Reading>) -> Vec<Reading> {
    let tells =
        |reading: &Reading| schema.told_apart_by.iter().any(|path| text_at(&reading.facts, path).is_some());
    let (telling, others): (Vec<Reading>, Vec<Reading>) = readings.into_iter().partition(tells);
    let mut configurations: Vec<Reading> = Vec::new();
    for reading in telling {
        let same = configurations.iter_mut().find(|known| is_same(schema, &known.facts, &reading.facts));
        match same {
            Some(known) => add(schema, known, reading),
            None => configurations.push(reading),
        }
    }
    // Files that show the same record differently are about different configurations. One that shows none is about all.
    let is_alone = configurations.is_empty();
    let (owning, others): (Vec<Reading>, Vec<Reading>) =
        others.into_iter().partition(|other| is_alone && owns_subject(schema, &other.facts));
    for reading in owning {
        let same = configurations.iter_mut().find(|known| !contradict(schema, known, &reading));
        match same {
            Some(known) => add(schema, known, reading),
            None => configurations.push(reading),
        }
    }
    for other in others {
        if configurations.is_empty() {
            configurations.push(other);
            continue;
        }
        for (which, known) in configurations.iter_mut().enumerate() {
            let mut copy = other.clone();
            if which > 0 {
                // What is told once need not be told for each configuration.
                copy.notes.clear();
                copy.removed.clear();
            }
            add(schema, known, copy);
        }
    }
    configurations
}

fn text_at<'r>(facts: &'r Record, path: &str) -> Option<&'r str> {
    facts.at(path)?.value.as_text()
}

fn is_same(schema: &Schema, one: &Record, other: &Record) -> bool {
    schema.told_apart_by.iter().all(|path| match (text_at(one, path), text_at(other, path)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    })
}

/// Whether a reading comes from a file and holds a record that checks are about.
fn owns_subject(schema: &Schema, facts: &Record) -> bool {
    schema.subjects().iter().any(|subject| match facts.at(&subject.list) {
        Some(Fact { value: Value::List(list), .. }) => list
            .items
            .iter()
            .any(|item| matches!(&item.value, Value::Record(_)) && item.origin.file.is_some()),
        _ => false,
    })
}

/// Whether two readings say something different of a record that checks are about.
fn contradict(schema: &Schema, one: &Reading, other: &Reading) -> bool {
    let mut differing = Vec::new();
    merge(schema, &mut one.facts.clone(), other.facts.clone(), "", &mut differing);
    let is_of_subject = |path: &str, list: &str| {
        path.strip_prefix(list).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    differing
        .iter()
        .any(|(path, _)| schema.subjects().iter().any(|subject| is_of_subject(path, &subject.list)))
}

type Differing = Vec<(String, Origin)>;

fn merge(schema: &Schema, into: &mut Record, from: Record, path: &str, differing: &mut Differing) {
    for (name, fact) in from.entries {
        let path = if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
        match into.get_mut(&name) {
            None => into.entries.push((name, fact)),
            Some(known) => merge_fact(schema, known, fact, &path, differing),
        }
    }
    into.is_open = into.is_open && from.is_open;
}

fn merge_fact(schema: &Schema, known: &mut Fact, fact: Fact, path: &str, differing: &mut Differing) {
    match (&mut known.value, fact.value) {
        (Value::Unusable(Unusable::Null), value) => *known = Fact { value, origin: fact.origin },
        (_, Value::Unusable(_)) => {}
        (Value::Record(into), Value::Record(from)) => merge(schema, into, from, path, differing),
        (Value::List(into), Value::List(from)) => merge_lists(schema, into, from, path, differing),
        (known, value) => {
            if *known != value {
                differing.push((path.to_owned(), fact.origin));
            }
        }
    }
}

fn merge_lists(schema: &Schema, into: &mut List, from: List, path: &str, differing: &mut Differing) {
    let was_open = into.is_open;
    for item in from.items {
        match item.value {
            Value::Record(record) => merge_record(schema, into, record, &item.origin, path, differing),
            value => {
                let is_new = into.items.iter().all(|known| known.value != value);
                if is_new && was_open {
                    into.items.push(Fact { value, origin: item.origin });
                } else if is_new {
                    differing.push((path.to_owned(), item.origin));
                }
            }
        }
    }
    into.is_open = into.is_open && from.is_open;
}

/// One record from another source: it is the record of the same key, or, where it has none, the only one there is.
fn merge_record(
    schema: &Schema,
    into: &mut List,
    record: Record,
    origin: &Origin,
    path: &str,
    differing: &mut Differing,
) {
    let key = schema
        .subjects()
        .iter()
        .find(|subject| subject.list == path)
        .and_then(|subject| subject.key.as_deref());
    let key_of = |record: &Record| Some(record.get(key?)?.value.as_text()?.to_owned());
    let own = key_of(&record);
    let is_alone = into.items.len() == 1;
    // Of several it is not known which one is meant, and a complete list does not grow.
    let may_be_new = own.is_some() || (into.is_open && into.items.is_empty());
    let same = into.items.iter_mut().find(|item| match (&item.value, &own) {
        (Value::Record(known), Some(own)) => match key_of(known) {
            Some(known) => known == *own,
            None => is_alone,
        },
        (Value::Record(_), None) => is_alone,
        _ => false,
    });
    match same.map(|item| &mut item.value) {
        Some(Value::Record(known)) => merge(schema, known, record, path, differing),
        _ if !may_be_new => differing.push((path.to_owned(), origin.clone())),
        _ => into.items.push(Fact { value: Value::Record(record), origin: origin.clone() }),
    }
}

/// A label for origins.
pub(super) fn label(text: &str) -> Option<Arc<str>> {
    Some(Arc::from(text))
}
