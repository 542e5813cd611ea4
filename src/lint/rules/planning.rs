//! Questions that are never put and fixes that are never tried.

use std::collections::BTreeSet;

use super::super::ground::Ground;
use super::reach::may_be_named;
use crate::diagnosis::{ActionId, Budget, Model, Node, Step, Tree, rank};
use crate::kb::{CauseId, Findings, FixId, Kind, Minutes, QuestionId, Symptom};
use crate::sharing::on_threads;

/// How much each tree may be planned: enough for the optimum of a symptom with eight fixes and six questions. Where there is
/// more to choose from, nobody can say what is never worth doing, and nothing is said.
const BUDGET: Budget = Budget { exact: 400_000, search: 1, nodes: 1 };

/// What the trees of a base do.
#[derive(Default)]
struct Done {
    asked: BTreeSet<QuestionId>,
    tried: BTreeSet<ActionId>,
    /// What could be asked or tried about symptoms whose optimum is not known.
    perhaps: (BTreeSet<QuestionId>, BTreeSet<ActionId>),
    /// What would tell something about a symptom.
    telling: BTreeSet<QuestionId>,
    /// What would cure a cause of a symptom.
    curing: BTreeSet<ActionId>,
}

/// Compiles the decision tree of each symptom, and complains about what stands in none of them.
pub(super) fn judge(ground: &Ground<'_>, findings: &mut Findings) {
    let base = ground.base;
    let symptoms: Vec<&Symptom> = base
        .symptoms()
        .filter(|symptom| base.is_published(&symptom.page) && !symptom.causes.is_empty())
        .collect();
    if symptoms.is_empty() {
        return;
    }
    let done = on_threads(&symptoms, ground.n_threads, |symptom| done(ground, symptom));
    let done = done.into_iter().fold(Done::default(), Done::and);
    for question in base.questions().filter(|question| base.is_published(&question.page)) {
        if ground.is_sound(&question.page) {
            complain_about_question(ground, findings, &done, &question.id);
        }
    }
    for fix in base.fixes().filter(|fix| base.is_published(&fix.page)) {
        complain_about_fix(ground, findings, &done, &fix.id);
    }
    for cause in base.causes().filter(|cause| base.is_published(&cause.page) && !cause.escalate) {
        complain_about_cause(ground, findings, &done, &cause.id);
    }
}

fn done(ground: &Ground<'_>, symptom: &Symptom) -> Done {
    let model = Model::of(ground.base, &rank(ground.base, &[(symptom.id.clone(), 1.0)]));
    let listed: Vec<CauseId> = symptom.causes.iter().map(|(cause, _)| cause.clone()).collect();
    let tree = Tree::compile(&model, &listed, BUDGET);
    let mut done = Done {
        telling: model.questions.iter().map(|question| question.id.clone()).collect(),
        curing: model.actions.iter().map(|action| action.id.clone()).collect(),
        ..Done::default()
    };
    let is_open = done.walk(&tree.root);
    // What a symptom leads to is not known either where something in its tree could not be read.
    if is_open || tree.costs.optimum.is_none() || !is_read(ground, symptom) {
        done.perhaps = (done.telling.clone(), done.curing.clone());
    }
    // A fix that costs too much has a finding of its own; that nothing need be asked for it follows from that.
    if model.actions.iter().any(|action| is_dear(ground, &action.id)) {
        done.perhaps.0.clone_from(&done.telling);
    }
    done
}

/// Whether the pages that a tree is made of were read as they were meant. Of a fix or question it is not known what it
/// would be about.
fn is_read(ground: &Ground<'_>, symptom: &Symptom) -> bool {
    let base = ground.base;
    let causes = symptom.causes.iter().filter_map(|(cause, _)| base.cause(cause)).map(|cause| &cause.page);
    let others = base.pages().iter().filter(|page| matches!(page.kind, Kind::Fix | Kind::Question));
    let mut pages = causes.chain(others.map(|page| &page.path)).chain([&symptom.page]);
    pages.all(|page| ground.is_sound(page))
}

/// Whether what is to be done costs more than handing the case over.
fn is_dear(ground: &Ground<'_>, action: &ActionId) -> bool {
    let effort = match action {
        ActionId::Fix(fix) => ground.base.fix(fix).map(|fix| fix.effort),
        ActionId::FixOf(cause) => ground.base.cause(cause).map(|cause| cause.effort),
        ActionId::Both(_) => None,
    };
    effort.is_some_and(|effort| is_dearer_than_handing_over(ground, effort))
}

