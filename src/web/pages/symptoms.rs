//! The list of symptoms, and what is known about one of them.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::result::{self, Asked};
use super::view::{Frame, Here, SymptomRow};
use super::{filled, same_for_all};
use crate::kb::SymptomId;
use crate::web::problem::{Code, Failure};
use crate::web::service::Service;
use crate::wire::SymptomList;

#[derive(Template)]
#[template(path = "pages/symptoms.html")]
struct SymptomsPage {
    frame: Frame,
    symptoms: Vec<SymptomRow>,
}

/// `GET /symptoms`
pub(in crate::web) async fn list(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    same_for_all(&request, &service, |app| {
        let snapshot = app.snapshot();
        let mut symptoms: Vec<SymptomRow> =
            SymptomList::of(&snapshot.base).symptoms.into_iter().map(SymptomRow::from).collect();
        symptoms.sort_by_key(|symptom| symptom.title.to_lowercase());
        let frame = Frame::new(&snapshot.base, "Symptoms", Here::Symptoms);
        Ok(filled(&SymptomsPage { frame, symptoms }))
    })
    .await
}

/// `GET /symptoms/{id}`
pub(in crate::web) async fn one(
    request: HttpRequest,
    path: Path<String>,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let missing = || Failure::of(Code::SymptomNotFound);
    let id = SymptomId::parse(&path).map_err(|_| missing())?;
    same_for_all(&request, &service, move |app| {
        let answer = app.about(&id)?;
        let html = answer.map(|answer| result::html(&answer, Asked::ByChoice, String::new(), None));
        Ok(html.unwrap_or_else(|| Err(missing())))
    })
    .await
}
