//! Configuration as facts, and the rules that judge it.
//!
//! In: a snapshot, an export, a form, an address or any text with some of them ([`read_document`], [`read_text`]).
//! Out: a tree of [`Fact`]s, each with its origin, without secrets. A [`Rule`] is an expression of a check page; on a
//! [`Scene`] it says yes, no, or what would have to be known. Which facts there are and what they are called stands in
//! a [`Schema`] that the authors of a base write. Knows nothing of pages, causes or products.

mod address;
mod difference;
mod fact;
mod instant;
mod look_alike;
mod read;
mod rule;
mod scene;
mod schema;
mod secret;
#[cfg(test)]
mod tests;

pub use difference::{Difference, difference, strange_characters};
pub use fact::{Fact, List, Origin, Record, Unusable, Value};
pub(crate) use look_alike::look_alike_form;
pub use read::{
    Format, LARGEST_DOCUMENT, Note, Reading, Unreadable, add, decoded, guess, put_together, read_document,
    read_text,
};
pub use rule::{BadRule, Rule, Ruling, UnknownFact, function_names};
pub use scene::Scene;
pub use schema::{AddressRule, Element, Field, FieldKind, Implied, Schema, Subject};
pub use secret::{
    Cleaned, Earlier, REMOVED, Removed, Secret, announces, breaks_off_before_a_secret,
    excerpt_without_secrets, without_quoted_secrets, without_secrets, without_secrets_behind,
};
