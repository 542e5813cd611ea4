//! Finds sections to read.

use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, get};

use super::parameters::Parameters;
use crate::app::filter;
use crate::search::Filter;
use crate::web::openapi::ReadRefusals;
use crate::web::problem::Failure;
use crate::web::service::{Service, work};
use crate::wire::SearchResults;

/// How many sections are listed unless another number is asked for.
const USUAL_HITS: usize = 10;
/// The most sections that are listed.
const MOST_HITS: usize = 100;
/// The most filters of one search.
pub(in crate::web) const MOST_FILTERS: usize = 20;
/// Stands between key and value of a filter.
pub(in crate::web) const BETWEEN: char = ':';
/// The longest query, in characters.
pub(in crate::web) const LONGEST_QUERY: usize = 4_000;

/// Finds the sections of the knowledge base that match a query, best first.
#[utoipa::path(
    tag = "reading",
    params(
        ("q" = String, Query, description = "What to look for, in any words", min_length = 1, max_length = 4000, pattern = r"\S"),
        ("filter" = Option<Vec<String>>, Query, description = "What the pages' front matter must say, as `key:value`; may be repeated. Of several values for one key one is enough; every key must be met", max_items = 20, nullable = false),
        ("limit" = Option<usize>, Query, description = "How many sections at most; 10 unless given", minimum = 1, maximum = 100, nullable = false)
    ),
    responses((status = 200, description = "The sections that match", body = SearchResults), ReadRefusals)
)]
#[get("/api/v1/search")]
pub(in crate::web) async fn search(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<Json<SearchResults>, Failure> {
    let Asked { query, filters, limit } = asked(request.query_string())?;
    let results = work(&service, move |app| {
        let found = app.search(&query, &filters, limit)?;
        Ok(SearchResults::new(query, &filters, &found))
    });
    Ok(Json(results.await?))
}

/// What is asked for.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) query: String,
    pub(super) filters: Vec<Filter>,
    pub(super) limit: usize,
}

/// The query, the filters and the number of hits.
///
/// # Errors
/// A [`Failure`] that names every wrong parameter.
pub(super) fn asked(query_string: &str) -> Result<Asked, Failure> {
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
    let given = parameters.take_many("filter");
    if given.len() > MOST_FILTERS {
        parameters.refuse("filter", format!("expected at most {MOST_FILTERS} of them"));
    }
    let filters: Vec<Filter> = given.iter().filter_map(|text| filter(text, BETWEEN)).collect();
    if filters.len() < given.len() {
        parameters.refuse("filter", "expected a key and a value, for example `product:campaign`");
    }
    parameters.finish("`q`, `filter`, `limit`")?;
    Ok(Asked { query: query.unwrap_or_default(), filters, limit })
}
