//! Zammad: a webhook of a trigger with the usual payload, `{"ticket": …, "article": …}`.

use super::{Places, System, at, key, only, status};
use crate::tickets::form::Form;
use crate::tickets::signature::Signing;
use crate::tickets::system::{AttachmentsAt, CommentsAt, Credential, Events, NoteTemplate};

pub(super) fn system() -> System {
    System {
        title: "Zammad".to_owned(),
        signing: vec![Signing::BodySha1("x-hub-signature".to_owned())],
        events: Events::default(),
        keys: vec![key("ticket", &["/ticket/id"])],
        ticket: "{ticket}".to_owned(),
        subject: at(&["/ticket/title"]),
        // A ticket has no description of its own: its first article is that.
        body: Places::default(),
        comments: CommentsAt {
            text: at(&["/article/body"]),
            id: at(&["/article/id"]),
            author: [
                "/article/created_by/login",
                "/article/created_by/email",
                "/article/created_by",
                "/article/from",
            ]
            .map(str::to_owned)
            .to_vec(),
            // Automatic replies and notices.
            skip: vec![only("/article/sender", &["System"])],
            ..CommentsAt::default()
        },
        attachments: AttachmentsAt::default(),
        status: status(&["/ticket/state/name", "/ticket/state"], &["closed"], &["merged", "removed"]),
        note: Some(NoteTemplate {
            method: "POST".to_owned(),
            path: "/api/v1/ticket_articles".to_owned(),
            public_path: None,
            body:
                r#"{"ticket_id": "{=ticket}", "type": "note", "sender": "Agent", "content_type": "text/html",
                "subject": "deskdoc", "internal": "{internal}", "body": "{note}"}"#
                    .to_owned(),
            public_body: None,
            lookup: Some("/api/v1/ticket_articles/by_ticket/{ticket}".to_owned()),
            form: Form::Html,
            is_always_public: false,
        }),
        credential: Credential::Header {
            name: "Authorization".to_owned(),
            prefix: "Token token=".to_owned(),
        },
    }
}
