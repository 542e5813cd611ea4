//! A model in bare numbers: what planning computes with.
//!
//! Answers that would leave the same chances are one outcome here, and what can tell or cure nothing is left out, so
//! that planning looks at fewer situations. A [`Situation`] says which fixes failed and which answers were given: in
//! what order does not matter, which is why situations are shared between all orders.

use super::action::ActionId;
use super::model::{Action, Model};

/// Something to do, by its place in [`Problem::fixes`] or [`Problem::questions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    Try(usize),
    Ask(usize),
    Escalate,
}

/// A fix in numbers, or two that are done together.
#[derive(Debug)]
pub(super) struct Fix {
    /// Its place among the actions of the model.
    pub(super) place: usize,
    /// The single fixes it is made of, one bit each by their places in [`Problem::fixes`].
    pub(super) parts: u64,
    pub(super) cost: f64,
    /// The causes it can cure, with the chance.
    pub(super) cures: Vec<(usize, f64)>,
}

/// A question in numbers.
#[derive(Debug)]
pub(super) struct Asked {
    /// Its place among the questions of the model.
    pub(super) place: usize,
    pub(super) cost: f64,
    pub(super) outcomes: Vec<Outcome>,
    /// What it would cost to learn the cause for sure from questions like this one; see [`Problem::least_price`].
    certainty: f64,
    shift: u32,
    bits: u32,
}

/// Answers that leave the same chances.
#[derive(Debug)]
pub(super) struct Outcome {
    /// P(one of the answers | cause).
    pub(super) given: Vec<f64>,
    /// The places of the answers in the model's question, each with its share of the outcome.
    pub(super) answers: Vec<(usize, f64)>,
}

/// Which fixes failed and which answers were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Situation {
    pub(super) failed: u64,
    pub(super) answers: u128,
}

/// A model in numbers.
#[derive(Debug)]
pub(super) struct Problem {
    /// The chances of the causes, "something else" last.
    pub(super) weights: Vec<f64>,
    /// Single fixes, and behind them the pairs.
    pub(super) fixes: Vec<Fix>,
    /// How many of the fixes are single ones.
    n_singles: usize,
    pub(super) questions: Vec<Asked>,
    pub(super) escalate: f64,
    /// For each cause the single fixes that can cure it, best chance for its price first: place, chance, and the least
    /// that it can come to, see [`prices`].
    by_cause: Vec<Vec<(usize, f64, f64)>>,
    /// The questions, those that can tell most for their price first.
    by_price: Vec<usize>,
}

/// Two chances that differ by less than this, in relation, count as the same.
const SAME: f64 = 1e-9;
/// How many fixes one plan weighs against each other: one bit each in a [`Situation`].
const MOST_FIXES: usize = 64;

impl Situation {
    /// Whether a fix, or one of the two that a pair is made of, was tried.
    pub(super) fn is_tried(self, fix: &Fix) -> bool {
        self.failed & fix.parts != 0
    }

    pub(super) fn after_failure(self, fix: &Fix) -> Self {
        Self { failed: self.failed | fix.parts, ..self }
    }
}

impl Problem {
    pub(super) fn of(model: &Model) -> Self {
        let weights: Vec<f64> = model.causes.iter().map(|(_, chance)| *chance).collect();
        let mut fixes = fixes(model, &weights);
        let n_singles = fixes.len();
        fixes.extend(pairs(model, &weights, &fixes));
        let questions = questions(model, &weights);
        let by_cause = (0..weights.len()).map(|cause| prices(cause, &fixes, n_singles)).collect();
        let mut by_price: Vec<usize> = (0..questions.len()).collect();
        let certainty =
            |at: &usize| questions.get(*at).map_or(f64::INFINITY, |asked: &Asked| asked.certainty);
        by_price.sort_by(|first, second| certainty(first).total_cmp(&certainty(second)));
        Self { weights, fixes, n_singles, questions, escalate: model.escalate_cost, by_cause, by_price }
    }

