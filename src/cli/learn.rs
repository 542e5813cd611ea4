//! `deskdoc learn`: what confirmed cases say about the pages, as a diff that an author may accept.

use super::args::Learn;
use super::failure::Failure;
use super::{Exit, output, paint};
use crate::app::{self, Lesson, NotLearnt};
use crate::config::Config;
use crate::insights::Day;
use crate::text::visible_lines;
use crate::wire::LearnReport;

pub(super) fn run(config: &Config, learn: &Learn) -> Result<Exit, Failure> {
    let since = learn.since.as_deref().map(day).transpose()?;
    let lesson = app::learn_from_cases(config, since).map_err(|reason| match reason {
        NotLearnt::Load(reason) => Failure::from(reason),
        NotLearnt::Keep(reason) => Failure::from(reason),
    })?;
    if learn.json {
        output::print_json(&LearnReport::new(&lesson.learnt, lesson.diff))?;
        return Ok(Exit::Fine);
    }
    match &lesson.diff {
        Some(diff) => output::print_text(diff)?,
        None => {
            let lines =
                lesson.learnt.proposals.iter().map(|found| format!("{}: {}\n", found.page, found.line()));
            output::print(&visible_lines(&lines.collect::<String>()))?;
        }
    }
    output::talk(&summary(&lesson));
    Ok(Exit::Fine)
}

fn day(text: &str) -> Result<Day, Failure> {
    text.parse().map_err(|reason| Failure::Usage(format!("`--since`: {reason}, found `{text}`")))
}

fn summary(lesson: &Lesson) -> String {
    let learnt = &lesson.learnt;
    let n = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let cases = paint::counted(n(learnt.n_cases), "confirmed case");
    let mut text = match learnt.proposals.len() {
        0 => format!("nothing to propose from {cases}"),
        n_proposals => format!("{} from {cases}", paint::counted(n_proposals, "proposal")),
    };
    if learnt.n_left_out > 0 {
        let left_out = paint::counted(n(learnt.n_left_out), "more case");
        text.push_str(&format!("; {left_out} left out: their symptom or cause is not in the base any more"));
    }
    let by_hand: Vec<String> = learnt
        .proposals
        .iter()
        .filter(|found| found.edit.is_none())
        .map(|found| format!("; to be written by hand: {}: {}", found.page, found.line()))
        .collect();
    if lesson.diff.is_some() {
        text.push_str(&by_hand.concat());
    }
    match (&lesson.diff, learnt.proposals.is_empty()) {
        (_, true) => {}
        (None, false) => {
            text.push_str("; the built-in base has no folder: `--kb DIR` with its pages prints a diff");
        }
        (Some(_), false) => match &lesson.root {
            None => text.push_str("; read them, then `git apply` takes them"),
            Some(root) => {
                text.push_str(&format!("; read them, then `git -C {} apply` takes them", root.display()));
            }
        },
    }
    text
}
