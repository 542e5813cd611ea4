//! What programs call: one file for each address, each a translation and nothing more.

pub(super) mod articles;
pub(super) mod diagnose;
pub(super) mod health;
mod json;
mod parameters;
pub(super) mod search;
pub(super) mod symptoms;
#[cfg(test)]
mod tests;
