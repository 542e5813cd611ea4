//! Symptoms and evidence → causes in order, and the cheapest next step.
//!
//! In: how likely each symptom is, and the [`Evidence`] so far. Out: a [`Ranking`] of causes and a [`Step`]. Decision-theoretic
//! troubleshooting: exactly one cause holds, "something else" always among them; steps are chosen by expected
//! cost, never by information alone. No clock, no network: the same input always gives the same answer. Knows
//! nothing of texts and pages' looks. Start at [`rank`] and [`next_step()`].

mod action;
mod evidence;
mod grounds;
mod lattice;
mod model;
mod next_step;
mod pairs;
mod planner;
mod posterior;
mod problem;
mod ranking;
mod reasons;
mod search;
mod sequence;
#[cfg(test)]
mod tests;
mod tree;
mod without;

pub use action::ActionId;
pub use evidence::Evidence;
pub use grounds::Grounds;
pub use model::{Action, Model, ModelQuestion, Outlook};
pub use next_step::{Alternative, NextStep, Step, alternatives, next_step};
pub use planner::Budget;
pub use ranking::{RankedCause, Ranking, Share, rank, rank_with};
pub use reasons::{chance_word, in_ten, reason};
pub use tree::{Branch, Costs, Node, Tree};
