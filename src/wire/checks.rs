//! Verdicts on a configuration.

use serde::Serialize;
use utoipa::ToSchema;

use super::diagnosis::rounded;
use super::{ChanceOnly, SOMETHING_ELSE};
use crate::checks::{Disagreement, Outcome, Verdict};
use crate::diagnosis::Ranking;
use crate::facts::{Note, Reading, Removed};
use crate::kb::{CauseId, KnowledgeBase};

/// What the checks say of a configuration (design, section 6).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CheckReport {
    /// One verdict for each check, in the order of ids.
    pub verdicts: Vec<VerdictV1>,
    /// What else is worth knowing: failed checks that have nothing to do with the symptom, differences between
    /// configurations, hosts that only look right, secrets that were dropped, what could not be read.
    pub findings: Vec<FindingV1>,
    /// The causes, most likely first, with `something-else` in its place.
    pub causes: Vec<ChanceOnly>,
}

/// What one check says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VerdictV1 {
    /// The check's id.
    pub check: String,
    /// Which configuration it is about; missing where there is only one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration: Option<String>,
    /// `pass`, `fail` or `unknown`.
    pub verdict: &'static str,
    /// What should be, as far as that is known.
    pub expected: Option<String>,
    /// What is, as far as that is known.
    pub actual: Option<String>,
    /// In a few sentences: what is, what should be, which character tells them apart, what that rests on.
    pub message: String,
    /// The causes that a failure speaks for.
    pub causes: Vec<String>,
    /// The facts that would have to be known, for `unknown`.
    pub missing: Vec<String>,
}

/// Something worth knowing beside the verdicts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FindingV1 {
    /// `failed-check`, `differs`, `look-alike-host`, `strange-characters`, `removed-secret` or `note`.
    pub kind: &'static str,
    /// The check it comes from, where it does.
    pub check: Option<String>,
    /// In words. Never a secret, never a link.
    pub message: String,
    /// The causes it speaks for.
    pub causes: Vec<String>,
}

/// One configuration that was judged, with what it is called where there are several.
pub struct Judged<'a> {
    /// What it is called.
    pub name: Option<&'a str>,
    /// What was read.
    pub reading: &'a Reading,
    /// What the checks say.
    pub verdicts: &'a [Verdict],
}

impl VerdictV1 {
    fn new(verdict: &Verdict, configuration: Option<&str>) -> Self {
        Self {
            check: verdict.check.to_string(),
            configuration: configuration.map(str::to_owned),
            verdict: verdict.outcome.word(),
            expected: verdict.expected.clone(),
            actual: verdict.actual.clone(),
            message: verdict.message.clone(),
            causes: verdict.causes.iter().map(CauseId::to_string).collect(),
            missing: verdict.missing.clone(),
        }
    }
}