    pub(super) fn is_asked(&self, situation: Situation, question: usize) -> bool {
        self.questions.get(question).is_some_and(|asked| asked.given_in(situation) != 0)
    }

    pub(super) fn after_answer(&self, situation: Situation, question: usize, outcome: usize) -> Situation {
        let shift = self.questions.get(question).map_or(0, |asked| asked.shift);
        Situation { answers: situation.answers | ((outcome as u128 + 1) << shift), ..situation }
    }

    /// The single fixes.
    pub(super) fn singles(&self) -> &[Fix] {
        self.fixes.get(..self.n_singles).unwrap_or_default()
    }

    /// The single fixes that can cure a cause: place, chance, and the least that it can come to.
    pub(super) fn cures_of(&self, cause: usize) -> &[(usize, f64, f64)] {
        self.by_cause.get(cause).map(Vec::as_slice).unwrap_or_default()
    }

    /// What a case costs at least if its cause is known: the fixes that pay, then handing over.
    pub(super) fn cost_if_known(&self, cause: usize, situation: Situation) -> f64 {
        let (mut spent, mut left) = (0.0, 1.0);
        for (fix, chance, cost) in self.cures_of(cause) {
            if situation.failed >> fix & 1 == 1 {
                continue;
            }
            if *cost >= self.escalate * chance {
                break;
            }
            spent += left * cost;
            left *= 1.0 - chance;
        }
        spent + left * self.escalate
    }

    /// The least that learning the cause for sure can cost where questions are all there is to learn from.
    ///
    /// Of a question's answers a part says the same of all causes: with a chance of 1 − ε the answer is noise. Who asks
    /// learns the cause with a chance of ε at best, so pays cost / ε for it in the long run.
    pub(super) fn least_price(&self, situation: Situation) -> f64 {
        let open = self.by_price.iter().filter(|at| !self.is_asked(situation, **at));
        open.filter_map(|at| self.questions.get(*at))
            .map(|asked| asked.certainty)
            .next()
            .unwrap_or(f64::INFINITY)
    }

    /// How many situations there are; `None` if it is beyond counting.
    pub(super) fn n_situations(&self) -> Option<usize> {
        let tried = 1_usize.checked_shl(u32::try_from(self.n_singles).ok()?)?;
        self.questions.iter().try_fold(tried, |n, asked| n.checked_mul(asked.outcomes.len() + 1))
    }

    /// The fixes that can be tried in a situation, with their places; pairs only where neither part was tried.
    pub(super) fn open_fixes(&self, situation: Situation) -> impl Iterator<Item = (usize, &Fix)> {
        self.fixes.iter().enumerate().filter(move |(_, fix)| !situation.is_tried(fix))
    }

    /// All that can be done in a situation: trying comes before asking, and asking before handing over.
    pub(super) fn moves(&self, situation: Situation) -> impl Iterator<Item = Move> {
        let fixes = self.open_fixes(situation).map(|(at, _)| Move::Try(at));
        let asked = move |at: &usize| !self.is_asked(situation, *at);
        fixes.chain((0..self.questions.len()).filter(asked).map(Move::Ask)).chain([Move::Escalate])
    }

    /// What a move costs by itself, and where it can lead. Nothing follows handing over.
    pub(super) fn after(&self, situation: Situation, step: Move) -> (f64, Vec<Situation>) {
        match step {
            Move::Escalate => (self.escalate, Vec::new()),
            Move::Try(at) => {
                let Some(fix) = self.fixes.get(at) else { return (f64::INFINITY, Vec::new()) };
                (fix.cost, vec![situation.after_failure(fix)])
            }
            Move::Ask(at) => {
                let Some(asked) = self.questions.get(at) else { return (f64::INFINITY, Vec::new()) };
                let outcomes = 0..asked.outcomes.len();
                (asked.cost, outcomes.map(|outcome| self.after_answer(situation, at, outcome)).collect())
            }
        }
    }

