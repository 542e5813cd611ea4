//! The decision tree of a symptom: a picture, and every step in words.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::view::{Frame, Here};
use super::{filled, freshness, sent};
use crate::app::FoundTree;
use crate::kb::{PagePath, SectionRef};
use crate::picture::{self, Outline};
use crate::web::problem::Failure;
use crate::web::service::{Service, work};
use crate::wire;

#[derive(Template)]
#[template(path = "pages/tree.html")]
struct TreePage {
    frame: Frame,
    title: String,
    symptom: String,
    html: String,
}

/// `GET /symptoms/{id}/tree`
pub(in crate::web) async fn show(
    request: HttpRequest,
    path: Path<String>,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    service.app.look_up_symptom(&path)?;
    let tag = freshness::tag(&service.app.snapshot().revision);
    if freshness::is_known(&request, &tag) {
        return Ok(freshness::not_modified(&tag));
    }
    let html = work(&service, move |app| Ok(app.tree(&path).map(|found| html(&found))));
    Ok(freshness::tagged(sent(StatusCode::OK, html.await???), &tag))
}

fn html(found: &FoundTree) -> Result<String, Failure> {
    let base = &found.snapshot.base;
    let symptom = found.symptom().ok_or_else(Failure::internal)?;
    let outline = Outline::of(base, symptom, &found.tree.model, &found.tree.tree);
    let link = |page: &PagePath| {
        let page = base.is_published(page).then(|| page.clone())?;
        Some(wire::href(&SectionRef { page, anchor: None }))
    };
    filled(&TreePage {
        frame: Frame::new(base, &format!("Decision tree: {}", symptom.title), Here::Symptoms),
        html: picture::body(&outline, 2, &link),
        title: outline.title,
        symptom: outline.symptom,
    })
}
