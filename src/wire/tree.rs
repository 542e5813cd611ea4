//! A decision tree (design, section 4): `do`, `id` and `branches`, with what every node may carry besides.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::SOMETHING_ELSE;
use super::diagnosis::{ChanceOnly, rounded};
use super::model::action_id;
use crate::diagnosis::{Branch, Costs, Model, Node, Step, Tree};
use crate::kb::{KnowledgeBase, SymptomId};

/// The branch that a fix which did not help leads to.
const FAILED: &str = "fail";

/// Causes with a smaller chance than this are not listed in a node: a large base has dozens of them in each of thousands
/// of nodes.
const WORTH_NAMING: f64 = 0.01;

/// The decision tree of one symptom: its first step stands at the top, with what following the tree costs.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SymptomTreeV1 {
    /// The symptom's id.
    pub symptom: String,
    /// The symptom's title.
    pub title: String,
    /// What following the tree costs, and what other ways would.
    pub costs: CostsV1,
    /// The first step, and all that follows.
    #[serde(flatten)]
    pub root: NodeV1,
}

/// The trees of all symptoms.
#[derive(Debug, Clone, Serialize)]
pub struct AllTrees {
    /// In the order of the symptoms' ids.
    pub trees: Vec<SymptomTreeV1>,
}

/// What a case is expected to cost, in minutes, for different ways to go about it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CostsV1 {
    /// Following the tree.
    pub expected: f64,
    /// The least that any way can cost; `null` where there are too many causes, fixes and questions to know it.
    pub optimum: Option<f64>,
    /// Trying the fixes in the order in which the symptom's page lists their causes.
    pub listed: f64,
    /// Trying the fixes by chance over cost, without a question.
    pub by_chance_per_cost: f64,
}

/// One step of a tree and what follows from it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NodeV1 {
    /// `ask`, `try` or `escalate`.
    #[serde(rename = "do")]
    pub act: &'static str,
    /// The question, the cause whose fix is meant, or the fix; `a+b` where two fixes are done together before the step
    /// that ends both; missing when handing over.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub id: Option<String>,
    /// The chance of getting here, 0–1.
    pub probability: f64,
    /// What the case is expected to cost from here, in minutes.
    pub cost: f64,
    /// The causes with their chances here, most likely first; those with less than one chance in a hundred are left
    /// out.
    pub causes: Vec<ChanceOnly>,
    /// `true` where the tree was cut: the steps after this one are planned when a case gets here.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
    /// What follows: by the answer's id after a question, by `fail` after a fix; missing when handing over.
    #[serde(skip_serializing_if = "Branches::is_empty")]
    #[schema(value_type = std::collections::BTreeMap<String, NodeV1>, no_recursion)]
    pub branches: Branches,
}

/// What follows from a step, in the order of the answers.
#[derive(Debug, Clone)]
pub struct Branches(Vec<(String, NodeV1)>);

impl Branches {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Branches {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (branch, node) in &self.0 {
            map.serialize_entry(branch, node)?;
        }
        map.end()
    }
}

impl SymptomTreeV1 {
    /// The tree of a symptom in version-1 shapes.
    pub fn new(base: &KnowledgeBase, symptom: &SymptomId, model: &Model, tree: &Tree) -> Self {
        Self {
            symptom: symptom.to_string(),
            title: base.symptom(symptom).map(|symptom| symptom.title.clone()).unwrap_or_default(),
            costs: CostsV1::from(tree.costs),
            root: node(model, &tree.root),
        }
    }
}

impl From<Costs> for CostsV1 {
    fn from(costs: Costs) -> Self {
        Self {
            expected: rounded(costs.expected),
            optimum: costs.optimum.map(rounded),
            listed: rounded(costs.listed),
            by_chance_per_cost: rounded(costs.by_chance_per_cost),
        }
    }
}

fn node(model: &Model, found: &Node) -> NodeV1 {
    let (act, id) = match &found.step {
        Step::Ask(question) => ("ask", Some(question.to_string())),
        Step::Try(action) => ("try", Some(action_id(model, action))),
        Step::Escalate => ("escalate", None),
    };
    let branches = found.branches.iter().map(|(branch, next)| {
        let name = match branch {
            Branch::Answer(answer) => answer.to_string(),
            Branch::Failed => FAILED.to_owned(),
        };
        (name, node(model, next))
    });
    NodeV1 {
        act,
        id,
        probability: precise(found.probability),
        cost: rounded(found.cost),
        causes: found
            .causes
            .iter()
            .filter(|(_, chance)| *chance >= WORTH_NAMING)
            .map(|(cause, chance)| ChanceOnly {
                id: cause.as_ref().map_or_else(|| SOMETHING_ELSE.to_owned(), ToString::to_string),
                probability: precise(*chance),
            })
            .collect(),
        open: found.is_open,
        branches: Branches(branches.collect()),
    }
}

/// Nine digits: deep in a tree chances are small, and four digits would make nothing of them.
fn precise(chance: f64) -> f64 {
    (chance * 1e9).round() / 1e9
}
