//! The base and what is kept of it: is it sound, and does the index fit?

use super::{Finding, Mark};
use crate::config;
use crate::kb::Severity;
use crate::library::{self, Loaded};

const BASE: &str = "base";
const INDEX: &str = "index";
/// So many problems are named.
const MOST_NAMED: usize = 5;

pub(super) fn examine(settings: &config::Library) -> Vec<Finding> {
    // Without the data folder, so that nothing is written there.
    let reading = config::Library { data: None, ..settings.clone() };
    match library::load(&reading) {
        Ok(loaded) => vec![base(&loaded), index(&loaded, settings)],
        Err(error) => {
            vec![Finding::wrong(BASE, error.to_string(), "name the folder of the pages with `--kb DIR`")]
        }
    }
}

fn base(loaded: &Loaded) -> Finding {
    let count = |severity| loaded.problems.iter().filter(|problem| problem.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let base = &loaded.base;
    let about = format!("{}: {} pages", base.settings().name, base.pages().len());
    let finding = match (errors, warnings) {
        (0, 0) => return Finding::fine(BASE, format!("{about}, nothing wrong")),
        (0, n) => {
            Finding::note(BASE, format!("{about}, {}", told(n, "warning")), "`deskdoc lint` says what to do")
        }
        (n, _) => Finding::wrong(
            BASE,
            format!("{about}, {}: only what is sound is served", told(n, "error")),
            "`deskdoc lint` says what to do",
        ),
    };
    let weight = if finding.mark == Mark::Wrong { Severity::Error } else { Severity::Warning };
    let named = loaded.problems.iter().filter(|problem| problem.severity == weight).take(MOST_NAMED);
    finding.with(named.map(|problem| format!("{}: {} [{}]", problem.place(), problem.message, problem.code)))
}

fn told(n: usize, word: &str) -> String {
    if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") }
}

fn index(loaded: &Loaded, settings: &config::Library) -> Finding {
    match settings.data.as_deref() {
        None => Finding::fine(INDEX, "made in memory at each start, since there is no data folder"),
        Some(data) if loaded.has_index_in(data) => Finding::fine(INDEX, "fits the pages"),
        Some(_) => Finding::note(
            INDEX,
            "there is none of these pages; it is made at the next start",
            "`deskdoc index` makes it ahead, so that the start is quick",
        ),
    }
}
