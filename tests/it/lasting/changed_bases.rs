//! The base changes while a case is open: the case goes on, and its user is told what does not count any more.

use serde_json::{Value, json};

use super::{Place, client, id_of, open, patiently, read, take};
use crate::world::{Folder, small_base};

#[tokio::test]
async fn a_conversation_outlasts_its_process_and_pages_that_it_rests_on() {
    for place in [Some(Place::sqlite()), Place::postgres()].into_iter().flatten() {
        goes_on_over_another_base(&place).await;
    }
}

async fn goes_on_over_another_base(place: &Place) {
    let client = client();
    let (before, after) = (Folder::new(), Folder::new());
    before.copy(&small_base());
    after.copy(&small_base());
    std::fs::remove_file(after.path().join("questions/lamp-colour.md")).unwrap();
    std::fs::remove_file(after.path().join("causes/tank-empty.md")).unwrap();
    let server = place.server_over(before.path());
    let at = server.url("");
    let opened = patiently(|| open(&client, &at, "k", "E-17 no flow")).await;
    let id = id_of(&opened);
    let answer = json!({"kind": "answer", "question": "lamp-colour", "answer": "red"});
    let failed = json!({"kind": "tried", "fix": "tank-empty", "helped": false});
    patiently(|| take(&client, &at, &id, 1, &answer, "a")).await;
    let last = patiently(|| take(&client, &at, &id, 2, &failed, "b")).await;
    assert_eq!(last["changes"], json!([]));
    drop(server);

    let same = place.server_over(before.path());
    assert_eq!(read(&client, &same.url(""), &id).await["reply"], last["reply"], "a restart changes nothing");
    drop(same);

    let server = place.server_over(after.path());
    let at = server.url("");
    let seen = read(&client, &at, &id).await;
    assert_eq!(seen["revision"], opened["revision"], "it keeps the state it began with");
    let changes: Vec<&str> = seen["changes"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(changes.len(), 2, "{changes:?}");
    assert!(changes[0].contains("`lamp-colour`") && changes[1].contains("`tank-empty`"), "{changes:?}");
    assert_eq!(seen["reply"]["known"]["answers"], json!([]));
    assert_eq!((&seen["turn"], seen["ledger"].as_array().unwrap().len()), (&json!(3), 3), "nothing is lost");
    // And it goes on, also backwards over what is gone.
    let said = json!({"kind": "say", "text": "still no coffee"});
    let turned = patiently(|| take(&client, &at, &id, 3, &said, "c")).await;
    assert_eq!(turned["turn"], 4);
    let undo = json!({"kind": "back", "turns": 3});
    let back = patiently(|| take(&client, &at, &id, 4, &undo, "d")).await;
    assert_eq!(back["changes"], json!([]), "what was undone rests on nothing");
}
