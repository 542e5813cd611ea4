//! The answer to one description of a trouble.

use serde::Serialize;
use utoipa::ToSchema;

use super::SOMETHING_ELSE;
use super::checks::{FindingV1, VerdictV1};
use super::conversation::action_id;
use super::reading::{Hit, Link};
use crate::diagnosis::{self, RankedCause, Ranking, Step};
use crate::kb::{CauseId, KnowledgeBase, OutOfScopeId, PagePath};
use crate::recognition::{Outcome, Reason, Recognition};
use crate::search;

/// What deskdoc makes of a text.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Diagnosis {
    /// `known`, `between`, `out_of_scope` or `unknown`.
    pub outcome: &'static str,
    /// The best symptom, set whenever it is offered (`known`, `between`).
    pub symptom: Option<String>,
    /// The chance that the best candidate is right, 0–1; also given where it is too small to offer one.
    pub confidence: f64,
    /// The nearest symptoms, best first.
    pub candidates: Vec<Candidate>,
    /// Causes, most likely first, together with `something-else` for none of them; empty when nothing is recognised.
    pub causes: Vec<CauseV1>,
    /// What to do next; missing when nothing is recognised.
    pub next: Option<NextStep>,
    /// Sections worth reading, found by search; when nothing is recognised, they are reading and no diagnosis.
    pub articles: Vec<Hit>,
    /// What the base says it does not cover, when that is what the text is about.
    pub out_of_scope: Option<OutOfScope>,
    /// To whom the case goes when nothing helps.
    pub escalation: Escalation,
    /// What the checks say of the configuration that was sent, or found in the text; empty without one.
    pub verdicts: Vec<VerdictV1>,
    /// What else is worth knowing of it.
    pub findings: Vec<FindingV1>,
}

/// A symptom that the text may be about.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Candidate {
    /// The symptom's id.
    pub symptom: String,
    /// Its title.
    pub title: String,
    /// The chance that it is this one, 0–1.
    pub confidence: f64,
    /// What led to it.
    pub because: Because,
}

/// What led to a candidate: a literal error text, or a phrase of the base that the text resembles.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Because {
    /// The error text that the text holds.
    pub error_text: Option<String>,
    /// The phrase of the base that comes nearest.
    pub phrase: Option<String>,
    /// The words of the text that spoke for the symptom, strongest first.
    pub words: Vec<String>,
}

/// A cause in its place.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CauseV1 {
    /// The cause's id; `something-else` for the chance that it is none of the others.
    pub id: String,
    /// What is wrong, in one line.
    pub title: String,
    /// Its chance, 0–1; all causes sum to 1 before the list is cut.
    pub probability: f64,
    /// Why it stands here.
    pub why: String,
    /// What is wrong and how that leads to what is seen.
    pub explanation: String,
    /// How to see that it is this cause.
    pub how_to_tell: Vec<String>,
    /// What to do about it; missing where nothing is known.
    pub fix: Option<Fix>,
    /// Configuration checks whose failure would prove it.
    pub checks: Vec<Check>,
    /// What the advice rests on.
    pub docs: Vec<Link>,
}

/// What to do about a cause.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Fix {
    /// The steps in order, as plain text.
    pub steps: Vec<String>,
    /// How to see that it worked.
    pub verify: Vec<String>,
    /// What it takes, in minutes.
    pub effort_minutes: f64,
    /// The chance that it cures when this is the cause, 0–1.
    pub works: f64,
    /// Whether the fix is to hand the case over.
    pub escalate: bool,
}

/// A configuration check.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Check {
    /// Its id.
    pub id: String,
    /// What it looks at.
    pub title: String,
}

/// What to do next.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NextStep {
    /// `ask`, `try` or `escalate`.
    #[serde(rename = "do")]
    pub act: &'static str,
    /// The question, the cause whose fix is meant, or the fix; `a+b` where two fixes are done together before the step
    /// that ends both; missing when handing over.
    pub id: Option<String>,
    /// The words for it.
    pub text: String,
    /// The answers to choose from, for a question.
    pub answers: Vec<AnswerChoice>,
    /// What the whole case is expected to cost from here, in minutes.
    pub expected_cost: f64,
}

/// One answer to choose.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AnswerChoice {
    /// Its id.
    pub id: String,
    /// What the button says.
    pub label: String,
}

