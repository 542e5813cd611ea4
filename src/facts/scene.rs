//! What rules see: the facts, and beside them the records that the base gives names of their own, such as the one
//! account of many that a check is about.

use super::fact::{Record, Value};
use super::schema::{Schema, Subject};

/// The facts with the names that rules may use.
#[derive(Debug)]
pub struct Scene<'f> {
    root: &'f Record,
    variables: Vec<(&'f str, Variable<'f>)>,
}

/// What a name of its own stands for; `None` where that is not known.
#[derive(Debug, Clone)]
pub(super) enum Variable<'f> {
    /// One record.
    One(Option<&'f Record>),
    /// Some records of a list.
    Many {
        /// The records.
        records: Option<Vec<&'f Record>>,
        /// Whether there may be more.
        is_open: bool,
    },
}

/// Which records of a list a subject is chosen from.
#[derive(Debug, Default)]
struct Candidates<'f> {
    /// Those that surely are of the sort.
    sure: Vec<&'f Record>,
    /// Those that may be.
    possible: Vec<&'f Record>,
}

/// The name by which the rules of a subject call the record that they judge.
const ITEM: &str = "item";
/// What stands for an item of a list that is no record: something of which nothing is known.
static NOTHING_KNOWN: Record = Record { entries: Vec::new(), is_open: true };

impl<'f> Scene<'f> {
    /// Finds the subjects of a base among the facts.
    pub fn new(schema: &'f Schema, root: &'f Record) -> Self {
        let mut scene = Self { root, variables: Vec::new() };
        for subject in schema.subjects() {
            let records = records(root, &subject.list);
            let found = records.as_ref().map(|(records, _)| candidates(subject, records));
            let is_open = records.as_ref().is_some_and(|(_, is_open)| *is_open);
            let chosen = found.as_ref().and_then(|found| chosen(subject, found));
            scene.variables.push((&subject.variable, Variable::One(chosen)));
            let (sure, possible) = found.map(|found| (found.sure, found.possible)).unzip();
            for (name, records) in [(&subject.sure, sure), (&subject.possible, possible)] {
                if let Some(name) = name {
                    scene.variables.push((name, Variable::Many { records, is_open }));
                }
            }
        }
        scene
    }

    pub(super) fn root(&self) -> &'f Record {
        self.root
    }

    pub(super) fn variable(&self, name: &str) -> Option<&Variable<'f>> {
        self.variables.iter().find(|(known, _)| *known == name).map(|(_, variable)| variable)
    }

    /// The record that a name of a subject stands for.
    pub fn subject(&self, variable: &str) -> Option<&'f Record> {
        match self.variable(variable) {
            Some(Variable::One(record)) => *record,
            _ => None,
        }
    }

    /// The fact that a path of a rule leads to, such as `account.callback_url`.
    pub fn fact(&self, path: &str) -> Option<&'f super::fact::Fact> {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        match self.variable(first) {
            Some(Variable::One(record)) => record.and_then(|record| record.at(rest)),
            Some(Variable::Many { .. }) => None,
            None => self.root.at(path),
        }
    }

    /// Only one record, under the name that the rules of subjects use.
    fn of_item(record: &'f Record) -> Self {
        Self { root: record, variables: vec![(ITEM, Variable::One(Some(record)))] }
    }
}

/// The records of a list, and whether there may be more; `None` if nothing is known of the list.
fn records<'f>(root: &'f Record, path: &str) -> Option<(Vec<&'f Record>, bool)> {
    let Value::List(list) = &root.at(path)?.value else { return None };
    let records = list.items.iter().map(|item| match &item.value {
        Value::Record(record) => record,
        _ => &NOTHING_KNOWN,
    });
    Some((records.collect(), list.is_open))
}

fn candidates<'f>(subject: &Subject, records: &[&'f Record]) -> Candidates<'f> {
    let mut found = Candidates::default();
    for record in records {
        let scene = Scene::of_item(record);
        if subject.is.as_ref().is_some_and(|rule| rule.holds(&scene) == Some(true)) {
            found.sure.push(record);
        } else if subject.may_be.as_ref().is_some_and(|rule| rule.holds(&scene) != Some(false)) {
            found.possible.push(record);
        }
    }
    found
}

/// The only sure one; of several the only preferred one; if there is none the only possible one.
fn chosen<'f>(subject: &Subject, found: &Candidates<'f>) -> Option<&'f Record> {
    match found.sure.as_slice() {
        [] => only(&found.possible),
        [one] => Some(one),
        several => {
            let prefer = subject.prefer.as_ref()?;
            let is_preferred = |record: &&&'f Record| prefer.holds(&Scene::of_item(record)) == Some(true);
            only(&several.iter().filter(is_preferred).copied().collect::<Vec<_>>())
        }
    }
}

fn only<'f>(records: &[&'f Record]) -> Option<&'f Record> {
    match records {
        [one] => Some(one),
        _ => None,
    }
}
