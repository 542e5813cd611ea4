//! `deskdoc lint`: is the base well made?

use super::args::{Lint, LintFormat};
use super::failure::Failure;
use super::{Exit, output, paint, sarif};
use crate::app::{Judgement, Strictness};
use crate::config::{Config, working_folder};
use crate::kb::{PagePath, Severity};
use crate::lint::{code, nearest_code};
use crate::wire::LintReport;

/// What `--deny` takes beside codes.
const WARNINGS: &str = "warnings";

pub(super) fn run(config: &Config, lint: &Lint) -> Result<Exit, Failure> {
    // A code that is none should not be found out after seconds of judging.
    let strictness = strictness(lint)?;
    let judgement = Judgement::open(config)?;
    let verdict = judgement.judge(&strictness);
    match lint.format {
        LintFormat::Json => output::print_json(&LintReport::from(&verdict))?,
        LintFormat::Sarif => {
            let here = working_folder();
            let address = |page: &str| {
                let file = judgement.file_of(&PagePath::new(page));
                file.map_or_else(|| sarif::escaped(page), |file| sarif::file_address(file, here.as_deref()))
            };
            output::print_json(&sarif::log(&LintReport::from(&verdict), &address))?;
        }
        LintFormat::Text => output::print(&paint::verdict(&verdict, judgement.base().pages().len()))?,
    }
    Ok(if verdict.n(Severity::Error) > 0 { Exit::Findings } else { Exit::Fine })
}

fn strictness(lint: &Lint) -> Result<Strictness, Failure> {
    let codes = |names: &[String]| {
        let names = names.iter().filter(|name| *name != WARNINGS);
        names.map(|name| known(name)).collect::<Result<Vec<_>, _>>()
    };
    if lint.allow.iter().any(|name| name == WARNINGS) {
        return Err(Failure::Usage("`--allow` takes one code at a time, not all warnings".to_owned()));
    }
    Ok(Strictness {
        allowed: codes(&lint.allow)?,
        denied: codes(&lint.deny)?,
        warnings_denied: lint.deny.iter().any(|name| name == WARNINGS),
    })
}

fn known(name: &str) -> Result<&'static str, Failure> {
    code(name).map(|code| code.name).ok_or_else(|| {
        let help = nearest_code(name).map_or_else(
            || "the codes stand in brackets in what `deskdoc lint` prints".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Failure::Usage(format!("there is no code `{name}`: {help}"))
    })
}
