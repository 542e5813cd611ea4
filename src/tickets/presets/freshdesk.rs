//! Freshdesk: the simple or advanced body of an automation webhook, `{"freshdesk_webhook": …}`.

use super::{System, at, key, status};
use crate::tickets::form::Form;
use crate::tickets::signature::Signing;
use crate::tickets::system::{AttachmentsAt, CommentsAt, Credential, Events, NoteTemplate};

pub(super) fn system() -> System {
    System {
        title: "Freshdesk".to_owned(),
        signing: vec![
            Signing::Secret { header: "x-deskdoc-secret".to_owned(), prefix: String::new() },
            Signing::Basic,
            Signing::Path,
        ],
        events: Events::default(),
        keys: vec![key("ticket", &["/freshdesk_webhook/ticket_id", "/ticket_id", "/ticket/id"])],
        ticket: "{ticket}".to_owned(),
        subject: at(&["/freshdesk_webhook/ticket_subject", "/ticket_subject", "/ticket/subject"]),
        body: at(&["/freshdesk_webhook/ticket_description", "/ticket_description", "/ticket/description"]),
        comments: CommentsAt {
            text: at(&[
                "/freshdesk_webhook/ticket_latest_public_comment",
                "/ticket_latest_public_comment",
                "/freshdesk_webhook/ticket_latest_private_comment",
            ]),
            author: vec!["/freshdesk_webhook/triggered_by".to_owned()],
            ..CommentsAt::default()
        },
        attachments: AttachmentsAt::default(),
        status: status(
            &["/freshdesk_webhook/ticket_status", "/ticket_status", "/ticket/status"],
            &["resolved", "closed", "4", "5"],
            &["spam", "deleted"],
        ),
        note: Some(NoteTemplate {
            method: "POST".to_owned(),
            path: "/api/v2/tickets/{ticket}/notes".to_owned(),
            public_path: Some("/api/v2/tickets/{ticket}/reply".to_owned()),
            body: r#"{"body": "{note}", "private": true}"#.to_owned(),
            public_body: Some(r#"{"body": "{note}"}"#.to_owned()),
            lookup: Some("/api/v2/tickets/{ticket}/conversations?per_page=100".to_owned()),
            form: Form::Html,
            is_always_public: false,
        }),
        credential: Credential::Basic,
    }
}
