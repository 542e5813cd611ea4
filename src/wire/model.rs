//! The decision problem behind a tree (design, section 4), for programs that want to plan or judge for themselves.

use std::collections::BTreeMap;

use serde::Serialize;

use super::SOMETHING_ELSE;
use crate::diagnosis::{ActionId, Model};
use crate::kb::{CauseId, SymptomId};

/// Causes, fixes and questions with their numbers, not rounded: costs computed from them agree with ours.
#[derive(Debug, Clone, Serialize)]
pub struct ModelV1 {
    /// The causes with their chances; the remainder `something-else` stands last.
    pub causes: Vec<PriorV1>,
    /// What can be tried.
    pub actions: Vec<ActionV1>,
    /// What can be asked.
    pub questions: Vec<QuestionV1>,
    /// What handing over costs, in minutes.
    pub escalate_cost: f64,
}

/// The model of one symptom among those of all.
#[derive(Debug, Clone, Serialize)]
pub struct SymptomModelV1 {
    /// The symptom's id.
    pub symptom: String,
    /// Its model.
    #[serde(flatten)]
    pub model: ModelV1,
}

/// The models of all symptoms.
#[derive(Debug, Clone, Serialize)]
pub struct AllModels {
    /// In the order of the symptoms' ids.
    pub models: Vec<SymptomModelV1>,
}

/// A cause with its chance before anything was tried or asked.
#[derive(Debug, Clone, Serialize)]
pub struct PriorV1 {
    /// The cause's id, or `something-else`.
    pub id: String,
    /// Its chance, 0–1.
    pub prior: f64,
}

/// Something that can be tried.
#[derive(Debug, Clone, Serialize)]
pub struct ActionV1 {
    /// The cause whose page has the fix, or the fix with a page of its own; of a pair both, as `a+b`.
    pub id: String,
    /// The ids of the two actions that a pair is made of, which end in the same step. It can be done only where neither was,
    /// and done in vain it counts for both. Missing for single fixes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// What it takes, in minutes.
    pub cost: f64,
    /// The chance to cure for each cause that it helps with.
    pub fixes: BTreeMap<String, f64>,
}

/// Something that can be asked.
#[derive(Debug, Clone, Serialize)]
pub struct QuestionV1 {
    /// The question's id.
    pub id: String,
    /// What it takes, in minutes.
    pub cost: f64,
    /// For each cause, the chance of each answer.
    pub answers: BTreeMap<String, BTreeMap<String, f64>>,
}

impl SymptomModelV1 {
    /// The model of a symptom, named.
    pub fn new(symptom: &SymptomId, model: &Model) -> Self {
        Self { symptom: symptom.to_string(), model: ModelV1::from(model) }
    }
}

impl From<&Model> for ModelV1 {
    fn from(model: &Model) -> Self {
        let causes = || model.causes.iter().map(|(id, _)| cause_id(id.as_ref()));
        let actions = model.actions.iter().map(|action| ActionV1 {
            id: action_id(model, &action.id),
            parts: match &action.id {
                ActionId::Both(parts) => parts.iter().map(|part| action_id(model, part)).collect(),
                ActionId::FixOf(_) | ActionId::Fix(_) => Vec::new(),
            },
            cost: action.cost,
            fixes: causes().zip(action.cures.iter().copied()).filter(|(_, chance)| *chance > 0.0).collect(),
        });
        let questions = model.questions.iter().map(|question| {
            let given = |at: usize| {
                let answers = question.answers.iter();
                answers.filter_map(move |(answer, chances)| Some((answer.to_string(), *chances.get(at)?)))
            };
            QuestionV1 {
                id: question.id.to_string(),
                cost: question.cost,
                answers: causes().enumerate().map(|(at, cause)| (cause, given(at).collect())).collect(),
            }
        });
        Self {
            causes: model
                .causes
                .iter()
                .map(|(id, prior)| PriorV1 { id: cause_id(id.as_ref()), prior: *prior })
                .collect(),
            actions: actions.collect(),
            questions: questions.collect(),
            escalate_cost: model.escalate_cost,
        }
    }
}

fn cause_id(cause: Option<&CauseId>) -> String {
    cause.map_or_else(|| SOMETHING_ELSE.to_owned(), ToString::to_string)
}

/// The id under which a fix stands in trees and models. Causes and fixes have ids of their own, so that a fix page may
/// be called like a cause whose page has a fix too; only then the fix page's id gets `fix:` in front.
pub(super) fn action_id(model: &Model, action: &ActionId) -> String {
    match action {
        ActionId::FixOf(cause) => cause.to_string(),
        ActionId::Fix(fix) => {
            let is_taken = model
                .actions
                .iter()
                .any(|other| matches!(&other.id, ActionId::FixOf(cause) if cause.as_str() == fix.as_str()));
            if is_taken { format!("fix:{fix}") } else { fix.to_string() }
        }
        ActionId::Both(parts) => parts.each_ref().map(|part| action_id(model, part)).join("+"),
    }
}