impl CheckReport {
    /// Puts the report together; at most `limit` causes.
    pub fn new(
        base: &KnowledgeBase,
        judged: &[Judged<'_>],
        disagreements: &[Disagreement],
        ranking: &Ranking,
        limit: usize,
    ) -> Self {
        let causes = ranking.with_remainder().into_iter().take(limit).map(|(ranked, chance)| ChanceOnly {
            id: ranked.map_or_else(|| SOMETHING_ELSE.to_owned(), |ranked| ranked.cause.to_string()),
            probability: rounded(chance),
        });
        Self {
            verdicts: verdicts(base, judged, disagreements),
            findings: findings(base, judged, disagreements, ranking),
            causes: causes.collect(),
        }
    }
}

/// All verdicts, configuration by configuration; then what configurations should agree about and do not.
pub fn verdicts(
    base: &KnowledgeBase,
    judged: &[Judged<'_>],
    disagreements: &[Disagreement],
) -> Vec<VerdictV1> {
    let each =
        judged.iter().flat_map(|one| one.verdicts.iter().map(|verdict| VerdictV1::new(verdict, one.name)));
    let together = disagreements.iter().map(|disagreement| {
        let finding = differs(base, judged, disagreement);
        let values: Vec<&str> = disagreement.values.iter().map(|(_, value)| value.as_str()).collect();
        VerdictV1 {
            check: disagreement.check.to_string(),
            configuration: Some("all".to_owned()),
            verdict: Outcome::Fail.word(),
            expected: Some("the same everywhere".to_owned()),
            actual: Some(values.join(", ")),
            message: finding.message,
            causes: finding.causes,
            missing: Vec::new(),
        }
    });
    each.chain(together).collect()
}

/// What is worth knowing beside the verdicts.
pub fn findings(
    base: &KnowledgeBase,
    judged: &[Judged<'_>],
    disagreements: &[Disagreement],
    ranking: &Ranking,
) -> Vec<FindingV1> {
    let mut findings = Vec::new();
    let is_ranked = |cause: &CauseId| ranking.causes.iter().any(|ranked| ranked.cause == *cause);
    for one in judged {
        for verdict in one.verdicts {
            if !verdict.causes.is_empty() && !verdict.causes.iter().any(is_ranked) {
                findings.push(of_check(
                    "failed-check",
                    &verdict.check.to_string(),
                    verdict.message.clone(),
                    &verdict.causes,
                ));
            }
            if verdict.outcome == Outcome::Unknown && !verdict.differences.is_empty() {
                findings.push(of_check(
                    "strange-characters",
                    &verdict.check.to_string(),
                    strange(verdict),
                    &[],
                ));
            }
            if let Some(look_alike) = &verdict.look_alike {
                let message = format!("A look-alike host: {look_alike}. Do not open it.");
                findings.push(of_check("look-alike-host", &verdict.check.to_string(), message, &[]));
            }
        }
    }
    findings.extend(disagreements.iter().map(|disagreement| differs(base, judged, disagreement)));
    for one in judged {
        findings.extend(removed_of(&one.reading.removed));
        findings.extend(one.reading.notes.iter().map(note));
    }
    findings
}

fn of_check(kind: &'static str, check: &str, message: String, causes: &[CauseId]) -> FindingV1 {
    let causes = causes.iter().map(CauseId::to_string).collect();
    FindingV1 { kind, check: Some(check.to_owned()), message, causes }
}

/// What is hard to see in a value that cannot be judged for lack of others.
fn strange(verdict: &Verdict) -> String {
    let found = verdict.differences.iter();
    let found: Vec<String> =
        found.map(|difference| format!("character {}: {}", difference.character, difference.words)).collect();
    format!("“{}”: {}.", verdict.actual.as_deref().unwrap_or_default(), found.join("; "))
}

fn differs(base: &KnowledgeBase, judged: &[Judged<'_>], disagreement: &Disagreement) -> FindingV1 {
    let check = base.checks().find(|check| check.id == disagreement.check);
    let title = check.map_or_else(|| disagreement.check.to_string(), |check| check.title.clone());
    let values = disagreement.values.iter().map(|(at, value)| {
        let name = judged.get(*at).and_then(|one| one.name).unwrap_or("configuration");
        format!("“{value}” in {name}")
    });
    let message = format!(
        "{title}: it should be the same everywhere, found {}.",
        values.collect::<Vec<_>>().join(", ")
    );
    of_check("differs", &disagreement.check.to_string(), message, &disagreement.causes)
}

/// The secrets that were dropped from one configuration: the first few each by its line, the rest by their number.
fn removed_of(removed: &[Removed]) -> impl Iterator<Item = FindingV1> {
    const MOST_NAMED: usize = 20;
    let named = removed.iter().take(MOST_NAMED).map(|removed| {
        let (place, what) = (place(removed.file.as_deref(), removed.line), removed.what.words());
        format!("{place}: {what} was dropped. It was not kept, logged or looked at.")
    });
    let more = match removed.len().saturating_sub(MOST_NAMED) {
        0 => None,
        1 => Some("One more secret was dropped. It was not kept, logged or looked at.".to_owned()),
        n_more => {
            Some(format!("{n_more} more secrets were dropped. They were not kept, logged or looked at."))
        }
    };
    let finding = |message| FindingV1 { kind: "removed-secret", check: None, message, causes: Vec::new() };
    named.chain(more).map(finding)
}

fn place(file: Option<&str>, line: usize) -> String {
    file.map_or_else(|| format!("Line {line}"), |file| format!("{file}, line {line}"))
}

fn note(note: &Note) -> FindingV1 {
    let place = place(note.file.as_deref(), note.line);
    FindingV1 { kind: "note", check: None, message: format!("{place}: {}.", note.text), causes: Vec::new() }
}
