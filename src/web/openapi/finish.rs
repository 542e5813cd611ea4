//! What is said of all calls alike: how a token is shown, which headers come with which answers, and examples.
//!
//! Examples of requests and answers stand in `examples.json` and `hooks.json`; tests send the requests and compare the
//! answers.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;

use crate::app::Scope;
use crate::web::guard::token::{Need, need};
use crate::web::problem::{Code, Failure};

/// Calls with what is sent and what is answered: a list of objects with `call`, and `send` and `answer` where there is
/// something to show.
const EXAMPLES: &str = include_str!("examples.json");
/// The same of deliveries of ticket systems, here of django-helpdesk; each holds also where the secret is in the address.
const HOOKS: &str = include_str!("hooks.json");
/// What the address of a hook ends with where the secret is in it.
const SECRET: &str = "/{secret}";
/// What a filter of a search looks like: `key:value`.
const FILTER: &str = r"^\s*[^\s:][^:]*:\s*\S";
/// What stands for the id of a request in examples.
const REQUEST_ID: &str = "65738c1fd901bbc0";

/// The whole document as JSON.
pub(super) fn finished(document: &OpenApi) -> String {
    let mut document = serde_json::to_value(document).unwrap_or_default();
    if let Some(components) = object(&mut document, "components") {
        components.insert("examples".to_owned(), problems());
        components.insert("securitySchemes".to_owned(), json!({"token": token()}));
    }
    let read = |examples| serde_json::from_str::<Vec<Value>>(examples).unwrap_or_default();
    let examples = [read(EXAMPLES), read(HOOKS)].concat();
    for (path, calls) in object(&mut document, "paths").into_iter().flatten() {
        for (method, call) in calls.as_object_mut().into_iter().flatten() {
            let name = format!("{} {path}", method.to_uppercase());
            secure(call, path);
            keep_first_of_each(call);
            add_headers(call, path);
            narrow_filters(call);
            let name = name.strip_suffix(SECRET).unwrap_or(&name);
            for example in examples.iter().filter(|example| example["call"] == name) {
                show(call, example);
            }
        }
    }
    serde_json::to_string_pretty(&document).unwrap_or_default()
}

fn object<'value>(value: &'value mut Value, name: &str) -> Option<&'value mut Map<String, Value>> {
    value.get_mut(name)?.as_object_mut()
}

/// An example of every problem, by its code.
fn problems() -> Value {
    let problem = |code: &Code| {
        let value = serde_json::to_value(Failure::of(*code).details(REQUEST_ID)).unwrap_or_default();
        (code.name().to_owned(), json!({"summary": code.title(), "value": value}))
    };
    Value::Object(Code::ALL.iter().map(problem).collect())
}

fn token() -> Value {
    let scopes: Vec<String> = Scope::ALL.iter().map(|scope| format!("`{scope}`")).collect();
    let description = format!(
        "A token that `deskdoc token create` has made, with the scopes that the calls name: {}. As long as there is no \
         token, programs on the same machine are answered without one.",
        scopes.join(", ")
    );
    json!({"type": "http", "scheme": "bearer", "description": description})
}

/// Says which scope a call needs.
fn secure(call: &mut Value, path: &str) {
    let security = match need(path) {
        Need::Nothing | Need::AnyToken => json!([]),
        Need::Perhaps => json!([{}, {"token": [Scope::Admin.word()]}]),
        Need::Token(scope) => json!([{"token": [scope.word()]}]),
    };
    if let Some(call) = call.as_object_mut() {
        call.insert("security".to_owned(), security);
    }
}

/// Names each parameter once: what is read from a path is described by the handler, and again by its type, without words.
fn keep_first_of_each(call: &mut Value) {
    let mut seen = BTreeSet::new();
    if let Some(parameters) = call.get_mut("parameters").and_then(Value::as_array_mut) {
        parameters
            .retain(|parameter| seen.insert((parameter["in"].to_string(), parameter["name"].to_string())));
    }
}

/// Names the headers that come with an answer because of its status.
fn add_headers(call: &mut Value, path: &str) {
    let header = |description: &str| json!({"description": description, "schema": {"type": "string"}});
    let is_counted = matches!(need(path), Need::Token(_));
    let Some(answers) = object(call, "responses") else { return };
    let is_tagged = answers.contains_key("304");
    for (status, answer) in answers {
        let mut headers = Vec::new();
        if is_tagged && ["200", "304"].contains(&status.as_str()) {
            headers.push((
                "ETag",
                "Which state was sent; send it as `If-None-Match` to be told whether it still holds",
            ));
        }
        if status == "401" {
            headers.push(("WWW-Authenticate", "How a token is shown"));
        }
        if status == "405" {
            headers.push(("Allow", "The methods that are answered"));
        }
        if ["429", "503", "507"].contains(&status.as_str()) {
            headers.push(("Retry-After", "After how many seconds it is worth trying again"));
        }
        if is_counted && ["200", "201", "429"].contains(&status.as_str()) {
            headers.push((
                "RateLimit",
                "How much is left to the address and to the token, where they are counted",
            ));
            headers.push(("RateLimit-Policy", "How often each of them may ask"));
        }
        let Some(answer) = answer.as_object_mut().filter(|_| !headers.is_empty()) else { continue };
        let known = answer.entry("headers").or_insert_with(|| json!({}));
        let Some(known) = known.as_object_mut() else { continue };
        for (name, description) in headers {
            known.entry(name).or_insert_with(|| header(description));
        }
    }
}

/// Says of each filter of a search that it is a key and a value; the description of a list has no words for its items.
fn narrow_filters(call: &mut Value) {
    let parameters = call.get_mut("parameters").and_then(Value::as_array_mut);
    for parameter in parameters.into_iter().flatten().filter(|parameter| parameter["name"] == "filter") {
        let items = parameter.get_mut("schema").and_then(|schema| schema.get_mut("items"));
        if let Some(items) = items.and_then(Value::as_object_mut) {
            items.insert("pattern".to_owned(), json!(FILTER));
        }
    }
}

/// Puts an example into the request and the answer it belongs to.
fn show(call: &mut Value, example: &Value) {
    if let Some(sent) = example.get("send") {
        let kind = example["kind"].as_str().unwrap_or("application/json");
        let body = call.get_mut("requestBody").and_then(|body| body.get_mut("content"));
        put(body.and_then(|content| content.get_mut(kind)), sent);
    }
    let (status, kind) = (example["status"].to_string(), example["answer_kind"].as_str());
    let answer = call.get_mut("responses").and_then(|answers| answers.get_mut(&status));
    let content = answer.and_then(|answer| answer.get_mut("content"));
    put(content.and_then(|content| content.get_mut(kind.unwrap_or("application/json"))), &example["answer"]);
}

fn put(content: Option<&mut Value>, example: &Value) {
    if let Some(content) = content.and_then(Value::as_object_mut) {
        content.insert("example".to_owned(), example.clone());
    }
}
