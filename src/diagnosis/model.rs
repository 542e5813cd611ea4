//! The decision problem behind a ranking: causes with their chances, what can be tried and what can be asked.

use super::ranking::Ranking;
use crate::kb::{AnswerId, CauseId, FixId, KnowledgeBase, QuestionId};

/// Something that can be tried.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActionId {
    /// The fix on a cause's own page.
    FixOf(CauseId),
    /// A fix with a page of its own.
    Fix(FixId),
}

/// Something that can be tried, with its price and its chances.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// Which.
    pub id: ActionId,
    /// What it takes, in minutes; above 0.
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
    /// What can be tried.
    pub actions: Vec<Action>,
    /// What can be asked and would tell something.
    pub questions: Vec<ModelQuestion>,
    /// What handing over costs, in minutes.
    pub escalate_cost: f64,
}

/// A fix that claims to take no time at all is held to take this long, in minutes: dividing by it must be possible.
const SHORTEST: f64 = 0.1;
/// Two answers' likelihoods that differ by less than this tell the causes apart by nothing.
const TELLS_NOTHING: f64 = 1e-9;

impl Model {
    /// Puts together what the base knows about the causes of a ranking. Drafts are left out.
    pub fn of(base: &KnowledgeBase, ranking: &Ranking) -> Self {
        let mut causes: Vec<(Option<CauseId>, f64)> =
            ranking.causes.iter().map(|ranked| (Some(ranked.cause.clone()), ranked.probability)).collect();
        causes.push((None, ranking.something_else));
        Self {
            actions: actions(base, &causes),
            questions: questions(base, ranking, &causes),
            escalate_cost: base.settings().escalation.effort.value(),
            causes,
        }
    }
}

fn actions(base: &KnowledgeBase, causes: &[(Option<CauseId>, f64)]) -> Vec<Action> {
    let own = causes.iter().filter_map(|(id, _)| base.cause(id.as_ref()?)).filter(|cause| !cause.escalate);
    let mut actions: Vec<Action> = own
        .filter(|cause| base.is_published(&cause.page))
        .map(|cause| Action {
            id: ActionId::FixOf(cause.id.clone()),
            cost: cause.effort.value().max(SHORTEST),
            cures: cures(causes, |id| if *id == cause.id { cause.works.value() } else { 0.0 }),
        })
        .collect();
    let shared = base.fixes().filter(|fix| base.is_published(&fix.page)).map(|fix| Action {
        id: ActionId::Fix(fix.id.clone()),
        cost: fix.effort.value().max(SHORTEST),
        cures: cures(causes, |id| fix.cures.get(id).map_or(0.0, |chance| chance.value())),
    });
    actions.extend(shared.filter(|action| action.cures.iter().any(|chance| *chance > 0.0)));
    actions.sort_by(|first, second| first.id.cmp(&second.id));
    actions
}

fn cures(causes: &[(Option<CauseId>, f64)], chance: impl Fn(&CauseId) -> f64) -> Vec<f64> {
    causes.iter().map(|(id, _)| id.as_ref().map_or(0.0, &chance)).collect()
}

fn questions(
    base: &KnowledgeBase,
    ranking: &Ranking,
    causes: &[(Option<CauseId>, f64)],
) -> Vec<ModelQuestion> {
    let open = base.questions().filter(|question| !ranking.answered.contains(&question.id));
    let published = open.filter(|question| base.is_published(&question.page));
    let all = published.map(|question| ModelQuestion {
        id: question.id.clone(),
        cost: question.effort.value(),
        answers: question
            .answers
            .iter()
            .map(|answer| {
                let chances = causes.iter().map(|(id, _)| question.likelihood(&answer.id, id.as_ref()));
                (answer.id.clone(), chances.collect())
            })
            .collect(),
    });
    all.filter(tells_something).collect()
}

fn tells_something(question: &ModelQuestion) -> bool {
    question.answers.iter().any(|(_, chances)| {
        let least = chances.iter().copied().fold(f64::INFINITY, f64::min);
        let most = chances.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        most - least > TELLS_NOTHING
    })
}
