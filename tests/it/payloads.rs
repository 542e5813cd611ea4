//! Hostile texts on every way into a page: what people type, tickets, names of who signs in, and pages of authors.
//!
//! The texts stand in `tests/cases/payloads.json`. What comes back is read as strictly as HTML can be written, so that
//! a text that is markup is found also where browsers would forgive it; and then a real browser looks at the pages.

mod authors;
mod browser;
mod dead;
mod names;
mod tickets;
mod typed;

use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use crate::world::{Server, cases};

/// All of them.
fn payloads() -> Vec<String> {
    let table = std::fs::read_to_string(cases("payloads.json")).unwrap();
    let payloads: Vec<String> = serde_json::from_str(&table).unwrap();
    assert!(payloads.len() > 150);
    payloads
}

/// All of them in as few texts as possible, of so many characters at most.
fn texts(longest: usize) -> Vec<String> {
    let mut texts = vec![String::new()];
    for payload in payloads() {
        let n_chars = |text: &str| text.chars().count();
        let last = texts.last_mut().unwrap();
        if n_chars(last) + n_chars(&payload) + 1 > longest {
            texts.push(payload);
        } else {
            last.push('\n');
            last.push_str(&payload);
        }
    }
    texts
}

/// Somebody who asks, on pages and as a program.
struct Asker {
    server: Server,
    client: Client,
    complaints: Vec<String>,
}

impl Asker {
    fn of(server: Server) -> Self {
        let client = Client::builder().redirect(Policy::none()).build().unwrap();
        Self { server, client, complaints: Vec::new() }
    }

    /// A page, which must be sound.
    async fn page(&mut self, path: &str) -> String {
        let response = self.client.get(self.server.url(path)).send().await.unwrap();
        self.read(path, response).await
    }

    /// What comes of a form: the page itself, or where it leads.
    async fn form(&mut self, path: &str, fields: &[(&str, &str)]) -> String {
        let encoded = reqwest::Url::parse_with_params("http://form/", fields).unwrap();
        let request = self.client.post(self.server.url(path));
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let response = request.body(encoded.query().unwrap_or_default().to_owned()).send().await.unwrap();
        match response.headers().get("location").map(|to| to.to_str().unwrap().to_owned()) {
            Some(to) => {
                let is_ours = to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '<']);
                if !is_ours {
                    self.complaints.push(format!("POST {path} leads to {to:?}"));
                }
                to
            }
            None => self.read(path, response).await,
        }
    }

    async fn read(&mut self, path: &str, response: reqwest::Response) -> String {
        let status = response.status();
        let kind = response.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
        let text = response.text().await.unwrap();
        if status.is_server_error() || status == StatusCode::NOT_FOUND {
            self.complaints.push(format!("{path}: {status}"));
        }
        if kind.is_some_and(|kind| kind.starts_with("text/html")) {
            self.complaints.extend(dead::faults(&text).into_iter().map(|fault| format!("{path}: {fault}")));
        }
        text
    }

    /// Begins a case, and gives its id.
    async fn case(&self, text: &str) -> String {
        let opening = self.client.post(self.server.url("/api/v1/conversations"));
        let response = opening.json(&json!({ "text": text })).send().await.unwrap();
        let status = response.status();
        let held: Value = response.json().await.unwrap();
        assert_eq!(status, StatusCode::CREATED, "{held}");
        held["id"].as_str().unwrap().to_owned()
    }
}
