//! One question, one answer.

use std::sync::Arc;

use super::check::{BadDocument, Checked, Document, ranked, read_documents};
use super::{App, Error};
use crate::diagnosis::{NextStep, Ranking, rank};
use crate::facts::{self, REMOVED, Reading, without_secrets};
use crate::kb::{PagePath, SymptomId};
use crate::library::Snapshot;
use crate::recognition::{Outcome, Recogniser, Recognition};
use crate::search::{Hit, SearchError};
use crate::telemetry::{metrics, spans};
use crate::wire::{self, outcome_word};

/// How many causes programs are given unless they ask for fewer, and at most: more than any base names for a text.
pub const MOST_CAUSES: usize = 100;
/// How many sections to read are offered with an answer.
pub const MOST_ARTICLES: usize = 5;
/// Among how many sections these are looked for.
const N_LOOKED_AT: usize = MOST_ARTICLES * 4;

/// What deskdoc makes of a text, with the state of the base it was found in.
pub struct Answer {
    /// What was asked, without the secrets that stood in it.
    pub text: String,
    /// What was recognised.
    pub recognition: Recognition,
    /// The causes behind it.
    pub ranking: Ranking,
    /// What to do next; nothing when nothing was recognised.
    pub next: Option<NextStep>,
    /// Sections worth reading.
    pub articles: Vec<Hit>,
    /// What the checks say of the configuration that was given or found in the text; nothing without one.
    pub checked: Checked,
    /// The state of the base.
    pub snapshot: Arc<Snapshot>,
}

impl App {
    /// Recognises a text, ranks the causes and finds the next step and what to read. Configuration that stands in
    /// the text is judged, and counts.
    ///
    /// # Errors
    /// [`Error`] if the index cannot be read.
    pub fn ask(&self, text: &str) -> Result<Answer, Error> {
        self.ask_with(text, Vec::new())
    }

    /// The same with documents that hold configuration.
    ///
    /// # Errors
    /// [`Error`] if the index cannot be read, [`BadDocument`] for a document that cannot be read at all.
    pub fn ask_about(
        &self,
        text: &str,
        documents: &[Document],
    ) -> Result<Result<Answer, BadDocument>, Error> {
        match read_documents(&self.snapshot().base, documents) {
            Ok(given) => self.ask_with(text, given).map(Ok),
            Err(bad) => Ok(Err(bad)),
        }
    }

    /// The same with configuration that was given beside the text.
    ///
    /// # Errors
    /// [`Error`] if the index cannot be read.
    pub fn ask_with(&self, text: &str, given: Vec<Reading>) -> Result<Answer, Error> {
        let snapshot = self.snapshot();
        let Asked { text, recognition, ranking, checked } = asked(&snapshot, text, given);
        count(&recognition);
        let articles = suggested(&snapshot, &recognition, &text)?;
        let next = snapshot.next_step(&ranking);
        Ok(Answer { text, recognition, ranking, next, articles, checked, snapshot })
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
        let some = |pages: &[&PagePath]| offered(&snapshot, &recognition, pages);
        let articles = spans::search().in_scope(|| snapshot.index.find_some(&title, N_LOOKED_AT, some))?;
        let next = snapshot.next_step(&ranking);
        let checked = Checked::default();
        Ok(Some(Answer { text: title, recognition, ranking, next, articles, checked, snapshot }))
    }

    /// The symptoms that a text sounds like, the likeliest first: one where it is known, up to `most` where several come
    /// near, else none. No causes, no planning, no reading.
    pub fn sounds_like(&self, text: &str, most: usize) -> Vec<wire::Candidate> {
        let snapshot = self.snapshot();
        let text = without_secrets(text).text;
        let recognition = recognised(&snapshot.recogniser, &text);
        count(&recognition);
        let n = match &recognition.outcome {
            Outcome::Known => 1,
            Outcome::Between(_) => most,
            Outcome::OutOfScope(_) | Outcome::Unknown => 0,
        };
        let mut candidates = wire::candidates(&snapshot.base, &text, &recognition);
        candidates.truncate(n);
        candidates
    }

