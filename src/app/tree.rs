//! The decision tree of a symptom.

use std::sync::Arc;

use super::App;
use crate::library::{Snapshot, SymptomTree, UnknownSymptom};

/// A tree, with the state of the base it was compiled from.
pub struct FoundTree {
    /// The state of the base.
    pub snapshot: Arc<Snapshot>,
    /// The tree and what it decides about.
    pub found: Arc<SymptomTree>,
}

impl App {
    /// The decision tree of a symptom.
    ///
    /// # Errors
    /// [`UnknownSymptom`] if no published symptom has this name.
    pub fn tree(&self, name: &str) -> Result<FoundTree, UnknownSymptom> {
        let snapshot = self.snapshot();
        let found = snapshot.tree(name)?;
        Ok(FoundTree { snapshot, found })
    }
}
