//! The list of symptoms, and what is known about one of them.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use super::result::{self, Asked};
use super::view::{Frame, Here, SymptomRow};
use super::{filled, sent};
use crate::kb::SymptomId;
use crate::web::problem::{Code, Failure};
use crate::web::service::{Service, work};
use crate::wire::SymptomList;

#[derive(Template)]
#[template(path = "pages/symptoms.html")]
struct SymptomsPage {
    frame: Frame,
    symptoms: Vec<SymptomRow>,
}

/// `GET /symptoms`
pub(in crate::web) async fn list(service: Data<Service>) -> Result<HttpResponse, Failure> {
    let snapshot = service.app.snapshot();
    let mut symptoms: Vec<SymptomRow> =
        SymptomList::of(&snapshot.base).symptoms.into_iter().map(SymptomRow::from).collect();
    symptoms.sort_by_key(|symptom| symptom.title.to_lowercase());
    let frame = Frame::new(&snapshot.base, "Symptoms", Here::Symptoms);
    Ok(sent(StatusCode::OK, filled(&SymptomsPage { frame, symptoms })?))
}

/// `GET /symptoms/{id}`
pub(in crate::web) async fn one(path: Path<String>, service: Data<Service>) -> Result<HttpResponse, Failure> {
    let id = SymptomId::parse(&path).map_err(|_| Failure::of(Code::SymptomNotFound))?;
    let html = work(&service, move |app| {
        Ok(app.about(&id)?.map(|answer| result::html(&answer, Asked::ByChoice, String::new(), None)))
    });
    match html.await? {
        Some(html) => Ok(sent(StatusCode::OK, html?)),
        None => Err(Failure::of(Code::SymptomNotFound)),
    }
}
