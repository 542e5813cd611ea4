//! Tickets of other systems: how their webhooks are proved and read, and what is written back into them.
//!
//! In: a [`System`] (a preset, or what an operator wrote), a delivery as it came, and the time. Out: whether it is
//! genuine ([`verify`]), what it says ([`read`]), the triage note in the form that the system shows ([`Triage`]) and the
//! call that puts it there ([`System::call`]). What systems differ in is data (`presets`), not code. No clock, no network,
//! no store: nothing here remembers a ticket, and nothing in a ticket is ever fetched.

mod call;
mod delivery;
mod form;
mod html;
mod plain;
mod pointer;
mod presets;
mod quotes;
mod signature;
mod stamp;
mod system;
#[cfg(test)]
mod tests;
mod triage;

pub use call::{MARKER, NoCall, NoteCall};
pub use delivery::{Attachment, Comment, Delivery, Received, Status, Unreadable, read};
pub use form::Form;
pub use pointer::Places;
pub use presets::{PRESETS, preset};
pub use signature::{FRESH_SECONDS, Genuine, Presented, Signing, Unproved, verify};
pub use system::{
    AttachmentsAt, CommentsAt, Credential, Event, Events, Key, Meaning, NoteTemplate, Statuses, System,
};
pub use triage::Triage;