    /// The weights after each way a move can turn out, in the order of [`Problem::after`].
    pub(super) fn weights_after(&self, weights: &[f64], step: Move) -> Vec<Vec<f64>> {
        match step {
            Move::Escalate => Vec::new(),
            Move::Try(at) => vec![self.failed(at, weights)],
            Move::Ask(at) => {
                let outcomes = self.questions.get(at).map(|asked| asked.outcomes.as_slice());
                outcomes.unwrap_or_default().iter().map(|outcome| outcome.applied(weights)).collect()
            }
        }
    }

    /// The weights after a fix failed.
    pub(super) fn failed(&self, fix: usize, weights: &[f64]) -> Vec<f64> {
        let mut left = weights.to_vec();
        for (cause, chance) in self.fixes.get(fix).into_iter().flat_map(|fix| &fix.cures) {
            left.get_mut(*cause).into_iter().for_each(|weight| *weight *= 1.0 - chance);
        }
        left
    }
}

impl Asked {
    /// 0 where the question was not asked, else the place of the outcome counted from 1.
    pub(super) fn digit(&self, situation: Situation) -> usize {
        usize::try_from(self.given_in(situation)).unwrap_or_default()
    }

    fn given_in(&self, situation: Situation) -> u128 {
        situation.answers >> self.shift & ((1 << self.bits) - 1)
    }
}

impl Outcome {
    /// The weights after this outcome.
    pub(super) fn applied(&self, weights: &[f64]) -> Vec<f64> {
        weights.iter().zip(&self.given).map(|(weight, given)| weight * given).collect()
    }
}

/// The single fixes of a model.
fn fixes(model: &Model, weights: &[f64]) -> Vec<Fix> {
    let singles = model.actions.iter().enumerate().filter(|(_, action)| action.id.parts().len() == 1);
    let of = |(place, action): (usize, &Action)| Fix {
        place,
        parts: 0,
        cost: action.cost,
        cures: cures(action, weights),
    };
    let mut fixes: Vec<Fix> = singles.map(of).collect();
    fixes.retain(|fix| !fix.cures.is_empty());
    if fixes.len() > MOST_FIXES {
        let promise = |fix: &Fix| {
            let cured = fix.cures.iter().map(|(cause, chance)| weights.get(*cause).unwrap_or(&0.0) * chance);
            cured.sum::<f64>() / fix.cost
        };
        fixes.sort_by(|first, second| promise(second).total_cmp(&promise(first)));
        fixes.truncate(MOST_FIXES);
        fixes.sort_by_key(|fix| fix.place);
    }
    fixes.iter_mut().enumerate().for_each(|(at, fix)| fix.parts = 1 << at);
    fixes
}

/// The pairs of a model whose parts are both among the fixes.
fn pairs(model: &Model, weights: &[f64], singles: &[Fix]) -> Vec<Fix> {
    let bit = |part: &ActionId| {
        let is_it = |fix: &&Fix| model.actions.get(fix.place).is_some_and(|action| action.id == *part);
        singles.iter().find(is_it).map(|fix| fix.parts)
    };
    let of = |(place, action): (usize, &Action)| {
        let ActionId::Both(parts) = &action.id else { return None };
        let [first, second] = parts.as_ref();
        let parts = bit(first)? | bit(second)?;
        Some(Fix { place, parts, cost: action.cost, cures: cures(action, weights) })
    };
    model.actions.iter().enumerate().filter_map(of).collect()
}

/// The causes that an action can cure and that are possible, with the chance.
fn cures(action: &Action, weights: &[f64]) -> Vec<(usize, f64)> {
    let cures = action.cures.iter().copied().zip(weights).enumerate();
    let cures = cures.filter(|(_, (chance, weight))| *chance > 0.0 && **weight > 0.0);
    cures.map(|(cause, (chance, _))| (cause, chance)).collect()
}

