//! What the checks of a base say.

use std::collections::BTreeSet;

use super::difference::{look_alike_host, nearest_difference};
use super::said;
use crate::diagnosis::Evidence;
use crate::facts::{Difference, Origin, Record, Ruling, Scene, Subject, strange_characters};
use crate::kb::{CauseId, Check, CheckId, KnowledgeBase};

/// What a check says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Pass,
    /// It is broken.
    Fail,
    /// The facts do not tell.
    Unknown,
}

impl Outcome {
    /// The word for it: `pass`, `fail` or `unknown`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
        }
    }
}

/// What a check says, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The check.
    pub check: CheckId,
    /// What it says.
    pub outcome: Outcome,
    /// What should be, as far as that is known.
    pub expected: Option<String>,
    /// What is, as far as that is known.
    pub actual: Option<String>,
    /// The value whose characters `differences` count, where that is not what `actual` begins with.
    pub looked_at: Option<String>,
    /// The characters of what is that are hard to see, or that tell it from what should be.
    pub differences: Vec<Difference>,
    /// What a host only looks like, in words.
    pub look_alike: Option<String>,
    /// The causes that a failure speaks for.
    pub causes: Vec<CauseId>,
    /// The facts that would have to be known, for an unknown verdict.
    pub missing: Vec<String>,
    /// Where the facts that a failed check looked at came from.
    pub sources: Vec<Source>,
    /// In one or two sentences.
    pub message: String,
}

impl Verdict {
    /// What is to be looked at, character by character, in a sentence each.
    pub fn places(&self) -> Vec<String> {
        let of = self.looked_at.as_ref().map_or_else(String::new, |text| format!("Of “{text}”, "));
        let character = if of.is_empty() { "Character" } else { "character" };
        let places = self.differences.iter();
        places.map(|found| format!("{of}{character} {}: {}.", found.character, found.words)).collect()
    }
}

/// Where a fact that a check looked at came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The fact, by the name that rules have for it.
    pub path: String,
    /// Where it stood.
    pub origin: Origin,
}

/// Judges all published checks of a base, in the order of their ids.
pub fn judge(base: &KnowledgeBase, facts: &Record) -> Vec<Verdict> {
    let scene = Scene::new(&base.settings().facts, facts);
    let published = base.checks().filter(|check| base.is_published(&check.page));
    published.map(|check| one(base, check, &scene)).collect()
}

fn one(base: &KnowledgeBase, check: &Check, scene: &Scene<'_>) -> Verdict {
    let (passes, fails) = (check.pass.judge(scene), check.fail.judge(scene));
    let lost = lost_subject(base, check, scene);
    // A proven fault counts also where the other rule, wrongly, holds as well.
    let outcome = match (&passes, &fails) {
        // Without the record that a check is about there is nothing to judge, whatever else is known.
        _ if lost.is_some() => Outcome::Unknown,
        (_, Ruling::True) => Outcome::Fail,
        (Ruling::True, _) => Outcome::Pass,
        _ => Outcome::Unknown,
    };
    let text = |rule: &Option<crate::facts::Rule>| rule.as_ref().and_then(|rule| rule.text(scene));
    let mut verdict = Verdict {
        check: check.id.clone(),
        outcome,
        expected: text(&check.expected),
        actual: text(&check.actual),
        looked_at: None,
        differences: Vec::new(),
        look_alike: None,
        causes: Vec::new(),
        missing: Vec::new(),
        sources: Vec::new(),
        message: String::new(),
    };
    match outcome {
        Outcome::Fail => {
            verdict.causes = causes(check, scene);
            verdict.sources = sources(check, scene);
            explain(check, scene, &mut verdict);
        }
        Outcome::Unknown => {
            let schema = &base.settings().facts;
            let mut asked: BTreeSet<String> =
                missing(passes, fails).iter().filter_map(|path| schema.asked_for(path)).collect();
            if asked.is_empty() {
                asked.extend(lost.map(|subject| subject.list.clone()));
            }
            verdict.missing = asked.into_iter().collect();
            if check.against.is_some() {
                verdict.differences = strange_characters(&found(check, scene, &verdict).unwrap_or_default());
            }
        }
        Outcome::Pass => {}
    }
    verdict.message = said::message(base, check, &verdict);
    verdict
}

/// The subject of a check, if no record of the configuration is it.
fn lost_subject<'base>(
    base: &'base KnowledgeBase,
    check: &Check,
    scene: &Scene<'_>,
) -> Option<&'base Subject> {
    let id = check.subject.as_deref()?;
    let subject = base.settings().facts.subjects().iter().find(|subject| subject.id == id)?;
    scene.subject(&subject.variable).is_none().then_some(subject)
}

/// The facts that would settle the matter; of two rules either may.
fn missing(passes: Ruling, fails: Ruling) -> Vec<String> {
    let of = |ruling| match ruling {
        Ruling::Undecided(paths) => paths,
        Ruling::True | Ruling::False => Vec::new(),
    };
    let all: BTreeSet<String> = of(passes).into_iter().chain(of(fails)).collect();
    all.into_iter().collect()
}

