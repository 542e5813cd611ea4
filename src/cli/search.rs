//! `deskdoc search`: sections that match, or a batch of such searches.

use super::args::Search;
use super::failure::Failure;
use super::{Exit, batch, output, paint};
use crate::app::App;
use crate::wire::{HitOnly, SearchLine, SearchResults};

pub(super) fn run(app: &App, search: Search) -> Result<Exit, Failure> {
    let limit = usize::from(search.limit);
    if let Some(file) = &search.batch {
        return batch::run(file, "query", |id, query| {
            let (found, took) = app.timed_search(query, &search.filter, limit)?;
            Ok(SearchLine {
                id,
                results: found.hits.iter().map(HitOnly::from).collect(),
                ms: (took.as_secs_f64() * 1e6).round() / 1e3,
            })
        });
    }
    let query = search.query.as_deref().unwrap_or_default().to_string_lossy().into_owned();
    let found = app.search(&query, &search.filter, limit)?;
    let results = SearchResults::new(query, &search.filter, &found);
    if search.json {
        output::print_json(&results)?;
    } else {
        output::print(&paint::hits(&results))?;
    }
    Ok(if results.results.is_empty() { Exit::DontKnow } else { Exit::Fine })
}
