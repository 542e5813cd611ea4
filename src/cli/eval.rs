//! `deskdoc eval`: do the content tests of the base hold, how well does it recognise, what do its trees take?

use std::path::Path;

use super::args::{Eval, EvalPart};
use super::failure::Failure;
use super::{Exit, input, junit, output, paint};
use crate::app::{Evaluation, Played};
use crate::config::Config;
use crate::eval::{Case, Expected, Report, Tally};
use crate::facts::without_secrets;
use crate::kb::Severity;
use crate::wire::{Evaluated, LabelledLine, TreeCostsV1, WantedV1};

/// So many lines are worked on together.
const TOGETHER: usize = 512;
/// So many lines that cannot be used are named one by one.
const MOST_COMPLAINTS: usize = 20;

pub(super) fn run(config: &Config, eval: &Eval) -> Result<Exit, Failure> {
    let wants = |part| eval.file.is_none() && (eval.only.is_empty() || eval.only.contains(&part));
    if !eval.fail_under.is_empty() && eval.file.is_none() && !wants(EvalPart::Phrases) {
        let message = "`--fail-under` is about recognition: add `--only phrases`, or leave `--only` out";
        return Err(Failure::Usage(message.to_owned()));
    }
    // A file that is not there should not be found out after seconds of learning.
    let file = eval.file.as_deref().map(|file| Ok::<_, Failure>((file, input::lines(file)?))).transpose()?;
    let evaluation = Evaluation::open(config)?;
    let errors = evaluation.problems().iter().filter(|problem| problem.severity == Severity::Error).count();
    if errors > 0 {
        output::talk(&format!("{} of the base: `deskdoc lint` names them", paint::counted(errors, "error")));
    }
    let is_all = eval.only.is_empty();
    let report = match file {
        None if wants(EvalPart::Phrases) => own_phrases(&evaluation, is_all)?,
        None => None,
        Some((name, lines)) => match labelled(&evaluation, name, lines)? {
            None => return Ok(Exit::CouldNotRun),
            report => report,
        },
    };
    let played = wants(EvalPart::Tests).then(|| evaluation.content_tests());
    let trees = wants(EvalPart::Trees).then(|| evaluation.tree_costs());
    let limits =
        |report: &Report| eval.fail_under.iter().map(|wanted| WantedV1::of(wanted, report)).collect();
    let evaluated = Evaluated {
        recognition: report.as_ref().map(Into::into),
        content_tests: played.as_ref().map(|played| played.iter().map(|played| &played.result).collect()),
        trees: trees
            .map(|trees| trees.iter().map(|(symptom, costs)| TreeCostsV1::new(symptom, *costs)).collect()),
        fail_under: report.as_ref().map(limits).unwrap_or_default(),
    };
    print(eval, &evaluated, &played.unwrap_or_default())?;
    Ok(if evaluated.has_findings() { Exit::Findings } else { Exit::Fine })
}

fn print(eval: &Eval, evaluated: &Evaluated, played: &[Played]) -> Result<(), Failure> {
    if let Some(file) = &eval.junit {
        let tests = evaluated.content_tests.iter().flat_map(|tests| &tests.tests);
        let tests: Vec<_> = tests.zip(played).map(|(test, played)| (test, played.took)).collect();
        let xml = junit::document(&tests, &evaluated.fail_under);
        if file == Path::new("-") {
            return output::print_text(&xml);
        }
        output::write_file(file, &xml)?;
    }
    if eval.json { output::print_json(evaluated) } else { output::print(&paint::evaluation(evaluated)) }
}

/// Tests the phrases of the base. Where all of it is tested, a base without phrases may have content tests and trees.
fn own_phrases(evaluation: &Evaluation, is_all: bool) -> Result<Option<Report>, Failure> {
    let report = evaluation.own_phrases();
    if report.n_cases() > 0 {
        return Ok(Some(report));
    }
    if is_all && !evaluation.base().content_tests().is_empty() {
        return Ok(None);
    }
    let message = "there is nothing to test: no page of the base has phrases (`says`)".to_owned();
    Err(Failure::Usage(message))
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
    // What is printed of the cases that went wrong may be shown to others.
    let clean = |text: &str| without_secrets(text).text.into_owned();
    let (id, text) = (line.id.as_deref().map(clean), clean(&line.text));
    Ok(Some(Case { id, line: Some(number), text, expected }))
}

fn name(file: &Path) -> String {
    if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() }
}
