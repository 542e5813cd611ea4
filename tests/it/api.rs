//! The API as programs see it: shapes, errors, headers, and a description that is true.

mod conversations;
mod description;
mod examples;
mod headers;
mod hostile;
mod running;
mod tokens;
mod trees;

use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};

use crate::world::Server;

/// A client of one server.
struct Api {
    server: std::sync::Arc<Server>,
    client: Client,
}

impl Api {
    fn new() -> Self {
        Self { server: Server::shared(), client: Client::new() }
    }

    async fn get(&self, path: &str) -> Response {
        self.client.get(self.server.url(path)).send().await.unwrap()
    }

    async fn diagnose(&self, body: Value) -> Response {
        self.client.post(self.server.url("/api/v1/diagnose")).json(&body).send().await.unwrap()
    }
}

async fn json_of(response: Response) -> Value {
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "application/json");
    response.json().await.unwrap()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap_or_else(|| panic!("no object: {value}")).keys().map(String::as_str).collect()
}

#[tokio::test]
async fn a_diagnosis_has_the_fields_of_the_contract() {
    let answer = json_of(Api::new().diagnose(json!({"text": "display shows E-17 no flow"})).await).await;
    assert_eq!(
        keys(&answer),
        [
            "articles",
            "candidates",
            "causes",
            "confidence",
            "escalation",
            "findings",
            "next",
            "out_of_scope",
            "outcome",
            "symptom",
            "verdicts"
        ]
    );
    assert_eq!((&answer["outcome"], &answer["symptom"]), (&json!("known"), &json!("no-coffee")));
    assert_eq!(keys(&answer["candidates"][0]), ["because", "confidence", "symptom", "title"]);
    assert_eq!(keys(&answer["candidates"][0]["because"]), ["error_text", "phrase", "words"]);
    assert_eq!(
        keys(&answer["causes"][0]),
        ["checks", "docs", "explanation", "fix", "how_to_tell", "id", "probability", "title", "why"]
    );
    assert_eq!(keys(&answer["causes"][0]["fix"]), ["effort_minutes", "escalate", "steps", "verify", "works"]);
    assert_eq!(keys(&answer["causes"][0]["docs"][0]), ["anchor", "href", "path", "title"]);
    assert_eq!(keys(&answer["next"]), ["answers", "do", "expected_cost", "id", "text"]);
    assert_eq!(keys(&answer["escalation"]), ["text", "to"]);
}

#[tokio::test]
async fn chances_of_causes_sum_to_one_with_something_else_among_them() {
    let answer = json_of(Api::new().diagnose(json!({"text": "E-17 no flow"})).await).await;
    let causes = answer["causes"].as_array().unwrap();
    let sum: f64 = causes.iter().map(|cause| cause["probability"].as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 0.001, "{sum}");
    assert!(causes.iter().any(|cause| cause["id"] == "something-else" && cause["fix"].is_null()));
}

