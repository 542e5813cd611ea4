//! The ledger of one conversation.
//!
//! Events are only ever added, also by `back`: an [`Event::Undone`] says how many of those before it count no
//! more. So the length of the ledger grows with every turn and can serve as the number that two writers compare, and
//! whoever looks back sees what really happened. What is derived is derived from [`Conversation::counting`], in which
//! an undone turn and its undoing leave no trace.

use super::turn::Event;

/// How many turns a conversation may have. Undoing and handing over go on behind that, so that no case is caught in a
/// full ledger, up to [`LONGEST_LEDGER`].
pub const MOST_TURNS: usize = 200;
/// How many events a ledger may have: all turns, and as many undone.
pub const LONGEST_LEDGER: usize = 2 * MOST_TURNS;

/// One person's case: a ledger, and the state of the base it began with.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Conversation {
    revision: String,
    ledger: Vec<Event>,
}

impl Conversation {
    /// A conversation in which nothing was said yet. `revision` names the state of the base it begins with.
    pub fn begin(revision: &str) -> Self {
        Self { revision: revision.to_owned(), ledger: Vec::new() }
    }

    /// A conversation whose ledger was kept elsewhere.
    pub fn resume(revision: &str, ledger: Vec<Event>) -> Self {
        Self { revision: revision.to_owned(), ledger }
    }

    /// The state of the base it began with.
    pub fn revision(&self) -> &str {
        &self.revision
    }

    /// All events, the undone ones included.
    pub fn ledger(&self) -> &[Event] {
        &self.ledger
    }

    /// The events that count, in order: all but those undone.
    pub fn counting(&self) -> Vec<&Event> {
        self.counting_places().into_iter().filter_map(|place| self.ledger.get(place)).collect()
    }

    /// The places in the ledger of the events that count, in order, from 0.
    pub fn counting_places(&self) -> Vec<usize> {
        let mut counting = Vec::new();
        for (place, event) in self.ledger.iter().enumerate() {
            match event {
                Event::Undone(n_turns) => counting.truncate(counting.len().saturating_sub(*n_turns)),
                _ => counting.push(place),
            }
        }
        counting
    }

    /// The events that count since the last new beginning: what was before is nobody's business any more.
    pub fn current(&self) -> Vec<&Event> {
        let mut counting = self.counting();
        let begin = counting.iter().rposition(|event| matches!(event, Event::Restarted));
        counting.split_off(begin.map_or(0, |at| at + 1))
    }

    /// How many of the events that count, from the last one back, make up so many turns: remarks in a closed case
    /// change nothing, so undoing goes on behind them.
    pub(super) fn n_events_of(&self, n_turns: usize) -> usize {
        let mut is_closed = false;
        let turns: Vec<bool> = self
            .counting()
            .into_iter()
            .map(|event| {
                let is_remark = is_closed && matches!(event, Event::Said(_));
                is_closed = match event {
                    Event::Cured(_) | Event::HandedOver { .. } => true,
                    Event::Said(_) | Event::Pasted(_) => is_closed,
                    _ => false,
                };
                !is_remark
            })
            .collect();
        let mut left = n_turns;
        let undone = turns.iter().rev().take_while(|is_turn| {
            let goes_on = left > 0;
            left -= usize::from(goes_on && **is_turn);
            goes_on
        });
        undone.count().max(n_turns)
    }

    /// The same with one event more.
    pub(super) fn with(&self, event: Event) -> Self {
        let mut ledger = self.ledger.clone();
        ledger.push(event);
        Self { revision: self.revision.clone(), ledger }
    }
}