/// The single fixes that can cure a cause, with the least that each can come to.
///
/// Where the cause is known, a pair is worth its price only if both parts can cure it. Half of what it saves is taken
/// off each part: together they then cost no more than the pair, so that plans without pairs bound those with pairs.
fn prices(cause: usize, fixes: &[Fix], n_singles: usize) -> Vec<(usize, f64, f64)> {
    let (singles, pairs) = fixes.split_at_checked(n_singles).unwrap_or((fixes, &[]));
    let chance = |fix: &Fix| fix.cures.iter().find(|(other, _)| *other == cause).map(|(_, chance)| *chance);
    let cures = |at: usize| singles.get(at).and_then(chance);
    let mut prices: Vec<(usize, f64, f64)> = (0..singles.len())
        .filter_map(|at| {
            let fix = singles.get(at)?;
            let saved = pairs.iter().filter(|pair| pair.parts & fix.parts != 0).map(|pair| {
                let other = (pair.parts & !fix.parts).trailing_zeros() as usize;
                let alone = singles.get(other).map_or(0.0, |other| other.cost);
                if cures(other).is_some() { (fix.cost + alone - pair.cost) / 2.0 } else { 0.0 }
            });
            Some((at, chance(fix)?, (fix.cost - saved.fold(0.0, f64::max)).max(0.0)))
        })
        .collect();
    prices.sort_by(|(_, chance, cost), (_, other, price)| (other / price).total_cmp(&(chance / cost)));
    prices
}

fn questions(model: &Model, weights: &[f64]) -> Vec<Asked> {
    let mut asked = Vec::new();
    let mut shift = 0;
    for (place, question) in model.questions.iter().enumerate() {
        let outcomes = outcomes(&question.answers, weights);
        let bits = usize::BITS - outcomes.len().leading_zeros();
        // A situation has room for a good forty questions. The rest is weighed on a later turn, when others are settled.
        if outcomes.len() < 2 || shift + bits >= u128::BITS {
            continue;
        }
        let noise: f64 = outcomes.iter().map(|outcome| least_given(outcome, weights)).sum();
        let certainty = question.cost / (1.0 - noise).max(SAME);
        asked.push(Asked { place, cost: question.cost, outcomes, certainty, shift, bits });
        shift += bits;
    }
    asked
}

fn least_given(outcome: &Outcome, weights: &[f64]) -> f64 {
    let possible = outcome.given.iter().zip(weights).filter(|(_, weight)| **weight > 0.0);
    possible.map(|(given, _)| *given).fold(1.0, f64::min)
}

/// Puts together the answers that leave the same chances, and leaves out those that cannot be given.
fn outcomes(answers: &[(crate::kb::AnswerId, Vec<f64>)], weights: &[f64]) -> Vec<Outcome> {
    let mut outcomes: Vec<Outcome> = Vec::new();
    let possible =
        |given: &[f64]| given.iter().zip(weights).map(|(given, weight)| given * weight).sum::<f64>();
    for (place, (_, given)) in answers.iter().enumerate() {
        let chance = possible(given);
        if chance <= 0.0 {
            continue;
        }
        let is_same = |outcome: &&mut Outcome| {
            let all = possible(&outcome.given);
            let pairs = outcome.given.iter().zip(given).zip(weights).filter(|(_, weight)| **weight > 0.0);
            pairs
                .map(|((first, second), _)| (first / all, second / chance))
                .all(|(first, second)| (first - second).abs() <= SAME * first.max(second))
        };
        match outcomes.iter_mut().find(is_same) {
            Some(outcome) => {
                outcome.given.iter_mut().zip(given).for_each(|(sum, given)| *sum += given);
                outcome.answers.push((place, chance));
            }
            None => outcomes.push(Outcome { given: given.clone(), answers: vec![(place, chance)] }),
        }
    }
    for outcome in &mut outcomes {
        let all: f64 = outcome.answers.iter().map(|(_, chance)| chance).sum();
        outcome.answers.iter_mut().for_each(|(_, chance)| *chance /= all);
    }
    outcomes
}
