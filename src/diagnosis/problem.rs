//! A model in bare numbers: what planning computes with.
//!
//! Answers that would leave the same chances are one outcome here, and what can tell or cure nothing is left out, so
//! that planning looks at fewer situations. A [`Situation`] says which fixes failed and which answers were given: in
//! what order does not matter, which is why situations are shared between all orders.

use super::model::Model;

/// Something to do, by its place in [`Problem::fixes`] or [`Problem::questions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    Try(usize),
    Ask(usize),
    Escalate,
}

/// A fix in numbers.
#[derive(Debug)]
pub(super) struct Fix {
    /// Its place among the actions of the model.
    pub(super) place: usize,
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
    pub(super) fixes: Vec<Fix>,
    pub(super) questions: Vec<Asked>,
    pub(super) escalate: f64,
    /// For each cause the fixes that can cure it, best chance for its cost first: place, chance, cost.
    by_cause: Vec<Vec<(usize, f64, f64)>>,
    /// The questions, those that can tell most for their price first.
    by_price: Vec<usize>,
}

/// Two chances that differ by less than this, in relation, count as the same.
const SAME: f64 = 1e-9;
/// How many fixes one plan weighs against each other: one bit each in a [`Situation`].
const MOST_FIXES: usize = 64;

impl Situation {
    pub(super) fn is_tried(self, fix: usize) -> bool {
        self.failed >> fix & 1 == 1
    }

    pub(super) fn after_failure(self, fix: usize) -> Self {
        Self { failed: self.failed | 1 << fix, ..self }
    }
}

impl Problem {
    pub(super) fn of(model: &Model) -> Self {
        let weights: Vec<f64> = model.causes.iter().map(|(_, chance)| *chance).collect();
        let fixes = fixes(model, &weights);
        let questions = questions(model, &weights);
        let mut by_cause: Vec<Vec<(usize, f64, f64)>> = vec![Vec::new(); weights.len()];
        for (at, fix) in fixes.iter().enumerate() {
            for (cause, chance) in &fix.cures {
                by_cause.get_mut(*cause).into_iter().for_each(|list| list.push((at, *chance, fix.cost)));
            }
        }
        for list in &mut by_cause {
            list.sort_by(|(_, chance, cost), (_, other, price)| (other / price).total_cmp(&(chance / cost)));
        }
        let mut by_price: Vec<usize> = (0..questions.len()).collect();
        let certainty =
            |at: &usize| questions.get(*at).map_or(f64::INFINITY, |asked: &Asked| asked.certainty);
        by_price.sort_by(|first, second| certainty(first).total_cmp(&certainty(second)));
        Self { weights, fixes, questions, escalate: model.escalate_cost, by_cause, by_price }
    }

    pub(super) fn is_asked(&self, situation: Situation, question: usize) -> bool {
        self.questions.get(question).is_some_and(|asked| asked.given_in(situation) != 0)
    }

    pub(super) fn after_answer(&self, situation: Situation, question: usize, outcome: usize) -> Situation {
        let shift = self.questions.get(question).map_or(0, |asked| asked.shift);
        Situation { answers: situation.answers | ((outcome as u128 + 1) << shift), ..situation }
    }

    /// The fixes that can cure a cause: place, chance and cost.
    pub(super) fn cures_of(&self, cause: usize) -> &[(usize, f64, f64)] {
        self.by_cause.get(cause).map(Vec::as_slice).unwrap_or_default()
    }

    /// What a case costs at least if its cause is known: the fixes that pay, then handing over.
    pub(super) fn cost_if_known(&self, cause: usize, situation: Situation) -> f64 {
        let (mut spent, mut left) = (0.0, 1.0);
        for (fix, chance, cost) in self.cures_of(cause) {
            if situation.is_tried(*fix) {
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
        let tried = 1_usize.checked_shl(u32::try_from(self.fixes.len()).ok()?)?;
        self.questions.iter().try_fold(tried, |n, asked| n.checked_mul(asked.outcomes.len() + 1))
    }

    /// All that can be done in a situation: trying comes before asking, and asking before handing over.
    pub(super) fn moves(&self, situation: Situation) -> impl Iterator<Item = Move> {
        let fixes = (0..self.fixes.len()).filter(move |at| !situation.is_tried(*at)).map(Move::Try);
        let asked = move |at: &usize| !self.is_asked(situation, *at);
        fixes.chain((0..self.questions.len()).filter(asked).map(Move::Ask)).chain([Move::Escalate])
    }

    /// What a move costs by itself, and where it can lead. Nothing follows handing over.
    pub(super) fn after(&self, situation: Situation, step: Move) -> (f64, Vec<Situation>) {
        match step {
            Move::Escalate => (self.escalate, Vec::new()),
            Move::Try(at) => {
                let cost = self.fixes.get(at).map_or(f64::INFINITY, |fix| fix.cost);
                (cost, vec![situation.after_failure(at)])
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

fn fixes(model: &Model, weights: &[f64]) -> Vec<Fix> {
    let of = |(place, action): (usize, &super::Action)| {
        let cures = action.cures.iter().copied().zip(weights).enumerate();
        let cures = cures.filter(|(_, (chance, weight))| *chance > 0.0 && **weight > 0.0);
        let cures = cures.map(|(cause, (chance, _))| (cause, chance)).collect();
        Fix { place, cost: action.cost, cures }
    };
    let mut fixes: Vec<Fix> = model.actions.iter().enumerate().map(of).collect();
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
    fixes
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
