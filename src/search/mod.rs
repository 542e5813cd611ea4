//! Full-text search over sections.
mod stub;
pub use stub::*;
