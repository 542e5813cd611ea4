//! P(cause | text, evidence): how likely each cause is, given how likely each symptom is and what is known beside.

use std::collections::BTreeMap;

use super::action::ActionId;
use super::evidence::Evidence;
use super::posterior;
use crate::kb::{CauseId, KnowledgeBase, QuestionId, Symptom, SymptomId};

/// Causes in order, most likely first; together with `something_else` their probabilities sum to 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ranking {
    /// The causes; equal ones in the order of ids.
    pub causes: Vec<RankedCause>,
    /// The chance that it is none of them.
    pub something_else: f64,
    /// Questions not to be put: each of the symptoms answers them by itself, or they were put before.
    pub settled_questions: Vec<QuestionId>,
    /// Fixes not to be proposed: they were proposed before.
    pub settled_fixes: Vec<ActionId>,
}

/// One cause in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedCause {
    /// The cause.
    pub cause: CauseId,
    /// Its chance, 0–1.
    pub probability: f64,
    /// Where the chance comes from, greatest share first.
    pub shares: Vec<Share>,
}

/// What one symptom adds to the chance of a cause.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// The symptom.
    pub symptom: SymptomId,
    /// P(cause | symptom): as its page says, but for the share of drafts.
    pub likelihood: f64,
    /// The part of the cause's chance before any evidence that comes from this symptom.
    pub part: f64,
}

impl Ranking {
    /// All causes in order with their chances, "something else" (`None`) in its place among them: behind those that
    /// are as likely. Empty where nothing was recognised.
    pub fn with_remainder(&self) -> Vec<(Option<&RankedCause>, f64)> {
        if self.causes.is_empty() {
            return Vec::new();
        }
        let mut all: Vec<(Option<&RankedCause>, f64)> =
            self.causes.iter().map(|ranked| (Some(ranked), ranked.probability)).collect();
        let place = all.partition_point(|(_, chance)| *chance >= self.something_else);
        all.insert(place, (None, self.something_else));
        all
    }
}

/// Ranks causes by their symptoms alone: P(cause | text) = Σ P(symptom | text) · P(cause | symptom).
pub fn rank(base: &KnowledgeBase, symptoms: &[(SymptomId, f64)]) -> Ranking {
    rank_with(base, symptoms, &Evidence::default())
}

/// Ranks causes by their symptoms and by evidence.
///
/// `symptoms` are weights of any scale; they are made to sum to 1. Without symptoms nothing is known and
/// everything is "something else". Causes whose page is a draft are no causes yet: what such a one would have goes to
/// the other causes of the same symptom, or to "something else" where there is none. Causes that none of the
/// symptoms names do not enter, whatever evidence says of them.
pub fn rank_with(base: &KnowledgeBase, symptoms: &[(SymptomId, f64)], evidence: &Evidence) -> Ranking {
    let total: f64 = symptoms.iter().map(|(_, weight)| weight.max(0.0)).sum();
    if total <= 0.0 {
        return Ranking { something_else: 1.0, ..Ranking::default() };
    }
    let mut shares: BTreeMap<CauseId, Vec<Share>> = BTreeMap::new();
    let mut named = 0.0;
    for (id, weight) in symptoms {
        let Some(symptom) = base.symptom(id) else { continue };
        for (cause, likelihood) in published_causes(base, symptom) {
            let part = weight.max(0.0) / total * likelihood;
            named += part;
            let share = Share { symptom: id.clone(), likelihood, part };
            shares.entry(cause.clone()).or_default().push(share);
        }
    }
    let part = |shares: &[Share]| shares.iter().map(|share| share.part).sum::<f64>();
    let mut prior: Vec<(Option<CauseId>, f64)> =
        shares.iter().map(|(cause, shares)| (Some(cause.clone()), part(shares))).collect();
    prior.push((None, (1.0 - named).max(0.0)));
    let mut chances = posterior::update(base, evidence, &prior);
    let something_else = chances.pop().unwrap_or_default();
    let mut causes: Vec<RankedCause> = shares
        .into_iter()
        .zip(chances)
        .map(|((cause, shares), chance)| ranked(cause, shares, chance))
        .collect();
    causes.sort_by(|first, second| {
        second.probability.total_cmp(&first.probability).then_with(|| first.cause.cmp(&second.cause))
    });
    Ranking {
        causes,
        something_else,
        settled_questions: settled_questions(base, symptoms, evidence),
        settled_fixes: evidence.failed.iter().chain(&evidence.skipped_fixes).cloned().collect(),
    }
}

/// The causes of a symptom that may be shown, with P(cause | symptom).
fn published_causes<'base>(
    base: &'base KnowledgeBase,
    symptom: &'base Symptom,
) -> impl Iterator<Item = (&'base CauseId, f64)> {
    let is_shown = |cause: &CauseId| base.cause(cause).is_some_and(|cause| base.is_published(&cause.page));
    let sum = |drafts_too: bool| -> f64 {
        let counted = symptom.causes.iter().filter(|(cause, _)| drafts_too || is_shown(cause));
        counted.map(|(_, likelihood)| likelihood.value()).sum()
    };
    let (named, shown) = (sum(true), sum(false));
    let scale = if shown > 0.0 && shown < named { named / shown } else { 1.0 };
    let causes = symptom.causes.iter().filter(move |(cause, _)| is_shown(cause));
    causes.map(move |(cause, likelihood)| (cause, likelihood.value() * scale))
}

fn settled_questions(
    base: &KnowledgeBase,
    symptoms: &[(SymptomId, f64)],
    evidence: &Evidence,
) -> Vec<QuestionId> {
    let mut named = symptoms.iter().filter_map(|(id, _)| base.symptom(id)).map(|symptom| &symptom.answered);
    let mut settled = named.next().cloned().unwrap_or_default();
    for also in named {
        settled.retain(|question| also.contains(question));
    }
    settled.extend(evidence.answers.iter().map(|(question, _)| question.clone()));
    settled.extend(evidence.skipped_questions.iter().cloned());
    settled
}

fn ranked(cause: CauseId, mut shares: Vec<Share>, probability: f64) -> RankedCause {
    shares.sort_by(|first, second| second.part.total_cmp(&first.part));
    RankedCause { cause, probability, shares }
}
