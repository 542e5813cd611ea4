//! What confirmed cases say about the pages.

use serde::Serialize;

use crate::learning::{About, Learnt, Proposal};

/// What `learn --json` prints.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LearnReport {
    /// How many confirmed cases the base knows symptom and cause of.
    pub cases: u64,
    /// How many confirmed cases are left out, because their symptom or cause is not in the base any more.
    pub left_out: u64,
    /// The words that the cases speak against.
    pub proposals: Vec<ProposalV1>,
    /// The same as a diff for `git apply`; none for the built-in base.
    pub diff: Option<String>,
}

/// A word that cases speak against.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProposalV1 {
    /// The path of the page.
    pub page: String,
    /// `causes` for the likelihood of a cause, `works` for the chance of its fix.
    pub key: &'static str,
    /// The cause.
    pub cause: String,
    /// What stands there.
    pub from: String,
    /// What the cases speak for.
    pub to: &'static str,
    /// Of the cases that tell, so many speak for it: with this cause, or cured.
    pub n: f64,
    /// How many cases tell; not whole where cases count in part.
    pub of: f64,
    /// The proposal in a line.
    pub reason: String,
    /// Whether the diff carries it out.
    pub in_diff: bool,
}

impl LearnReport {
    /// Puts the shape together.
    pub fn new(learnt: &Learnt, diff: Option<String>) -> Self {
        Self {
            cases: learnt.n_cases,
            left_out: learnt.n_left_out,
            proposals: learnt.proposals.iter().map(|found| ProposalV1::new(found, diff.is_some())).collect(),
            diff,
        }
    }
}

impl ProposalV1 {
    fn new(proposal: &Proposal, has_diff: bool) -> Self {
        let (key, cause) = match &proposal.about {
            About::Weight(cause) => ("causes", cause),
            About::Works(cause) => ("works", cause),
        };
        Self {
            page: proposal.page.to_string(),
            key,
            cause: cause.to_string(),
            from: proposal.from.clone(),
            to: proposal.to,
            n: proposal.n,
            of: (proposal.n_of * 100.0).round() / 100.0,
            reason: proposal.line(),
            in_diff: has_diff && proposal.edit.is_some(),
        }
    }
}
