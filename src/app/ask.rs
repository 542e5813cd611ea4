//! One question, one answer.

use std::sync::Arc;

use super::{App, Error};
use crate::diagnosis::{Model, NextStep, Ranking, next_step, rank};
use crate::kb::SymptomId;
use crate::library::Snapshot;
use crate::recognition::Recognition;
use crate::search::Hit;
use crate::telemetry::metrics;
use crate::wire::{self, outcome_word};

/// How many causes programs are given unless they ask for fewer, and at most: more than any base names for a text.
pub const MOST_CAUSES: usize = 100;
/// How many sections to read are offered with an answer.
pub const MOST_ARTICLES: usize = 5;

/// What deskdoc makes of a text, with the state of the base it was found in.
pub struct Answer {
    /// What was asked.
    pub text: String,
    /// What was recognised.
    pub recognition: Recognition,
    /// The causes behind it.
    pub ranking: Ranking,
    /// What to do next; nothing when nothing was recognised.
    pub next: Option<NextStep>,
    /// Sections worth reading.
    pub articles: Vec<Hit>,
    /// The state of the base.
    pub snapshot: Arc<Snapshot>,
}

impl App {
    /// Recognises a text, ranks the causes and finds the next step and what to read.
    ///
    /// # Errors
    /// [`Error`] if the index cannot be read.
    pub fn ask(&self, text: &str) -> Result<Answer, Error> {
        let snapshot = self.snapshot();
        let (recognition, ranking) = self.recognise(&snapshot, text);
        count(&recognition);
        let articles = suggested(&snapshot, snapshot.index.suggest(text, MOST_ARTICLES * 4)?);
        Ok(self.answer(snapshot, text, recognition, ranking, articles))
    }

    /// What is known about one symptom, as if somebody had said nothing but it.
    ///
    /// # Errors
    /// [`Error`] if the index cannot be read.
    pub fn about(&self, symptom: &SymptomId) -> Result<Option<Answer>, Error> {
        let snapshot = self.snapshot();
        let Some(known) =
            snapshot.base.symptom(symptom).filter(|symptom| snapshot.base.is_published(&symptom.page))
        else {
            return Ok(None);
        };
        let title = known.title.clone();
        let ranking = rank(&snapshot.base, &[(symptom.clone(), 1.0)]);
        let recognition = Recognition::chosen(symptom.clone());
        let articles = suggested(&snapshot, snapshot.index.find(&title, MOST_ARTICLES * 4)?);
        Ok(Some(self.answer(snapshot, &title, recognition, ranking, articles)))
    }

    /// The part of an answer that a batch needs: no reading, no planning.
    pub fn recognise(&self, snapshot: &Snapshot, text: &str) -> (Recognition, Ranking) {
        let recognition = snapshot.recogniser.recognise(text);
        let symptoms: Vec<(SymptomId, f64)> = recognition
            .offered()
            .iter()
            .map(|candidate| (candidate.symptom.clone(), candidate.confidence))
            .collect();
        let ranking = rank(&snapshot.base, &symptoms);
        (recognition, ranking)
    }

    fn answer(
        &self,
        snapshot: Arc<Snapshot>,
        text: &str,
        recognition: Recognition,
        ranking: Ranking,
        articles: Vec<Hit>,
    ) -> Answer {
        let next = (!ranking.causes.is_empty()).then(|| next_step(&Model::of(&snapshot.base, &ranking)));
        Answer { text: text.to_owned(), recognition, ranking, next, articles, snapshot }
    }
}

/// Counts what was made of a text, by nothing but words of the base.
fn count(recognition: &Recognition) {
    let first = recognition.offered().first().map(|candidate| candidate.symptom.to_string());
    metrics::OUTCOMES.add([outcome_word(&recognition.outcome).to_owned(), first.unwrap_or_default()]);
}

/// Of the sections found, those that may be offered beside an answer.
pub(super) fn suggested(snapshot: &Snapshot, hits: Vec<Hit>) -> Vec<Hit> {
    let may_be = |hit: &Hit| snapshot.base.page(&hit.section.page).is_none_or(|page| page.suggested);
    hits.into_iter().filter(may_be).take(MOST_ARTICLES).collect()
}

impl Answer {
    /// The answer in version-1 JSON shapes, with at most `limit` causes.
    pub fn to_wire(&self, limit: usize) -> wire::Diagnosis {
        wire::Diagnosis::new(
            &self.snapshot.base,
            &self.text,
            &self.recognition,
            &self.ranking,
            self.next.as_ref(),
            &self.articles,
            limit,
        )
    }
}
