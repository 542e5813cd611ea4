//! `deskdoc check`: what is wrong with a configuration, and which cause that points to.

use super::args::Check;
use super::failure::Failure;
use super::{Exit, input, output, paint};
use crate::app::{App, MOST_CAUSES};
use crate::kb::{KnowledgeBase, SymptomId, nearest};

/// How many causes people are shown unless they ask for more.
const CAUSES_FOR_PEOPLE: usize = 5;

pub(super) fn run(app: &App, check: &Check) -> Result<Exit, Failure> {
    let symptom = check.symptom.as_deref().map(|id| symptom(&app.snapshot().base, id)).transpose()?;
    let documents = input::documents(&check.files)?;
    let answer = app.check(&documents, symptom.as_ref())?;
    let limit = check.limit.map(usize::from);
    if check.json {
        output::print_json(&answer.to_wire(limit.unwrap_or(MOST_CAUSES)))?;
    } else {
        output::print(&paint::verdicts(&answer, limit.unwrap_or(CAUSES_FOR_PEOPLE)))?;
    }
    Ok(match () {
        () if answer.checked.has_failed() => Exit::Findings,
        () if answer.checked.tells_nothing() => Exit::DontKnow,
        () => Exit::Fine,
    })
}

/// The symptom of an id that somebody typed.
fn symptom(base: &KnowledgeBase, id: &str) -> Result<SymptomId, Failure> {
    let published = || base.symptoms().filter(|symptom| base.is_published(&symptom.page));
    if let Some(symptom) = published().find(|symptom| symptom.id.as_str() == id) {
        return Ok(symptom.id.clone());
    }
    let help = nearest(id, published().map(|symptom| symptom.id.as_str())).map_or_else(
        || "see the folder `symptoms` of the base, or `/symptoms` on the page".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    Err(Failure::Usage(format!("there is no symptom of this id; {help}")))
}
