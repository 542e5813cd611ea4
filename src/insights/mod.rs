//! What many conversations say together: how they ended, what they were about, which fixes disappoint, and what was
//! asked in vain.
//!
//! In: rows that somebody has counted, and messages. Out: [`Figures`] and [`Cluster`]s whose definitions stand beside
//! them, and a page to begin with. The same rows always give the same figures: no clock, no database. Knows nothing of
//! single conversations, and of what a reader may see. Start at [`Figures::of`].

mod asked;
mod day;
mod figures;
mod outcomes;
mod stub;
#[cfg(test)]
mod tests;

pub use asked::{Cluster, Message, clusters};
pub use day::Day;
pub use figures::{
    CauseFigure, DayFigure, Ending, Endings, Figures, FirstWords, Group, Recognised, SymptomFigure, median,
};
pub use outcomes::{FixFigure, Mark, Outcome, OutcomeRow, fixes, outcomes_of};
pub use stub::{Stub, stub};
