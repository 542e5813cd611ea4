//! Whether all is well, a line for each look.

use anstyle::{AnsiColor, Style};

use super::{FAINT, Page, STRONG, counted};
use crate::wire::DoctorReport;

/// What was found, each with a sign and a word, what is behind it, and what to do.
pub(in crate::cli) fn doctor(report: &DoctorReport) -> String {
    let mut page = Page { keeps_hyphens: true, ..Page::default() };
    for found in &report.checks {
        let (sign, style) = match found.mark {
            "ok" => ("✓", AnsiColor::Green.on_default()),
            "note" => ("!", AnsiColor::Yellow.on_default()),
            _ => ("✗", AnsiColor::Red.on_default().bold()),
        };
        page.hanging(
            style,
            0,
            &format!("{sign} {}", found.mark),
            &format!("{}: {}", found.check, found.line),
        );
        for detail in &found.details {
            page.line(FAINT, 4, detail);
        }
        if let Some(remedy) = &found.remedy {
            page.hanging(Style::new(), 4, "→", remedy);
        }
    }
    page.blank();
    let n_wrong = report.checks.iter().filter(|found| found.mark == "wrong").count();
    let n_notes = report.checks.iter().filter(|found| found.mark == "note").count();
    let sum = match (n_wrong, n_notes) {
        (0, 0) => "All is well.".to_owned(),
        (0, notes) => format!("Nothing is wrong; {} to think over.", counted(notes, "note")),
        (wrong, _) => format!("{} must be mended.", counted(wrong, "thing")),
    };
    page.line(STRONG, 0, &sum);
    page.text
}
