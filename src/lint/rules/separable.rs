//! Causes of one symptom that nothing tells apart.

use std::collections::BTreeSet;

use super::super::ground::Ground;
use crate::diagnosis::{Model, rank};
use crate::kb::{CauseId, Findings, Kind, KnowledgeBase, Page, Symptom};

/// Answers whose chances differ by less tell nothing.
const TELLS_NOTHING: f64 = 1e-9;

/// Remarks on causes of a symptom for which every question has the same answers and no check blames one of them alone:
/// which of them it is comes out only by trying.
pub(super) fn judge(ground: &Ground<'_>, findings: &mut Findings) {
    let base = ground.base;
    let is_knowledge = |page: &&Page| matches!(page.kind, Kind::Question | Kind::Check);
    // What could not be read might be what tells them apart.
    if base.pages().iter().filter(is_knowledge).any(|page| !ground.is_sound(&page.path)) {
        return;
    }
    let mut told: BTreeSet<(CauseId, CauseId)> = BTreeSet::new();
    for symptom in base.symptoms().filter(|symptom| base.is_published(&symptom.page)) {
        let model = Model::of(base, &rank(base, &[(symptom.id.clone(), 1.0)]));
        for (first, second) in alike(base, &model) {
            if ![&first, &second].into_iter().all(|cause| is_sound(ground, cause)) {
                continue;
            }
            let pair = (first.clone().min(second.clone()), first.clone().max(second.clone()));
            if told.insert(pair) {
                complain(ground, findings, symptom, &first, &second);
            }
        }
    }
}

fn is_sound(ground: &Ground<'_>, cause: &CauseId) -> bool {
    ground.base.cause(cause).is_some_and(|cause| ground.is_sound(&cause.page))
}

/// Pairs of causes that the model treats as one.
fn alike(base: &KnowledgeBase, model: &Model) -> Vec<(CauseId, CauseId)> {
    let causes: Vec<(usize, &CauseId)> =
        model.causes.iter().enumerate().filter_map(|(at, (cause, _))| Some((at, cause.as_ref()?))).collect();
    let mut pairs = Vec::new();
    for (number, (one, first)) in causes.iter().enumerate() {
        for (other, second) in causes.iter().skip(number + 1) {
            if !is_asked_apart(model, *one, *other) && !is_checked_apart(base, first, second) {
                pairs.push(((*first).clone(), (*second).clone()));
            }
        }
    }
    pairs
}

fn is_asked_apart(model: &Model, one: usize, other: usize) -> bool {
    let differ = |chances: &[f64]| {
        let (Some(one), Some(other)) = (chances.get(one), chances.get(other)) else { return false };
        (one - other).abs() > TELLS_NOTHING
    };
    model.questions.iter().flat_map(|question| &question.answers).any(|(_, chances)| differ(chances))
}

/// Whether a check blames one of them and not the other.
fn is_checked_apart(base: &KnowledgeBase, first: &CauseId, second: &CauseId) -> bool {
    let mut checks = base.checks().filter(|check| base.is_published(&check.page));
    checks.any(|check| {
        let blames = |cause: &CauseId| check.on_fail.iter().any(|on_fail| on_fail.cause == *cause);
        // One that blames both may do so for different reasons, each under its own condition.
        let has_conditions = check.on_fail.iter().any(|on_fail| on_fail.when.is_some());
        blames(first) != blames(second) || (blames(first) && has_conditions)
    })
}

fn complain(
    ground: &Ground<'_>,
    findings: &mut Findings,
    symptom: &Symptom,
    first: &CauseId,
    second: &CauseId,
) {
    let listed = |cause: &CauseId| symptom.causes.iter().position(|(known, _)| known == cause);
    let (first, second) = if listed(first) <= listed(second) { (first, second) } else { (second, first) };
    let Some(written) = ground.manuscript(&symptom.page) else { return };
    let entries = written.front_matter().get("causes").and_then(|node| node.as_map()).unwrap_or_default();
    let Some(entry) = entries.iter().find(|entry| entry.key == second.as_str()) else { return };
    let message = format!("no question and no check tells `{second}` from `{first}`");
    let help = "add a question whose answers differ between them, or a check that fails for one of them only";
    ground.complaints(&symptom.page, findings).note("causes-alike", entry.key_position, message, help);
}
