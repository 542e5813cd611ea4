//! A lint report as SARIF 2.1.0, the form that code hosts and editors read.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use serde_json::{Value, json};

use crate::lint::code;
use crate::wire::{LintProblem, LintReport, SuppressedV1};

/// Gives the address of a page's file.
pub(super) type Address<'a> = dyn Fn(&str) -> String + 'a;

/// The report as one SARIF log with one run.
pub(super) fn log(report: &LintReport, address: &Address<'_>) -> Value {
    let codes: BTreeSet<&str> = report.problems.iter().map(|problem| problem.code).collect();
    let rules: Vec<Value> = codes.iter().map(|name| rule(name)).collect();
    let place = |problem: &LintProblem| codes.iter().position(|code| *code == problem.code);
    let results = report.problems.iter().map(|problem| result(problem, place(problem), address));
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
        "shortDescription": { "text": without_links(code.meaning) },
        "help": { "text": without_links(code.remedy) },
        "defaultConfiguration": { "level": code.severity.word() },
    })
}

fn result(problem: &LintProblem, rule: Option<usize>, address: &Address<'_>) -> Value {
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

/// The text of Markdown in which links are only what they show.
fn without_links(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, shown, after)) = first_link(rest) {
        plain.push_str(before);
        plain.push_str(shown);
        rest = after;
    }
    plain + rest
}

/// What stands before the first link, what the link shows, and what stands behind it.
fn first_link(text: &str) -> Option<(&str, &str, &str)> {
    let (before, link) = text.split_once('[')?;
    let (shown, behind) = link.split_once("](")?;
    let (_, after) = behind.split_once(')')?;
    Some((before, shown, after))
}

/// A file as an address: relative to the working folder where it is below it, for that is where a code host looks.
pub(super) fn file_address(file: &Path, working_folder: Option<&Path>) -> String {
    let below = working_folder.and_then(|folder| file.strip_prefix(folder).ok()).unwrap_or(file);
    let parts = below.components().filter_map(|part| match part {
        Component::CurDir | Component::RootDir | Component::Prefix(_) => None,
        part => Some(escaped(&part.as_os_str().to_string_lossy())),
    });
    let path = parts.collect::<Vec<_>>().join("/");
    if below.is_absolute() { format!("file:///{path}") } else { path }
}

/// A path as a relative address: whatever has a meaning in addresses is escaped.
pub(super) fn escaped(path: &str) -> String {
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
