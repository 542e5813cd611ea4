//! What authors see of a base: the files as they are now, also where they are not served, and what a page adds.
#![expect(clippy::disallowed_methods, reason = "use cases may look at the clock")]

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::App;
use crate::diagnosis::{Model, NextStep, next_step, rank};
use crate::kb::{KnowledgeBase, PagePath, Problem, SymptomId};
use crate::library::{Refused, Snapshot, published_symptoms};
use crate::recognition::Explanation;

/// The files as they are now, with the state that is served.
pub struct Files {
    /// The state that is served.
    pub served: Arc<Snapshot>,
    /// Why it is not that of the files, if so.
    pub refused: Option<Arc<Refused>>,
    /// How long ago was last looked, if the files changed since the start.
    pub looked: Option<Duration>,
}

/// What a page adds to the tree of one symptom.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// The symptom.
    pub symptom: SymptomId,
    /// What is done first with the page, and what a case is expected to cost.
    pub with: NextStep,
    /// The same without it.
    pub without: NextStep,
}

impl App {
    /// The files as they are now.
    pub fn files(&self) -> Files {
        let looked = self.last_reload().and_then(|last| SystemTime::now().duration_since(last.at).ok());
        Files { served: self.snapshot(), refused: self.refused(), looked }
    }

    /// What recognition makes of a text, with the scores of everything it knows.
    pub fn explain(&self, text: &str) -> Explanation {
        self.snapshot().recogniser.explain(text)
    }
}

impl Files {
    /// The base that the files make.
    pub fn base(&self) -> &KnowledgeBase {
        let unserved = self.refused.as_ref().and_then(|refused| refused.unserved.as_ref());
        unserved.map_or(&self.served.base, |unserved| &unserved.base)
    }

    /// All that is wrong with the files.
    pub fn problems(&self) -> &[Problem] {
        let unserved = self.refused.as_ref().and_then(|refused| refused.unserved.as_ref());
        unserved.map_or(&self.served.problems, |unserved| &unserved.problems)
    }

    /// Changes whenever something that is shown of the files changes.
    pub fn state(&self) -> String {
        let refused = self.refused.as_ref().map_or(0, |refused| Arc::as_ptr(refused).addr());
        format!("{}-{refused:x}", self.served.revision)
    }

    /// What a page adds to the trees of all symptoms it has a part in, as if it were no draft: the greatest
    /// difference first.
    pub fn contributions(&self, page: &PagePath) -> Vec<Contribution> {
        let (with, without) = (self.base().with_page(page, true), self.base().with_page(page, false));
        let model = |base: &KnowledgeBase, id: &SymptomId| Model::of(base, &rank(base, &[(id.clone(), 1.0)]));
        let mut contributions: Vec<Contribution> = published_symptoms(&with)
            .filter(|symptom| symptom.page != *page)
            .filter_map(|symptom| {
                let (with, without) = (model(&with, &symptom.id), model(&without, &symptom.id));
                (with != without).then(|| Contribution {
                    symptom: symptom.id.clone(),
                    with: next_step(&with),
                    without: next_step(&without),
                })
            })
            .collect();
        contributions.sort_by(|first, second| second.difference().abs().total_cmp(&first.difference().abs()));
        contributions
    }
}

impl Contribution {
    /// How many minutes the page adds to a case on average; below 0 if it saves some.
    pub fn difference(&self) -> f64 {
        self.with.expected_cost - self.without.expected_cost
    }
}
