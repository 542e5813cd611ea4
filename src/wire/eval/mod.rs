//! `eval --json`: how well a base recognises.

mod confusions;
mod content_tests;
mod symptoms;

use serde::Serialize;

pub use self::confusions::{ConfusionV1, RivalV1};
pub use self::content_tests::{ContentTestV1, ContentTestsV1, TestFailureV1};
pub use self::symptoms::{FewPhrasesV1, SymptomFiguresV1, TakenForV1, TeachingV1};
use super::CostsV1;
use super::diagnosis::rounded;
use crate::diagnosis::Costs;
use crate::eval::{self, Method, Report, Share, Wanted};
use crate::kb::SymptomId;

/// How well a base does. What was not asked for is left out.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Evaluated {
    /// How well it recognises.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub recognition: Option<EvalReport>,
    /// Whether its content tests hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_tests: Option<ContentTestsV1>,
    /// What the decision tree of each symptom takes, in the order of ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trees: Option<Vec<TreeCostsV1>>,
    /// The figures that had to be reached.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fail_under: Vec<WantedV1>,
}

/// What a decision tree takes.
#[derive(Debug, Clone, Serialize)]
pub struct TreeCostsV1 {
    /// The symptom's id.
    pub symptom: String,
    /// Minutes that a case is expected to take, this way and others.
    #[serde(flatten)]
    pub costs: CostsV1,
}

/// A figure and the least it may be.
#[derive(Debug, Clone, Serialize)]
pub struct WantedV1 {
    /// The name of the figure.
    pub figure: &'static str,
    /// The least it may be.
    pub at_least: f64,
    /// What it is; null where there was nothing to measure it on.
    pub found: Option<f64>,
    /// Whether it is reached.
    pub met: bool,
}

impl Evaluated {
    /// Whether anything is wrong: a content test that fails, or a figure that is not reached.
    pub fn has_findings(&self) -> bool {
        self.content_tests.as_ref().is_some_and(|tests| tests.failed > 0)
            || self.fail_under.iter().any(|wanted| !wanted.met)
    }
}

impl WantedV1 {
    /// Compares a figure of a report with the least it may be.
    pub fn of(wanted: &Wanted, report: &Report) -> Self {
        Self {
            figure: wanted.figure.word(),
            at_least: wanted.at_least,
            found: wanted.figure.of(report).map(rounded),
            met: wanted.is_met(report),
        }
    }
}

impl TreeCostsV1 {
    /// The costs of a symptom's tree.
    pub fn new(symptom: &SymptomId, costs: Costs) -> Self {
        Self { symptom: symptom.to_string(), costs: costs.into() }
    }
}

/// How well a base recognises.
#[derive(Debug, Clone, Serialize)]
pub struct EvalReport {
    /// What was tested on: `own_phrases` or `labelled_cases`.
    pub method: &'static str,
    /// How many cases there were.
    pub cases: usize,
    /// The limits in force for users.
    pub limits: LimitsV1,
    /// What the base learns from.
    pub base: TeachingV1,
    /// Cases about a symptom of the base.
    pub in_scope: InScopeV1,
    /// Cases about none.
    pub out_of_scope: OutOfScopeV1,
    /// Counter-phrases: the very symptom is offered that they are not.
    pub counter_phrases: CounterV1,
    /// The chance that a text in scope gets more confidence than one out of scope; null without both.
    pub auroc: Option<f64>,
    /// Whether confidence means what it says.
    pub calibration: CalibrationV1,
    /// Every symptom, in the order of ids.
    pub symptoms: Vec<SymptomFiguresV1>,
    /// Every case that went wrong, the worst first.
    pub confusions: Vec<ConfusionV1>,
}

/// So many out of so many.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ShareV1 {
    /// How many.
    pub n: usize,
    /// Out of how many.
    pub of: usize,
    /// As a number from 0 to 1; null out of none.
    pub rate: Option<f64>,
}

/// The limits on confidence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LimitsV1 {
    /// From here on a symptom is offered.
    pub known_at: f64,
    /// A second symptom is offered beside it if it comes at least this near.
    pub between_within: f64,
    /// The first few are offered if together they reach this.
    pub together_at: f64,
    /// Whether `kb.yml` sets `known_at`, so that it was not found for `stated_rate`.
    pub set_by_hand: bool,
}

