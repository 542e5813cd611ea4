//! Request Tracker 5 and 6: the body that our guide gives for a scrip, and REST 2 for notes.

use super::{Places, System, at, key, only, status, words};
use crate::tickets::form::Form;
use crate::tickets::signature::Signing;
use crate::tickets::system::{AttachmentsAt, CommentsAt, Credential, Events, NoteTemplate};

pub(super) fn system() -> System {
    System {
        title: "Request Tracker".to_owned(),
        signing: vec![
            Signing::BodySha256("x-deskdoc-signature".to_owned()),
            Signing::Secret { header: "x-deskdoc-secret".to_owned(), prefix: String::new() },
        ],
        events: Events::default(),
        keys: vec![key("ticket", &["/ticket/id", "/id"])],
        ticket: "{ticket}".to_owned(),
        subject: at(&["/ticket/subject", "/ticket/Subject", "/subject"]),
        // The transaction that made the ticket has its description.
        body: Places::default(),
        comments: CommentsAt {
            text: at(&["/transaction/content", "/transaction/Content", "/content"]),
            id: at(&["/transaction/id"]),
            author: words(&["/transaction/creator", "/transaction/Creator"]),
            skip: vec![only("/transaction/creator", &["RT_System"])],
            nothing: words(&["This transaction appears to have no content"]),
            ..CommentsAt::default()
        },
        attachments: AttachmentsAt {
            list: words(&["/transaction/attachments"]),
            name: at(&["/name", "/filename"]),
            text: at(&["/text"]),
            base64: at(&["/base64", "/content"]),
        },
        status: status(
            &["/ticket/status", "/ticket/Status", "/status"],
            &["resolved"],
            &["rejected", "deleted"],
        ),
        note: Some(NoteTemplate {
            method: "POST".to_owned(),
            path: "/REST/2.0/ticket/{ticket}/comment".to_owned(),
            public_path: Some("/REST/2.0/ticket/{ticket}/correspond".to_owned()),
            // RT gives contents in base64 and subjects as they are: the mark is looked for in those.
            body: r#"{"Subject": "{marker}", "Content": "{note}", "ContentType": "text/plain"}"#.to_owned(),
            public_body: None,
            lookup: Some("/REST/2.0/ticket/{ticket}/attachments?fields=Subject&per_page=100".to_owned()),
            form: Form::Plain,
            is_always_public: false,
        }),
        credential: Credential::Header { name: "Authorization".to_owned(), prefix: "token ".to_owned() },
    }
}
