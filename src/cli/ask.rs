//! `deskdoc ask`: one question, one answer, or a batch of them.

use super::args::Ask;
use super::failure::Failure;
use super::{Exit, batch, input, output, paint};
use crate::app::{App, MOST_CAUSES};
use crate::recognition::Outcome;
use crate::wire::DiagnosisLine;

/// How many causes people are shown unless they ask for more.
const CAUSES_FOR_PEOPLE: usize = 5;

pub(super) fn run(app: &App, ask: Ask) -> Result<Exit, Failure> {
    let limit = ask.limit.map(usize::from);
    if let Some(file) = &ask.batch {
        let limit = limit.unwrap_or(MOST_CAUSES);
        let snapshot = app.snapshot();
        return batch::run(file, "text", |id, text| {
            let (recognition, ranking) = app.recognise(&snapshot, text);
            Ok(DiagnosisLine::new(id, &recognition, &ranking, limit))
        });
    }
    let documents = input::documents(&ask.facts)?;
    let text = input::text(ask.text)?;
    let answer = app.ask_about(&text, &documents)??;
    if ask.json {
        output::print_json(&answer.to_wire(limit.unwrap_or(MOST_CAUSES)))?;
    } else {
        output::print(&paint::answer(&answer.to_wire(limit.unwrap_or(CAUSES_FOR_PEOPLE))))?;
    }
    Ok(match answer.recognition.outcome {
        Outcome::Known | Outcome::Between(_) => Exit::Fine,
        Outcome::OutOfScope(_) | Outcome::Unknown => Exit::DontKnow,
    })
}
