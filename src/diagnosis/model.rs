//! The decision problem behind a ranking: causes with their chances, what can be tried and what can be asked.

use super::action::ActionId;
use super::pairs::pairs;
use super::posterior::cures;
use super::ranking::Ranking;
use crate::kb::{AnswerId, CauseId, KnowledgeBase, QuestionId};

/// Something that can be tried, with its price and its chances.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// Which.
    pub id: ActionId,
    /// What it takes, in minutes; 0 or more.
    pub cost: f64,
    /// P(it cures | cause), one for each of [`Model::causes`].
    pub cures: Vec<f64>,
}

/// Something that can be asked.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelQuestion {
    /// Which.
    pub id: QuestionId,
    /// What it takes, in minutes.
    pub cost: f64,
    /// Its answers, and for each P(answer | cause), one for each of [`Model::causes`].
    pub answers: Vec<(AnswerId, Vec<f64>)>,
}

/// The decision problem.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// The causes with their chances; `None` is "something else" and stands last.
    pub causes: Vec<(Option<CauseId>, f64)>,
    /// What can be tried: single fixes, and behind them the pairs that end in the same step.
    pub actions: Vec<Action>,
    /// What can be asked and would tell something.
    pub questions: Vec<ModelQuestion>,
    /// What handing over costs, in minutes.
    pub escalate_cost: f64,
}

/// Two answers' likelihoods that differ by less than this tell the causes apart by nothing.
const TELLS_NOTHING: f64 = 1e-9;

impl Model {
    /// Puts together what the base knows about the causes of a ranking. Drafts are left out, and so are questions
    /// and fixes that were proposed before.
    pub fn of(base: &KnowledgeBase, ranking: &Ranking) -> Self {
        let mut causes: Vec<(Option<CauseId>, f64)> =
            ranking.causes.iter().map(|ranked| (Some(ranked.cause.clone()), ranked.probability)).collect();
        causes.push((None, ranking.something_else));
        Self {
            actions: actions(base, ranking, &causes),
            questions: questions(base, ranking, &causes),
            escalate_cost: base.settings().escalation.effort.value(),
            causes,
        }
    }
}

fn actions(base: &KnowledgeBase, ranking: &Ranking, causes: &[(Option<CauseId>, f64)]) -> Vec<Action> {
    let own = causes.iter().filter_map(|(id, _)| base.cause(id.as_ref()?)).filter(|cause| !cause.escalate);
    let own = own.filter(|cause| base.is_published(&cause.page));
    let own = own.map(|cause| (ActionId::FixOf(cause.id.clone()), cause.effort));
    let shared = base.fixes().filter(|fix| base.is_published(&fix.page));
    let shared = shared.map(|fix| (ActionId::Fix(fix.id.clone()), fix.effort));
    let open = own.chain(shared).filter(|(id, _)| !ranking.settled_fixes.contains(id));
    let mut actions: Vec<Action> = open
        .map(|(id, effort)| Action {
            cures: causes.iter().map(|(cause, _)| cures(base, &id, cause.as_ref())).collect(),
            cost: effort.value(),
            id,
        })
        .collect();
    actions.retain(|action| action.cures.iter().any(|chance| *chance > 0.0));
    actions.sort_by(|first, second| first.id.cmp(&second.id));
    actions.extend(pairs(base, &actions, causes));
    actions
}

fn questions(
    base: &KnowledgeBase,
    ranking: &Ranking,
    causes: &[(Option<CauseId>, f64)],
) -> Vec<ModelQuestion> {
    let open = base.questions().filter(|question| !ranking.settled_questions.contains(&question.id));
    let published = open.filter(|question| base.is_published(&question.page));
    let all = published.map(|question| ModelQuestion {
        id: question.id.clone(),
        cost: question.effort.value(),
        answers: question
            .answers
            .iter()
            .map(|answer| {
                let given = causes.iter().map(|(cause, _)| question.likelihood(&answer.id, cause.as_ref()));
                (answer.id.clone(), given.collect())
            })
            .collect(),
    });
    all.filter(tells_something).collect()
}

/// What an answer would make likeliest.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// The answer.
    pub answer: AnswerId,
    /// The cause that would then come first; `None` if nothing known would.
    pub cause: Option<CauseId>,
    /// The chance that cause would then have, 0–1.
    pub chance: f64,
}

impl Model {
    /// The chance that an action cures as the case stands, 0–1; `None` if it cannot be tried any more.
    pub fn chance(&self, action: &ActionId) -> Option<f64> {
        let of = |part: &ActionId| self.actions.iter().find(|known| known.id == *part);
        let parts = action.parts().iter().map(of).collect::<Option<Vec<&Action>>>()?;
        let cured = self.causes.iter().enumerate().map(|(at, (_, chance))| {
            let fails = parts.iter().filter_map(|part| part.cures.get(at)).map(|cures| 1.0 - cures);
            chance * (1.0 - fails.product::<f64>())
        });
        Some(cured.sum())
    }

    /// What each answer to a question would make likeliest, in the order of the answers; nothing for a question
    /// that would tell nothing here.
    pub fn outlooks(&self, question: &QuestionId) -> Vec<Outlook> {
        let asked = self.questions.iter().find(|asked| asked.id == *question);
        let answers = asked.map(|asked| asked.answers.as_slice()).unwrap_or_default();
        answers.iter().map(|(answer, given)| self.outlook(answer, given)).collect()
    }

    fn outlook(&self, answer: &AnswerId, given: &[f64]) -> Outlook {
        let weighed = self.causes.iter().zip(given).map(|((cause, chance), given)| (cause, chance * given));
        let all: f64 = weighed.clone().map(|(_, weight)| weight).sum();
        let named = weighed.filter_map(|(cause, weight)| Some((cause.as_ref()?, weight)));
        let best = named.filter(|_| all > 0.0).max_by(|(_, first), (_, second)| first.total_cmp(second));
        Outlook {
            answer: answer.clone(),
            cause: best.map(|(cause, _)| cause.clone()),
            chance: best.map_or(0.0, |(_, weight)| weight / all),
        }
    }
}

/// Whether some answer is likelier for one cause than for another.
pub(super) fn tells_something(question: &ModelQuestion) -> bool {
    question.answers.iter().any(|(_, chances)| {
        let least = chances.iter().copied().fold(f64::INFINITY, f64::min);
        let most = chances.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        most - least > TELLS_NOTHING
    })
}
