//! Notes on their way to tickets.

use serde::Serialize;

/// What `outbox list --json` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutboxReport {
    /// The notes, the oldest first; a thousand at most.
    pub notes: Vec<OutboxNoteV1>,
}

/// A note, without what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutboxNoteV1 {
    /// Its id, which goes with every attempt as `webhook-id` and `Idempotency-Key`.
    pub id: String,
    /// The hook whose ticket system it goes to.
    pub hook: String,
    /// The ticket.
    pub ticket: String,
    /// When it was written.
    pub at: String,
    /// `waiting`, `delivered` or `given-up`.
    pub delivery: &'static str,
    /// How many attempts were begun since it was written, or since somebody asked for another.
    pub attempts: u32,
    /// When it is tried next, if it waits.
    pub next_at: Option<String>,
    /// When it was delivered or given up.
    pub ended_at: Option<String>,
    /// The HTTP status of the last answer.
    pub status: Option<u16>,
    /// What became of the last attempt.
    pub reason: Option<String>,
}
