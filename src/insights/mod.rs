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
mod period;
mod stub;
#[cfg(test)]
mod tests;

pub use asked::{Cluster, Message, clusters};
pub use day::Day;
pub use figures::{
    CauseFigure, DayFigure, Ending, Endings, Figures, FirstWords, Group, Recognised, SymptomFigure, median,
};
pub use outcomes::{FixFigure, Mark, Outcome, OutcomeRow, fixes, outcomes_of};
pub use period::{Period, Preset};
pub use stub::{Stub, stub};

/// An open conversation counts as abandoned when its last turn is more than so many hours ago.
pub const ABANDONED_AFTER_HOURS: u32 = 24;

/// All that is said about one period.
#[derive(Debug, Clone, PartialEq)]
pub struct Insights {
    /// The period.
    pub period: Period,
    /// When it was looked, in milliseconds since the beginning of 1970: what is abandoned depends on it.
    pub looked_at: i64,
    /// Figures over the conversations that began in the period.
    pub figures: Figures,
    /// The same by day.
    pub days: Vec<DayFigure>,
    /// How fixes turned out, those that disappoint most first.
    pub fixes: Vec<FixFigure>,
    /// What was asked in vain in the period, put together.
    pub clusters: Vec<Cluster>,
    /// How many messages were asked in vain; more than [`Self::n_clustered`] if there are very many.
    pub n_unanswered: u64,
    /// How many of them, the newest, are in the clusters.
    pub n_clustered: usize,
    /// What people said about the help they got in the period.
    pub feedback: Vec<FeedbackFigure>,
}

/// Feedback that is alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedbackFigure {
    /// For example `helped`.
    pub verdict: String,
    /// The symptom it is about.
    pub symptom: Option<String>,
    /// The cause it is about.
    pub cause: Option<String>,
    /// The fix it is about.
    pub fix: Option<String>,
    /// The path of the article it is about.
    pub page: Option<String>,
    /// How often it was said.
    pub n: u64,
}
