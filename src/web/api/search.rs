//! Finds sections to read.

use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, get};

use super::parameters::Parameters;
use crate::web::openapi::ReadRefusals;
use crate::web::problem::Failure;
use crate::web::service::{Service, work};
use crate::wire::{Hit, SearchResults};

/// How many sections are listed unless another number is asked for.
const USUAL_HITS: usize = 10;
/// The most sections that are listed.
const MOST_HITS: usize = 100;
/// The longest query, in characters.
pub(in crate::web) const LONGEST_QUERY: usize = 4_000;

/// Finds the sections of the knowledge base that match a query, best first.
#[utoipa::path(
    tag = "reading",
    params(
        ("q" = String, Query, description = "What to look for, in any words", min_length = 1, max_length = 4000, pattern = r"\S"),
        ("limit" = Option<usize>, Query, description = "How many sections at most; 10 unless given", minimum = 1, maximum = 100, nullable = false)
    ),
    responses((status = 200, description = "The sections that match", body = SearchResults), ReadRefusals)
)]
#[get("/api/v1/search")]
pub(in crate::web) async fn search(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<Json<SearchResults>, Failure> {
    let (query, limit) = asked(request.query_string())?;
    let results = work(&service, move |app| {
        let results = app.search(&query, limit)?.iter().map(Hit::from).collect();
        Ok(SearchResults { query, results })
    });
    Ok(Json(results.await?))
}

/// The query and the number of hits.
///
/// # Errors
/// A [`Failure`] that names every wrong parameter.
pub(super) fn asked(query_string: &str) -> Result<(String, usize), Failure> {
    let mut parameters = Parameters::read(query_string)?;
    let query = parameters.take("q");
    match &query {
        None => parameters.refuse("q", "is not there; say in it what to look for"),
        Some(query) if query.trim().is_empty() => {
            parameters.refuse("q", "expected words to look for, found nothing but blanks");
        }
        Some(query) if query.chars().count() > LONGEST_QUERY => {
            parameters.refuse("q", format!("expected at most {LONGEST_QUERY} characters"));
        }
        Some(_) => {}
    }
    let limit = parameters.take_number("limit", USUAL_HITS, MOST_HITS);
    parameters.finish("`q`, `limit`")?;
    Ok((query.unwrap_or_default(), limit))
}