impl Done {
    /// Takes the steps of a tree; whether it was left open somewhere.
    fn walk(&mut self, node: &Node) -> bool {
        match &node.step {
            Step::Ask(question) => drop(self.asked.insert(question.clone())),
            Step::Try(action) => self.tried.extend(action.parts().iter().cloned()),
            Step::Escalate => {}
        }
        let mut is_open = node.is_open;
        for (_, node) in &node.branches {
            is_open |= self.walk(node);
        }
        is_open
    }

    /// Whether no tree puts a question, as far as is known.
    fn never_asks(&self, question: &QuestionId) -> bool {
        !self.asked.contains(question) && !self.perhaps.0.contains(question)
    }

    /// Whether no tree tries a fix that would cure something: for what it costs alone, or as far as is known.
    fn never_tries(&self, fix: &ActionId, is_dear: bool) -> bool {
        let is_passed_over = !self.tried.contains(fix) && !self.perhaps.1.contains(fix);
        self.curing.contains(fix) && (is_dear || is_passed_over)
    }

    fn and(mut self, other: Self) -> Self {
        self.asked.extend(other.asked);
        self.tried.extend(other.tried);
        self.perhaps.0.extend(other.perhaps.0);
        self.perhaps.1.extend(other.perhaps.1);
        self.telling.extend(other.telling);
        self.curing.extend(other.curing);
        self
    }
}

fn complain_about_question(ground: &Ground<'_>, findings: &mut Findings, done: &Done, id: &QuestionId) {
    let Some(question) = ground.base.question(id) else { return };
    let page = &question.page;
    if !done.telling.contains(id) {
        let mut named = question.answers.iter().flat_map(|answer| answer.likelihood.keys());
        if named.any(|cause| is_lost(ground, cause)) {
            return;
        }
        let at = ground.key_place(page, "answers");
        let message = format!("the answers to `{id}` make no cause of any symptom likelier than another");
        let help = "give causes of a symptom different values under `likelihood`, or take the question out";
        ground.complaints(page, findings).warning("question-tells-nothing", at, message, help);
    } else if done.never_asks(id) || is_dearer_than_handing_over(ground, question.effort) {
        let at = ground.key_place(page, "ask");
        let message =
            format!("the question `{id}` is in no decision tree: its answers save less than it costs");
        let help = "make it quicker to answer, or let its answers part the causes more clearly";
        ground.complaints(page, findings).note("question-never-pays", at, message, help);
    }
}

/// Whether a step costs more than handing the case over, which settles it: then no plan ever takes it.
fn is_dearer_than_handing_over(ground: &Ground<'_>, effort: Minutes) -> bool {
    effort > ground.base.settings().escalation.effort
}

/// Whether no symptom names a cause, which is a finding of its own, or a page that names it could not be read.
fn is_lost(ground: &Ground<'_>, cause: &CauseId) -> bool {
    let mut named = ground.base.symptoms().flat_map(|symptom| &symptom.causes);
    !named.any(|(known, _)| known == cause) || may_be_named(ground, cause)
}

fn complain_about_fix(ground: &Ground<'_>, findings: &mut Findings, done: &Done, id: &FixId) {
    let action = ActionId::Fix(id.clone());
    let Some(fix) = ground.base.fix(id) else { return };
    let page = &fix.page;
    if ground.is_sound(page) && done.never_tries(&action, is_dear(ground, &action)) {
        let at = ground.key_place(page, "cures");
        let message = format!("the fix `{id}` is in no decision tree: other steps are always cheaper");
        let help =
            "lower its `effort` if it takes less, raise `cures` if it helps more often, or take the page out";
        ground.complaints(page, findings).note("fix-never-tried", at, message, help);
    }
}

fn complain_about_cause(ground: &Ground<'_>, findings: &mut Findings, done: &Done, id: &CauseId) {
    let action = ActionId::FixOf(id.clone());
    let Some(cause) = ground.base.cause(id) else { return };
    let page = &cause.page;
    if ground.is_sound(page) && done.never_tries(&action, is_dear(ground, &action)) {
        let at = ground.key_place(page, "kind");
        let message =
            format!("the fix of `{id}` is in no decision tree: handing over or other fixes come first");
        let help = "lower its `effort`, raise the likelihood of the cause, or see whether it is worth a page";
        ground.complaints(page, findings).note("fix-never-tried", at, message, help);
    }
}
