//! The decision tree of each symptom of a base, compiled once and kept with the snapshot.
//!
//! A tree is compiled when it is first looked at: a command that shows one pays for one.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::diagnosis::{Budget, Model, Tree, rank};
use crate::kb::{CauseId, KnowledgeBase, Symptom, SymptomId, nearest};

/// Names longer than this (in characters) are no slip of the finger and not compared with others.
const LONGEST_SLIP: usize = 100;

/// What is to be decided about a symptom, and the decisions.
#[derive(Debug, Clone)]
pub struct SymptomTree {
    /// The symptom.
    pub symptom: SymptomId,
    /// The causes, and what can be tried and asked.
    pub model: Model,
    /// What to do, for every way things can turn out.
    pub tree: Tree,
}

impl SymptomTree {
    /// Compiles the tree of a symptom, as if nothing but it were known.
    pub fn of(base: &KnowledgeBase, symptom: &Symptom, budget: Budget) -> Self {
        let model = symptom_model(base, symptom);
        let listed: Vec<CauseId> = symptom.causes.iter().map(|(cause, _)| cause.clone()).collect();
        let tree = Tree::compile(&model, &listed, budget);
        Self { symptom: symptom.id.clone(), model, tree }
    }
}

/// What is to be decided about a symptom, as if nothing but it were known.
pub fn symptom_model(base: &KnowledgeBase, symptom: &Symptom) -> Model {
    Model::of(base, &rank(base, &[(symptom.id.clone(), 1.0)]))
}

/// No published symptom has this name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSymptom {
    /// The symptom whose name comes nearest, if one comes near.
    pub near: Option<SymptomId>,
}

/// The published symptom of a name.
///
/// # Errors
/// [`UnknownSymptom`] with the name that may have been meant.
pub fn published_symptom<'base>(
    base: &'base KnowledgeBase,
    name: &str,
) -> Result<&'base Symptom, UnknownSymptom> {
    let mut known = published_symptoms(base);
    if let Some(symptom) = known.find(|symptom| symptom.id.as_str() == name) {
        return Ok(symptom);
    }
    let is_slip = name.chars().nth(LONGEST_SLIP).is_none();
    let ids = published_symptoms(base).map(|symptom| symptom.id.as_str());
    let near = nearest(name, ids).filter(|_| is_slip).and_then(|near| SymptomId::parse(near).ok());
    Err(UnknownSymptom { near })
}

/// All symptoms that may be shown, in the order of their names.
pub fn published_symptoms(base: &KnowledgeBase) -> impl Iterator<Item = &Symptom> {
    base.symptoms().filter(|symptom| base.is_published(&symptom.page))
}

/// The trees of one state of a base.
pub(super) struct Trees {
    by_symptom: BTreeMap<SymptomId, OnceLock<Arc<SymptomTree>>>,
}

impl Trees {
    /// Makes room for the tree of every published symptom.
    pub(super) fn of(base: &KnowledgeBase) -> Self {
        let by_symptom = published_symptoms(base).map(|symptom| (symptom.id.clone(), OnceLock::new()));
        Self { by_symptom: by_symptom.collect() }
    }

    /// The tree of a symptom.
    pub(super) fn get(&self, base: &KnowledgeBase, symptom: &Symptom) -> Arc<SymptomTree> {
        let compiled = || Arc::new(SymptomTree::of(base, symptom, Budget::TREE));
        match self.by_symptom.get(&symptom.id) {
            Some(place) => Arc::clone(place.get_or_init(compiled)),
            None => compiled(),
        }
    }
}
