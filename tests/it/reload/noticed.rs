//! Changes are noticed, however they are made and however a server is told.

use std::os::unix::fs::symlink;

use serde_json::json;

use super::{Desk, replace, until};
use crate::world::{Folder, Server};

#[tokio::test]
async fn a_page_is_served_soon_after_it_was_saved_in_whatever_way() {
    for how in ["notify", "poll"] {
        let desk = Desk::new(&["--watch", how]);
        desk.folder.write("new.md", "# Written\n");
        until("a new page", async || desk.status("/articles/new.md").await == 200).await;
        let before = desk.revision().await;
        replace(desk.folder.path(), "new.md", "# Replaced\n");
        until("a replaced page", async || desk.revision().await != before).await;
        desk.folder.write("deep/er/page.md", "# In new folders\n");
        until("a page in a new folder", async || desk.status("/articles/deep/er/page.md").await == 200).await;
        desk.folder.write("deep/er/next.md", "# The next\n");
        until("a second page there", async || desk.status("/articles/deep/er/next.md").await == 200).await;
        desk.remove("new.md");
        until("a removed page", async || desk.status("/articles/new.md").await == 404).await;
    }
}

#[tokio::test]
async fn a_picture_that_comes_later_is_shown() {
    let desk = Desk::deaf();
    desk.folder.write("page.md", "# Page\n\nWords. ![A cup](cup.png)\n");
    desk.reload().await;
    let page = async || desk.client.get(desk.server.url("/articles/page.md")).send().await.unwrap();
    let first = page().await;
    let tag = first.headers()["etag"].clone();
    assert!(!first.text().await.unwrap().contains("/pictures/cup.png"));
    desk.folder.write("cup.png", b"\x89PNG");
    assert_eq!(desk.reload().await["outcome"], "replaced");
    let second = page().await;
    assert_ne!(second.headers()["etag"], tag);
    assert!(second.text().await.unwrap().contains("/pictures/cup.png"));
}

#[tokio::test]
async fn a_tree_that_is_swapped_by_a_link_is_noticed() {
    let home = Folder::new();
    home.write("first/a.md", "# First\n");
    home.write("second/a.md", "# Second\n\nMore.\n");
    symlink("first", home.path().join("current")).unwrap();
    let server = Server::over(&home.path().join("current"), &[], &[]);
    symlink("second", home.path().join("next")).unwrap();
    std::fs::rename(home.path().join("next"), home.path().join("current")).unwrap();
    let page = async || reqwest::get(server.url("/articles/a.md")).await.unwrap().text().await.unwrap();
    until("the other tree", async || page().await.contains("Second")).await;
    home.write("second/a.md", "# Third\n");
    until("a change in it", async || page().await.contains("Third")).await;
}

#[tokio::test]
async fn a_signal_makes_it_look() {
    let desk = Desk::deaf();
    desk.folder.write("new.md", "# New\n");
    assert_eq!(desk.status("/articles/new.md").await, 404);
    desk.server.signal("HUP");
    until("the new page", async || desk.status("/articles/new.md").await == 200).await;
}

#[tokio::test]
async fn a_call_makes_it_look_and_says_what_became_of_it() {
    let desk = Desk::deaf();
    let before = desk.revision().await;
    let nothing = json!({"outcome": "unchanged", "revision": before, "reason": null, "problems": []});
    assert_eq!(desk.reload().await, nothing);
    desk.folder.write("new.md", "---\nkind: question\n---\n");
    let answer = desk.reload().await;
    assert_eq!((&answer["outcome"], &answer["revision"]), (&json!("refused"), &json!(before)));
    assert_eq!(answer["problems"][0]["file"], "new.md");
    let figures = desk.client.get(desk.server.url("/metrics")).send().await.unwrap().text().await.unwrap();
    for figure in [
        "deskdoc_base_reloads_total{outcome=\"unchanged\"} 1",
        "deskdoc_base_reloads_total{outcome=\"refused\"} 1",
        "deskdoc_base_reload_refused 1",
        "deskdoc_base_reload_duration_seconds_count{outcome=\"refused\"} 1",
    ] {
        assert!(figures.contains(figure), "{figure} is not in {figures}");
    }
}

#[tokio::test]
async fn only_this_machine_may_ask_for_it() {
    let desk = Desk::deaf();
    for (name, value) in [("x-forwarded-for", "10.0.0.1"), ("host", "evil.example")] {
        let asked = desk.client.post(desk.server.url("/api/v1/reload")).header(name, value);
        let answer = asked.send().await.unwrap();
        assert_eq!(answer.status(), 401, "{name}");
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
    }
}

#[tokio::test]
async fn the_built_in_pages_never_change() {
    let server = Server::start(None);
    let client = reqwest::Client::new();
    let answer = client.post(server.url("/api/v1/reload")).send().await.unwrap();
    let answer: serde_json::Value = answer.json().await.unwrap();
    assert_eq!(answer["outcome"], "unchanged");
}