#[tokio::test]
async fn a_limit_cuts_the_list_of_causes() {
    let answer = json_of(Api::new().diagnose(json!({"text": "E-17 no flow", "limit": 1})).await).await;
    assert_eq!(answer["causes"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn not_knowing_is_an_answer_and_no_error() {
    let answer = json_of(Api::new().diagnose(json!({"text": "how do I bake bread"})).await).await;
    assert_eq!(
        (&answer["outcome"], &answer["symptom"], &answer["next"]),
        (&json!("unknown"), &Value::Null, &Value::Null)
    );
    assert_eq!(answer["causes"], json!([]));
}

#[tokio::test]
async fn what_is_out_of_scope_comes_with_where_to_turn() {
    let answer = json_of(Api::new().diagnose(json!({"text": "the vending machine ate my coin"})).await).await;
    assert_eq!(answer["outcome"], "out_of_scope");
    assert_eq!(answer["out_of_scope"]["id"], "vending-machine");
    assert!(answer["out_of_scope"]["text"].as_str().unwrap().contains("300"));
}

#[tokio::test]
async fn the_api_and_the_command_line_give_the_same_answer() {
    for text in ["E-17 no flow", "my espresso tastes burnt", "how do I bake bread"] {
        let by_api = json_of(Api::new().diagnose(json!({"text": text})).await).await;
        let by_command =
            crate::world::Deskdoc::with_base(&crate::world::small_base()).args(["ask", "--json", text]).run();
        assert_eq!(by_api, by_command.json(), "for {text:?}");
    }
}

#[tokio::test]
async fn search_answers_with_sections() {
    let answer = json_of(Api::new().get("/api/v1/search?q=filling+the+tank&limit=3").await).await;
    assert_eq!(keys(&answer), ["did_you_mean", "filters", "notes", "query", "results"]);
    assert_eq!(answer["query"], "filling the tank");
    let results = answer["results"].as_array().unwrap();
    assert!((1..=3).contains(&results.len()), "{results:?}");
    assert_eq!(
        keys(&results[0]),
        ["anchor", "excerpt", "href", "marks", "page_title", "path", "score", "title"]
    );
    assert_eq!(
        (&results[0]["path"], &results[0]["anchor"]),
        (&json!("articles/handbook.md"), &json!("filling-the-tank"))
    );
}

#[tokio::test]
async fn search_keeps_the_pages_that_meet_the_filter() {
    let paths = |answer: &Value| -> Vec<String> {
        let results = answer["results"].as_array().unwrap().iter();
        results.map(|hit| hit["path"].as_str().unwrap().split('/').next().unwrap().to_owned()).collect()
    };
    let api = Api::new();
    let causes = json_of(api.get("/api/v1/search?q=water+tank&filter=kind:cause").await).await;
    assert!(!paths(&causes).is_empty() && paths(&causes).iter().all(|folder| folder == "causes"), "{causes}");
    assert_eq!(causes["filters"], json!([{"key": "kind", "value": "cause"}]));
    let either = "/api/v1/search?q=water+tank&filter=kind:cause&filter=Kind:Check";
    let either = paths(&json_of(api.get(either).await).await);
    assert!(either.contains(&"causes".to_owned()) && either.contains(&"checks".to_owned()), "{either:?}");
    let nothing = json_of(api.get("/api/v1/search?q=water&filter=kind:poem").await).await;
    assert_eq!(paths(&nothing), [""; 0]);
    assert_eq!(
        api.get("/api/v1/search?q=water&filter=kind").await.status(),
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn search_says_how_it_took_the_words() {
    let answer = json_of(Api::new().get("/api/v1/search?q=filling+the+tnak").await).await;
    assert_eq!(answer["did_you_mean"], "filling the tank");
    assert_eq!(answer["notes"][0], "“tnak” stands nowhere here; “tank” was looked for instead.");
}

#[tokio::test]
async fn every_address_that_an_answer_names_can_be_read() {
    let api = Api::new();
    let diagnosis = json_of(api.diagnose(json!({"text": "E-17 no flow"})).await).await;
    let found = json_of(api.get("/api/v1/search?q=coffee").await).await;
    let mut hrefs: Vec<String> = Vec::new();
    collect(&diagnosis, "href", &mut hrefs);
    collect(&found, "href", &mut hrefs);
    let own: Vec<&String> = hrefs.iter().filter(|href| href.starts_with('/')).collect();
    assert!(!own.is_empty());
    for href in own {
        assert_eq!(api.get(href).await.status(), StatusCode::OK, "{href}");
    }
}

fn collect(value: &Value, key: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if name == key => found.push(text.clone()),
                    value => collect(value, key, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, key, found)),
        _ => {}
    }
}

#[tokio::test]
async fn an_article_comes_with_its_sections_and_is_not_sent_twice() {
    let api = Api::new();
    let response = api.get("/api/v1/articles/articles/handbook.md").await;
    let tag = response.headers()["etag"].clone();
    let article = json_of(response).await;
    assert_eq!(article["title"], "Handbook of the coffee machine");
    assert_eq!(article["sections"][1]["anchor"], "filling-the-tank");
    let url = api.server.url("/api/v1/articles/articles/handbook.md");
    let again = api.client.get(url).header("if-none-match", &tag).send().await.unwrap();
    assert_eq!((again.status(), &again.headers()["etag"]), (StatusCode::NOT_MODIFIED, &tag));
    assert_eq!(again.text().await.unwrap(), "");
}

#[tokio::test]
async fn all_symptoms_are_listed() {
    let list = json_of(Api::new().get("/api/v1/symptoms").await).await;
    let symptoms = list["symptoms"].as_array().unwrap();
    let ids: Vec<&str> = symptoms.iter().map(|symptom| symptom["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["bitter-coffee", "machine-dead", "no-coffee"]);
}

#[tokio::test]
async fn probes_say_that_all_is_well() {
    let api = Api::new();
    assert_eq!(json_of(api.get("/healthz").await).await["status"], "alive");
    let ready = json_of(api.get("/readyz").await).await;
    assert_eq!((&ready["status"], &ready["degraded"]), (&json!("ready"), &json!([])));
}
