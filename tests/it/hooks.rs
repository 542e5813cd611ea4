//! Tickets come in: deliveries of every preset, as their systems send and sign them, over HTTP.

mod presets;
mod refused;
mod repeated;
mod signing;

use std::path::{Path, PathBuf};

use deskdoc::tickets::PRESETS;
use reqwest::{Client, Response};
use serde_json::{Value, json};

use self::signing::Signer;
use crate::lasting::Place;
use crate::world::{Server, cases, root, small_base};

/// The secret of every hook, and the one that takes its place.
pub const SECRET: &str = "the first secret of a hook";
pub const NEXT_SECRET: &str = "the secret that comes next";

/// A server with a hook for each preset.
pub struct Desk {
    pub place: Place,
    pub server: Server,
    pub client: Client,
}

impl Desk {
    pub fn at(place: Place) -> Self {
        let server = server(&place, "");
        Self { place, server, client: crate::lasting::client() }
    }

    /// The same with the built-in base, which recognises what stands in the cases.
    pub fn that_knows(place: Place) -> Self {
        let server = server_over(&root().join("docs"), &place, "");
        Self { place, server, client: crate::lasting::client() }
    }

    /// Sends a payload as its system would.
    pub async fn send(&self, name: &str, event: Option<&str>, payload: &Value) -> Response {
        self.deliver(&Signer::of(name), event, payload.to_string()).await
    }

    pub async fn deliver(&self, signer: &Signer, event: Option<&str>, body: String) -> Response {
        let signed = signer.sign(&body);
        let mut request =
            self.client.post(self.server.url(&signed.path)).header("content-type", "application/json");
        for (name, value) in signed.headers {
            request = request.header(name, value);
        }
        if let Some(event) = event {
            request = request.header("x-github-event", event);
        }
        request.body(body).send().await.expect("the server answers")
    }

    /// The lines of an export with a key.
    pub fn kept(&self, key: &str) -> Vec<Value> {
        self.place.exported().into_iter().filter_map(|line| line.get(key).cloned()).collect()
    }
}

/// A server over a small base with a hook for each preset, and more settings.
pub fn server(place: &Place, more: &str) -> Server {
    server_over(&small_base(), place, more)
}

fn server_over(base: &Path, place: &Place, more: &str) -> Server {
    let settings = settings_file(place, more);
    let (name, value) = place.environment();
    let environment = [(name, value.as_str()), ("DESKDOC_CONFIG", settings.to_str().unwrap())];
    Server::over_in_environment(base, &environment)
}

pub fn settings_file(place: &Place, more: &str) -> PathBuf {
    let folder = place.folder();
    for (name, secret) in [("first", SECRET), ("next", NEXT_SECRET), ("credential", "user:word")] {
        std::fs::write(folder.join(name), format!("{secret}\n")).unwrap();
    }
    let hooks: String = PRESETS.iter().map(|name| hook(folder, name)).collect();
    let file = folder.join("deskdoc.toml");
    std::fs::write(&file, format!("{more}\n[outbox]\nallow = [\"http://127.0.0.1:9\"]\n{hooks}")).unwrap();
    file
}

fn hook(folder: &Path, name: &str) -> String {
    let folder = folder.display();
    let public = if name == "github" { "public = true\n" } else { "" };
    let note = if name == "custom" {
        "[hooks.custom.note]\npath = \"/t/{ticket}\"\nbody = '{\"text\": \"{note}\"}'\n"
    } else {
        ""
    };
    format!(
        "[hooks.{name}]\npreset = \"{name}\"\nsecret_files = [\"{folder}/first\", \"{folder}/next\"]\n\
         url = \"http://127.0.0.1:9/desk\"\ncredential_file = \"{folder}/credential\"\n{public}{note}"
    )
}

/// What is sent in a case, with what is to come of it.
pub fn steps(name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(cases("hooks").join(name).with_extension("json")).unwrap();
    let case: Value = serde_json::from_str(&text).unwrap();
    case["steps"].as_array().unwrap().clone()
}

/// A new ticket of a system that any server recognises.
pub fn ticket(number: u64) -> Value {
    json!({"ticket": {"id": number, "title": "Sign-in", "description": "no coffee comes out", "status": 1,
        "followup_set": []}, "queue_slug": "support"})
}
