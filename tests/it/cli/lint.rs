//! `deskdoc lint`: reports that other programs read, and how strict it is.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::world::{Deskdoc, Run, cases, no_complaints};

/// The objects of SARIF 2.1.0 that a log holds: where, what they must have, and what else they may have. Taken from the
/// schema, for the parts that deskdoc writes.
const OBJECTS: [(&str, &[&str], &[&str]); 13] = [
    ("", &["version", "runs"], &["$schema"]),
    ("/runs/*", &["tool"], &["results", "columnKind"]),
    ("/runs/*/tool", &["driver"], &[]),
    ("/runs/*/tool/driver", &["name"], &["version", "rules"]),
    ("/runs/*/tool/driver/rules/*", &["id"], &["shortDescription", "help", "defaultConfiguration"]),
    ("/runs/*/tool/driver/rules/*/shortDescription", &["text"], &[]),
    ("/runs/*/tool/driver/rules/*/help", &["text"], &[]),
    ("/runs/*/tool/driver/rules/*/defaultConfiguration", &[], &["level"]),
    ("/runs/*/results/*", &["message"], &["ruleId", "ruleIndex", "level", "locations", "suppressions"]),
    ("/runs/*/results/*/message", &["text"], &[]),
    ("/runs/*/results/*/locations/*/physicalLocation", &["artifactLocation"], &["region"]),
    ("/runs/*/results/*/locations/*/physicalLocation/region", &[], &["startLine", "startColumn"]),
    ("/runs/*/results/*/suppressions/*", &["kind"], &["justification"]),
];

fn lint(base: &str, arguments: &[&str]) -> Run {
    Deskdoc::with_base(&cases("lint").join(base)).args(["lint"]).args(arguments).run()
}

#[test]
fn sarif_logs_keep_the_rules_of_the_schema() {
    for base in ["allowed", "moved-references", "purpose", "sound", "front-matter"] {
        let log = lint(base, &["--format", "sarif"]).json();
        let mut complaints = Vec::new();
        for (place, needed, allowed) in OBJECTS {
            for object in at(&log, place) {
                let keys: BTreeSet<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
                let lacks = needed.iter().filter(|key| !keys.contains(**key));
                complaints.extend(lacks.map(|key| format!("{base}: {place} lacks {key}")));
                let strange = keys.iter().filter(|key| !needed.contains(*key) && !allowed.contains(*key));
                complaints.extend(strange.map(|key| format!("{base}: {place} has {key}")));
            }
        }
        no_complaints(complaints);
        assert_eq!((&log["version"], log["runs"].as_array().unwrap().len()), (&Value::from("2.1.0"), 1));
        let rules = at(&log, "/runs/*/tool/driver/rules/*/id");
        let names: BTreeSet<&str> = rules.iter().filter_map(|rule| rule.as_str()).collect();
        assert_eq!(rules.len(), names.len(), "each rule is described once");
        for result in at(&log, "/runs/*/results/*") {
            let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[rule], &result["ruleId"]);
            assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        }
        for region in at(&log, "/runs/*/results/*/locations/*/physicalLocation/region") {
            assert!(region["startLine"].as_u64() >= Some(1) && region["startColumn"].as_u64() >= Some(1));
        }
        for kind in at(&log, "/runs/*/results/*/suppressions/*/kind") {
            assert!(["inSource", "external"].contains(&kind.as_str().unwrap()));
        }
    }
}

#[test]
fn an_allowed_code_leaves_the_counts_and_a_denied_one_is_an_error() {
    let all = lint("owners-and-dates", &["--format", "json"]);
    let count = |run: &Run| {
        let report = run.json();
        ["errors", "warnings", "suppressed"].map(|key| report[key].as_u64().unwrap())
    };
    assert_eq!((count(&all), all.code), ([0, 3, 0], Some(0)));
    let allowed = lint("owners-and-dates", &["--format", "json", "--allow", "review-overdue"]);
    assert_eq!((count(&allowed), allowed.code), ([0, 1, 2], Some(0)));
    assert_eq!(allowed.json()["problems"][0]["suppressed"]["by"], "request");
    let denied = lint("owners-and-dates", &["--format", "json", "--deny", "owner-missing"]);
    assert_eq!((count(&denied), denied.code), ([1, 2, 0], Some(1)));
    let strict = lint("owners-and-dates", &["--deny", "warnings", "--allow", "owner-missing"]);
    assert_eq!(strict.code, Some(1));
    assert!(strict.out.ends_with("6 pages: 2 errors (1 suppressed)\n"), "{}", strict.out);
    let notes = lint("planning", &["--deny", "warnings", "--allow", "cause-unreachable"]);
    assert_eq!(notes.code, Some(0), "notes stay notes");
}

#[test]
fn a_code_that_is_none_is_found_out_before_anything_is_judged() {
    let run = lint("sound", &["--deny", "review-overdu"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.err.contains("there is no code `review-overdu`: did you mean `review-overdue`?"),
        "{}",
        run.err
    );
    assert_eq!(lint("sound", &["--allow", "warnings"]).code, Some(2));
}

#[test]
fn sarif_names_files_from_the_working_folder_on_with_signs_escaped() {
    let repository = crate::world::Folder::new();
    repository.write("our kb/a b#1%.md", "# Eins\n\n[x](#gone)\n");
    let uri = |working_folder: &Path, base: &Path| {
        let run = Deskdoc::with_base(base).folder(working_folder).args(["lint", "--format", "sarif"]).run();
        let place = "/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri";
        run.json().pointer(place).unwrap().as_str().unwrap().to_owned()
    };
    let (root, base) = (repository.path(), repository.path().join("our kb"));
    assert_eq!(uri(root, Path::new("./our kb")), "our%20kb/a%20b%231%25.md");
    assert_eq!(uri(root, &base), "our%20kb/a%20b%231%25.md");
    assert_eq!(uri(&base, Path::new(".")), "a%20b%231%25.md");
    let elsewhere = uri(&cases("lint"), &base);
    assert!(
        elsewhere.starts_with("file:///") && elsewhere.ends_with("/our%20kb/a%20b%231%25.md"),
        "{elsewhere}"
    );
}

/// Everything at a place, of which `*` stands for every item of a list.
fn at<'v>(value: &'v Value, place: &str) -> Vec<&'v Value> {
    let parts = place.split('/').filter(|part| !part.is_empty());
    parts.fold(vec![value], |found, part| match part {
        "*" => found.into_iter().filter_map(Value::as_array).flatten().collect(),
        key => found.into_iter().filter_map(|value| value.get(key)).collect(),
    })
}
