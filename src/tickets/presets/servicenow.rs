//! ServiceNow: the body that our guide gives for an outbound REST message of a business rule.

use super::{System, at, key, status, words};
use crate::tickets::form::Form;
use crate::tickets::signature::Signing;
use crate::tickets::system::{AttachmentsAt, CommentsAt, Credential, Events, Key, NoteTemplate, Statuses};

pub(super) fn system() -> System {
    System {
        title: "ServiceNow".to_owned(),
        signing: vec![
            Signing::Secret { header: "x-deskdoc-secret".to_owned(), prefix: String::new() },
            Signing::Basic,
        ],
        events: Events::default(),
        keys: vec![
            key("ticket", &["/sys_id", "/record/sys_id", "/incident/sys_id"]),
            Key {
                name: "table".to_owned(),
                places: at(&["/table", "/record/table", "/sys_class_name"]),
                otherwise: Some("incident".to_owned()),
            },
        ],
        ticket: "{ticket}".to_owned(),
        subject: at(&["/short_description", "/record/short_description", "/incident/short_description"]),
        body: at(&["/description", "/record/description", "/incident/description"]),
        comments: CommentsAt {
            text: at(&["/comment/text", "/comments", "/work_notes", "/record/comments", "/incident/comments"]),
            id: at(&["/comment/id"]),
            author: ["/comment/author", "/updated_by", "/sys_updated_by"].map(str::to_owned).to_vec(),
            // Journals begin with `2026-11-21 14:00:00 - Jo Doe (Additional comments)`.
            has_head: true,
            ..CommentsAt::default()
        },
        attachments: AttachmentsAt::default(),
        status: Statuses {
            reason: at(&["/close_code", "/record/close_code", "/incident/close_code"]),
            unsolved_reasons: words(&["not solved*", "closed/resolved by caller", "no resolution*", "duplicate"]),
            ..status(
                &["/state", "/record/state", "/incident/state"],
                &["6", "7", "resolved", "closed"],
                &["8", "canceled", "cancelled"],
            )
        },
        note: Some(NoteTemplate {
            method: "PATCH".to_owned(),
            path: "/api/now/table/{table}/{ticket}".to_owned(),
            public_path: None,
            body: r#"{"work_notes": "{note}"}"#.to_owned(),
            public_body: Some(r#"{"comments": "{note}"}"#.to_owned()),
            lookup: Some(
                "/api/now/table/sys_journal_field?sysparm_query=element_id%3D{ticket}%5EvalueLIKE{marker}&sysparm_fields=value&sysparm_limit=100"
                    .to_owned(),
            ),
            form: Form::Plain,
            is_always_public: false,
        }),
        credential: Credential::Basic,
    }
}
