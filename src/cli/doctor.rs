//! `deskdoc doctor`: is all well here?

use super::args::Doctor;
use super::failure::Failure;
use super::{Exit, output, paint};
use crate::app::{Examination, Finding};
use crate::config::{Config, Told};
use crate::web;
use crate::wire::{DoctorReport, FoundV1};

pub(super) fn run(config: &Config, told: &[Told], doctor: &Doctor) -> Result<Exit, Failure> {
    let mut examination = Examination::of(config);
    examination.findings.insert(0, settings(told));
    examination.findings.extend(web::examine(&config.web, examination.n_tokens));
    let report = DoctorReport {
        well: examination.is_well(),
        checks: examination.findings.iter().map(found).collect(),
    };
    if doctor.json {
        output::print_json(&report)?;
    } else {
        output::print(&paint::doctor(&report))?;
    }
    Ok(if report.well { Exit::Fine } else { Exit::Findings })
}

/// Says what keeps the settings from being read, as a document where one is asked for; nothing else can be looked at.
pub(super) fn refused(failure: Failure, doctor: &Doctor) -> Failure {
    if !doctor.json {
        return failure;
    }
    let finding = Finding::wrong("settings", failure.to_string(), "mend the settings, and ask again");
    let report = DoctorReport { well: false, checks: vec![found(&finding)] };
    output::print_json(&report).err().unwrap_or(failure)
}

/// Settings that could be read are fine; where each came from is what people look for.
fn settings(told: &[Told]) -> Finding {
    let given: Vec<&Told> = told.iter().filter(|setting| setting.is_given()).collect();
    let line = match given.len() {
        0 => "all as they are by default".to_owned(),
        1 => "1 given, the others as they are by default".to_owned(),
        n => format!("{n} given, the others as they are by default"),
    };
    let details =
        given.iter().map(|setting| format!("{} = {} ({})", setting.key, setting.value, setting.origin));
    Finding::fine("settings", line).with(details)
}

fn found(finding: &Finding) -> FoundV1 {
    FoundV1 {
        check: finding.check,
        mark: match finding.mark {
            crate::app::Mark::Fine => "ok",
            crate::app::Mark::Note => "note",
            crate::app::Mark::Wrong => "wrong",
        },
        line: finding.line.clone(),
        details: finding.details.clone(),
        remedy: finding.remedy.clone(),
    }
}
