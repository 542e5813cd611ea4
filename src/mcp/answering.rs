//! Calls of tools: arguments in, one use case, the version-1 shape and a text with citations out.

use rmcp::model::{CallToolResult, ContentBlock};
use serde::Serialize;
use serde_json::{Map, Value};

use super::arguments::Arguments;
use super::citing::Citations;
use super::tools::{LARGEST_FACTS, LONGEST_QUERY, MOST_FILTERS, MOST_HITS, USUAL_CAUSES, USUAL_HITS};
use super::{resources, telling};
use crate::app::{App, BadDocument, Document, Error, MOST_CAUSES, filter};
use crate::facts::Format;
use crate::kb::{KnowledgeBase, SymptomId, nearest};
use crate::recognition::LONGEST_TEXT;
use crate::search::Filter;
use crate::wire::SearchResults;

/// What is said where a use case failed; the reason is in the log.
const BROKEN: &str = "something is wrong with deskdoc itself; try again, and tell whoever runs it";

/// Calls a tool; nothing if there is none of this name. Whatever is wrong with the arguments is an answer that says so.
pub(super) fn call(
    app: &App,
    citations: &Citations,
    name: &str,
    given: Option<Map<String, Value>>,
) -> Option<CallToolResult> {
    let arguments = Arguments::new(given);
    let outcome = match name {
        "diagnose" => diagnose(app, citations, arguments),
        "search" => search(app, citations, arguments),
        "read_article" => read_article(app, citations, arguments),
        "check" => check(app, citations, arguments),
        _ => return None,
    };
    Some(outcome.unwrap_or_else(refused))
}

/// An answer that says what is wrong.
pub(super) fn refused(words: String) -> CallToolResult {
    CallToolResult::error(vec![ContentBlock::text(words)])
}

/// What could not be done because of a mistake of the program.
pub(super) fn broken(error: &dyn std::fmt::Display) -> String {
    tracing::error!(%error, "a tool of the assistants failed");
    BROKEN.to_owned()
}

fn answered<T: Serialize>(shape: &T, text: String) -> Result<CallToolResult, String> {
    // By way of text: taken over directly, a score of 25.9 would become 25.899999618530273.
    let written = serde_json::to_string(shape).map_err(|error| broken(&error))?;
    let value: Value = serde_json::from_str(&written).map_err(|error| broken(&error))?;
    let mut answer = CallToolResult::success(vec![ContentBlock::text(text)]);
    answer.structured_content = Some(value);
    Ok(answer)
}

fn diagnose(app: &App, citations: &Citations, mut arguments: Arguments) -> Result<CallToolResult, String> {
    let text = arguments.take_words("text", "a description of what is seen", LONGEST_TEXT);
    let facts = take_facts(&mut arguments);
    let limit = arguments.take_number("limit", USUAL_CAUSES, 1..=MOST_CAUSES);
    arguments.finish("`text`, `facts`, `limit`")?;
    let documents: Vec<Document> = facts.into_iter().collect();
    let answer = app.ask_about(&text, &documents).map_err(|error: Error| broken(&error))?;
    let diagnosis = answer.map_err(|bad| unreadable(&bad))?.to_wire(limit);
    answered(&diagnosis, telling::diagnosis(citations, &diagnosis))
}

fn search(app: &App, citations: &Citations, mut arguments: Arguments) -> Result<CallToolResult, String> {
    let query = arguments.take_line("query", "words to look for", LONGEST_QUERY);
    let filters = take_filters(&mut arguments);
    let limit = arguments.take_number("limit", USUAL_HITS, 1..=MOST_HITS);
    arguments.finish("`query`, `filters`, `limit`")?;
    let found = app.search(&query, &filters, limit).map_err(|error| broken(&error))?;
    let results = SearchResults::new(query, &filters, &found);
    answered(&results, telling::hits(citations, &results))
}

fn take_filters(arguments: &mut Arguments) -> Vec<Filter> {
    let given = arguments.take_texts("filters", MOST_FILTERS);
    let filters: Vec<Filter> = given.iter().filter_map(|text| filter(text, ':')).collect();
    if filters.len() < given.len() {
        arguments.refuse("filters", "expected a key and a value each, for example `kind:cause`");
    }
    filters
}

fn read_article(
    app: &App,
    citations: &Citations,
    mut arguments: Arguments,
) -> Result<CallToolResult, String> {
    let path = arguments.take_line("path", "the path of a page, as `search` names it", LONGEST_QUERY);
    let anchor = arguments.take_text("anchor");
    arguments.finish("`path`, `anchor`")?;
    let snapshot = app.snapshot();
    let article = resources::article(&snapshot.base, &path, anchor.as_deref())?;
    answered(&article.shown, telling::article(citations, &article))
}

fn check(app: &App, citations: &Citations, mut arguments: Arguments) -> Result<CallToolResult, String> {
    let facts = take_facts(&mut arguments);
    let symptom = take_symptom(&app.snapshot().base, &mut arguments);
    let limit = arguments.take_number("limit", USUAL_CAUSES, 1..=MOST_CAUSES);
    if facts.is_none() {
        arguments
            .refuse("facts", "expected a configuration: a snapshot as an object, or text with one in it");
    }
    arguments.finish("`facts`, `symptom`, `limit`")?;
    let documents: Vec<Document> = facts.into_iter().collect();
    let answer = app.check(&documents, symptom.as_ref()).map_err(|bad| unreadable(&bad))?;
    let report = answer.to_wire(limit);
    answered(&report, telling::verdicts(&answer.snapshot.base, citations, &report))
}

/// The configuration; nothing, and a refusal, where something else stands there.
fn take_facts(arguments: &mut Arguments) -> Option<Document> {
    let (content, format) = match arguments.take("facts")? {
        Value::Object(snapshot) => (Value::Object(snapshot).to_string(), Some(Format::Json)),
        Value::String(text) if !text.trim().is_empty() => (text, None),
        _ => {
            arguments.refuse("facts", "expected a snapshot as an object, or text with a configuration in it");
            return None;
        }
    };
    if content.len() > LARGEST_FACTS {
        arguments.refuse("facts", format!("expected at most {LARGEST_FACTS} bytes, found {}", content.len()));
    }
    Some(Document { name: None, content: content.into_bytes(), format })
}

fn take_symptom(base: &KnowledgeBase, arguments: &mut Arguments) -> Option<SymptomId> {
    let id = arguments.take_text("symptom")?;
    let published = || base.symptoms().filter(|symptom| base.is_published(&symptom.page));
    if let Some(symptom) = published().find(|symptom| symptom.id.as_str() == id) {
        return Some(symptom.id.clone());
    }
    let help = nearest(&id, published().map(|symptom| symptom.id.as_str())).map_or_else(
        || "`diagnose` names the symptoms it recognises by their ids".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    arguments.refuse("symptom", format!("there is no symptom of this id; {help}"));
    None
}

fn unreadable(bad: &BadDocument) -> String {
    format!("`facts`: {}", bad.reason)
}
