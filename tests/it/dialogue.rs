//! Conversations: transcripts through the real program, properties of the ledger, and simulated users.

mod hostile;
mod properties;
mod transcripts;
mod users;
