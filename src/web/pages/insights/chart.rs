//! Conversations by day as bars: shapes in a picture that stretches, words beside it where they keep their size.

use crate::wire::{DayCountV1, InsightsV1};

/// How high the picture is, in its own units; a bar is one unit wide.
const HEIGHT: f64 = 100.0;
/// How much of the place of a bar stays empty.
const GAP: f64 = 0.2;

/// Conversations by the day they began.
pub(super) struct Chart {
    pub(super) width: usize,
    pub(super) bars: Vec<Piece>,
    /// The most conversations that a bar has.
    pub(super) most: u64,
    pub(super) first: String,
    pub(super) last: String,
    /// `day`, or `7 days`.
    pub(super) each: String,
    /// The chart in a sentence, for those who do not see it.
    pub(super) summary: String,
    pub(super) rows: Vec<DayCountV1>,
}

/// A piece of a bar.
pub(super) struct Piece {
    pub(super) class: &'static str,
    pub(super) x: String,
    pub(super) y: String,
    pub(super) width: String,
    pub(super) height: String,
}

impl Chart {
    pub(super) fn new(figures: &InsightsV1) -> Self {
        let rows = figures.days.clone();
        let most = rows.iter().map(|row| row.conversations).max().unwrap_or_default();
        let bars = rows.iter().enumerate().flat_map(|(at, row)| pieces(at, row, most)).collect();
        let each =
            if figures.days_each == 1 { "day".to_owned() } else { format!("{} days", figures.days_each) };
        let busiest =
            rows.iter().rev().max_by_key(|row| row.conversations).filter(|row| row.conversations > 0);
        let summary = match busiest {
            Some(row) => format!(
                "{} conversations from {} to {}, a bar for each {each}. Most, {}, began from {} on.",
                figures.conversations, figures.from, figures.to, row.conversations, row.day
            ),
            None => "No conversation began in this period.".to_owned(),
        };
        Self {
            width: rows.len(),
            bars,
            most,
            first: figures.from.clone(),
            last: figures.to.clone(),
            each,
            summary,
            rows,
        }
    }
}

/// The pieces of a bar, the lowest first.
fn pieces(at: usize, row: &DayCountV1, most: u64) -> Vec<Piece> {
    let counts = [
        ("solved", row.endings.solved),
        ("handed-over", row.endings.handed_over),
        ("abandoned", row.endings.abandoned),
        ("open", row.endings.open),
    ];
    let mut top = HEIGHT;
    let mut pieces = Vec::new();
    for (class, n) in counts.into_iter().filter(|(_, n)| *n > 0) {
        let height = n as f64 / most.max(1) as f64 * HEIGHT;
        top -= height;
        pieces.push(Piece {
            class,
            x: format!("{:.2}", at as f64 + GAP / 2.0),
            y: format!("{top:.2}"),
            width: format!("{:.2}", 1.0 - GAP),
            height: format!("{height:.2}"),
        });
    }
    pieces
}
