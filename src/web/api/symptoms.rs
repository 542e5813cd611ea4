//! Lists what the base knows.

use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, get};

use super::parameters::Parameters;
use crate::web::openapi::ReadRefusals;
use crate::web::problem::Failure;
use crate::web::service::Service;
use crate::wire::SymptomList;

/// Lists all symptoms that the knowledge base knows, in the order of their ids.
#[utoipa::path(
    tag = "reading",
    responses((status = 200, description = "All symptoms", body = SymptomList), ReadRefusals)
)]
#[get("/api/v1/symptoms")]
pub(in crate::web) async fn symptoms(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<Json<SymptomList>, Failure> {
    Parameters::read(request.query_string())?.finish("none")?;
    Ok(Json(SymptomList::of(&service.app.snapshot().base)))
}
