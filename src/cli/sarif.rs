//! A lint report as SARIF 2.1.0, the form that code hosts and editors read.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::lint::code;
use crate::wire::{LintProblem, LintReport, SuppressedV1};

/// The report as one SARIF log with one run.
pub(super) fn log(report: &LintReport) -> Value {
    let codes: BTreeSet<&str> = report.problems.iter().map(|problem| problem.code).collect();
    let rules: Vec<Value> = codes.iter().map(|name| rule(name)).collect();
    let place = |problem: &LintProblem| codes.iter().position(|code| *code == problem.code);
    let results = report.problems.iter().map(|problem| result(problem, place(problem)));
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "deskdoc", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    })
}

fn rule(name: &str) -> Value {
    let Some(code) = code(name) else { return json!({ "id": name }) };
    json!({
        "id": name,
        "shortDescription": { "text": code.meaning },
        "help": { "text": code.remedy },
        "defaultConfiguration": { "level": code.severity.word() },
    })
}

fn result(problem: &LintProblem, rule: Option<usize>) -> Value {
    let mut result = json!({
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": problem.severity,
        "message": { "text": format!("{} ({})", problem.message, problem.help) },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": address(&problem.file) },
                "region": { "startLine": problem.line, "startColumn": problem.column },
            },
        }],
    });
    if let (Some(suppressed), Some(fields)) = (&problem.suppressed, result.as_object_mut()) {
        fields.insert("suppressions".to_owned(), json!([suppression(suppressed)]));
    }
    result
}

fn suppression(suppressed: &SuppressedV1) -> Value {
    match &suppressed.reason {
        Some(reason) => json!({ "kind": "inSource", "justification": reason }),
        None => json!({ "kind": "external" }),
    }
}

/// A path as a relative address: whatever has a meaning in addresses is escaped.
fn address(path: &str) -> String {
    let mut address = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}
