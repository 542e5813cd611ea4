//! Secrets that were pasted by mistake, through every way in at once, with everything logged: they are in no answer, in
//! no line of the log, in no figure, in no file and in no export.

mod requests;

use std::sync::Mutex;

use reqwest::{Client, Method, Url};
use serde_json::{Value, json};

use crate::world::{Deskdoc, Folder, Server, cases, files_below, no_complaints};

/// Stands in every secret of the cases.
const MARK: &str = "ZZ9marker";
/// The same as it looks where words are compared.
const FOLDED: &str = "zz9marker";

/// Texts that hold a secret each: of every sort, by name, by shape and in words of several languages.
fn secrets() -> Vec<String> {
    let file = std::fs::read_to_string(cases("facts").join("secrets.txt")).unwrap();
    let lines =
        file.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split(" => ").next());
    let mut texts: Vec<String> = lines.filter(|text| text.contains(MARK)).map(str::to_owned).collect();
    texts.push(format!("-----BEGIN RSA PRIVATE KEY-----\n{MARK}\n{MARK}\n-----END RSA PRIVATE KEY-----"));
    texts.push(format!("client_secret: |\n  correct horse {MARK}\nscope: openid"));
    texts.push(format!(
        "<external_account>\n  <client_secret>\n {MARK}\n</client_secret>\n</external_account>"
    ));
    texts
}

/// Asks, and keeps what was answered.
struct Asking<'a> {
    server: &'a Server,
    client: Client,
    answers: Mutex<Vec<(String, String)>>,
}

impl<'a> Asking<'a> {
    fn of(server: &'a Server) -> Self {
        Self { server, client: Client::new(), answers: Mutex::default() }
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Option<(&str, String)>,
    ) -> String {
        let address = Url::parse_with_params(&self.server.url(path), query).unwrap();
        let mut request = self.client.request(method, address).header("Origin", self.server.url(""));
        if let Some((kind, body)) = body {
            request = request.header("Content-Type", kind).body(body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let head = format!("{:?}", answer.headers());
        let told = format!("{head}\n{}", answer.text().await.unwrap());
        assert!(!status.is_server_error(), "{path}: {told}");
        self.answers.lock().unwrap().push((path.to_owned(), told.clone()));
        told
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let told = self.send(Method::POST, path, &[], Some(("application/json", body.to_string()))).await;
        serde_json::from_str(told.split_once('\n').unwrap().1).unwrap_or_default()
    }

    async fn get(&self, path: &str, query: &[(&str, &str)]) {
        self.send(Method::GET, path, query, None).await;
    }

    /// Where a secret was in an answer.
    fn complaints(&self) -> Vec<String> {
        let mut complaints = Vec::new();
        for (path, told) in self.answers.lock().unwrap().iter() {
            let told = told.to_ascii_lowercase();
            if let Some(at) = told.find(FOLDED) {
                let from = told[..at].char_indices().rev().nth(80).map_or(0, |(at, _)| at);
                complaints.push(format!("{path}: …{}", &told[from..at + MARK.len()]));
            }
        }
        complaints
    }
}

/// Sends one text through every way in.
async fn through_every_way(asking: &Asking<'_>, text: &str) {
    asking.post("/api/v1/diagnose", json!({"text": text})).await;
    asking.post("/api/v1/diagnose", json!({"text": "no coffee", "facts": text})).await;
    for kind in ["text/plain", "application/xml", "application/json"] {
        asking.send(Method::POST, "/api/v1/checks", &[], Some((kind, text.to_owned()))).await;
    }
    asking.post("/api/v1/feedback", json!({"verdict": "did_not_help", "comment": text})).await;
    asking.get("/api/v1/search", &[("q", text)]).await;
    for page in ["/", "/search"] {
        asking.get(page, &[("q", text)]).await;
    }
    let begun = asking.post("/api/v1/conversations", json!({"text": text})).await;
    let Some(id) = begun["id"].as_str() else { panic!("{begun}") };
    let here = format!("/api/v1/conversations/{id}");
    let turns = format!("{here}/turns");
    let mut turn = begun["turn"].clone();
    for done in [
        json!({"kind": "say", "text": text}),
        json!({"kind": "paste", "text": text}),
        json!({"kind": "hand_over", "reason": text}),
    ] {
        let turned = asking.post(&turns, json!({"expected_turn": turn, "turn": done})).await;
        if turned["turn"].is_u64() {
            turn = turned["turn"].clone();
        }
    }
    asking.get(&here, &[("ledger", "true")]).await;
    asking.get(&format!("{here}/note"), &[]).await;
    asking.get(&format!("/c/{id}"), &[]).await;
}

#[test]
fn secrets_are_in_no_answer_no_log_no_figure_no_file_and_no_export() {
    let folder = Folder::new();
    let (data, log) = (folder.path().join("data"), folder.path().join("log"));
    let common = ["--log", "trace", "--data", data.to_str().unwrap()];
    let server = Server::logging(&common, &["--preview"], &log);
    let asking = Asking::of(&server);
    let texts = secrets();
    assert!(texts.len() >= 120, "{}", texts.len());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        for text in &texts {
            through_every_way(&asking, text).await;
        }
        for path in ["/metrics", "/readyz", "/insights", "/api/v1/insights"] {
            asking.get(path, &[]).await;
        }
    });
    let mut complaints = asking.complaints();
    // The journal is looked at while it is there.
    let mut look = |when: &str| {
        for (path, file) in files_below(folder.path()) {
            let bytes = std::fs::read(file).unwrap().to_ascii_lowercase();
            if let Some(at) = bytes.windows(MARK.len()).position(|window| window == FOLDED.as_bytes()) {
                let around =
                    String::from_utf8_lossy(&bytes[at.saturating_sub(200)..at + MARK.len()]).into_owned();
                complaints.push(format!("{when}: {path}: …{around}"));
            }
        }
    };
    look("while it runs");
    drop(server);
    look("after it ended");
    let run = Deskdoc::new().args(["store", "export", "--data"]).args([&data]).run();
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.lines().count() > texts.len() * 3, "much was kept");
    assert!(!run.out.to_ascii_lowercase().contains(FOLDED), "in the export");
    complaints.dedup();
    no_complaints(complaints);
}
