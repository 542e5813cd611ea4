//! The kinds of page that carry diagnostic knowledge, as typed values. Numbers are resolved here: no word such as
//! `common` passes beyond loading.

use std::collections::{BTreeMap, BTreeSet};

use super::name::{
    AnswerId, CauseId, CheckId, FixId, OutOfScopeId, PagePath, QuestionId, SectionRef, SharedStepId,
    SymptomId,
};
use super::scale::{Minutes, Probability};
use crate::facts::Rule;
use crate::text::fold;

/// What the user sees.
#[derive(Debug, Clone)]
pub struct Symptom {
    /// Its name.
    pub id: SymptomId,
    /// Its page.
    pub page: PagePath,
    /// The page's title.
    pub title: String,
    /// The page's description.
    pub description: Option<String>,
    /// Literal error texts; `*` stands for any run of characters.
    pub errors: Vec<String>,
    /// How people put it.
    pub says: Vec<String>,
    /// What looks similar and is not this.
    pub not: Vec<String>,
    /// P(cause | symptom); together with `other` they sum to 1. In the order of the page.
    pub causes: Vec<(CauseId, Probability)>,
    /// P(none of the causes | symptom).
    pub other: Probability,
    /// Questions that the symptom answers by itself: who sees it need not be asked.
    pub answered: Vec<QuestionId>,
}

impl Symptom {
    /// With fewer phrases than this in `says`, what is recognised is not to be trusted.
    pub const ENOUGH_PHRASES: usize = 8;
    /// With fewer phrases than this in `says`, recognition follows single words.
    pub const FEWEST_PHRASES: usize = 5;

    /// How many phrases `says` holds; the same words twice count once.
    pub fn n_phrases(&self) -> usize {
        self.says.iter().map(|phrase| fold(phrase)).collect::<BTreeSet<String>>().len()
    }
}

/// What is wrong.
#[derive(Debug, Clone)]
pub struct Cause {
    /// Its name.
    pub id: CauseId,
    /// Its page.
    pub page: PagePath,
    /// The page's title.
    pub title: String,
    /// The page's description.
    pub description: Option<String>,
    /// What the fix on the page takes, with the step that it ends with.
    pub effort: Minutes,
    /// The step that the fix ends with, where other fixes end with it too.
    pub ends_with: Option<SharedStepId>,
    /// The chance that the fix cures when this is the cause.
    pub works: Probability,
    /// Whether the fix is to hand the case over.
    pub escalate: bool,
    /// What to read: the sections that the advice rests on.
    pub docs: Vec<DocLink>,
}

/// A link into documentation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocLink {
    /// A section of this knowledge base.
    Section(SectionRef),
    /// A web address.
    Outside(String),
}

/// Steps that help with several causes.
#[derive(Debug, Clone)]
pub struct Fix {
    /// Its name.
    pub id: FixId,
    /// Its page.
    pub page: PagePath,
    /// The page's title.
    pub title: String,
    /// What it takes, with the step that it ends with.
    pub effort: Minutes,
    /// The step that it ends with, where other fixes end with it too.
    pub ends_with: Option<SharedStepId>,
    /// The chance to cure, for each cause it helps with.
    pub cures: BTreeMap<CauseId, Probability>,
}

/// Something to ask the user.
#[derive(Debug, Clone)]
pub struct Question {
    /// Its name.
    pub id: QuestionId,
    /// Its page.
    pub page: PagePath,
    /// The words of the question.
    pub ask: String,
    /// What it takes to answer.
    pub effort: Minutes,
    /// The possible answers, in the order in which they are shown.
    pub answers: Vec<Answer>,
}

/// One answer to a question.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its name, unique within the question.
    pub id: AnswerId,
    /// What the button says.
    pub label: String,
    /// Other ways in which people put it, any language. Who writes one of them has given this answer.
    pub says: Vec<String>,
    /// P(this answer | cause) for the causes named, not yet normalised.
    pub likelihood: BTreeMap<CauseId, Probability>,
    /// The same for every cause that is not named.
    pub otherwise: Probability,
}

impl Question {
    /// P(answer | cause), normalised over the answers. `None` stands for "something else". With no answer of any
    /// likelihood at all, every answer is held to be as likely as the others.
    pub fn likelihood(&self, answer: &AnswerId, cause: Option<&CauseId>) -> f64 {
        let raw = |answer: &Answer| {
            cause.and_then(|cause| answer.likelihood.get(cause)).copied().unwrap_or(answer.otherwise).value()
        };
        let sum: f64 = self.answers.iter().map(raw).sum();
        let own = self.answers.iter().find(|candidate| candidate.id == *answer).map_or(0.0, raw);
        if sum > 0.0 { own / sum } else { 1.0 / self.answers.len().max(1) as f64 }
    }
}

/// A rule over facts.
#[derive(Debug, Clone)]
pub struct Check {
    /// Its name.
    pub id: CheckId,
    /// Its page.
    pub page: PagePath,
    /// The page's title.
    pub title: String,
    /// What the rule rests on.
    pub refs: Vec<String>,
    /// Which record the rule looks at, by the name of a subject of the base.
    pub subject: Option<String>,
    /// True = holds.
    pub pass: Rule,
    /// True = broken.
    pub fail: Rule,
    /// Text shown as what the value should be.
    pub expected: Option<Rule>,
    /// Text shown as what the value is.
    pub actual: Option<Rule>,
    /// The value whose characters are looked at; `actual` where it is missing.
    pub compared: Option<Rule>,
    /// The text, or the texts, that it should be like: what is nearest is compared character by character.
    pub against: Option<Rule>,
    /// Text that has to be the same in all configurations that are looked at together.
    pub same: Option<Rule>,
    /// Which cause a failure speaks for; the first condition that holds wins, none = always.
    pub on_fail: Vec<OnFail>,
}

/// One line of a check's `on_fail`.
#[derive(Debug, Clone)]
pub struct OnFail {
    /// When it counts; `None` = always.
    pub when: Option<Rule>,
    /// The cause it speaks for.
    pub cause: CauseId,
}

/// What this base does not cover.
#[derive(Debug, Clone)]
pub struct OutOfScope {
    /// Its name.
    pub id: OutOfScopeId,
    /// Its page.
    pub page: PagePath,
    /// The page's title.
    pub title: String,
    /// How people put it.
    pub says: Vec<String>,
}
