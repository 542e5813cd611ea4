//! Configuration over the API and on the page: shapes, refusals, and no secret on the way back.

use reqwest::{Client, Response};
use serde_json::{Value, json};

use crate::world::Server;

const MARK: &str = "ZZ9marker";

async fn post(path: &str, kind: &str, body: impl Into<reqwest::Body>) -> Response {
    let server = Server::shared();
    let request = Client::new().post(server.url(path)).header("content-type", kind).body(body);
    request.send().await.unwrap()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn verdicts_have_exactly_the_fields_of_the_contract() {
    let body = json!({"machine": {"water_litres": 0, "password": MARK, "colour": MARK}}).to_string();
    let answer: Value = post("/api/v1/checks", "application/json", body).await.json().await.unwrap();
    assert_eq!(keys(&answer), ["causes", "findings", "verdicts"]);
    let verdict = &answer["verdicts"][0];
    assert_eq!(keys(verdict), ["actual", "causes", "check", "expected", "message", "missing", "verdict"]);
    assert_eq!((&verdict["verdict"], &verdict["causes"]), (&json!("fail"), &json!(["tank-empty"])));
    assert_eq!(keys(&answer["causes"][0]), ["id", "probability"]);
    assert_eq!(answer["causes"][0]["id"], "tank-empty");
    assert_eq!(answer["findings"][0]["kind"], "removed-secret");
    assert!(!answer.to_string().contains(MARK), "{answer}");
}

#[tokio::test]
async fn forms_exports_and_broken_snapshots_are_read_by_their_content_type() {
    let verdict = async |kind: &str, body: &'static str| -> String {
        let answer: Value =
            post("/api/v1/checks?symptom=no-coffee&limit=2", kind, body).await.json().await.unwrap();
        assert!(answer["causes"].as_array().unwrap().len() <= 2);
        answer["verdicts"][0]["verdict"].as_str().unwrap().to_owned()
    };
    assert_eq!(verdict("text/plain", "Hello,\nWater left: 0\nbye").await, "fail");
    assert_eq!(verdict("text/plain; charset=utf-8", "nothing of it").await, "unknown");
    assert_eq!(verdict("application/json", "{\"machine\": {\"water_litres\": 2, ").await, "pass");
    assert_eq!(verdict("application/json", "{\"machine\": {\"water_litres\": null}}").await, "unknown");
    assert_eq!(verdict("application/xml", "<package><a/></package>").await, "unknown");
    assert_eq!(verdict("text/xml", "<package><a").await, "unknown");
}

#[tokio::test]
async fn facts_beside_a_question_move_its_causes() {
    let ask = async |facts: Value| -> Value {
        let body = json!({"text": "display shows E-17 no flow", "facts": facts}).to_string();
        post("/api/v1/diagnose", "application/json", body).await.json().await.unwrap()
    };
    let empty = ask(json!({"machine": {"water_litres": 0}})).await;
    assert_eq!(empty["causes"][0]["id"], "tank-empty");
    assert_eq!(empty["verdicts"][0]["verdict"], "fail");
    let full = ask(json!("Water left: 2")).await;
    let place = |answer: &Value| {
        answer["causes"].as_array().unwrap().iter().position(|cause| cause["id"] == "tank-empty")
    };
    assert!(place(&full) > place(&empty), "{full}");
    let unknown = ask(json!({"machine": {}})).await;
    let body = json!({"text": "display shows E-17 no flow"}).to_string();
    let plain: Value = post("/api/v1/diagnose", "application/json", body).await.json().await.unwrap();
    assert_eq!(unknown["causes"], plain["causes"], "what is not known changes nothing");
    let inside = json!({"text": "display shows E-17 no flow\nWater left: 0"}).to_string();
    let inside: Value = post("/api/v1/diagnose", "application/json", inside).await.json().await.unwrap();
    assert_eq!(inside["causes"][0]["id"], "tank-empty");
}

#[tokio::test]
async fn the_form_of_the_page_takes_a_paste_and_a_file() {
    let boundary = "----a7";
    let form = |parts: &[(&str, &str, &str)]| -> Vec<u8> {
        let parts: String = parts
            .iter()
            .map(|(name, file, content)| {
                let file = if file.is_empty() { String::new() } else { format!("; filename=\"{file}\"") };
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n")
            })
            .collect();
        format!("{parts}--{boundary}--\r\n").into_bytes()
    };
    let kind = format!("multipart/form-data; boundary={boundary}");
    let page = async |body: Vec<u8>| -> (u16, String) {
        let response = post("/", &kind, body).await;
        (response.status().as_u16(), response.text().await.unwrap())
    };
    let secret = format!("E-17 no flow, my password is {MARK}");
    let facts = format!("Water left: 0\npassword: {MARK}");
    let (status, html) = page(form(&[("q", "", &secret), ("facts", "", &facts)])).await;
    assert_eq!(status, 200);
    assert!(html.contains("This is what will be kept") && html.contains("Water left: 0"), "{html}");
    assert!(!html.contains(MARK), "{html}");
    // What was shown is sent once more to be kept; whoever sends secrets all the same has them struck out.
    let (status, html) = page(form(&[("q", "", &secret), ("paste", "", &facts), ("do", "", "keep")])).await;
    assert_eq!(status, 200);
    assert!(html.contains("Checks that failed") && html.contains("There is water in the tank"), "{html}");
    assert!(!html.contains(MARK), "{html}");
    let file = "{\"machine\": {\"water_litres\": 0}}";
    let (status, html) = page(form(&[("q", "", ""), ("facts", "", ""), ("file", "a.json", file)])).await;
    assert!(status == 200 && html.contains("This is what will be kept"), "{html}");
    let (status, html) = page(form(&[("q", "", ""), ("paste", "", file), ("do", "", "keep")])).await;
    assert!(status == 200 && html.contains("Checks that failed"), "{html}");
    let (status, html) =
        page(form(&[("q", "", "it hangs"), ("file", "a.json", "\u{feff}{\"a\":".repeat(90).as_str())])).await;
    assert_eq!(status, 422);
    assert!(html.contains("The configuration was not read") && html.contains("it hangs"), "{html}");
    let (status, _) = page(form(&[("q", "", ""), ("file", "", "")])).await;
    assert_eq!(status, 422);
    for broken in
        [b"".as_slice(), b"--", b"------a7", b"------a7\r\n\r\n", b"------a7\r\nA: b\r\n\r\nc\r\n------a7--"]
    {
        assert_eq!(page(broken.to_vec()).await.0, 400);
    }
}
