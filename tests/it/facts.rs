//! Configuration in, verdicts out: the rules of the built-in base at their boundaries, and readers at theirs.

mod boundaries;
mod properties;
mod readers;
mod secrets;
mod web;

use deskdoc::checks::{Verdict, judge};
use deskdoc::facts::{Format, Reading, read_document};
use serde_json::Value;

use crate::world::builtin;

/// The configuration that every case changes a little: all of it is right.
pub fn good() -> Value {
    let file = crate::world::cases("facts").join("good.json");
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// What is read of a snapshot.
pub fn reading(snapshot: &str) -> Reading {
    let base = &builtin().snapshot().base;
    read_document(&base.settings().facts, snapshot, Format::Json, None).unwrap()
}

/// The verdicts of the built-in base on a snapshot.
pub fn verdicts(snapshot: &Value) -> Vec<Verdict> {
    judge(&builtin().snapshot().base, &reading(&snapshot.to_string()).facts)
}
