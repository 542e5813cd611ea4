//! What people wrote, and what it was about: the share that is recognised.

use std::path::PathBuf;

use deskdoc::recognition::Outcome;
use serde_json::Value;

use crate::world::{builtin, cases};

/// Of what is about a known symptom, at least this share must be recognised as it.
const RIGHT_AT_LEAST: f64 = 0.75;
/// Of what is about something else, at most this share may be taken for a symptom.
const WRONG_AT_MOST: f64 = 0.10;

#[test]
fn most_messages_are_recognised_and_few_foreign_ones_are_taken_for_a_symptom() {
    let figures = Figures::over(&cases("recognition").join("messages.jsonl"));
    println!("{}", figures.in_words());
    assert!(figures.share_right() >= RIGHT_AT_LEAST, "{}", figures.in_words());
    assert!(figures.share_taken() <= WRONG_AT_MOST, "{}", figures.in_words());
}

#[derive(Default)]
struct Figures {
    known: Vec<String>,
    n_known: usize,
    foreign: Vec<String>,
    n_foreign: usize,
}

impl Figures {
    fn over(file: &PathBuf) -> Self {
        let mut figures = Self::default();
        let snapshot = builtin().snapshot();
        for line in std::fs::read_to_string(file).unwrap().lines() {
            let message: Value = serde_json::from_str(line).unwrap();
            let text = message["text"].as_str().unwrap();
            let recognition = snapshot.recogniser.recognise(text);
            let found = recognition.offered().first().map(|candidate| candidate.symptom.to_string());
            let said = |found: &Option<String>| {
                format!(
                    "{} {:?} for {text:?}",
                    message["id"],
                    found.as_deref().unwrap_or(word(&recognition.outcome))
                )
            };
            if message["symptom"].is_null() {
                figures.n_foreign += 1;
                figures.foreign.extend(found.is_some().then(|| said(&found)));
            } else {
                figures.n_known += 1;
                let is_right = [&message["symptom"], &message["also"]]
                    .iter()
                    .any(|right| right.as_str() == found.as_deref() && found.is_some());
                figures.known.extend((!is_right).then(|| said(&found)));
            }
        }
        figures
    }

    fn share_right(&self) -> f64 {
        1.0 - self.known.len() as f64 / self.n_known as f64
    }

    fn share_taken(&self) -> f64 {
        self.foreign.len() as f64 / self.n_foreign as f64
    }

    fn in_words(&self) -> String {
        format!(
            "recognised: {} of {} ({:.0} %); taken for a symptom though it is none: {} of {} ({:.0} %)\nnot recognised as they should be:\n  {}\ntaken for a symptom:\n  {}",
            self.n_known - self.known.len(),
            self.n_known,
            self.share_right() * 100.0,
            self.foreign.len(),
            self.n_foreign,
            self.share_taken() * 100.0,
            self.known.join("\n  "),
            self.foreign.join("\n  "),
        )
    }
}

fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Known => "known",
        Outcome::Between(_) => "between",
        Outcome::OutOfScope(_) => "out of scope",
        Outcome::Unknown => "unknown",
    }
}
