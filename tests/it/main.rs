//! The tests that see deskdoc from outside, in one binary.
//!
//! In reading order: what the source promises about itself, what the knowledge base promises, what the guides
//! promise, and then the program through each of its faces. Cases that are texts stand in `tests/cases`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::disallowed_methods,
    unreachable_pub,
    reason = "a test may fail by panicking, reads files and the clock, and shows figures"
)]

mod api;
mod architecture;
mod assistants;
mod browser;
mod cases;
mod cli;
mod dialogue;
mod door;
mod facts;
mod fuzzed;
mod guides;
mod helpdesk;
mod hooks;
mod insights;
mod knowledge;
mod lasting;
mod outbox;
mod pages;
mod payloads;
mod planning;
mod preview;
mod reload;
mod secrets;
mod sign_in;
mod store;
mod world;
