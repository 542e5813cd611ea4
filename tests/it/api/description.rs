//! `/api/openapi.json` describes what is there, and changes only on purpose.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Api, json_of};
use crate::guides::guide;
use crate::world::{cases, expect_file, no_complaints, root};

async fn document() -> Value {
    json_of(Api::new().get("/api/openapi.json").await).await
}

#[tokio::test]
async fn the_description_changes_only_on_purpose() {
    let text = serde_json::to_string_pretty(&document().await).unwrap() + "\n";
    no_complaints(expect_file(&cases("api").join("openapi.json"), &text).err().into_iter().collect());
}

#[tokio::test]
async fn the_description_is_sound() {
    let document = document().await;
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"), "{}", document["openapi"]);
    assert!(document["info"]["title"].is_string() && document["info"]["version"].is_string());
    let mut complaints = Vec::new();
    references(&document, &mut |reference| {
        let pointer = reference.strip_prefix('#').unwrap_or(reference);
        if document.pointer(pointer).is_none() {
            complaints.push(format!("{reference} leads nowhere"));
        }
    });
    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let what = format!("{method} {path}");
            if !ids.insert(operation["operationId"].as_str().unwrap_or_default().to_owned()) {
                complaints.push(format!("{what}: its operationId is missing or taken"));
            }
            let (named, in_path) = parameters(operation);
            if named.iter().collect::<BTreeSet<_>>().len() < named.len() {
                complaints.push(format!("{what}: a parameter is named twice: {named:?}"));
            }
            let wanted: BTreeSet<String> =
                path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect();
            if in_path != wanted {
                complaints.push(format!("{what}: the path has {wanted:?}, its parameters are {in_path:?}"));
            }
            if operation["summary"].as_str().is_none_or(str::is_empty) {
                complaints.push(format!("{what}: no summary"));
            }
            if ["200", "201"].iter().all(|status| operation["responses"][status].is_null()) {
                complaints.push(format!("{what}: no answer 200 or 201"));
            }
        }
    }
    no_complaints(complaints);
}

/// All parameters of a call by place and name, and the names of those in its path.
fn parameters(operation: &Value) -> (Vec<String>, BTreeSet<String>) {
    let all: Vec<&Value> = operation["parameters"].as_array().into_iter().flatten().collect();
    let in_path = all.iter().filter(|parameter| parameter["in"] == "path");
    (
        all.iter().map(|parameter| format!("{} {}", parameter["in"], parameter["name"])).collect(),
        in_path.map(|parameter| parameter["name"].as_str().unwrap_or_default().to_owned()).collect(),
    )
}

fn references(value: &Value, tell: &mut impl FnMut(&str)) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if name == "$ref" => tell(text),
                    value => references(value, tell),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, tell)),
        _ => {}
    }
}

#[tokio::test]
async fn every_address_of_the_api_is_described() {
    let document = document().await;
    let described: BTreeSet<&str> =
        document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    let routes = std::fs::read_to_string(root().join("src/web/routes.rs")).unwrap();
    let table = routes.split_once("ADDRESSES:").unwrap().1.split_once("];").unwrap().0;
    let named = table.split("(\"").skip(1).filter_map(|row| row.split('"').next());
    let wanted = named
        .filter(|address| address.starts_with("/api/v1") || address.ends_with('z'))
        .map(|address| address.replace(":.*", ""));
    no_complaints(
        wanted
            .filter(|address| !described.contains(address.as_str()))
            .map(|address| format!("{address} is not described"))
            .collect(),
    );
}

#[test]
fn the_guide_has_a_section_for_every_code_of_an_error_and_no_other() {
    let source = std::fs::read_to_string(root().join("src/web/problem/code.rs")).unwrap();
    let rows = source
        .split_once("const fn row")
        .unwrap()
        .1
        .split_once("pub(in crate::web) const fn name")
        .unwrap()
        .0;
    let codes: BTreeSet<&str> = rows
        .split("=>")
        .skip(1)
        .filter_map(|row| row.split_once('"')?.1.split_once('"'))
        .map(|(code, _)| code)
        .collect();
    let guide = guide("api.md");
    let errors = guide.split_once("{#errors}").unwrap().1.split_once("\n## ").unwrap().0;
    let explained: BTreeSet<&str> =
        errors.split("{#").skip(1).filter_map(|rest| rest.split_once('}')).map(|(code, _)| code).collect();
    assert_eq!(explained, codes, "left: api.md, right: src/web/problem/code.rs");
}

#[test]
fn the_guide_gives_the_status_of_every_code() {
    let source = std::fs::read_to_string(root().join("src/web/problem/code.rs")).unwrap();
    let guide = guide("api.md");
    for section in guide.split("\n### ").filter(|section| section.contains("\n\n**")) {
        let Some((code, status)) = section.split_once(" {#").zip(section.split_once("**")) else { continue };
        let Some(status) = status.1.split_once('.').filter(|(number, _)| number.len() == 3) else { continue };
        let row = source.split_once(&format!("\"{}\"", code.0)).unwrap().1;
        let number: String =
            row.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        assert_eq!(status.0, number, "{}", code.0);
    }
}
