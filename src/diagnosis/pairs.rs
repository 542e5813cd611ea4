//! Fixes that end in the same step, such as a restart: two of them, done together, need it only once.

use std::collections::BTreeMap;

use super::action::ActionId;
use super::model::Action;
use crate::kb::{CauseId, KnowledgeBase, SharedStepId};

/// Only so many of the fixes with the same last step are paired: the pairs of all would be too many to weigh in a turn.
const MOST_PAIRED: usize = 8;
/// There are never more pairs than those of one such step.
const MOST_PAIRS: usize = MOST_PAIRED * (MOST_PAIRED - 1) / 2;
/// A pair that saves less than this, in minutes, is none.
const SAVES_NOTHING: f64 = 1e-9;

/// The pairs of the most promising fixes that end in the same step, in the order of their ids.
pub(super) fn pairs(
    base: &KnowledgeBase,
    singles: &[Action],
    causes: &[(Option<CauseId>, f64)],
) -> Vec<Action> {
    let mut groups: BTreeMap<&SharedStepId, Vec<&Action>> = BTreeMap::new();
    for action in singles {
        if let Some(step) = action.id.ends_with(base) {
            groups.entry(step).or_default().push(action);
        }
    }
    let mut pairs = Vec::new();
    for mut group in groups.into_values() {
        sort_by_promise(&mut group, |action| *action, causes);
        group.truncate(MOST_PAIRED);
        for (at, first) in group.iter().enumerate() {
            pairs.extend(group.iter().skip(at + 1).filter_map(|second| both(base, [first, second], causes)));
        }
    }
    sort_by_promise(&mut pairs, |pair| pair, causes);
    pairs.truncate(MOST_PAIRS);
    pairs.sort_by(|first, second| first.id.cmp(&second.id));
    pairs
}

/// Two fixes as one, the likelier first; nothing if that saves nothing.
fn both(
    base: &KnowledgeBase,
    [first, second]: [&Action; 2],
    causes: &[(Option<CauseId>, f64)],
) -> Option<Action> {
    let is_likelier = cured(second, causes) > cured(first, causes);
    let (first, second) = if is_likelier { (second, first) } else { (first, second) };
    let id = ActionId::Both(Box::new([first.id.clone(), second.id.clone()]));
    let cost = id.minutes(base)?;
    let saved = first.cost + second.cost - cost;
    let cures = first.cures.iter().zip(&second.cures);
    let cures = cures.map(|(first, second)| 1.0 - (1.0 - first) * (1.0 - second)).collect();
    (saved > SAVES_NOTHING).then_some(Action { id, cost, cures })
}

/// The most promising first: the chance to cure for the time it takes, and by id between equals.
fn sort_by_promise<T>(actions: &mut [T], action: impl Fn(&T) -> &Action, causes: &[(Option<CauseId>, f64)]) {
    let promise = |of: &T| cured(action(of), causes) / action(of).cost;
    actions.sort_by(|one, other| {
        promise(other).total_cmp(&promise(one)).then_with(|| action(one).id.cmp(&action(other).id))
    });
}

/// The chance that an action cures.
fn cured(action: &Action, causes: &[(Option<CauseId>, f64)]) -> f64 {
    action.cures.iter().zip(causes).map(|(cures, (_, chance))| cures * chance).sum()
}
