//! Cases that went wrong, each with what led it astray.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::cases::{Case, Expected, Verdict};
use crate::kb::SymptomId;
use crate::recognition::{Candidate, Outcome, Reason, Recognition};
use crate::text::fold;

/// So many characters of a text are kept: the start tells which it was, and a file may hold many long tickets.
const MOST_KEPT: usize = 500;

/// A case that went wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Confusion {
    /// The sender's name for the case, as JSON.
    pub id: Option<String>,
    /// Its line in the sender's file.
    pub line: Option<usize>,
    /// The text, or how a long one begins.
    pub text: String,
    /// In what way: [`Verdict::Wrong`], [`Verdict::Missed`] or [`Verdict::FalseAnswer`].
    pub verdict: Verdict,
    /// What should have been made of it.
    pub expected: Expected,
    /// What was made of it.
    pub outcome: Outcome,
    /// The confidence of the right symptom; `None` if it is not among the nearest, or if there is none.
    pub own_confidence: Option<f64>,
    /// The best candidate that is not right.
    pub rival: Option<Rival>,
}

/// A symptom that a text was, or nearly was, taken for.
#[derive(Debug, Clone, PartialEq)]
pub struct Rival {
    /// The symptom.
    pub symptom: SymptomId,
    /// Its confidence.
    pub confidence: f64,
    /// The error text of the symptom that the text holds.
    pub error_text: Option<String>,
    /// The phrase of the symptom that the text resembles most.
    pub phrase: Option<String>,
    /// The words of the text that spoke for the symptom, strongest first.
    pub words: Vec<String>,
}

impl Confusion {
    /// What went wrong in a case; `None` if nothing did.
    pub(super) fn of(case: &Case, verdict: Verdict, recognition: &Recognition) -> Option<Self> {
        match verdict {
            Verdict::Right | Verdict::RightBehind | Verdict::Refused => return None,
            Verdict::Wrong | Verdict::Missed | Verdict::FalseAnswer => {}
        }
        let candidates = &recognition.candidates;
        let is_right = |found: &&Candidate| case.expected.is_met_by(&found.symptom);
        let own = matches!(case.expected, Expected::Symptom { .. })
            .then(|| candidates.iter().find(is_right))
            .flatten();
        let rival = candidates.iter().find(|found| !is_right(found));
        Some(Self {
            id: case.id.clone(),
            line: case.line,
            text: beginning(&case.text),
            verdict,
            expected: case.expected.clone(),
            outcome: recognition.outcome.clone(),
            own_confidence: own.map(|own| own.confidence),
            rival: rival.map(|rival| Rival::of(rival, &case.text)),
        })
    }

    /// How far the rival is ahead of the right symptom: the further, the worse.
    fn lead(&self) -> f64 {
        self.rival.as_ref().map_or(0.0, |rival| rival.confidence) - self.own_confidence.unwrap_or(0.0)
    }
}

impl Rival {
    fn of(candidate: &Candidate, text: &str) -> Self {
        let (error_text, phrase, words) = match &candidate.reason {
            Reason::ErrorText(error) => (Some(error.clone()), None, Vec::new()),
            Reason::Phrase { phrase, words } => {
                let phrase = Some(phrase.clone()).filter(|phrase| !phrase.is_empty());
                (None, phrase, each_once(words.iter().filter_map(|range| text.get(range.clone()))))
            }
        };
        Self {
            symptom: candidate.symptom.clone(),
            confidence: candidate.confidence,
            error_text,
            phrase,
            words,
        }
    }
}

/// The worst first: taken for another, then answered for nothing, then missed, and in each the furthest astray.
pub(super) fn sort(confusions: &mut [Confusion]) {
    let rank = |confusion: &Confusion| match (confusion.verdict, &confusion.expected) {
        (Verdict::Wrong, _) => 0,
        (Verdict::FalseAnswer, Expected::Nothing) => 1,
        (Verdict::FalseAnswer, _) => 2,
        _ => 3,
    };
    confusions.sort_by(|first, second| {
        let by_lead = || second.lead().total_cmp(&first.lead());
        // Equally bad ones stand in an order that the order of the cases does not change.
        let by_text = || (&first.text, first.line).cmp(&(&second.text, second.line));
        rank(first).cmp(&rank(second)).then_with(by_lead).then_with(by_text)
    });
}

/// Symptoms with how many cases went to each, the most frequent first.
pub(super) fn by_frequency(counts: impl IntoIterator<Item = (SymptomId, usize)>) -> Vec<(SymptomId, usize)> {
    let mut counts: Vec<(SymptomId, usize)> = counts.into_iter().collect();
    counts.sort_by(|first, second| (Reverse(first.1), &first.0).cmp(&(Reverse(second.1), &second.0)));
    counts
}

fn each_once<'text>(words: impl Iterator<Item = &'text str>) -> Vec<String> {
    let mut seen = HashSet::new();
    words.filter(|word| seen.insert(fold(word))).map(str::to_owned).collect()
}

fn beginning(text: &str) -> String {
    match text.char_indices().nth(MOST_KEPT).and_then(|(end, _)| text.get(..end)) {
        Some(start) => format!("{start}…"),
        None => text.to_owned(),
    }
}
