//! How well does a base recognise?
//!
//! In: cases, texts of which somebody knows what they are about, and what was recognised in each. Out: a [`Report`]
//! with the shares, the reliability of the confidence, and every case that went wrong with the reason why. The cases
//! are the base's own phrases ([`own_phrases`]) or a file that people labelled ([`Tally`]). Beside them stand content
//! tests, conversations as authors expect them to go ([`play`]). No file is read here and nothing is judged good or bad
//! enough: whoever asks decides that ([`Wanted`]).

mod cases;
mod confusions;
mod figures;
mod playing;
mod report;
mod standing;
mod tally;
#[cfg(test)]
mod tests;
mod wanted;

pub use cases::{BadLabel, Case, Expected, Verdict};
pub use confusions::{Confusion, Rival};
pub use figures::{Bin, N_BINS, Reliability, Seen, Share, reliability, separation};
pub use playing::{TestFailure, TestResult, play};
pub use report::{
    Beyond, Counter, FewPhrases, InScope, Method, Report, SymptomFigures, Teaching, TwoSymptoms,
};
pub use tally::Tally;
pub use wanted::{Figure, Wanted};

use crate::kb::KnowledgeBase;
use crate::recognition::{HeldBack, Limits, Meaning, cross_validate};

/// Tests a base on its own phrases: each is held back from learning once. `limits` are those of the whole base.
pub fn own_phrases(base: &KnowledgeBase, limits: Limits, n_threads: usize) -> Report {
    let mut tally = Tally::default();
    for HeldBack { phrase, means, recognition } in cross_validate(base, n_threads) {
        tally.add(&Case { id: None, line: None, text: phrase, expected: expected(means) }, &recognition);
    }
    tally.report(base, limits, Method::OwnPhrases)
}

fn expected(means: Meaning) -> Expected {
    match means {
        Meaning::Symptom(own) => Expected::Symptom { own, also: Vec::new() },
        Meaning::NotSymptom(symptom) => Expected::Not(symptom),
        Meaning::OutOfScope(_) => Expected::Nothing,
    }
}