/// A page that says what the base does not cover.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OutOfScope {
    /// The page's id.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// Where to turn instead.
    pub text: String,
    /// The page.
    pub path: String,
    /// The pages of the base that it leads to; sections of these come first among the `articles`.
    pub leads_to: Vec<String>,
}

/// To whom a case goes when nothing helps.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Escalation {
    /// A person, team or desk.
    pub to: String,
    /// What they need to know.
    pub text: String,
}

impl Diagnosis {
    /// Puts the shapes together; at most `limit` causes.
    pub fn new(
        base: &KnowledgeBase,
        text: &str,
        recognition: &Recognition,
        ranking: &Ranking,
        next: Option<&diagnosis::NextStep>,
        articles: &[search::Hit],
        limit: usize,
    ) -> Self {
        Self {
            outcome: outcome_word(&recognition.outcome),
            symptom: recognition.offered().first().map(|candidate| candidate.symptom.to_string()),
            confidence: rounded(recognition.candidates.first().map_or(0.0, |candidate| candidate.confidence)),
            candidates: candidates(base, text, recognition),
            causes: causes(base, ranking, limit),
            next: next.map(|next| next_step(base, next)),
            articles: articles.iter().map(Hit::from).collect(),
            out_of_scope: match &recognition.outcome {
                Outcome::OutOfScope(id) => out_of_scope(base, id),
                _ => None,
            },
            escalation: Escalation {
                to: base.settings().escalation.to.clone(),
                text: base.settings().escalation.text.clone(),
            },
            verdicts: Vec::new(),
            findings: Vec::new(),
        }
    }
}

/// The word for an outcome.
pub(crate) fn outcome_word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Known => "known",
        Outcome::Between(_) => "between",
        Outcome::OutOfScope(_) => "out_of_scope",
        Outcome::Unknown => "unknown",
    }
}

/// Four digits: more would claim a precision that no recogniser has.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// The nearest symptoms, best first, as they are shown.
pub(crate) fn candidates(base: &KnowledgeBase, text: &str, recognition: &Recognition) -> Vec<Candidate> {
    recognition.candidates.iter().map(|found| candidate(base, text, found)).collect()
}

fn candidate(base: &KnowledgeBase, text: &str, found: &crate::recognition::Candidate) -> Candidate {
    let title = base.symptom(&found.symptom).map_or_else(String::new, |symptom| symptom.title.clone());
    let because = match &found.reason {
        Reason::ErrorText(error) => {
            Because { error_text: Some(error.clone()), phrase: None, words: Vec::new() }
        }
        Reason::Phrase { phrase, words } => Because {
            error_text: None,
            phrase: Some(phrase.clone()),
            words: words.iter().filter_map(|word| text.get(word.clone())).map(str::to_owned).collect(),
        },
    };
    Candidate { symptom: found.symptom.to_string(), title, confidence: rounded(found.confidence), because }
}

pub(super) fn causes(base: &KnowledgeBase, ranking: &Ranking, limit: usize) -> Vec<CauseV1> {
    let all = ranking.with_remainder().into_iter().take(limit);
    all.filter_map(|(ranked, chance)| {
        ranked.map_or_else(|| Some(something_else(chance)), |ranked| cause(base, ranked))
    })
    .collect()
}

fn cause(base: &KnowledgeBase, ranked: &RankedCause) -> Option<CauseV1> {
    let cause = base.cause(&ranked.cause)?;
    let advice = base.advice(&ranked.cause)?;
    Some(CauseV1 {
        id: cause.id.to_string(),
        title: cause.title.clone(),
        probability: rounded(ranked.probability),
        why: diagnosis::reason(base, ranked),
        explanation: advice.explanation.to_owned(),
        how_to_tell: advice.items(advice.how_to_tell),
        fix: Some(Fix {
            steps: advice.items(advice.fix),
            verify: advice.items(advice.verify),
            effort_minutes: cause.effort.value(),
            works: cause.works.value(),
            escalate: cause.escalate,
        }),
        checks: checks(base, &cause.id),
        docs: base.readings(cause).iter().map(Link::from).collect(),
    })
}

fn checks(base: &KnowledgeBase, cause: &CauseId) -> Vec<Check> {
    let published = base.checks_for(cause).filter(|check| base.is_published(&check.page));
    published.map(|check| Check { id: check.id.to_string(), title: check.title.clone() }).collect()
}

