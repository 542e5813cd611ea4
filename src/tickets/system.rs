//! What deskdoc knows of one ticket system, as data: a preset, or the settings of an operator on top of one.

use super::form::Form;
use super::pointer::Places;
use super::signature::Signing;

/// One ticket system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct System {
    /// What people call it.
    pub title: String,
    /// How its deliveries are proved; the first way for which something was presented decides.
    pub signing: Vec<Signing>,
    /// Which deliveries are of interest.
    pub events: Events,
    /// Values that name the ticket, for its id and for the addresses of notes.
    pub keys: Vec<Key>,
    /// The ticket's id, made of keys: `{owner}/{repository}#{number}`.
    pub ticket: String,
    /// Where the subject stands.
    pub subject: Places,
    /// Where the description stands.
    pub body: Places,
    /// Where answers and comments stand.
    pub comments: CommentsAt,
    /// Where the files stand that come along inline.
    pub attachments: AttachmentsAt,
    /// Where it says whether the ticket is closed, and the words for that.
    pub status: Statuses,
    /// How a note is put into a ticket; none where the system is only listened to.
    pub note: Option<NoteTemplate>,
    /// What the note call is authenticated with.
    pub credential: Credential,
}

/// Which deliveries are of interest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Events {
    /// The header that names the event, if one does.
    pub header: Option<String>,
    /// Where the body names it.
    pub name: Places,
    /// Where the body says what was done.
    pub action: Places,
    /// The events that mean something; none listed = every delivery is about a ticket.
    pub known: Vec<Event>,
    /// Only deliveries with one of these values at the place, where there is one.
    pub only: Vec<(String, Vec<String>)>,
    /// Not those that have something at one of these places.
    pub unless: Vec<String>,
}

/// An event that means something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its name.
    pub name: String,
    /// What may have been done; none listed = anything.
    pub actions: Vec<String>,
    /// What it means.
    pub meaning: Meaning,
}

/// What an event means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// Something about a ticket.
    Ticket,
    /// The system looks whether anybody is there.
    Ping,
}

/// A value that names a ticket, or a part of its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its name in templates.
    pub name: String,
    /// Where it stands.
    pub places: Places,
    /// What it is where it stands nowhere.
    pub otherwise: Option<String>,
}

/// Where answers and comments stand: one of them, or a list of all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommentsAt {
    /// The list, where there is one; the other places count from its entries.
    pub list: Option<String>,
    /// The words.
    pub text: Places,
    /// What tells a comment from another one of the same words.
    pub id: Places,
    /// Who wrote it: names, addresses or numbers, to be compared with the account that writes deskdoc's notes.
    pub author: Vec<String>,
    /// Comments with one of these values at the place are nobody's words.
    pub skip: Vec<(String, Vec<String>)>,
    /// What the system writes where nobody wrote anything.
    pub nothing: Vec<String>,
    /// Whether the words begin with a line that says when who wrote them.
    pub has_head: bool,
}

/// Where files stand that come along inline. Addresses of files are never followed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AttachmentsAt {
    /// The list; the other places count from its entries.
    pub list: Vec<String>,
    /// The file's name.
    pub name: Places,
    /// Its content as text.
    pub text: Places,
    /// Its content in base64.
    pub base64: Places,
}

/// Where it says whether the ticket is closed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statuses {
    /// The status.
    pub places: Places,
    /// Why it is closed.
    pub reason: Places,
    /// Words for "closed, because it is solved".
    pub solved: Vec<String>,
    /// Words for "closed, and not solved".
    pub dropped: Vec<String>,
    /// Reasons that make a solved ticket an unsolved one; `*` at the end stands for anything.
    pub unsolved_reasons: Vec<String>,
}

/// How a note is put into a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteTemplate {
    /// `POST`, `PUT` or `PATCH`.
    pub method: String,
    /// The path below the system's address, with keys in it: `/api/v2/tickets/{ticket}/notes`.
    pub path: String,
    /// The path for a reply that customers see, if it is another one.
    pub public_path: Option<String>,
    /// The body: JSON in which `{note}`, `{marker}` and keys are replaced inside texts, and the texts `"{internal}"` and
    /// `"{public}"` by true or false.
    pub body: String,
    /// The body of a reply that customers see, if it is another one.
    pub public_body: Option<String>,
    /// The path at which the notes of the ticket are read, to see whether one arrived; `{marker}` in it is the last line of
    /// the note, for systems that can search. Further pages are read as the answers tell of them.
    pub lookup: Option<String>,
    /// The form of the text.
    pub form: Form,
    /// Whether everybody who sees the ticket sees the note: then it is sent only if the operator says so.
    pub is_always_public: bool,
}

/// What the note call is authenticated with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// `Authorization: Bearer …`.
    Bearer,
    /// User and password.
    Basic,
    /// A header of its own.
    Header {
        /// Its name.
        name: String,
        /// What stands in front of the secret.
        prefix: String,
    },
    /// A signature as in Standard Webhooks.
    Standard,
}
