//! What the base learns from, and how each symptom came out.

use serde::Serialize;

use crate::eval::{self, SymptomFigures};
use crate::kb::Symptom;

/// What a base learns from.
#[derive(Debug, Clone, Serialize)]
pub struct TeachingV1 {
    /// Symptoms that users may see.
    pub symptoms: usize,
    /// Their phrases.
    pub phrases: usize,
    /// Phrases of out-of-scope pages.
    pub out_of_scope_phrases: usize,
    /// Symptoms with too few phrases to trust, the poorest first.
    pub too_few_phrases: Vec<FewPhrasesV1>,
}

/// A symptom with too few phrases to trust.
#[derive(Debug, Clone, Serialize)]
pub struct FewPhrasesV1 {
    /// The symptom's id.
    pub symptom: String,
    /// How many there are.
    pub phrases: usize,
    /// How many there should be.
    pub wanted: usize,
}

/// How the cases of one symptom came out.
#[derive(Debug, Clone, Serialize)]
pub struct SymptomFiguresV1 {
    /// The symptom's id.
    pub symptom: String,
    /// Its title.
    pub title: String,
    /// How many phrases the base has for it.
    pub phrases: usize,
    /// How many cases are about it.
    pub cases: usize,
    /// In how many of them the first symptom offered is right.
    pub right: usize,
    /// In how many of them one of those offered is right.
    pub right_offered: usize,
    /// In how many of them none is offered.
    pub missed: usize,
    /// Which symptom is offered first instead, and how often; with `right` and `missed` these are all cases.
    pub taken_for: Vec<TakenForV1>,
}

/// A symptom that cases of another were taken for.
#[derive(Debug, Clone, Serialize)]
pub struct TakenForV1 {
    /// The symptom's id.
    pub symptom: String,
    /// How many cases.
    pub cases: usize,
}

impl From<&eval::Teaching> for TeachingV1 {
    fn from(teaching: &eval::Teaching) -> Self {
        let too_few = teaching.too_few.iter().map(|few| FewPhrasesV1 {
            symptom: few.symptom.to_string(),
            phrases: few.phrases,
            wanted: Symptom::ENOUGH_PHRASES,
        });
        Self {
            symptoms: teaching.symptoms,
            phrases: teaching.phrases,
            out_of_scope_phrases: teaching.out_of_scope_phrases,
            too_few_phrases: too_few.collect(),
        }
    }
}

impl From<&SymptomFigures> for SymptomFiguresV1 {
    fn from(figures: &SymptomFigures) -> Self {
        let taken_for = figures.taken_for.iter();
        Self {
            symptom: figures.symptom.to_string(),
            title: figures.title.clone(),
            phrases: figures.phrases,
            cases: figures.right.of,
            right: figures.right.n,
            right_offered: figures.right_offered.n,
            missed: figures.missed.n,
            taken_for: taken_for
                .map(|(symptom, cases)| TakenForV1 { symptom: symptom.to_string(), cases: *cases })
                .collect(),
        }
    }
}
