//! `deskdoc search`: sections that match, or a batch of such searches.

use super::args::Search;
use super::failure::Failure;
use super::{Exit, batch, output, paint};
use crate::app::App;
use crate::wire::{Hit, HitOnly, SearchLine, SearchResults};

pub(super) fn run(app: &App, search: Search) -> Result<Exit, Failure> {
    let limit = usize::from(search.limit);
    if let Some(file) = &search.batch {
        return batch::run(file, "query", |id, query| {
            let (hits, took) = app.timed_search(query, limit)?;
            Ok(SearchLine {
                id,
                results: hits.iter().map(HitOnly::from).collect(),
                ms: (took.as_secs_f64() * 1e6).round() / 1e3,
            })
        });
    }
    let query = search.query.unwrap_or_default().to_string_lossy().into_owned();
    let hits = app.search(&query, limit)?;
    let results = SearchResults { query, results: hits.iter().map(Hit::from).collect() };
    if search.json {
        output::print_json(&results)?;
    } else {
        output::print(&paint::hits(&results))?;
    }
    Ok(if results.results.is_empty() { Exit::DontKnow } else { Exit::Fine })
}
