//! Configuration as facts, and the rules that judge it.
//!
//! So far only the rules stand here: a [`Rule`] is an expression of a check page. It is read when the
//! base loads, so that a wrong one is found by its author and not by a user; nothing evaluates it yet.

mod rule;
#[cfg(test)]
mod tests;

pub use rule::{BadRule, Rule};
