//! Which symptoms a conversation is about, as far as its words tell.
//!
//! Every text is recognised by itself. Its confidences are multiplied with what was believed before, and the older
//! counts the less: half its logarithm at the next text, all of it where the text adds ("also …"), nothing where it
//! corrects ("no, actually …"). So the last description wins, a vague one is made sharper by a clear one, and
//! two troubles told in one breath stay two, about which a person is asked.

use std::collections::BTreeMap;

use super::turn::Said;
use super::understanding::{Relation, plain_words, relation};
use crate::kb::{Answer, KnowledgeBase, Symptom, SymptomId};
use crate::recognition::{Candidate, Reason};

/// What a symptom is given that a text does not name: recognition's own error texts leave as much for the others.
const UNNAMED: f64 = 0.01;
/// A symptom with a smaller share than this is no longer spoken of.
const LEAST_SHARE: f64 = 0.15;
/// In the middle of a case people answer, ask and comment: what they say turns it to another symptom only if recognition
/// is so sure, also where they say that they correct something: that may be an answer.
const SURE_ENOUGH_TO_TURN: f64 = 0.85;
/// And where the same words are an answer, so sure.
const SURE_BESIDE_AN_ANSWER: f64 = 0.95;
/// The share of a symptom whose error text was picked from a list; one picks wrongly more easily than one types.
const PICKED: f64 = 0.8;
/// How much of what was believed counts beside a new text, as an exponent.
const MEMORY: f64 = 0.5;

/// Symptoms with their shares.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Belief {
    /// The symptoms, likeliest first; shares sum to 1, or there is none.
    pub(super) shares: Vec<(SymptomId, f64)>,
    /// What a person said that it is not.
    pub(super) rejected: Vec<SymptomId>,
    /// Whether a person left open which of several it is.
    pub(super) is_left_mixed: bool,
}

/// What a text did to the belief.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    /// Nothing: it is not recognised, or says less than was known.
    None,
    /// The first symptom.
    First,
    /// The same as before.
    Same,
    /// Another symptom comes first now.
    Other,
}

impl Belief {
    /// Takes a text into account.
    pub(super) fn hear(&mut self, base: &KnowledgeBase, said: &Said) -> News {
        let offered: Vec<&Candidate> =
            said.recognition.offered().iter().filter(|candidate| self.may_be(base, candidate)).collect();
        let Some(new) = offered.first() else { return News::None };
        let Some((old, _)) = self.shares.first().cloned() else {
            self.set(offered.iter().map(|found| (found.symptom.clone(), found.confidence)).collect());
            return News::First;
        };
        if says_less(base, &new.symptom, &old) && !is_quoted(new) {
            return News::None;
        }
        let relation = relation(&said.text);
        // "Actually Adobe hosts it" corrects an answer, not what is seen.
        if relation == Relation::Correction && !said.told.is_empty() && !is_quoted(new) {
            return News::None;
        }
        let enough = if said.told.is_empty() { SURE_ENOUGH_TO_TURN } else { SURE_BESIDE_AN_ANSWER };
        let turns = new.symptom != old && relation != Relation::Addition && !is_quoted(new);
        if turns && new.confidence < enough {
            return News::None;
        }
        let memory = match relation {
            Relation::Correction => 0.0,
            Relation::Addition => 1.0,
            Relation::None => MEMORY,
        };
        let named = said.recognition.candidates.iter().filter(|candidate| self.may_be(base, candidate));
        let pooled = self.pooled(named, memory);
        self.set(pooled);
        match self.shares.first() {
            Some((now, _)) if *now == old => News::Same,
            _ => News::Other,
        }
    }

    /// A person named the symptom.
    pub(super) fn choose(&mut self, symptom: &SymptomId) {
        self.rejected.retain(|rejected| rejected != symptom);
        self.set(vec![(symptom.clone(), 1.0)]);
    }

