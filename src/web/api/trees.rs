//! Sends the decision tree of a symptom.

use actix_web::http::header::ContentType;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};

use super::described::KnownState;
use super::parameters::Parameters;
use crate::app::FoundTree;
use crate::web::openapi::SymptomRefusals;
use crate::web::pages::freshness;
use crate::web::problem::Failure;
use crate::web::service::{Service, work};
use crate::wire::SymptomTreeV1;

/// Sends the decision tree of a symptom: what to do, step by step, for every way things can turn out.
///
/// The first step stands at the top of the answer, what follows in its `branches`. Answers carry an `ETag`: with
/// `If-None-Match` a tree that has not changed is not sent again.
#[utoipa::path(
    tag = "reading",
    params(
        ("id" = String, Path, description = "The symptom's id", example = "redirected-to-adobe-com"),
        KnownState
    ),
    responses(
        (status = 200, description = "The tree", body = SymptomTreeV1),
        (status = 304, description = "The tree has not changed"),
        SymptomRefusals
    )
)]
#[get("/api/v1/symptoms/{id}/tree")]
pub(in crate::web) async fn tree(
    request: HttpRequest,
    path: Path<String>,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    Parameters::read(request.query_string())?.finish("none")?;

    service.app.look_up_symptom(&path)?;
    let tag = freshness::tag(&service.app.snapshot().revision);
    if freshness::is_known(&request, &tag) {
        return Ok(freshness::not_modified(&tag));
    }
    // Trees can be large: what is written of them is written away from the connections, too.
    let json = work(&service, move |app| {
        Ok(app.tree(&path).map(|FoundTree { tree, snapshot }| {
            let shape = SymptomTreeV1::new(&snapshot.base, &tree.symptom, &tree.model, &tree.tree);
            serde_json::to_vec(&shape).map_err(|_| Failure::internal())
        }))
    });
    let json = json.await???;
    Ok(freshness::tagged(HttpResponse::Ok().content_type(ContentType::json()).body(json), &tag))
}
