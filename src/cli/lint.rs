//! `deskdoc lint`: what is wrong with the pages.

use super::args::{Lint, LintFormat};
use super::failure::Failure;
use super::{Exit, output, paint, sarif};
use crate::config::Config;
use crate::library;
use crate::wire::LintReport;

pub(super) fn run(config: &Config, lint: &Lint) -> Result<Exit, Failure> {
    let loaded = library::load(&config.library)?;
    let report = LintReport::of(&loaded.problems);
    match lint.format {
        LintFormat::Json => output::print_json(&report)?,
        LintFormat::Sarif => output::print_json(&sarif::log(&report))?,
        LintFormat::Text => {
            output::print(&paint::problems(&loaded.problems, &report, loaded.base.pages().len()))?
        }
    }
    Ok(if report.errors > 0 { Exit::Findings } else { Exit::Fine })
}
