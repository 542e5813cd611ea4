//! A lint report as SARIF 2.1.0, the form that code hosts and editors read.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::wire::{LintProblem, LintReport};

/// The report as one SARIF log with one run.
pub(super) fn log(report: &LintReport) -> Value {
    let codes: BTreeSet<&str> = report.problems.iter().map(|problem| problem.code).collect();
    let rules: Vec<Value> = codes.iter().map(|code| json!({ "id": code })).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "deskdoc", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": report.problems.iter().map(result).collect::<Vec<_>>(),
        }],
    })
}

fn result(problem: &LintProblem) -> Value {
    json!({
        "ruleId": problem.code,
        "level": problem.severity,
        "message": { "text": format!("{} ({})", problem.message, problem.help) },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": problem.file },
                "region": { "startLine": problem.line, "startColumn": problem.column },
            },
        }],
    })
}
