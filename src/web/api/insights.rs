//! Sends figures over the conversations of a period.

use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, get};

use super::parameters::Parameters;
use crate::web::insights::{Named, look};
use crate::web::openapi::FigureRefusals;
use crate::web::problem::Failure;
use crate::web::service::Service;
use crate::wire::InsightsV1;

/// Counts the conversations that began in a period: how they ended, what they were about, and what was asked in vain.
///
/// Without parameters the period is the last 30 days. The guide "Insights" says exactly what is counted.
#[utoipa::path(
    tag = "insights",
    params(
        ("period" = Option<String>, Query, description = "A period by its name, up to today: `7-days`, `30-days`, `90-days` or `this-month`", pattern = "^(7-days|30-days|90-days|this-month)$", nullable = false),
        ("from" = Option<String>, Query, description = "Instead: the first day (UTC)", format = Date, example = "2026-11-01", nullable = false),
        ("to" = Option<String>, Query, description = "The last day (UTC), today unless given", format = Date, example = "2026-11-30", nullable = false)
    ),
    responses((status = 200, description = "The figures", body = InsightsV1), FigureRefusals)
)]
#[get("/api/v1/insights")]
pub(in crate::web) async fn insights(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<Json<InsightsV1>, Failure> {
    let mut parameters = Parameters::read(request.query_string())?;
    let named =
        Named { period: parameters.take("period"), from: parameters.take("from"), to: parameters.take("to") };
    let chosen = named.chosen(service.app.today());
    for error in chosen.as_ref().err().into_iter().flatten() {
        parameters.refuse(error.pointer.trim_start_matches('?'), error.detail.clone());
    }
    parameters.finish("`period`, `from`, `to`")?;
    // What was refused has been answered above.
    let Ok(chosen) = chosen else { return Err(Failure::internal()) };
    let insights = look(&service, chosen.period).await?;
    let snapshot = service.app.snapshot();
    Ok(Json(InsightsV1::new(&snapshot.base, &snapshot.revision, &insights)))
}
