//! Pages change while they are served: what is sound is served soon, what is not never is.

mod broken;
mod noticed;
mod under_load;

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::world::{Folder, Server, small_base};

/// What nobody should have to wait for, also on a busy machine with an unoptimised program.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server over a folder of its own with the small base in it.
struct Desk {
    folder: Folder,
    server: Server,
    client: reqwest::Client,
}

impl Desk {
    fn new(arguments: &[&str]) -> Self {
        let folder = Folder::new();
        folder.copy(&small_base());
        let server = Server::over(folder.path(), &[], arguments);
        Self { folder, server, client: reqwest::Client::new() }
    }

    /// One that looks only when it is told to.
    fn deaf() -> Self {
        Self::new(&["--watch", "off"])
    }

    async fn json(&self, path: &str) -> Value {
        self.client.get(self.server.url(path)).send().await.unwrap().json().await.unwrap()
    }

    async fn status(&self, path: &str) -> u16 {
        self.client.get(self.server.url(path)).send().await.unwrap().status().as_u16()
    }

    async fn revision(&self) -> String {
        self.json("/readyz").await["revision"].as_str().unwrap().to_owned()
    }

    async fn degraded(&self) -> String {
        self.json("/readyz").await["degraded"].to_string()
    }

    async fn reload(&self) -> Value {
        let answer = self.client.post(self.server.url("/api/v1/reload")).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        answer.json().await.unwrap()
    }

    /// The symptom that is known for a text.
    async fn symptom(&self) -> Value {
        let asked = self.client.post(self.server.url("/api/v1/diagnose"));
        let answer: Value = asked
            .json(&json!({"text": "display shows E-17 no flow"}))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        answer["symptom"].clone()
    }

    fn remove(&self, path: &str) {
        std::fs::remove_file(self.folder.path().join(path)).unwrap();
    }
}

/// Waits until something holds.
async fn until<F: Future<Output = bool>>(what: &str, holds: impl Fn() -> F) {
    let start = Instant::now();
    while !holds().await {
        assert!(start.elapsed() < PATIENCE, "in vain: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Puts a file in the place of another one, as most editors do.
fn replace(folder: &Path, path: &str, text: &str) {
    let aside = folder.join(".being-written");
    std::fs::write(&aside, text).unwrap();
    std::fs::rename(aside, folder.join(path)).unwrap();
}
