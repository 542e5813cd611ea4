//! The case note: to be read, printed, and copied into a ticket.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use super::shown::Case;
use crate::app::Held;
use crate::dialogue;
use crate::kb::markdown::{self, Destination, RenderOptions};
use crate::web::conversations;
use crate::web::pages::view::{Frame, Here};
use crate::web::pages::{filled, sent};
use crate::web::problem::Failure;
use crate::web::service::{Service, work};

#[derive(Template)]
#[template(path = "pages/note.html")]
struct NotePage {
    frame: Frame,
    id: String,
    heading: String,
    html: String,
    markdown: String,
}

/// `GET /c/{id}/note`
pub(in crate::web) async fn note(id: Path<String>, service: Data<Service>) -> Result<HttpResponse, Failure> {
    let held = conversations::read(&service, &id).await?;
    let html = work(&service, move |_| Ok(html(&held)));
    Ok(sent(StatusCode::OK, html.await??))
}

fn html(held: &Held) -> Result<String, Failure> {
    let base = &held.snapshot.base;
    let markdown = dialogue::note(base, &held.kept.conversation).to_markdown();
    let heading =
        Case { base, conversation: &held.kept.conversation, reply: &held.reply, articles: &[], why: &[] }
            .heading();
    // What a note says comes from users: nothing in it leads anywhere.
    let nowhere = |_: &str, _: bool| Destination::Missing;
    let below_title = markdown.split_once('\n').map_or("", |(_, rest)| rest);
    let options = RenderOptions { shift_headings: 0, links: &nowhere, has_anchors: false };
    let html = markdown::render(below_title, 0..below_title.len(), &options);
    filled(&NotePage {
        frame: Frame::new(base, &format!("Case note: {heading}"), Here::Elsewhere),
        id: held.kept.id.to_string(),
        heading,
        html,
        markdown,
    })
}
