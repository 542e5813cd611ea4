//! All checks of a base on one configuration: verdicts with reasons, and what they say about the causes.
//!
//! In: a base and facts. Out: a [`Verdict`] for each published check ([`judge`]), what several configurations disagree
//! about ([`disagreements`]), and the evidence that all of it is ([`evidence`]). Never guesses: where facts are missing a verdict
//! is unknown and names them. Knows nothing of where facts come from and of how causes are ranked.

mod difference;
mod said;
#[cfg(test)]
mod tests;
mod verdict;

pub use difference::{look_alike_host, nearest_difference};
pub use said::why_unknown;
pub use verdict::{Disagreement, Outcome, Source, Verdict, disagreements, evidence, judge};
