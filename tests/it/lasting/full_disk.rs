//! The disk is full: what would have to be kept is refused, all else goes on, and nothing has to be restarted.

use std::path::Path;
use std::process::Command;

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use super::{client, id_of, open, patiently, take};
use crate::world::{Folder, Server, small_base};

/// A small disk. It is gone with the test.
struct Disk(Folder);

impl Disk {
    /// `None` where nobody may make one: only administrators can.
    fn of(megabytes: u32) -> Option<Self> {
        let folder = Folder::new();
        let size = format!("size={megabytes}m");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).output();
        if mounted.is_ok_and(|mounted| mounted.status.success()) {
            return Some(Self(folder));
        }
        println!("skipped: no disk can be mounted here, that takes the rights of an administrator");
        None
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Fills it to the last byte.
    fn fill(&self) {
        use std::io::Write;
        let mut file = std::fs::File::create(self.path().join("filler")).unwrap();
        for size in [64 * 1024, 1024, 1] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
    }

    fn make_room(&self) {
        std::fs::remove_file(self.path().join("filler")).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(self.path()).status());
    }
}

async fn ready(client: &Client, at: &str) -> Value {
    client.get(format!("{at}/readyz")).send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn on_a_full_disk_questions_are_answered_edits_are_served_and_turns_are_refused_until_there_is_room() {
    let Some(disk) = Disk::of(16) else { return };
    let pages = Folder::new();
    pages.copy(&small_base());
    let server = Server::over(pages.path(), &["--data", disk.path().to_str().unwrap()], &[]);
    let (client, at) = (client(), server.url(""));
    let opened: Value = open(&client, &at, "k", "E-17 no flow").await.unwrap().json().await.unwrap();
    let id = id_of(&opened);
    disk.fill();
    // What was reserved before may still hold a turn or two; words of 60 KB find no room.
    let long = json!({"kind": "say", "text": "the lamp is red ".repeat(3_800)});
    for key in ["a", "b", "c"] {
        let refused = take(&client, &at, &id, 1, &long, key).await.unwrap();
        let status = refused.status();
        let problem: Value = refused.json().await.unwrap();
        let is_refused = matches!(status, StatusCode::INSUFFICIENT_STORAGE | StatusCode::SERVICE_UNAVAILABLE);
        assert!(is_refused, "{status} {problem}");
    }
    let degraded = ready(&client, &at).await["degraded"].to_string();
    assert!(degraded.contains("the disk of the database is full"), "{degraded}");
    let question = json!({"text": "E-17 no flow"});
    let diagnosed = client.post(format!("{at}/api/v1/diagnose")).json(&question).send().await.unwrap();
    assert_eq!(diagnosed.status(), StatusCode::OK);
    let kept = client.get(format!("{at}/api/v1/conversations/{id}")).send().await.unwrap();
    assert_eq!(kept.status(), StatusCode::OK, "what is there can be read");
    // An edit is served from an index in memory.
    pages.write("articles/new.md", "# Descaling with vinegar\n\nZanzibar.\n");
    let reloaded: Value =
        client.post(format!("{at}/api/v1/reload")).send().await.unwrap().json().await.unwrap();
    assert_ne!(reloaded["outcome"], "refused", "{reloaded}");
    let found = client.get(format!("{at}/api/v1/search?q=zanzibar")).send().await.unwrap();
    let found: Value = found.json().await.unwrap();
    assert_eq!(found["results"][0]["path"], "articles/new.md", "{found}");
    let degraded = ready(&client, &at).await["degraded"].to_string();
    assert!(degraded.contains("search index: in memory only"), "{degraded}");
    assert!(!degraded.contains(disk.path().to_str().unwrap()), "everybody may read {degraded}");
    disk.make_room();
    let turned = patiently(|| take(&client, &at, &id, 1, &long, "c")).await;
    assert_eq!(turned["turn"], 2, "{turned}");
    pages.write("articles/new.md", "# Descaling with vinegar\n\nZanzibar and more.\n");
    let again: Value = client.post(format!("{at}/api/v1/reload")).send().await.unwrap().json().await.unwrap();
    assert_ne!(again["outcome"], "refused", "{again}");
    let degraded = ready(&client, &at).await["degraded"].clone();
    assert_eq!(degraded, json!([]), "all is well again");
}

#[tokio::test]
async fn once_there_is_room_again_the_index_is_kept_without_an_edit_and_without_a_restart() {
    let Some(disk) = Disk::of(16) else { return };
    for how in ["off", "poll"] {
        let (pages, data) = (Folder::new(), disk.path().join(how));
        pages.copy(&small_base());
        let server = Server::over(pages.path(), &["--data", data.to_str().unwrap()], &["--watch", how]);
        let (client, at) = (client(), server.url(""));
        let reload = async || -> Value {
            client.post(format!("{at}/api/v1/reload")).send().await.unwrap().json().await.unwrap()
        };
        let is_kept = async || ready(&client, &at).await["degraded"] == json!([]);
        disk.fill();
        pages.write("articles/new.md", "# Descaling with vinegar\n\nZanzibar.\n");
        reload().await;
        assert!(!is_kept().await);
        let revision = reload().await["revision"].clone();
        assert!(!is_kept().await, "there still is no room");
        disk.make_room();
        if how == "off" {
            assert_eq!(reload().await["outcome"], "unchanged", "the pages have not changed");
            assert!(is_kept().await, "a request is enough");
        }
        let start = std::time::Instant::now();
        while !is_kept().await {
            assert!(start.elapsed() < std::time::Duration::from_secs(60), "{}", ready(&client, &at).await);
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        assert_eq!(ready(&client, &at).await["revision"], revision);
        let found = client.get(format!("{at}/api/v1/search?q=zanzibar")).send().await.unwrap();
        let found: Value = found.json().await.unwrap();
        assert_eq!(found["results"][0]["path"], "articles/new.md", "{found}");
        assert_eq!(std::fs::read_dir(data.join("index")).unwrap().count(), 1);
    }
}

#[tokio::test]
async fn an_index_is_kept_again_also_while_an_edit_is_refused() {
    let Some(disk) = Disk::of(16) else { return };
    let pages = Folder::new();
    pages.copy(&small_base());
    let server = Server::over(pages.path(), &["--data", disk.path().to_str().unwrap()], &["--watch", "off"]);
    let (client, at) = (client(), server.url(""));
    let reload = async || -> Value {
        client.post(format!("{at}/api/v1/reload")).send().await.unwrap().json().await.unwrap()
    };
    disk.fill();
    pages.write("articles/new.md", "# Descaling with vinegar\n");
    reload().await;
    disk.make_room();
    pages.write("articles/new.md", "---\ntitle: [a\n---\n");
    assert_eq!(reload().await["outcome"], "refused");
    let degraded = ready(&client, &at).await["degraded"].to_string();
    assert!(degraded.contains("the last good state is served"), "{degraded}");
    assert!(!degraded.contains("in memory only"), "{degraded}");
}
