//! deskdoc: a knowledge-base diagnostic chatbot service.
//!
//! Somebody describes a trouble in their own words. deskdoc recognises the symptom in them, or says honestly that it
//! does not, weighs the causes behind it and names the cheapest next step, each with its reason and a link into the
//! documentation. All that it knows stands in Markdown pages.
//!
//! The modules in reading order, each seeing only those before it (`docs/deskdoc/architecture.md` has the table):
#![forbid(unsafe_code)]

pub mod config;
pub mod telemetry;

mod recent;
mod sharing;

pub mod text;

pub mod facts;

pub mod kb;

pub mod diagnosis;
pub mod recognition;
pub mod search;

pub mod checks;
pub mod dialogue;

pub mod tickets;

pub mod eval;
pub mod insights;
pub mod learning;

pub mod drafting;
pub mod lint;

pub mod picture;
pub mod wire;

pub mod identity;
pub mod library;
pub mod store;

pub mod outbox;

pub mod app;

mod mcp;
pub mod web;

pub mod cli;