    /// An answer was given: who picks an error text from a list has it on the screen, as if it had been typed.
    pub(super) fn answer(&mut self, base: &KnowledgeBase, answer: &Answer) -> News {
        let said = plain_words(&answer.label);
        let quoted = |symptom: &&Symptom| {
            let errors: Vec<String> = symptom
                .errors
                .iter()
                .filter(|error| !error.contains('*'))
                .map(|error| plain_words(error))
                .collect();
            base.is_published(&symptom.page) && errors.iter().any(|error| holds_words(&said, error.as_str()))
        };
        let mut named = base.symptoms().filter(quoted);
        let (Some(only), None) = (named.next(), named.next()) else { return News::None };
        if self.shares.is_empty() || self.shares.iter().any(|(symptom, _)| *symptom == only.id) {
            return News::None;
        }
        let mut weights = vec![(only.id.clone(), PICKED)];
        weights.extend(self.shares.iter().map(|(symptom, share)| (symptom.clone(), share * (1.0 - PICKED))));
        self.set(weights);
        self.is_left_mixed = true;
        News::Other
    }

    /// It is none of these.
    pub(super) fn reject(&mut self, symptoms: &[SymptomId]) {
        self.rejected.extend(symptoms.iter().cloned());
        let left = self.shares.iter().filter(|(symptom, _)| !self.rejected.contains(symptom));
        let left = left.cloned().collect();
        self.set(left);
    }

    /// Whether somebody should be asked which of them it is. A symptom that says less than another of them is no
    /// alternative to it: "cannot sign in" holds beside any other, and questions about causes tell more.
    pub(super) fn is_open(&self, base: &KnowledgeBase) -> bool {
        let says_least =
            |symptom: &SymptomId| self.shares.iter().any(|(other, _)| says_less(base, symptom, other));
        let n_alternatives = self.shares.iter().filter(|(symptom, _)| !says_least(symptom)).count();
        n_alternatives > 1 && !self.is_left_mixed
    }

    fn may_be(&self, base: &KnowledgeBase, candidate: &Candidate) -> bool {
        let is_shown = base.shows_symptom(&candidate.symptom);
        // Who quotes the error text has it on the screen, whatever was said before.
        is_shown && (is_quoted(candidate) || !self.rejected.contains(&candidate.symptom))
    }

    fn pooled<'found>(
        &self,
        named: impl Iterator<Item = &'found Candidate>,
        memory: f64,
    ) -> Vec<(SymptomId, f64)> {
        let mut both: BTreeMap<SymptomId, (f64, f64)> = BTreeMap::new();
        for (symptom, share) in &self.shares {
            both.insert(symptom.clone(), (share.max(UNNAMED), UNNAMED));
        }
        for found in named {
            let entry = both.entry(found.symptom.clone()).or_insert((UNNAMED, UNNAMED));
            entry.1 = found.confidence.max(UNNAMED);
        }
        both.into_iter().map(|(symptom, (old, new))| (symptom, old.powf(memory) * new)).collect()
    }

    fn set(&mut self, mut weights: Vec<(SymptomId, f64)>) {
        let sum: f64 = weights.iter().map(|(_, weight)| weight).sum();
        weights.retain(|(_, weight)| *weight >= LEAST_SHARE * sum);
        let kept: f64 = weights.iter().map(|(_, weight)| weight).sum();
        weights.iter_mut().for_each(|(_, weight)| *weight /= kept);
        weights.sort_by(|(one, first), (other, second)| second.total_cmp(first).then_with(|| one.cmp(other)));
        if weights.iter().map(|(symptom, _)| symptom).ne(self.shares.iter().map(|(symptom, _)| symptom)) {
            self.is_left_mixed = false;
        }
        self.shares = weights;
    }
}

/// Whether words hold others as whole words; an error text of a single short word is none.
fn holds_words(said: &str, error: &str) -> bool {
    error.chars().count() >= 6 && format!(" {said} ").contains(&format!(" {error} "))
}

fn is_quoted(candidate: &Candidate) -> bool {
    matches!(candidate.reason, Reason::ErrorText(_))
}

/// Whether a symptom says less than another: it answers no question by itself where the other does, and leaves more
/// causes open. "I cannot sign in", said in the middle of a case about a certain page, is no news.
fn says_less(base: &KnowledgeBase, new: &SymptomId, old: &SymptomId) -> bool {
    let (Some(new), Some(old)) = (base.symptom(new), base.symptom(old)) else { return false };
    new.answered.is_empty() && !old.answered.is_empty() && new.causes.len() > old.causes.len()
}
