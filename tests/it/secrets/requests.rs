//! Secrets beside the texts of a request: in names of fields and parameters, in filters, dates, keys and headers.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;

use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::{Asking, FOLDED, MARK};
use crate::world::{Deskdoc, Folder, Server, files_below, no_complaints, small_base};

const KEY: &str = "Idempotency-Key";

fn has_mark(told: &str) -> bool {
    told.to_ascii_lowercase().contains(FOLDED)
}

/// Names that hold a secret each; nothing but short plain names is repeated.
fn names() -> [String; 5] {
    [
        format!("password={MARK}"),
        format!("client_secret: {MARK}"),
        format!("https://ada:{MARK}@host.example/"),
        format!("ghp_{MARK}aB3dE5fG7hJ9kL1mN3pQ5rS7t"),
        format!("it is {MARK}"),
    ]
}

#[tokio::test]
async fn names_of_fields_and_parameters_are_repeated_only_where_they_are_short_and_plain() {
    let server = Server::start(None);
    let asking = Asking::of(&server);
    let begun = asking.post("/api/v1/conversations", json!({"text": "no coffee"})).await;
    let turns = format!("/api/v1/conversations/{}/turns", begun["id"].as_str().unwrap());
    for name in names() {
        for path in ["diagnose", "conversations", "feedback", "reload"] {
            asking.post(&format!("/api/v1/{path}"), json!({"text": "x", &name: 1})).await;
        }
        asking.post(&turns, json!({"expected_turn": 1, &name: 1})).await;
        asking.post(&turns, json!({"expected_turn": 1, "turn": {"kind": "skip", &name: 1}})).await;
        for path in ["diagnose", "conversations", "feedback", "checks", "reload"] {
            let path = format!("/api/v1/{path}");
            let body = Some(("application/json", "{}".to_owned()));
            asking.send(Method::POST, &path, &[(&name, "1")], body).await;
        }
        for path in ["/api/v1/search", "/api/v1/insights", "/api/v1/symptoms", "/metrics"] {
            asking.get(path, &[(&name, "1")]).await;
        }
    }
    no_complaints(asking.complaints());
    let told = asking.post("/api/v1/diagnose", json!({"text": "x", "limits": 1, "a b": 1, "c=d": 1})).await;
    let errors = told["errors"].as_array().unwrap();
    let pointers: Vec<_> = errors.iter().map(|error| error["pointer"].as_str().unwrap()).collect();
    assert_eq!(pointers, ["", "/limits"], "{told}");
    assert!(errors[0]["detail"].as_str().unwrap().contains("expected `text`"), "{told}");
}

#[tokio::test]
async fn filters_dates_forms_and_tried_phrases_come_back_without_secrets() {
    let folder = Folder::new();
    let server = Server::logging(&["--log", "debug"], &["--preview"], &folder.path().join("log"));
    let asking = Asking::of(&server);
    let jwt =
        format!("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.{MARK}aB3dE5fG7hJ9kL1mN3pQ5rS7tUvWxYz");
    let plain = [format!("password={MARK}"), format!("client_secret: {MARK}"), jwt];
    for text in plain.iter().chain(&names()[..4]) {
        for filter in [text.clone(), format!("product:{text}"), format!("https://svc:{MARK}@h/x")] {
            asking.get("/api/v1/search", &[("q", "x"), ("filter", &filter)]).await;
            asking.get("/search", &[("q", "x"), ("filter", &filter)]).await;
        }
        asking.get("/preview/try", &[("q", text)]).await;
        asking.get("/insights", &[("from", text), ("to", text)]).await;
        asking.get("/insights", &[("period", text)]).await;
        asking.get("/feedback/thanks", &[("page", text), ("conversation", text)]).await;
        for about in ["page", "conversation", "symptom", "cause", "fix"] {
            for verdict in ["helped", "none"] {
                let form = reqwest::Url::parse_with_params(
                    "http://x",
                    &[("verdict", verdict), (about, text), ("comment", text)],
                );
                let form = form.unwrap().query().unwrap().to_owned();
                let kind = "application/x-www-form-urlencoded";
                asking.send(Method::POST, "/feedback", &[], Some((kind, form))).await;
            }
        }
    }
    no_complaints(asking.complaints());
    drop(server);
    assert!(!has_mark(&std::fs::read_to_string(folder.path().join("log")).unwrap()));
}

#[test]
fn a_filter_of_the_command_line_is_not_repeated_where_it_holds_a_secret() {
    for filter in [format!("product=password={MARK}"), format!("product=https://ada:{MARK}@host.example/")] {
        let run = Deskdoc::new().args(["search", "login", "--json", "--filter", &filter]).run();
        assert!(run.err.is_empty(), "{}", run.err);
        assert!(!has_mark(&run.out) && run.out.contains("[removed]"), "{}", run.out);
    }
}

#[tokio::test]
async fn a_key_that_an_earlier_program_kept_as_it_was_is_known_again() {
    let folder = Folder::new();
    let (old, new) = (folder.path().join("old"), folder.path().join("new"));
    let id = begun_with_key(&old).await;
    let run = Deskdoc::new().args(["store", "export", "--data"]).args([&old]).run();
    let plain = |line: &str| {
        let mut line: Value = serde_json::from_str(line).unwrap();
        if let Some(key) = line.pointer_mut("/idempotency_key/key") {
            assert_eq!(key.as_str().unwrap().len(), 64);
            *key = json!("ticket-4711");
        }
        line.to_string()
    };
    let lines: Vec<String> = run.out.lines().map(plain).collect();
    assert!(lines.iter().any(|line| line.contains("ticket-4711")), "{}", run.out);
    let importing = Deskdoc::new().args(["store", "import", "--data"]).args([&new]);
    let run = importing.input(lines.join("\n") + "\n").run();
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(begun_with_key(&new).await, id);
}

/// The id of the conversation that a request with a key begins, on a server over this folder.
async fn begun_with_key(data: &Path) -> Value {
    let server = Server::over(&small_base(), &["--data", data.to_str().unwrap()], &[]);
    let request = Client::new().post(server.url("/api/v1/conversations")).header(KEY, "ticket-4711");
    let answer = request.json(&json!({"text": "no coffee"})).send().await.unwrap();
    assert_eq!(answer.status(), 201);
    answer.json::<Value>().await.unwrap()["id"].clone()
}

#[tokio::test]
async fn what_a_request_is_known_by_is_kept_as_a_hash_and_a_broken_head_is_not_logged() {
    let folder = Folder::new();
    let (data, log) = (folder.path().join("data"), folder.path().join("log"));
    let common = ["--log", "debug", "--data", data.to_str().unwrap()];
    let server = Server::logging(&common, &[], &log);
    let client = Client::new();
    let mut ids = Vec::new();
    for _ in 0..2 {
        let request =
            client.post(server.url("/api/v1/conversations")).header(KEY, format!("password={MARK}"));
        let answer = request.json(&json!({"text": "no coffee"})).send().await.unwrap();
        assert_eq!(answer.status(), 201);
        ids.push(answer.json::<Value>().await.unwrap()["id"].clone());
    }
    assert_eq!(ids[0], ids[1]);
    let mut raw = TcpStream::connect(server.address()).unwrap();
    write!(raw, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: password={MARK}\r\n\r\n").unwrap();
    let mut answer = String::new();
    raw.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    let holds = |path: &Path| has_mark(&String::from_utf8_lossy(&std::fs::read(path).unwrap()));
    drop(server);
    let found = files_below(folder.path()).into_iter().filter(|(_, path)| holds(path));
    no_complaints(found.map(|(name, _)| name).collect());
}
