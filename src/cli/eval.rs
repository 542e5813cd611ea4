//! `deskdoc eval`: how well does the base recognise?

use std::path::Path;

use super::args::Eval;
use super::failure::Failure;
use super::{Exit, input, output, paint};
use crate::app::Evaluation;
use crate::config::Config;
use crate::eval::{Case, Expected, Report, Tally};
use crate::kb::Severity;
use crate::wire::{EvalReport, LabelledLine};

/// So many lines are worked on together.
const TOGETHER: usize = 512;
/// So many lines that cannot be used are named one by one.
const MOST_COMPLAINTS: usize = 20;

pub(super) fn run(config: &Config, eval: &Eval) -> Result<Exit, Failure> {
    // A file that is not there should not be found out after seconds of learning.
    let file = eval.file.as_deref().map(|file| Ok::<_, Failure>((file, input::lines(file)?))).transpose()?;
    let evaluation = Evaluation::open(config)?;
    let errors = evaluation.problems().iter().filter(|problem| problem.severity == Severity::Error).count();
    if errors > 0 {
        output::talk(&format!("{} of the base: `deskdoc lint` names them", paint::counted(errors, "error")));
    }
    let report = match file {
        None => Some(own_phrases(&evaluation)?),
        Some((name, lines)) => labelled(&evaluation, name, lines)?,
    };
    let Some(report) = report else { return Ok(Exit::CouldNotRun) };
    let report = EvalReport::from(&report);
    if eval.json {
        output::print_json(&report)?;
    } else {
        output::print(&paint::evaluation(&report))?;
    }
    Ok(Exit::Fine)
}

fn own_phrases(evaluation: &Evaluation) -> Result<Report, Failure> {
    let report = evaluation.own_phrases();
    if report.n_cases() == 0 {
        let message = "there is nothing to test: no page of the base has phrases (`says`)".to_owned();
        return Err(Failure::Usage(message));
    }
    Ok(report)
}

/// Goes through a file once; `None` if a line of it cannot be used, after all such lines were named.
fn labelled(
    evaluation: &Evaluation,
    file: &Path,
    mut lines: input::Lines,
) -> Result<Option<Report>, Failure> {
    let mut tally = Tally::default();
    let mut n_lines = 0;
    let mut n_cases = 0;
    let mut n_bad = 0;
    loop {
        let next = input::next_lines(&mut lines, TOGETHER).map_err(|error| Failure::input(file, &error))?;
        if next.is_empty() {
            break;
        }
        let mut cases = Vec::with_capacity(next.len());
        for line in next {
            n_lines += 1;
            match case(evaluation, &line, n_lines) {
                Ok(case) => cases.extend(case),
                Err(found) => {
                    n_bad += 1;
                    if n_bad <= MOST_COMPLAINTS {
                        output::complain(&format!("{}:{n_lines}: {found}", name(file)));
                    }
                }
            }
        }
        n_cases += cases.len();
        // Figures without the lines that cannot be used would be wrong figures.
        if n_bad == 0 {
            evaluation.count(&cases, &mut tally);
        }
    }
    if n_bad > MOST_COMPLAINTS {
        output::talk(&format!(
            "… and {} more that cannot be used",
            paint::counted(n_bad - MOST_COMPLAINTS, "line")
        ));
    }
    if n_bad > 0 {
        return Ok(None);
    }
    if n_cases == 0 {
        let message = format!(
            "{} holds no case: expected lines {{\"text\": \"…\", \"symptom\": \"…\" or null}}",
            name(file)
        );
        return Err(Failure::Usage(message));
    }
    Ok(Some(evaluation.report(tally)))
}

/// The case of a line; none if it is blank.
fn case(evaluation: &Evaluation, line: &[u8], number: usize) -> Result<Option<Case>, String> {
    let Some(line) = LabelledLine::read(line)? else { return Ok(None) };
    let expected = Expected::labelled(evaluation.base(), line.symptom.as_deref(), &line.also);
    let expected = expected.map_err(|bad| bad.to_string())?;
    Ok(Some(Case { id: line.id, line: Some(number), text: line.text, expected }))
}

fn name(file: &Path) -> String {
    if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() }
}
