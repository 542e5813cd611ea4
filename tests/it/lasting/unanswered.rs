//! What nobody could answer is kept for those who write pages; who asked, and their secrets, are not told.

use serde_json::{Value, json};

use super::{Place, client, id_of, open, patiently, take};
use crate::world::Server;

#[tokio::test]
async fn messages_that_the_base_has_no_answer_to_are_kept_once_each_and_without_secrets() {
    for place in [Some(Place::sqlite()), Place::postgres()].into_iter().flatten() {
        let (server, client) = (place.server(), client());
        let at = server.url("");
        let words = "my chair squeaks since the password=hunter2-marker";
        let unknown = patiently(|| open(&client, &at, "a", words)).await;
        patiently(|| open(&client, &at, "a", words)).await;
        let id = id_of(&unknown);
        let turns = [
            json!({"kind": "say", "text": "the window is stuck"}),
            json!({"kind": "say", "text": "why"}),
            json!({"kind": "say", "text": "no coffee comes out"}),
            json!({"kind": "say", "text": "the window is still stuck"}),
        ];
        let mut n_events = 1;
        for turn in turns {
            let key = format!("turn-{}-{n_events}", turn["text"].as_str().unwrap().len());
            let taken = patiently(|| take(&client, &at, &id, n_events, &turn, &key)).await;
            n_events = taken["turn"].as_u64().unwrap();
        }
        let exported = place.exported();
        let unanswered: Vec<&Value> = exported.iter().filter_map(|line| line.get("unanswered")).collect();
        let mut texts: Vec<&str> = unanswered.iter().filter_map(|one| one["text"].as_str()).collect();
        texts.sort_unstable();
        // What is said in the middle of a case is a remark.
        assert_eq!(texts, ["my chair squeaks since the password=[removed]", "the window is stuck"]);
        assert!(exported.iter().all(|line| !line.to_string().contains("hunter2-marker")));
    }
}

#[tokio::test]
async fn neither_the_log_nor_the_figures_hold_what_is_the_only_key_to_a_conversation() {
    let place = Place::sqlite();
    let log = place.folder.path().join("log");
    let server = Server::logging(&["--log", "debug"], &[], &log);
    let (client, at) = (client(), server.url(""));
    let opened = patiently(|| open(&client, &at, "key-marker", "words-marker and no coffee comes out")).await;
    let id = id_of(&opened);
    let turn = json!({"kind": "say", "text": "words-marker"});
    patiently(|| take(&client, &at, &id, 1, &turn, "key-marker")).await;
    for path in ["", "/note", "/nothing"] {
        drop(client.get(format!("{at}/api/v1/conversations/{id}{path}")).send().await.unwrap());
    }
    let figures = client.get(format!("{at}/metrics")).send().await.unwrap().text().await.unwrap();
    assert!(figures.contains("route=\"/api/v1/conversations/{id}/turns\""), "{figures}");
    assert!(
        figures.contains(
            "deskdoc_store_operation_duration_seconds_count{operation=\"write\",outcome=\"done\"} 2"
        )
    );
    assert!(figures.contains("deskdoc_store_usable 1"));
    drop(server);
    for (what, text) in [("figures", figures), ("log", std::fs::read_to_string(&log).unwrap())] {
        for secret in [id.as_str(), "key-marker", "words-marker"] {
            assert!(!text.contains(secret), "{what}: {secret}");
        }
    }
}
