//! P(cause | symptoms, evidence): what evidence makes of the chances that the symptoms give.
//!
//! Weights are kept as natural logarithms: a case with many answers multiplies so many small numbers that plain
//! ones would come out as nothing. Given the cause, outcomes are independent of each other (design, section 4).

use super::action::ActionId;
use super::evidence::Evidence;
use crate::kb::{CauseId, KnowledgeBase};

/// By how much a verdict weighs: a failed check makes its cause this many times as likely, a passed one as unlikely.
/// The places among the causes do not rest on it (see [`Verdicts::weighed`]); the chances do. A check that
/// fails has looked at the configuration itself: nothing that people report comes near it.
const VERDICT: f64 = 100.0;
/// How clearly blamed causes come before open ones and open ones before cleared ones, as a ratio of chances.
const CLEARLY: f64 = 1.01;

/// One cause, or `None` for "something else", with the logarithm of its weight.
pub(super) type Weighed = (Option<CauseId>, f64);

/// Multiplies the chances that the symptoms give by what evidence says, and scales them to sum to 1. Where evidence
/// leaves nothing possible, the chances stay as the symptoms gave them: it contradicts itself.
pub(super) fn update(
    base: &KnowledgeBase,
    evidence: &Evidence,
    prior: &[(Option<CauseId>, f64)],
) -> Vec<f64> {
    if evidence.is_silent() {
        return prior.iter().map(|(_, chance)| *chance).collect();
    }
    let observed: Vec<Weighed> = prior
        .iter()
        .map(|(cause, chance)| (cause.clone(), chance.ln() + observations(base, evidence, cause.as_ref())))
        .collect();
    let possible = scaled(&Verdicts::of(evidence, &observed).weighed(&observed));
    possible.unwrap_or_else(|| prior.iter().map(|(_, chance)| *chance).collect())
}

/// ln P(answers, failures | cause).
fn observations(base: &KnowledgeBase, evidence: &Evidence, cause: Option<&CauseId>) -> f64 {
    let mut logs: Vec<f64> = evidence
        .answers
        .iter()
        .filter_map(|(question, answer)| Some(base.question(question)?.likelihood(answer, cause).ln()))
        .chain(evidence.failed.iter().map(|action| (-cures(base, action, cause)).ln_1p()))
        .collect();
    // Adding in one order, whatever the order of events, gives one sum to the last bit.
    logs.sort_by(f64::total_cmp);
    logs.iter().sum()
}

/// P(the fix cures | cause); nothing is known to cure "something else".
pub(super) fn cures(base: &KnowledgeBase, action: &ActionId, cause: Option<&CauseId>) -> f64 {
    let Some(cause) = cause else { return 0.0 };
    match action {
        ActionId::FixOf(own) if own == cause => base.cause(own).map_or(0.0, |cause| cause.works.value()),
        ActionId::FixOf(_) => 0.0,
        ActionId::Fix(fix) => {
            base.fix(fix).and_then(|fix| fix.cures.get(cause)).map_or(0.0, |chance| chance.value())
        }
        ActionId::Both(parts) => {
            let fails = parts.iter().map(|part| 1.0 - cures(base, part, Some(cause)));
            1.0 - fails.product::<f64>()
        }
    }
}

/// What a check says of a cause.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Blamed,
    Nothing,
    Cleared,
}

/// By how much verdicts raise or lower the causes they are about, in logarithms.
struct Verdicts<'evidence> {
    evidence: &'evidence Evidence,
    raised: f64,
    lowered: f64,
}

impl<'evidence> Verdicts<'evidence> {
    /// Large enough that every blamed cause comes before the open ones, and every cleared one behind them, whatever
    /// was answered (domain: a failed check leads, a passed one sinks).
    fn of(evidence: &'evidence Evidence, weighed: &[Weighed]) -> Self {
        let said = |cause: &CauseId| said(evidence, cause);
        let of = |wanted: Said| {
            let named = weighed.iter().filter_map(|(cause, weight)| Some((cause.as_ref()?, *weight)));
            named
                .filter(move |(cause, weight)| said(cause) == wanted && weight.is_finite())
                .map(|(_, weight)| weight)
        };
        let least = |weights: f64, other: f64| if other.is_finite() { weights.max(other) } else { weights };
        let most_open = of(Said::Nothing).fold(f64::NEG_INFINITY, f64::max);
        let least_open = of(Said::Nothing).fold(f64::INFINITY, f64::min);
        let least_blamed = of(Said::Blamed).fold(f64::INFINITY, f64::min);
        let most_cleared = of(Said::Cleared).fold(f64::NEG_INFINITY, f64::max);
        let raised = least(VERDICT.ln(), most_open - least_blamed + CLEARLY.ln());
        let lowered = least(VERDICT.ln(), most_cleared - least_open + CLEARLY.ln());
        Self { evidence, raised, lowered }
    }

    fn weighed(&self, weighed: &[Weighed]) -> Vec<f64> {
        let of = |(cause, weight): &Weighed| match cause.as_ref().map(|cause| said(self.evidence, cause)) {
            Some(Said::Blamed) => weight + self.raised,
            Some(Said::Cleared) => weight - self.lowered,
            Some(Said::Nothing) | None => *weight,
        };
        weighed.iter().map(of).collect()
    }
}

fn said(evidence: &Evidence, cause: &CauseId) -> Said {
    match () {
        () if evidence.blamed.contains(cause) => Said::Blamed,
        () if evidence.cleared.contains(cause) => Said::Cleared,
        () => Said::Nothing,
    }
}

/// From logarithms of weights to chances that sum to 1; `None` if nothing is possible.
fn scaled(logs: &[f64]) -> Option<Vec<f64>> {
    let greatest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if !greatest.is_finite() {
        return None;
    }
    let weights: Vec<f64> = logs.iter().map(|log| (log - greatest).exp()).collect();
    let sum: f64 = weights.iter().sum();
    Some(weights.iter().map(|weight| weight / sum).collect())
}
