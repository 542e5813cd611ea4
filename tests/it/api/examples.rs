//! The examples of the description are real: what they send is answered as they show.

use std::path::PathBuf;

use reqwest::{Client, Method};
use serde_json::{Map, Value, json};

use crate::world::{Server, expect_file, is_updating, no_complaints, root};

/// So much of a list stands in an example.
const MOST_ITEMS: usize = 2;
/// So many steps of a tree stand in an example, one behind the other.
const MOST_STEPS: usize = 2;
/// So many lines of figures stand in an example.
const MOST_LINES: usize = 12;
/// What stands in examples for what differs each time.
const ALWAYS: [(&str, &str); 6] = [
    ("id", "5f0c1e6b0a7d4c0f9b1d2e3f4a5b6c7d"),
    ("revision", "2f25a453fca1f0bd1ca50f28f3388992"),
    ("created_at", "2026-03-02T07:00:00.000Z"),
    ("updated_at", "2026-03-02T07:00:00.000Z"),
    ("at", "2026-03-02T07:00:00.000Z"),
    ("conversation", "5f0c1e6b0a7d4c0f9b1d2e3f4a5b6c7d"),
];

fn file() -> PathBuf {
    root().join("src/web/openapi/examples.json")
}

/// The answer as an example shows it: shortened, and without what differs each time.
fn shown(value: &Value, n_steps: usize) -> Value {
    match value {
        Value::Array(items) => items.iter().take(MOST_ITEMS).map(|item| shown(item, n_steps)).collect(),
        Value::Object(fields) => {
            let mut left = Map::new();
            for (name, field) in fields {
                let always = ALWAYS.iter().find(|(known, _)| known == name).map(|(_, text)| json!(text));
                let is_changing = field.as_str().is_some_and(|text| text.len() == 32 || text.ends_with('Z'));
                match (always, name.as_str()) {
                    (Some(always), _) if is_changing => drop(left.insert(name.clone(), always)),
                    (_, "branches") if n_steps == MOST_STEPS => {}
                    (_, "branches") => drop(left.insert(name.clone(), shown(field, n_steps + 1))),
                    _ => drop(left.insert(name.clone(), shown(field, n_steps))),
                }
            }
            Value::Object(left)
        }
        other => other.clone(),
    }
}

/// Which fields there are, of which sort: what programs rely on, however the pages are worded.
fn shape(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.first().map_or(json!([]), |first| json!([shape(first)])),
        Value::Object(fields) => {
            fields.iter().map(|(name, field)| (name.clone(), shape(field))).collect::<Map<_, _>>().into()
        }
        Value::String(_) => json!("text"),
        Value::Number(_) => json!(0),
        other => other.clone(),
    }
}

#[tokio::test]
async fn examples_are_answered_as_they_show() {
    let server = Server::start(None);
    let client = Client::new();
    let written: Vec<Map<String, Value>> =
        serde_json::from_str(&std::fs::read_to_string(file()).unwrap()).unwrap();
    let (mut answered, mut complaints, mut conversation) = (Vec::new(), Vec::new(), String::new());
    for mut example in written {
        let text = |name: &str| example.get(name).and_then(Value::as_str).map(str::to_owned);
        let (call, address) =
            (text("call").unwrap(), text("address").unwrap().replace("{id}", &conversation));
        let method = call.split(' ').next().unwrap();
        let mut request =
            client.request(Method::from_bytes(method.as_bytes()).unwrap(), server.url(&address));
        if let Some(body) = example.get("send") {
            let kind = text("kind").unwrap_or_else(|| "application/json".to_owned());
            let body =
                body.as_str().filter(|_| kind != "application/json").map_or(body.to_string(), str::to_owned);
            request = request.header("content-type", kind).body(body);
        }
        if let Some(kind) = text("answer_kind") {
            request = request.header("accept", kind);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let found = match text("answer_kind") {
            Some(_) => {
                let text = response.text().await.unwrap();
                json!(text.lines().take(MOST_LINES).map(|line| format!("{line}\n")).collect::<String>())
            }
            None => {
                let answer: Value = response.json().await.unwrap();
                if call == "POST /api/v1/conversations" {
                    conversation = answer["id"].as_str().unwrap().to_owned();
                }
                shown(&answer, 0)
            }
        };
        let shapes = [example.get("answer").map(shape), Some(shape(&found))];
        if example["status"] != status || shapes[0] != shapes[1] {
            complaints.push(format!("{call} is answered with {status} {found:#}"));
        }
        example.insert("status".to_owned(), json!(status));
        example.insert("answer".to_owned(), found);
        answered.push(example);
    }
    if is_updating() {
        let text = serde_json::to_string_pretty(&answered).unwrap() + "\n";
        no_complaints(expect_file(&file(), &text).err().into_iter().collect());
        return;
    }
    no_complaints(complaints);
}
