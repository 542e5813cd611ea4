//! Conversations: transcripts through the real program, properties of the ledger, and simulated users.

mod users;
