//! django-helpdesk 2: its webhooks for new tickets and for follow-ups, which nothing signs.

use super::{System, at, key, status, words};
use crate::tickets::form::Form;
use crate::tickets::signature::Signing;
use crate::tickets::system::{AttachmentsAt, CommentsAt, Credential, Events, NoteTemplate};

pub(super) fn system() -> System {
    System {
        title: "django-helpdesk".to_owned(),
        signing: vec![Signing::Path],
        events: Events::default(),
        keys: vec![key("ticket", &["/ticket/id"])],
        ticket: "{ticket}".to_owned(),
        subject: at(&["/ticket/title"]),
        body: at(&["/ticket/description"]),
        comments: CommentsAt {
            list: Some("/ticket/followup_set".to_owned()),
            text: at(&["/comment"]),
            id: at(&["/id"]),
            author: words(&["/user"]),
            ..CommentsAt::default()
        },
        attachments: AttachmentsAt::default(),
        // 1 open, 2 reopened, 3 resolved, 4 closed, 5 duplicate.
        status: status(&["/ticket/status"], &["3", "4"], &["5"]),
        note: Some(NoteTemplate {
            method: "POST".to_owned(),
            path: "/api/followups/".to_owned(),
            public_path: None,
            // A title here would rename the ticket.
            body: r#"{"ticket": "{=ticket}", "comment": "{note}", "public": "{public}"}"#.to_owned(),
            public_body: None,
            lookup: Some("/api/tickets/{ticket}/".to_owned()),
            form: Form::Plain,
            is_always_public: false,
        }),
        credential: Credential::Header { name: "Authorization".to_owned(), prefix: "Token ".to_owned() },
    }
}