/// Cases about a symptom of the base; `right_offered`, `wrong` and `missed` are all of them.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct InScopeV1 {
    /// The best candidate is right, offered or not.
    pub best_right: ShareV1,
    /// The first symptom offered is right.
    pub right: ShareV1,
    /// One of the symptoms offered is right.
    pub right_offered: ShareV1,
    /// Symptoms are offered, and none is right.
    pub wrong: ShareV1,
    /// None is offered.
    pub missed: ShareV1,
    /// Several are offered, so that a person is asked.
    pub asked_back: ShareV1,
    /// Of cases about several symptoms: all are offered.
    pub all_of_several: ShareV1,
}

/// Cases about none of the symptoms.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct OutOfScopeV1 {
    /// A symptom is offered all the same: `answered` and `asked_back` together.
    pub false_answers: ShareV1,
    /// One symptom, as the answer.
    pub answered: ShareV1,
    /// Several, so that a person is asked.
    pub asked_back: ShareV1,
    /// The rate of false answers that the limits are set for.
    pub stated_rate: f64,
    /// Whether `false_answers` is above it by more than chance explains.
    pub above_stated_rate: bool,
}

/// Counter-phrases.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct CounterV1 {
    /// The very symptom is offered that they are not.
    pub false_answers: ShareV1,
}

/// Whether confidence means what it says.
#[derive(Debug, Clone, Serialize)]
pub struct CalibrationV1 {
    /// How far confidence and share of right answers lie apart on average, 0–1; null without cases.
    pub expected_error: Option<f64>,
    /// Ten steps of confidence, the lowest first.
    pub bins: Vec<BinV1>,
}

/// The cases of one step of confidence.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct BinV1 {
    /// The lowest confidence of the step.
    pub from: f64,
    /// Where the next begins.
    pub to: f64,
    /// How many cases fall into it.
    pub cases: usize,
    /// Their mean confidence; null without cases.
    pub confidence: Option<f64>,
    /// The share whose best candidate is right; null without cases.
    pub right: Option<f64>,
}

impl From<&Report> for EvalReport {
    fn from(report: &Report) -> Self {
        Self {
            method: match report.method {
                Method::OwnPhrases => "own_phrases",
                Method::Labelled => "labelled_cases",
            },
            cases: report.n_cases(),
            limits: LimitsV1::of(report),
            base: (&report.teaching).into(),
            in_scope: InScopeV1 {
                best_right: report.in_scope.best_right.into(),
                right: report.in_scope.right.into(),
                right_offered: report.in_scope.right_offered.into(),
                wrong: report.in_scope.wrong.into(),
                missed: report.in_scope.missed.into(),
                asked_back: report.in_scope.asked_back.into(),
                all_of_several: report.two_symptoms.all_offered.into(),
            },
            out_of_scope: OutOfScopeV1 {
                false_answers: report.beyond.false_answers.into(),
                answered: report.beyond.answered.into(),
                asked_back: report.beyond.asked_back.into(),
                stated_rate: Report::STATED_FALSE_ANSWERS,
                above_stated_rate: report.answers_too_much(),
            },
            counter_phrases: CounterV1 { false_answers: report.counter.false_answers.into() },
            auroc: report.separation.map(rounded),
            calibration: (&report.reliability).into(),
            symptoms: report.symptoms.iter().map(Into::into).collect(),
            confusions: report.confusions.iter().map(Into::into).collect(),
        }
    }
}

impl From<Share> for ShareV1 {
    fn from(share: Share) -> Self {
        Self { n: share.n, of: share.of, rate: share.rate().map(rounded) }
    }
}

impl LimitsV1 {
    fn of(report: &Report) -> Self {
        Self {
            known_at: rounded(report.limits.known_at),
            between_within: rounded(report.limits.between_within),
            together_at: rounded(report.limits.together_at),
            set_by_hand: report.set_by_hand,
        }
    }
}

impl From<&eval::Reliability> for CalibrationV1 {
    fn from(reliability: &eval::Reliability) -> Self {
        let bins = reliability.bins.iter().map(|bin| BinV1 {
            from: bin.from,
            to: bin.to,
            cases: bin.right.of,
            confidence: bin.confidence.map(rounded),
            right: bin.right.rate().map(rounded),
        });
        Self { expected_error: reliability.error.map(rounded), bins: bins.collect() }
    }
}
