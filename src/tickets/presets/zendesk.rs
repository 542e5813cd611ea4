//! Zendesk: the body that our guide gives for a trigger, or the events that a webhook subscribes to.

use super::{System, at, key, only, status};
use crate::tickets::form::Form;
use crate::tickets::signature::Signing;
use crate::tickets::system::{AttachmentsAt, CommentsAt, Credential, Events, NoteTemplate};

pub(super) fn system() -> System {
    System {
        title: "Zendesk".to_owned(),
        signing: vec![Signing::StampedBody {
            signature: "x-zendesk-webhook-signature".to_owned(),
            stamp: "x-zendesk-webhook-signature-timestamp".to_owned(),
        }],
        events: Events {
            name: at(&["/type"]),
            // A webhook may subscribe to more than tickets; a trigger names no type.
            only: vec![only(
                "/type",
                &[
                    "zen:event-type:ticket.created",
                    "zen:event-type:ticket.comment_added",
                    "zen:event-type:ticket.subject_changed",
                    "zen:event-type:ticket.description_changed",
                    "zen:event-type:ticket.status_changed",
                    "zen:event-type:ticket.custom_status_changed",
                ],
            )],
            ..Events::default()
        },
        keys: vec![key("ticket", &["/ticket/id", "/detail/id", "/ticket_id"])],
        ticket: "{ticket}".to_owned(),
        subject: at(&["/ticket/subject", "/ticket/title", "/detail/subject"]),
        body: at(&["/ticket/description", "/detail/description"]),
        comments: CommentsAt {
            text: at(&[
                "/ticket/comment/body",
                "/ticket/comment/text",
                "/ticket/latest_comment",
                "/event/comment/body",
            ]),
            id: at(&["/ticket/comment/id", "/event/comment/id"]),
            // Placeholders give a rule and `Jo Doe, Nov 21, 2026, 22:00` first.
            has_head: true,
            author: [
                "/ticket/comment/author/email",
                "/ticket/comment/author/name",
                "/ticket/comment/author",
                "/event/comment/author/id",
                "/event/comment/author/name",
            ]
            .map(str::to_owned)
            .to_vec(),
            ..CommentsAt::default()
        },
        attachments: AttachmentsAt::default(),
        status: status(&["/ticket/status", "/detail/status"], &["solved", "closed"], &["deleted"]),
        note: Some(NoteTemplate {
            method: "PUT".to_owned(),
            path: "/api/v2/tickets/{ticket}.json".to_owned(),
            public_path: None,
            body: r#"{"ticket": {"comment": {"html_body": "{note}", "public": "{public}"}}}"#.to_owned(),
            public_body: None,
            lookup: Some("/api/v2/tickets/{ticket}/comments.json?sort_order=desc".to_owned()),
            form: Form::Html,
            is_always_public: false,
        }),
        credential: Credential::Basic,
    }
}
