//! What the checks say of a configuration, made ready to be shown.

use super::view::{CheckRow, ConfigurationView, Segment, segments};
use super::words;
use crate::app::{Checked, Configuration};
use crate::checks::{Outcome, Verdict, why_unknown};
use crate::diagnosis::Ranking;
use crate::kb::{Check, KnowledgeBase, SectionRef};
use crate::wire;

/// What is shown of configurations that were judged.
pub(super) fn shown(base: &KnowledgeBase, checked: &Checked, ranking: &Ranking) -> Vec<ConfigurationView> {
    let are_several = checked.configurations.len() > 1;
    let judged = checked.configurations.iter().filter(|one| !one.verdicts.is_empty());
    judged.map(|one| configuration(base, one, are_several, ranking)).collect()
}

/// What else is worth knowing, in sentences.
pub(super) fn besides(base: &KnowledgeBase, checked: &Checked, ranking: &Ranking) -> Vec<String> {
    let findings = wire::findings(base, &checked.judged(), &checked.disagreements, ranking);
    // What belongs to a check that failed stands with it.
    let own = |kind: &str| matches!(kind, "differs" | "removed-secret" | "note" | "strange-characters");
    findings.into_iter().filter(|finding| own(finding.kind)).map(|finding| finding.message).collect()
}

fn configuration(
    base: &KnowledgeBase,
    one: &Configuration,
    has_name: bool,
    ranking: &Ranking,
) -> ConfigurationView {
    let rows = |wanted: Outcome| -> Vec<CheckRow> {
        let verdicts = one.verdicts.iter().filter(|verdict| verdict.outcome == wanted);
        let known = verdicts
            .filter_map(|verdict| Some((base.checks().find(|check| check.id == verdict.check)?, verdict)));
        known.map(|(check, verdict)| row(base, check, verdict, ranking)).collect()
    };
    ConfigurationView {
        name: has_name.then(|| one.name.clone()),
        failed: rows(Outcome::Fail),
        unknown: rows(Outcome::Unknown),
        passed: rows(Outcome::Pass),
    }
}

fn row(base: &KnowledgeBase, check: &Check, verdict: &Verdict, ranking: &Ranking) -> CheckRow {
    let cause = verdict.causes.first().and_then(|id| base.cause(id));
    let is_ranked = cause.is_some_and(|cause| ranking.causes.iter().any(|ranked| ranked.cause == cause.id));
    CheckRow {
        title: check.title.clone(),
        href: wire::href(&SectionRef { page: check.page.clone(), anchor: None }),
        expected: verdict.expected.clone(),
        actual: verdict.actual.as_ref().map(|actual| marked(actual, verdict)),
        differences: verdict.places(),
        look_alike: verdict.look_alike.as_deref().map(words::capitalised),
        why_unknown: why_unknown(base, check, verdict),
        refs: check.refs.join(", "),
        cause: cause.map(|cause| {
            let page = wire::href(&SectionRef { page: cause.page.clone(), anchor: None });
            (cause.title.clone(), if is_ranked { format!("#cause-{}", cause.id) } else { page })
        }),
    }
}

/// What was found, with the characters marked that are not as they should be.
fn marked(actual: &str, verdict: &Verdict) -> Vec<Segment> {
    if verdict.looked_at.is_some() {
        return segments(actual, &[]);
    }
    let places = verdict.differences.iter().filter_map(|difference| {
        let (start, c) = actual.char_indices().nth(difference.character.checked_sub(1)?)?;
        Some(start..start + c.len_utf8())
    });
    segments(actual, &places.collect::<Vec<_>>())
}