    /// The part of an answer that a batch needs: no reading, no planning.
    pub fn recognise(&self, snapshot: &Snapshot, text: &str) -> (Recognition, Ranking) {
        let Asked { recognition, ranking, .. } = asked(snapshot, text, Vec::new());
        (recognition, ranking)
    }
}

/// What is made of a text before anything is looked up.
struct Asked {
    text: String,
    recognition: Recognition,
    ranking: Ranking,
    checked: Checked,
}

fn asked(snapshot: &Snapshot, text: &str, mut given: Vec<Reading>) -> Asked {
    let base = &snapshot.base;
    let inside = facts::read_text(&base.settings().facts, text);
    let holds_secrets = !inside.removed.is_empty();
    if !inside.is_empty() || !inside.removed.is_empty() {
        given.push(inside);
    }
    let mut checked = if given.is_empty() { Checked::default() } else { Checked::of(base, given) };
    for configuration in checked.configurations.iter_mut().filter(|one| one.reading.is_empty()) {
        // Nobody who only had a secret taken out of a sentence wants to read what is not known.
        configuration.verdicts.clear();
    }
    let text = if holds_secrets { without_secrets(text).text.into_owned() } else { text.to_owned() };
    let recognition = recognised(&snapshot.recogniser, &text);
    let offered = recognition.offered().iter();
    let symptoms: Vec<(SymptomId, f64)> =
        offered.map(|candidate| (candidate.symptom.clone(), candidate.confidence)).collect();
    let ranking = ranked(base, &symptoms, &checked.evidence(base));
    Asked { text, recognition, ranking, checked }
}

/// What a text without its secrets is about. What stands in their place is no word of whoever wrote it.
pub(super) fn recognised(recogniser: &Recogniser, clean: &str) -> Recognition {
    let heard = clean.replace(REMOVED, &" ".repeat(REMOVED.len()));
    spans::recognition().in_scope(|| recogniser.recognise(&heard))
}

/// Counts what was made of a text, by nothing but words of the base.
pub(super) fn count(recognition: &Recognition) {
    let first = recognition.offered().first().map(|candidate| candidate.symptom.to_string());
    metrics::OUTCOMES.add([outcome_word(&recognition.outcome).to_owned(), first.unwrap_or_default()]);
}

/// The sections worth reading about a text.
pub(super) fn suggested(
    snapshot: &Snapshot,
    recognition: &Recognition,
    text: &str,
) -> Result<Vec<Hit>, SearchError> {
    let some = |pages: &[&PagePath]| offered(snapshot, recognition, pages);
    spans::search().in_scope(|| snapshot.index.suggest_some(text, N_LOOKED_AT, some))
}

/// Of the sections found, given by their pages, those that may be offered beside an answer. Where the words are about
/// what the base does not cover, the pages that its page on that leads to come first, also those that are offered
/// nowhere else.
fn offered(snapshot: &Snapshot, recognition: &Recognition, pages: &[&PagePath]) -> Vec<usize> {
    let base = &snapshot.base;
    let leads_to = match &recognition.outcome {
        Outcome::OutOfScope(page) => base.out_of_scope_leads_to(page),
        _ => Vec::new(),
    };
    let may_be = |page: &PagePath| base.page(page).is_none_or(|page| page.suggested);
    let (first, others): (Vec<_>, Vec<_>) =
        pages.iter().enumerate().partition(|(_, page)| leads_to.contains(page));
    let others = others.into_iter().filter(|(_, page)| may_be(page));
    first.into_iter().chain(others).take(MOST_ARTICLES).map(|(at, _)| at).collect()
}

impl Answer {
    /// The answer in version-1 JSON shapes, with at most `limit` causes.
    pub fn to_wire(&self, limit: usize) -> wire::Diagnosis {
        let (base, judged) = (&self.snapshot.base, self.checked.judged());
        let diagnosis = wire::Diagnosis::new(
            base,
            &self.text,
            &self.recognition,
            &self.ranking,
            self.next.as_ref(),
            &self.articles,
            limit,
        );
        wire::Diagnosis {
            verdicts: wire::verdicts(base, &judged, &self.checked.disagreements),
            findings: wire::findings(base, &judged, &self.checked.disagreements, &self.ranking),
            ..diagnosis
        }
    }
}