fn something_else(probability: f64) -> CauseV1 {
    CauseV1 {
        id: SOMETHING_ELSE.to_owned(),
        title: "Something else".to_owned(),
        probability: rounded(probability),
        why: "the pages about this symptom leave room for causes they do not name".to_owned(),
        explanation: String::new(),
        how_to_tell: Vec::new(),
        fix: None,
        checks: Vec::new(),
        docs: Vec::new(),
    }
}

fn next_step(base: &KnowledgeBase, next: &diagnosis::NextStep) -> NextStep {
    let expected_cost = rounded(next.expected_cost);
    let step =
        |act, id: Option<String>, text: String, answers| NextStep { act, id, text, answers, expected_cost };
    match &next.step {
        Step::Escalate => step("escalate", None, base.settings().escalation.to.clone(), Vec::new()),
        Step::Ask(id) => {
            let question = base.question(id);
            let answers = question.map(|question| question.answers.as_slice()).unwrap_or_default();
            let choices = answers
                .iter()
                .map(|answer| AnswerChoice { id: answer.id.to_string(), label: answer.label.clone() });
            step(
                "ask",
                Some(id.to_string()),
                question.map(|question| question.ask.clone()).unwrap_or_default(),
                choices.collect(),
            )
        }
        Step::Try(action) => {
            let title = action.title(base);
            let text = match action.together(base) {
                Some(how) => format!("{how}: {title}"),
                None => title,
            };
            step("try", Some(action_id(action)), text, Vec::new())
        }
    }
}

pub(super) fn out_of_scope(base: &KnowledgeBase, id: &OutOfScopeId) -> Option<OutOfScope> {
    let page: &PagePath = &base.out_of_scope_page(id)?.page;
    let page = base.page(page)?;
    let written = page.text();
    let sections = written.document.sections.iter();
    let text = sections.map(|section| section.text.trim()).filter(|text| !text.is_empty());
    Some(OutOfScope {
        id: id.to_string(),
        title: page.title.clone(),
        text: text.collect::<Vec<_>>().join("\n"),
        path: page.path.to_string(),
        leads_to: base.out_of_scope_leads_to(id).iter().map(ToString::to_string).collect(),
    })
}

/// One line of `ask --batch` (design, section 6): exactly these fields.
#[derive(Debug, Clone, Serialize)]
pub struct DiagnosisLine {
    /// The id of the input line.
    pub id: serde_json::Value,
    /// `known`, `between`, `out_of_scope` or `unknown`.
    pub outcome: &'static str,
    /// The best symptom, when it is offered.
    pub symptom: Option<String>,
    /// The chance that the best candidate is right.
    pub confidence: f64,
    /// The nearest symptoms.
    pub candidates: Vec<ConfidenceOnly>,
    /// The causes.
    pub causes: Vec<ChanceOnly>,
}

/// A symptom with its confidence.
#[derive(Debug, Clone, Serialize)]
pub struct ConfidenceOnly {
    /// The symptom's id.
    pub symptom: String,
    /// The chance that it is this one.
    pub confidence: f64,
}

/// A cause with its chance.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChanceOnly {
    /// The cause's id, or `something-else`.
    pub id: String,
    /// Its chance.
    pub probability: f64,
}

impl DiagnosisLine {
    /// Puts one line together; at most `limit` causes.
    pub fn new(id: serde_json::Value, recognition: &Recognition, ranking: &Ranking, limit: usize) -> Self {
        let candidates = recognition.candidates.iter();
        let causes = ranking.with_remainder().into_iter().take(limit).map(|(ranked, chance)| ChanceOnly {
            id: ranked.map_or_else(|| SOMETHING_ELSE.to_owned(), |ranked| ranked.cause.to_string()),
            probability: rounded(chance),
        });
        Self {
            id,
            outcome: outcome_word(&recognition.outcome),
            symptom: recognition.offered().first().map(|candidate| candidate.symptom.to_string()),
            confidence: rounded(recognition.candidates.first().map_or(0.0, |candidate| candidate.confidence)),
            candidates: candidates
                .map(|candidate| ConfidenceOnly {
                    symptom: candidate.symptom.to_string(),
                    confidence: rounded(candidate.confidence),
                })
                .collect(),
            causes: causes.collect(),
        }
    }
}
