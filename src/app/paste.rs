//! Configuration that stands in the words of a conversation.

use super::check::Checked;
use crate::checks::{Disagreement, Outcome, Verdict};
use crate::dialogue::{self, Paste, State};
use crate::facts::{self, Reading, Record, Value};
use crate::kb::KnowledgeBase;

/// So many facts are listed for people; a snapshot has about thirty.
const MOST_LISTED: usize = 40;

/// What readings say about the configuration: their facts are judged together with those of earlier turns. Nothing if
/// there is none in them, and no secret either.
pub(super) fn pasted(base: &KnowledgeBase, state: &State, given: Vec<Reading>) -> Option<Paste> {
    // Each sort once, in the order of the text: a paste may hold thousands.
    let mut removed: Vec<String> = Vec::new();
    for one in given.iter().flat_map(|reading| &reading.removed) {
        if !removed.iter().any(|known| known == one.what.words()) {
            removed.push(one.what.words().to_owned());
        }
    }
    let mut telling = given.into_iter().filter(|reading| !reading.is_empty());
    let Some(mut inside) = telling.next() else {
        return (!removed.is_empty()).then(|| Paste { removed, ..Paste::default() });
    };
    telling.for_each(|also| facts::add(&base.settings().facts, &mut inside, also));
    let (record, facts) = (inside.facts.clone(), listed(&inside.facts));
    let earlier = state.pastes.iter().filter(|paste| !paste.verdicts.is_empty());
    let earlier = earlier.map(|paste| Reading { facts: paste.record.clone(), ..Reading::default() });
    let readings: Vec<Reading> = earlier.chain([inside]).collect();
    let checked = Checked::of(base, readings);
    let evidence = checked.evidence(base);
    let mut verdicts: Vec<dialogue::Checked> = checked.verdicts().map(shown).collect();
    verdicts.extend(checked.disagreements.iter().map(|found| disagreement(base, found)));
    Some(Paste { record, verdicts, blamed: evidence.blamed, cleared: evidence.cleared, facts, removed })
}

fn shown(verdict: &Verdict) -> dialogue::Checked {
    let holds = match verdict.outcome {
        Outcome::Pass => Some(true),
        Outcome::Fail => Some(false),
        Outcome::Unknown => None,
    };
    dialogue::Checked { check: verdict.check.clone(), holds, line: verdict.message.clone() }
}

fn disagreement(base: &KnowledgeBase, found: &Disagreement) -> dialogue::Checked {
    let title = base.checks().find(|check| check.id == found.check).map(|check| check.title.as_str());
    let values: Vec<&str> = found.values.iter().map(|(_, value)| value.as_str()).collect();
    let line = format!("The configurations differ: {} ({}).", values.join(", "), title.unwrap_or_default());
    dialogue::Checked { check: found.check.clone(), holds: Some(false), line }
}

/// The facts of a configuration, a line each, by the names that rules have for them.
fn listed(record: &Record) -> Vec<String> {
    let mut lines = Vec::new();
    list_record(record, "", &mut lines);
    lines.truncate(MOST_LISTED);
    lines
}

fn list_record(record: &Record, above: &str, lines: &mut Vec<String>) {
    for (name, fact) in &record.entries {
        let path = if above.is_empty() { name.to_string() } else { format!("{above}.{name}") };
        list_value(&fact.value, &path, lines);
    }
}

fn list_value(value: &Value, path: &str, lines: &mut Vec<String>) {
    match value {
        Value::Record(record) => list_record(record, path, lines),
        Value::List(list) => {
            list.items.iter().for_each(|item| list_value(&item.value, path, lines));
        }
        Value::Text(text) => lines.push(format!("{path}: {text}")),
        Value::Flag(flag) => lines.push(format!("{path}: {}", if *flag { "yes" } else { "no" })),
        Value::Whole(number) => lines.push(format!("{path}: {number}")),
        Value::Number(number) => lines.push(format!("{path}: {number}")),
        Value::Unusable(_) => {}
    }
}
