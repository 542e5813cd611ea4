//! What was said and what was pasted, with all that was made of it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::facts::FactRow;
use super::{exact, facts, id, ids};
use crate::dialogue::{Checked, Paste, Said, Told};
use crate::kb::{AnswerId, CauseId, CheckId, OutOfScopeId, QuestionId, SymptomId};
use crate::recognition::{Candidate, Outcome, Reason, Recognition};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SaidTwin {
    text: String,
    recognition: RecognitionTwin,
    told: Vec<ToldTwin>,
    near: Vec<String>,
    paste: Option<Box<PasteTwin>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecognitionTwin {
    outcome: OutcomeTwin,
    candidates: Vec<CandidateTwin>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum OutcomeTwin {
    Known,
    /// One of the first so many candidates.
    Between(usize),
    /// What the page of this id covers.
    OutOfScope(String),
    Unknown,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CandidateTwin {
    symptom: String,
    #[serde(with = "exact")]
    confidence: f64,
    because: ReasonTwin,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum ReasonTwin {
    Error(String),
    Phrase {
        phrase: String,
        /// Where the words stand in the text: first byte, and the one behind the last.
        words: Vec<(usize, usize)>,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ToldTwin {
    question: String,
    answer: String,
    words: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PasteTwin {
    verdicts: Vec<CheckedTwin>,
    blamed: Vec<String>,
    cleared: Vec<String>,
    facts: Vec<String>,
    removed: Vec<String>,
    /// Whether there may be more facts than were seen.
    is_open: bool,
    record: Vec<FactRow>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckedTwin {
    check: String,
    verdict: VerdictTwin,
    line: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum VerdictTwin {
    Pass,
    Fail,
    Unknown,
}

/// # Errors
/// Says what was expected.
pub(super) fn answer(text: &str) -> Result<AnswerId, String> {
    id(text, AnswerId::parse)
}

impl From<&Said> for SaidTwin {
    fn from(said: &Said) -> Self {
        Self {
            text: said.text.clone(),
            recognition: RecognitionTwin::from(&said.recognition),
            told: said.told.iter().map(ToldTwin::from).collect(),
            near: said.near.iter().map(ToString::to_string).collect(),
            paste: said.paste.as_deref().map(|paste| Box::new(PasteTwin::from(paste))),
        }
    }
}

impl TryFrom<SaidTwin> for Said {
    type Error = String;

    fn try_from(twin: SaidTwin) -> Result<Self, String> {
        Ok(Self {
            text: twin.text,
            recognition: twin.recognition.try_into()?,
            told: twin.told.into_iter().map(Told::try_from).collect::<Result<_, _>>()?,
            near: ids(&twin.near, AnswerId::parse)?,
            paste: twin.paste.map(|paste| Paste::try_from(*paste).map(Box::new)).transpose()?,
        })
    }
}

impl From<&Recognition> for RecognitionTwin {
    fn from(recognition: &Recognition) -> Self {
        let outcome = match &recognition.outcome {
            Outcome::Known => OutcomeTwin::Known,
            Outcome::Between(n_offered) => OutcomeTwin::Between(*n_offered),
            Outcome::OutOfScope(page) => OutcomeTwin::OutOfScope(page.to_string()),
            Outcome::Unknown => OutcomeTwin::Unknown,
        };
        Self { outcome, candidates: recognition.candidates.iter().map(CandidateTwin::from).collect() }
    }
}

impl TryFrom<RecognitionTwin> for Recognition {
    type Error = String;

    fn try_from(twin: RecognitionTwin) -> Result<Self, String> {
        let outcome = match twin.outcome {
            OutcomeTwin::Known => Outcome::Known,
            OutcomeTwin::Between(n_offered) => Outcome::Between(n_offered),
            OutcomeTwin::OutOfScope(page) => Outcome::OutOfScope(id(&page, OutOfScopeId::parse)?),
            OutcomeTwin::Unknown => Outcome::Unknown,
        };
        let candidates = twin.candidates.into_iter().map(Candidate::try_from).collect::<Result<_, _>>()?;
        Ok(Self { outcome, candidates })
    }
}

impl From<&Candidate> for CandidateTwin {
    fn from(candidate: &Candidate) -> Self {
        let because = match &candidate.reason {
            Reason::ErrorText(error) => ReasonTwin::Error(error.clone()),
            Reason::Phrase { phrase, words } => ReasonTwin::Phrase {
                phrase: phrase.clone(),
                words: words.iter().map(|span| (span.start, span.end)).collect(),
            },
        };
        Self { symptom: candidate.symptom.to_string(), confidence: candidate.confidence, because }
    }
}

impl TryFrom<CandidateTwin> for Candidate {
    type Error = String;

    fn try_from(twin: CandidateTwin) -> Result<Self, String> {
        let reason = match twin.because {
            ReasonTwin::Error(error) => Reason::ErrorText(error),
            ReasonTwin::Phrase { phrase, words } => Reason::Phrase {
                phrase,
                words: words.into_iter().map(|(start, end)| Range { start, end }).collect(),
            },
        };
        Ok(Self { symptom: id(&twin.symptom, SymptomId::parse)?, confidence: twin.confidence, reason })
    }
}

impl From<&Told> for ToldTwin {
    fn from(told: &Told) -> Self {
        Self {
            question: told.question.to_string(),
            answer: told.answer.to_string(),
            words: told.words.clone(),
        }
    }
}

impl TryFrom<ToldTwin> for Told {
    type Error = String;

    fn try_from(twin: ToldTwin) -> Result<Self, String> {
        let question = id(&twin.question, QuestionId::parse)?;
        Ok(Self { question, answer: answer(&twin.answer)?, words: twin.words })
    }
}

impl From<&Paste> for PasteTwin {
    fn from(paste: &Paste) -> Self {
        Self {
            verdicts: paste.verdicts.iter().map(CheckedTwin::from).collect(),
            blamed: paste.blamed.iter().map(ToString::to_string).collect(),
            cleared: paste.cleared.iter().map(ToString::to_string).collect(),
            facts: paste.facts.clone(),
            removed: paste.removed.clone(),
            is_open: paste.record.is_open,
            record: facts::rows(&paste.record),
        }
    }
}

impl TryFrom<PasteTwin> for Paste {
    type Error = String;

    fn try_from(twin: PasteTwin) -> Result<Self, String> {
        Ok(Self {
            record: facts::record(twin.is_open, twin.record)?,
            verdicts: twin.verdicts.into_iter().map(Checked::try_from).collect::<Result<_, _>>()?,
            blamed: ids(&twin.blamed, CauseId::parse)?,
            cleared: ids(&twin.cleared, CauseId::parse)?,
            facts: twin.facts,
            removed: twin.removed,
        })
    }
}

impl From<&Checked> for CheckedTwin {
    fn from(checked: &Checked) -> Self {
        let verdict = match checked.holds {
            Some(true) => VerdictTwin::Pass,
            Some(false) => VerdictTwin::Fail,
            None => VerdictTwin::Unknown,
        };
        Self { check: checked.check.to_string(), verdict, line: checked.line.clone() }
    }
}

impl TryFrom<CheckedTwin> for Checked {
    type Error = String;

    fn try_from(twin: CheckedTwin) -> Result<Self, String> {
        let holds = match twin.verdict {
            VerdictTwin::Pass => Some(true),
            VerdictTwin::Fail => Some(false),
            VerdictTwin::Unknown => None,
        };
        Ok(Self { check: id(&twin.check, CheckId::parse)?, holds, line: twin.line })
    }
}
