//! How fixes turned out.
//!
//! In one conversation a fix helped or it did not: what was said of it last counts. What was undone does not count, nor
//! what was before a new beginning.

use std::collections::BTreeMap;

use crate::diagnosis::ActionId;

/// A fix that was tried in fewer conversations disappoints nobody yet.
const FEWEST_TRIED: u64 = 3;

/// How a fix turned out in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It helped.
    Helped,
    /// It did not.
    Failed,
}

/// What an event of a ledger says about fixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// How a fix turned out.
    Turned(ActionId, Outcome),
    /// So many of the events before it count no more.
    Undone(usize),
    /// The conversation began anew.
    Restarted,
    /// Nothing.
    Nothing,
}

/// How a fix, or two at once, turned out in so many conversations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeRow {
    /// What was tried.
    pub action: ActionId,
    /// How it turned out.
    pub outcome: Outcome,
    /// In how many conversations.
    pub n: u64,
}

/// How often a single fix helped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixFigure {
    /// Which; never a pair.
    pub fix: ActionId,
    /// In how many conversations it was tried.
    pub n_tried: u64,
    /// In how many of them it did not help.
    pub n_failed: u64,
}

impl FixFigure {
    /// Whether it often does not help: tried in at least three conversations, and in vain in more than half of them.
    pub fn is_often_vain(&self) -> bool {
        self.n_tried >= FEWEST_TRIED && self.n_failed * 2 > self.n_tried
    }
}

/// How the fixes of one conversation turned out, from what its events say and where they stand in the ledger; events
/// between them say nothing of fixes.
pub fn outcomes_of(marks: impl Iterator<Item = (usize, Mark)>) -> Vec<(ActionId, Outcome)> {
    let mut counting: Vec<Mark> = Vec::new();
    let mut next = 0;
    for (place, mark) in marks {
        counting.extend((next..place).map(|_| Mark::Nothing));
        next = place + 1;
        match mark {
            Mark::Undone(n_events) => counting.truncate(counting.len().saturating_sub(n_events)),
            mark => counting.push(mark),
        }
    }
    let begin = counting.iter().rposition(|mark| *mark == Mark::Restarted).map_or(0, |at| at + 1);
    let mut last: BTreeMap<ActionId, Outcome> = BTreeMap::new();
    for mark in counting.into_iter().skip(begin) {
        if let Mark::Turned(action, outcome) = mark {
            last.insert(action, outcome);
        }
    }
    last.into_iter().collect()
}

/// How often single fixes helped, those that disappoint most often first. Of two that were tried at once each was tried.
pub fn fixes(rows: &[OutcomeRow]) -> Vec<FixFigure> {
    let mut counts: BTreeMap<&ActionId, (u64, u64)> = BTreeMap::new();
    for row in rows {
        for part in row.action.parts() {
            let (n_tried, n_failed) = counts.entry(part).or_default();
            *n_tried += row.n;
            *n_failed += if row.outcome == Outcome::Failed { row.n } else { 0 };
        }
    }
    let mut figures: Vec<FixFigure> = counts
        .into_iter()
        .map(|(fix, (n_tried, n_failed))| FixFigure { fix: fix.clone(), n_tried, n_failed })
        .collect();
    figures
        .sort_by_key(|figure| std::cmp::Reverse((figure.is_often_vain(), figure.n_failed, figure.n_tried)));
    figures
}
