//! GitHub and GitLab: issues and their comments.

use super::{System, at, event, key, only, ping, status, words};
use crate::tickets::form::Form;
use crate::tickets::signature::Signing;
use crate::tickets::system::{AttachmentsAt, CommentsAt, Credential, Events, NoteTemplate, Statuses};

pub(super) fn github() -> System {
    System {
        title: "GitHub".to_owned(),
        signing: vec![Signing::BodySha256("x-hub-signature-256".to_owned())],
        events: Events {
            header: Some("x-github-event".to_owned()),
            action: at(&["/action"]),
            known: vec![
                event("issues", &["opened", "edited", "closed", "reopened"]),
                event("issue_comment", &["created", "edited"]),
                ping("ping"),
            ],
            // A pull request is an issue with something more.
            unless: words(&["/issue/pull_request"]),
            ..Events::default()
        },
        keys: vec![
            key("owner", &["/repository/owner/login"]),
            key("repository", &["/repository/name"]),
            key("number", &["/issue/number"]),
        ],
        ticket: "{owner}/{repository}#{number}".to_owned(),
        subject: at(&["/issue/title"]),
        body: at(&["/issue/body"]),
        comments: CommentsAt {
            text: at(&["/comment/body"]),
            id: at(&["/comment/id"]),
            author: words(&["/comment/user/login", "/comment/user/id"]),
            ..CommentsAt::default()
        },
        attachments: AttachmentsAt::default(),
        status: Statuses {
            reason: at(&["/issue/state_reason"]),
            unsolved_reasons: words(&["not_planned", "duplicate"]),
            ..status(&["/issue/state"], &["closed"], &[])
        },
        note: Some(NoteTemplate {
            method: "POST".to_owned(),
            path: "/repos/{owner}/{repository}/issues/{number}/comments".to_owned(),
            public_path: None,
            body: r#"{"body": "{note}"}"#.to_owned(),
            public_body: None,
            lookup: Some("/repos/{owner}/{repository}/issues/{number}/comments?per_page=100".to_owned()),
            form: Form::Markdown,
            is_always_public: true,
        }),
        credential: Credential::Bearer,
    }
}

pub(super) fn gitlab() -> System {
    System {
        title: "GitLab".to_owned(),
        signing: vec![
            Signing::Standard,
            Signing::Secret { header: "x-gitlab-token".to_owned(), prefix: String::new() },
        ],
        events: Events {
            name: at(&["/object_kind"]),
            known: vec![event("issue", &[]), event("note", &[])],
            // Comments on code are none on issues, and what GitLab notes by itself is nobody's words.
            only: vec![
                only("/object_attributes/noteable_type", &["Issue"]),
                only("/object_attributes/system", &["false"]),
            ],
            ..Events::default()
        },
        keys: vec![
            key("project", &["/project/id", "/project_id", "/object_attributes/project_id"]),
            key("number", &["/issue/iid", "/object_attributes/iid"]),
        ],
        ticket: "{project}#{number}".to_owned(),
        subject: at(&["/issue/title", "/object_attributes/title"]),
        body: at(&["/issue/description", "/object_attributes/description"]),
        comments: CommentsAt {
            text: at(&["/object_attributes/note"]),
            id: at(&["/object_attributes/id"]),
            author: words(&["/user/username", "/user/id", "/user/email"]),
            ..CommentsAt::default()
        },
        attachments: AttachmentsAt::default(),
        status: status(&["/issue/state", "/object_attributes/state"], &["closed"], &[]),
        note: Some(NoteTemplate {
            method: "POST".to_owned(),
            path: "/api/v4/projects/{project}/issues/{number}/notes".to_owned(),
            public_path: None,
            body: r#"{"body": "{note}", "internal": "{internal}"}"#.to_owned(),
            public_body: None,
            lookup: Some(
                "/api/v4/projects/{project}/issues/{number}/notes?per_page=100&order_by=created_at&sort=desc"
                    .to_owned(),
            ),
            form: Form::Markdown,
            is_always_public: false,
        }),
        credential: Credential::Header { name: "PRIVATE-TOKEN".to_owned(), prefix: String::new() },
    }
}
