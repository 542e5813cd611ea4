//! The decision tree of a symptom.

use std::sync::Arc;

use super::App;
use crate::kb::{Symptom, SymptomId};
use crate::library::{Snapshot, SymptomTree, UnknownSymptom, published_symptom};

/// A tree, with the state of the base it was compiled from.
pub struct FoundTree {
    /// The tree and what it decides about.
    pub tree: Arc<SymptomTree>,
    /// The state of the base.
    pub snapshot: Arc<Snapshot>,
}

impl App {
    /// The decision tree of a symptom. The first to ask for one waits until it is compiled.
    ///
    /// # Errors
    /// [`UnknownSymptom`] if no published symptom has this name.
    pub fn tree(&self, name: &str) -> Result<FoundTree, UnknownSymptom> {
        let snapshot = self.snapshot();
        Ok(FoundTree { tree: snapshot.tree(name)?, snapshot })
    }

    /// Whether there is a published symptom of this name; costs nothing.
    ///
    /// # Errors
    /// [`UnknownSymptom`] with the name that may have been meant.
    pub fn look_up_symptom(&self, name: &str) -> Result<SymptomId, UnknownSymptom> {
        published_symptom(&self.snapshot().base, name).map(|symptom| symptom.id.clone())
    }
}

impl FoundTree {
    /// The symptom that the tree is about.
    pub fn symptom(&self) -> Option<&Symptom> {
        self.snapshot.base.symptom(&self.tree.symptom)
    }
}
