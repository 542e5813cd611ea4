//! Any other system: signed as Standard Webhooks are, with the names that payloads use most. All of it can be set.

use super::{System, at, key, status, words};
use crate::tickets::signature::Signing;
use crate::tickets::system::{AttachmentsAt, CommentsAt, Credential, Events};

pub(super) fn system() -> System {
    System {
        title: "Custom".to_owned(),
        signing: vec![Signing::Standard],
        events: Events::default(),
        keys: vec![key("ticket", &["/ticket/id", "/ticket/number", "/ticket_id", "/id"])],
        ticket: "{ticket}".to_owned(),
        subject: at(&["/ticket/subject", "/ticket/title", "/subject", "/title"]),
        body: at(&["/ticket/body", "/ticket/description", "/body", "/description"]),
        comments: CommentsAt {
            text: at(&["/comment/body", "/comment/text", "/comment"]),
            id: at(&["/comment/id"]),
            author: words(&["/comment/author", "/comment/author/email", "/comment/author/id"]),
            ..CommentsAt::default()
        },
        attachments: AttachmentsAt {
            list: words(&["/ticket/attachments", "/attachments"]),
            name: at(&["/name", "/filename"]),
            text: at(&["/text"]),
            base64: at(&["/base64", "/content"]),
        },
        status: status(
            &["/ticket/status", "/ticket/state", "/status", "/state"],
            &["solved", "closed", "resolved", "done"],
            &["rejected", "cancelled", "canceled", "duplicate", "wontfix"],
        ),
        note: None,
        credential: Credential::Bearer,
    }
}
