//! What authors see of a base: the files as they are now, also where they are not served, and what a page adds.
#![expect(clippy::disallowed_methods, reason = "use cases may look at the clock")]

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::App;
use crate::diagnosis::{Model, NextStep, Step, next_step, rank};
use crate::kb::{CauseId, FixId, KnowledgeBase, PagePath, Problem, QuestionId, SymptomId};
use crate::library::{Refused, Snapshot, published_symptoms};
use crate::recognition::Explanation;

/// The files as they are now, with the state that is served.
pub struct Files {
    /// The state that is served.
    pub served: Arc<Snapshot>,
    /// Why it is not that of the files, if so.
    pub refused: Option<Arc<Refused>>,
    /// Which look at the files that was; 0 if they are served.
    n_refused: u64,
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
        let refused = self.refused();
        let n_refused = refused.as_ref().map_or(0, |_| self.reloading.n_begun());
        Files { served: self.snapshot(), refused, n_refused, looked }
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
        format!("{}-{}", self.served.revision, self.n_refused)
    }

    /// What a page adds to the trees of all symptoms it has a part in, as if it were no draft: the greatest
    /// difference first. Without a symptom's own page a case would be handed over at once.
    pub fn contributions(&self, path: &PagePath) -> Vec<Contribution> {
        let base = self.base().with_page(path, true);
        let part = Part::of(&base, path);
        let model = |id: &SymptomId| Model::of(&base, &rank(&base, &[(id.clone(), 1.0)]));
        let mut contributions: Vec<Contribution> = published_symptoms(&base)
            .filter_map(|symptom| {
                let with = model(&symptom.id);
                let without = match &part {
                    Part::Symptom(own) if *own == symptom.id => {
                        NextStep { step: Step::Escalate, expected_cost: with.escalate_cost }
                    }
                    part => {
                        let without = part.taken_from(&with);
                        (without != with).then(|| next_step(&without))?
                    }
                };
                Some(Contribution { symptom: symptom.id.clone(), with: next_step(&with), without })
            })
            .collect();
        contributions.sort_by(|first, second| second.difference().abs().total_cmp(&first.difference().abs()));
        contributions
    }
}

/// What a page is in the trees.
enum Part {
    Symptom(SymptomId),
    Cause(CauseId),
    Fix(FixId),
    Question(QuestionId),
    /// Nothing that a tree is made of.
    None,
}

impl Part {
    fn of(base: &KnowledgeBase, path: &PagePath) -> Self {
        let symptom = base.symptoms().find(|one| one.page == *path).map(|one| Self::Symptom(one.id.clone()));
        let cause = || base.causes().find(|one| one.page == *path).map(|one| Self::Cause(one.id.clone()));
        let fix = || base.fixes().find(|one| one.page == *path).map(|one| Self::Fix(one.id.clone()));
        let question =
            || base.questions().find(|one| one.page == *path).map(|one| Self::Question(one.id.clone()));
        symptom.or_else(cause).or_else(fix).or_else(question).unwrap_or(Self::None)
    }

    fn taken_from(&self, model: &Model) -> Model {
        match self {
            Self::Cause(id) => model.without_cause(id),
            Self::Fix(id) => model.without_fix(id),
            Self::Question(id) => model.without_question(id),
            Self::Symptom(_) | Self::None => model.clone(),
        }
    }
}

impl Contribution {
    /// How many minutes the page adds to a case on average; below 0 if it saves some.
    pub fn difference(&self) -> f64 {
        self.with.expected_cost - self.without.expected_cost
    }
}