/// The causes that a failure speaks for: the first whose condition holds. Where no condition can be told, all that
/// may be.
fn causes(check: &Check, scene: &Scene<'_>) -> Vec<CauseId> {
    let mut possible = Vec::new();
    for on_fail in &check.on_fail {
        match on_fail.when.as_ref().map_or(Some(true), |when| when.holds(scene)) {
            Some(true) => {
                return if possible.is_empty() {
                    vec![on_fail.cause.clone()]
                } else {
                    with(possible, on_fail)
                };
            }
            Some(false) => {}
            None => possible.push(on_fail.cause.clone()),
        }
    }
    possible
}

fn with(mut causes: Vec<CauseId>, last: &crate::kb::OnFail) -> Vec<CauseId> {
    if !causes.contains(&last.cause) {
        causes.push(last.cause.clone());
    }
    causes
}

fn explain(check: &Check, scene: &Scene<'_>, verdict: &mut Verdict) {
    let Some(found) = found(check, scene, verdict) else { return };
    let against = check.against.as_ref().map(|rule| rule.texts(scene)).unwrap_or_default();
    let begins_actual = verdict.actual.as_ref().is_some_and(|actual| actual.starts_with(&found));
    verdict.looked_at = (!begins_actual).then(|| found.clone());
    let is_fixed = check.against.as_ref().is_some_and(|rule| rule.paths().is_empty());
    verdict.look_alike = look_alike_host(&found, &against, is_fixed);
    let nearest = nearest_difference(&found, &against);
    let strange = strange_characters(&found);
    let others = strange
        .into_iter()
        .filter(|other| nearest.as_ref().is_none_or(|nearest| nearest.character != other.character));
    verdict.differences = nearest.clone().into_iter().chain(others).collect();
}

/// The value whose characters are looked at.
fn found(check: &Check, scene: &Scene<'_>, verdict: &Verdict) -> Option<String> {
    let compared = check.compared.as_ref().and_then(|rule| rule.text(scene));
    compared.or_else(|| verdict.actual.clone())
}

fn sources(check: &Check, scene: &Scene<'_>) -> Vec<Source> {
    let paths: BTreeSet<String> = check.pass.paths().into_iter().chain(check.fail.paths()).collect();
    let found = paths.into_iter().filter_map(|path| {
        let origin = scene.fact(&path)?.origin.clone();
        Some(Source { path, origin })
    });
    found.collect()
}

/// Something that has to be the same in all configurations and is not.
#[derive(Debug, Clone, PartialEq)]
pub struct Disagreement {
    /// The check that wants it to be the same.
    pub check: CheckId,
    /// What it is in each configuration where it is known, by the place of the configuration.
    pub values: Vec<(usize, String)>,
    /// The causes that a failure of the check speaks for.
    pub causes: Vec<CauseId>,
}

/// What configurations that were given together disagree about.
pub fn disagreements(base: &KnowledgeBase, configurations: &[&Record]) -> Vec<Disagreement> {
    let schema = &base.settings().facts;
    let scenes: Vec<Scene<'_>> = configurations.iter().map(|facts| Scene::new(schema, facts)).collect();
    let published = base.checks().filter(|check| base.is_published(&check.page));
    let found = published.filter_map(|check| {
        let rule = check.same.as_ref()?;
        let values: Vec<(usize, String)> =
            scenes.iter().enumerate().filter_map(|(at, scene)| Some((at, rule.text(scene)?))).collect();
        let (_, first) = values.first()?;
        let differ = values.iter().any(|(_, value)| value != first);
        let causes = check.on_fail.last().map(|on_fail| on_fail.cause.clone()).into_iter().collect();
        differ.then(|| Disagreement { check: check.id.clone(), values: values.clone(), causes })
    });
    found.collect()
}

/// What verdicts say about causes: a failure blames the ones it speaks for, a check that holds clears all it could
/// have blamed.
pub fn evidence<'v>(base: &KnowledgeBase, verdicts: impl IntoIterator<Item = &'v Verdict>) -> Evidence {
    let mut evidence = Evidence::default();
    let add = |causes: &mut Vec<CauseId>, cause: &CauseId| {
        if !causes.contains(cause) {
            causes.push(cause.clone());
        }
    };
    for verdict in verdicts {
        match verdict.outcome {
            Outcome::Fail => verdict.causes.iter().for_each(|cause| add(&mut evidence.blamed, cause)),
            Outcome::Pass => {
                let check = base.checks().find(|check| check.id == verdict.check);
                let on_fail = check.map(|check| check.on_fail.as_slice()).unwrap_or_default();
                on_fail.iter().for_each(|on_fail| add(&mut evidence.cleared, &on_fail.cause));
            }
            Outcome::Unknown => {}
        }
    }
    let blamed = evidence.blamed.clone();
    evidence.cleared.retain(|cause| !blamed.contains(cause));
    evidence
}
