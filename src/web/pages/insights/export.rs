//! The figures as CSV: one table a file, for a spreadsheet.

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::chosen;
use crate::web::insights::look;
use crate::web::problem::{Code, Failure};
use crate::web::query::first_value;
use crate::web::service::Service;
use crate::wire::InsightsV1;

/// The tables by the word in the address.
pub(super) const TABLES: [&str; 8] =
    ["figures", "days", "symptoms", "causes", "fixes", "asked", "feedback", "revisions"];

/// `GET /insights.csv?table=…&period=…`
pub(in crate::web) async fn csv(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let table = first_value(request.query_string(), "table").unwrap_or_else(|| "figures".to_owned());
    if !TABLES.contains(&table.as_str()) {
        return Err(Failure::of(Code::NotFound));
    }
    let chosen = chosen(&request, &service)?;
    let insights = look(&service, chosen.period).await?;
    let snapshot = service.app.snapshot();
    let figures = InsightsV1::new(&snapshot.base, &snapshot.revision, &insights);
    let name = format!("deskdoc-{table}-{}-{}.csv", figures.from, figures.to);
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8; header=present")
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(written(&rows(&table, &figures))))
}

/// The rows of a table, what the columns are called first.
fn rows(table: &str, figures: &InsightsV1) -> Vec<Vec<String>> {
    let median = |median: Option<f64>| median.map(|median| median.to_string()).unwrap_or_default();
    let title = |title: &Option<String>| title.clone().unwrap_or_default();
    let mut rows = vec![head(table)];
    match table {
        "days" => rows.extend(figures.days.iter().map(|row| {
            let ends = &row.endings;
            cells([
                &row.day,
                &row.conversations,
                &ends.solved,
                &ends.handed_over,
                &ends.abandoned,
                &ends.open,
            ])
        })),
        "symptoms" => rows.extend(figures.symptoms.iter().map(|row| {
            let (ends, title, median) = (&row.endings, title(&row.title), median(row.median_steps));
            let n = &row.conversations;
            cells([
                &row.symptom,
                &title,
                n,
                &ends.solved,
                &ends.handed_over,
                &ends.abandoned,
                &ends.open,
                &median,
            ])
        })),
        "causes" => rows.extend(figures.causes.iter().map(|row| {
            cells([&row.cause, &title(&row.title), &row.conversations, &median(row.median_steps)])
        })),
        "fixes" => rows.extend(figures.fixes.iter().map(|row| {
            cells([&row.fix, &row.of, &title(&row.title), &row.tried, &row.failed, &row.often_in_vain])
        })),
        "asked" => rows.extend(figures.asked_in_vain.clusters.iter().map(|row| {
            cells([&row.text, &row.messages, &row.wordings, &row.first_at, &row.last_at, &row.id])
        })),
        "feedback" => rows.extend(figures.feedback.iter().map(|row| {
            let id = |id: &Option<String>| id.clone().unwrap_or_default();
            let (symptom, cause, fix, page) = (id(&row.symptom), id(&row.cause), id(&row.fix), id(&row.page));
            cells([&row.verdict, &symptom, &cause, &fix, &page, &title(&row.title), &row.times])
        })),
        "revisions" => rows.extend(
            figures.revisions.iter().map(|row| cells([&row.revision, &row.is_current, &row.conversations])),
        ),
        _ => rows.extend(single(figures)),
    }
    rows
}

fn head(table: &str) -> Vec<String> {
    let names: &[&str] = match table {
        "days" => &["day", "conversations", "solved", "handed_over", "abandoned", "open"],
        "symptoms" => &[
            "symptom",
            "title",
            "conversations",
            "solved",
            "handed_over",
            "abandoned",
            "open",
            "median_steps",
        ],
        "causes" => &["cause", "title", "solved_conversations", "median_steps"],
        "fixes" => &["fix", "of", "title", "tried", "failed", "often_in_vain"],
        "asked" => &["message", "messages", "wordings", "first_at", "last_at", "id"],
        "feedback" => &["verdict", "symptom", "cause", "fix", "page", "title", "times"],
        "revisions" => &["revision", "is_current", "conversations"],
        _ => &["figure", "value"],
    };
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Figures that stand alone.
fn single(figures: &InsightsV1) -> Vec<Vec<String>> {
    let (found, ends) = (&figures.recognised, &figures.endings);
    let median = figures.median_steps.map(|median| median.to_string()).unwrap_or_default();
    vec![
        cells([&"from", &figures.from]),
        cells([&"to", &figures.to]),
        cells([&"looked_at", &figures.looked_at]),
        cells([&"conversations", &figures.conversations]),
        cells([&"recognised_known", &found.known]),
        cells([&"recognised_between", &found.between]),
        cells([&"recognised_out_of_scope", &found.out_of_scope]),
        cells([&"recognised_unknown", &found.unknown]),
        cells([&"recognised_without_words", &found.without_words]),
        cells([&"solved", &ends.solved]),
        cells([&"handed_over", &ends.handed_over]),
        cells([&"abandoned", &ends.abandoned]),
        cells([&"open", &ends.open]),
        cells([&"median_steps", &median]),
        cells([&"solved_without_cause", &figures.solved_without_cause]),
        cells([&"asked_in_vain", &figures.asked_in_vain.messages]),
    ]
}

fn cells<const N: usize>(cells: [&dyn ToString; N]) -> Vec<String> {
    cells.iter().map(|cell| cell.to_string()).collect()
}

/// CSV as RFC 4180 has it, with line ends of two characters.
pub(super) fn written(rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| cell_of(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// A cell. Spreadsheets take what begins like a formula for one, and messages are anybody's words: an apostrophe in
/// front makes it a text.
fn cell_of(text: &str) -> String {
    let begun = text.trim_start().chars().next();
    let steers =
        text.starts_with(['\t', '\r', '\n']) || begun.is_some_and(|first| "=+-@＝＋－＠".contains(first));
    let text = if steers { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) || steers {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}
