//! Jira Service Management: webhooks of the system, with the issue as JSON. Descriptions are wiki text or documents.

use super::{System, at, event, key, status, words};
use crate::tickets::form::Form;
use crate::tickets::signature::Signing;
use crate::tickets::system::{AttachmentsAt, CommentsAt, Credential, Events, NoteTemplate, Statuses};

pub(super) fn system() -> System {
    System {
        title: "Jira Service Management".to_owned(),
        signing: vec![Signing::BodySha256("x-hub-signature".to_owned())],
        events: Events {
            name: at(&["/webhookEvent"]),
            known: ["jira:issue_created", "jira:issue_updated", "comment_created", "comment_updated"]
                .map(|name| event(name, &[]))
                .to_vec(),
            ..Events::default()
        },
        keys: vec![key("ticket", &["/issue/key", "/issue/id"])],
        ticket: "{ticket}".to_owned(),
        subject: at(&["/issue/fields/summary"]),
        body: at(&["/issue/fields/description"]),
        comments: CommentsAt {
            text: at(&["/comment/body"]),
            id: at(&["/comment/id"]),
            author: [
                "/comment/author/accountId",
                "/comment/author/emailAddress",
                "/comment/author/name",
                "/comment/author/displayName",
            ]
            .map(str::to_owned)
            .to_vec(),
            ..CommentsAt::default()
        },
        attachments: AttachmentsAt::default(),
        status: Statuses {
            reason: at(&["/issue/fields/resolution/name"]),
            unsolved_reasons: words(&[
                "won't do",
                "won't fix",
                "duplicate",
                "cannot reproduce",
                "can't reproduce",
                "declined",
                "canceled",
                "cancelled",
                "known error",
                "incomplete",
            ]),
            ..status(
                &["/issue/fields/status/statusCategory/key", "/issue/fields/status/name"],
                &["done", "closed", "resolved", "solved"],
                &["canceled", "cancelled", "declined"],
            )
        },
        note: Some(NoteTemplate {
            method: "POST".to_owned(),
            path: "/rest/servicedeskapi/request/{ticket}/comment".to_owned(),
            public_path: None,
            body: r#"{"body": "{note}", "public": "{public}"}"#.to_owned(),
            public_body: None,
            lookup: Some("/rest/servicedeskapi/request/{ticket}/comment?limit=100".to_owned()),
            form: Form::Wiki,
            is_always_public: false,
        }),
        credential: Credential::Basic,
    }
}
