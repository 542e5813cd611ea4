//! Counting cases as they come, so that a file of any length can be gone through once.

use std::collections::BTreeMap;

use super::cases::{Case, Expected, Verdict};
use super::confusions::{self, Confusion};
use super::figures::{Seen, Share, reliability, separation};
use super::report::{Beyond, Counter, InScope, Method, Report, SymptomFigures, Teaching, TwoSymptoms};
use crate::kb::{KnowledgeBase, SymptomId};
use crate::recognition::{Limits, Outcome, Recognition};

/// The cases so far. The order in which they come changes nothing.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    in_scope: InScope,
    two_symptoms: TwoSymptoms,
    beyond: Beyond,
    counter: Counter,
    seen: Vec<Seen>,
    symptoms: BTreeMap<SymptomId, Row>,
    confusions: Vec<Confusion>,
}

/// The cases of one symptom.
#[derive(Debug, Clone, Default)]
struct Row {
    right: Share,
    right_offered: Share,
    missed: Share,
    taken_for: BTreeMap<SymptomId, usize>,
}

impl Tally {
    /// Takes one case and what was recognised in its text.
    pub fn add(&mut self, case: &Case, recognition: &Recognition) {
        let verdict = case.expected.verdict(recognition);
        match &case.expected {
            Expected::Symptom { own, also } => {
                self.add_in_scope(own, verdict, recognition);
                if !also.is_empty() {
                    let is_offered = |symptom: &SymptomId| {
                        recognition.offered().iter().any(|found| found.symptom == *symptom)
                    };
                    let all = std::iter::once(own).chain(also).all(is_offered);
                    self.two_symptoms.all_offered.count(all);
                }
                self.see(case, recognition, true);
            }
            Expected::Nothing => {
                let is_false = verdict == Verdict::FalseAnswer;
                let asks = is_between(recognition);
                self.beyond.false_answers.count(is_false);
                self.beyond.answered.count(is_false && !asks);
                self.beyond.asked_back.count(is_false && asks);
                self.see(case, recognition, false);
            }
            // It was written to be mistaken: it says nothing about the texts that people really send.
            Expected::Not(_) => self.counter.false_answers.count(verdict == Verdict::FalseAnswer),
        }
        self.confusions.extend(Confusion::of(case, verdict, recognition));
    }

    fn add_in_scope(&mut self, own: &SymptomId, verdict: Verdict, recognition: &Recognition) {
        let right_offered = matches!(verdict, Verdict::Right | Verdict::RightBehind);
        let figures = &mut self.in_scope;
        figures.right.count(verdict == Verdict::Right);
        figures.right_offered.count(right_offered);
        figures.wrong.count(verdict == Verdict::Wrong);
        figures.missed.count(verdict == Verdict::Missed);
        figures.asked_back.count(is_between(recognition));
        let row = self.symptoms.entry(own.clone()).or_default();
        row.right.count(verdict == Verdict::Right);
        row.right_offered.count(right_offered);
        row.missed.count(verdict == Verdict::Missed);
        if verdict != Verdict::Right
            && let Some(instead) = recognition.offered().first()
        {
            *row.taken_for.entry(instead.symptom.clone()).or_default() += 1;
        }
    }

    fn see(&mut self, case: &Case, recognition: &Recognition, in_scope: bool) {
        let best = recognition.candidates.first();
        let right = best.is_some_and(|best| case.expected.is_met_by(&best.symptom));
        if in_scope {
            self.in_scope.best_right.count(right);
        }
        self.seen.push(Seen { confidence: best.map_or(0.0, |best| best.confidence), in_scope, right });
    }

    /// The figures.
    pub fn report(mut self, base: &KnowledgeBase, limits: Limits, method: Method) -> Report {
        confusions::sort(&mut self.confusions);
        Report {
            method,
            limits,
            set_by_hand: base.settings().known_at.is_some(),
            teaching: Teaching::of(base),
            in_scope: self.in_scope,
            two_symptoms: self.two_symptoms,
            beyond: self.beyond,
            counter: self.counter,
            separation: separation(&self.seen),
            reliability: reliability(&self.seen),
            symptoms: symptoms(base, &mut self.symptoms),
            confusions: self.confusions,
        }
    }
}

fn is_between(recognition: &Recognition) -> bool {
    matches!(recognition.outcome, Outcome::Between(_))
}

fn symptoms(base: &KnowledgeBase, rows: &mut BTreeMap<SymptomId, Row>) -> Vec<SymptomFigures> {
    let published = base.symptoms().filter(|symptom| base.is_published(&symptom.page));
    published
        .map(|symptom| {
            let row = rows.remove(&symptom.id).unwrap_or_default();
            SymptomFigures {
                symptom: symptom.id.clone(),
                title: symptom.title.clone(),
                phrases: symptom.n_phrases(),
                right: row.right,
                right_offered: row.right_offered,
                missed: row.missed,
                taken_for: confusions::by_frequency(row.taken_for),
            }
        })
        .collect()
}
