//! The decision tree of a symptom: a picture, and every step in words.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::view::{Frame, Here};
use super::{filled, same_for_all};
use crate::app::FoundTree;
use crate::kb::{PagePath, SectionRef};
use crate::picture::{self, Outline};
use crate::web::problem::Failure;
use crate::web::service::Service;
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
    same_for_all(&request, &service, move |app| {
        Ok(app.tree(&path).map_err(Failure::from).and_then(|found| html(&found)))
    })
    .await
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
