//! Conversations as resources: begun, read, continued, and what is answered where that goes wrong.

use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use super::{Api, keys};

impl Api {
    async fn open(&self, opening: Value) -> Response {
        self.client.post(self.server.url("/api/v1/conversations")).json(&opening).send().await.unwrap()
    }

    async fn opened(&self, opening: Value) -> Value {
        let response = self.open(opening).await;
        assert_eq!(response.status(), StatusCode::CREATED);
        response.json().await.unwrap()
    }

    async fn take(&self, conversation: &Value, expected: u64, turn: Value) -> (u16, Value) {
        let path = format!("/api/v1/conversations/{}/turns", conversation["id"].as_str().unwrap());
        let body = json!({"expected_turn": expected, "turn": turn});
        let response = self.client.post(self.server.url(&path)).json(&body).send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    /// Sends a body with a key; gives status, headers that matter and bytes of the answer.
    async fn keyed(&self, path: &str, key: &str, body: &Value) -> (u16, [Option<String>; 2], String) {
        let request = self.client.post(self.server.url(path)).header("idempotency-key", key).json(body);
        let response = request.send().await.unwrap();
        let header =
            |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let headers = [header("location"), header("etag")];
        (response.status().as_u16(), headers, response.text().await.unwrap())
    }
}

#[tokio::test]
async fn a_conversation_has_the_fields_of_the_contract_and_leads_to_the_cure() {
    let api = Api::new();
    let response = api.open(json!({"text": "display shows E-17 no flow", "limit": 2})).await;
    assert_eq!(response.status(), StatusCode::CREATED);
    let (location, tag) = (response.headers()["location"].clone(), response.headers()["etag"].clone());
    let opened: Value = response.json().await.unwrap();
    assert_eq!(
        keys(&opened),
        ["changes", "created_at", "id", "reply", "revision", "state", "turn", "updated_at"]
    );
    assert_eq!(location, format!("/api/v1/conversations/{}", opened["id"].as_str().unwrap()).as_str());
    assert_eq!(opened["reply"]["causes"].as_array().unwrap().len(), 2);
    assert_eq!((&opened["turn"], &opened["state"]), (&json!(1), &json!("open")));
    let id = opened["id"].as_str().unwrap();
    assert!(id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");

    let (status, tried) = api.take(&opened, 1, json!({"kind": "tried", "helped": true})).await;
    assert_eq!((status, &tried["reply"]["phase"]), (200, &json!("verifying")), "{tried}");
    let (_, solved) = api.take(&opened, 2, json!({"kind": "tried", "helped": true})).await;
    assert_eq!((&solved["state"], &solved["turn"]), (&json!("solved"), &json!(3)));

    let read = api.get(location.to_str().unwrap()).await;
    assert_eq!(read.headers()["cache-control"], "no-store");
    assert_ne!(read.headers()["etag"], tag, "it has gone on");
    let tag = read.headers()["etag"].clone();
    let read: Value = read.json().await.unwrap();
    let kinds: Vec<&str> =
        read["ledger"].as_array().unwrap().iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["said", "helped", "cured"]);
    assert_eq!(read["reply"]["phase"], "solved");
    let unchanged = api.client.get(api.server.url(location.to_str().unwrap()));
    let unchanged = unchanged.header("if-none-match", tag.clone()).send().await.unwrap();
    assert_eq!((unchanged.status(), &unchanged.headers()["etag"]), (StatusCode::NOT_MODIFIED, &tag));
    assert_eq!(unchanged.text().await.unwrap(), "");
}

#[tokio::test]
async fn a_conversation_may_begin_with_nothing_or_with_configuration() {
    let api = Api::new();
    let nothing = api.opened(json!({})).await;
    assert_eq!((&nothing["turn"], &nothing["reply"]["phase"]), (&json!(0), &json!("listening")));
    let facts = json!({"machine": {"water_litres": 0.2, "floor": "3"}, "password": "hunter2-marker"});
    for opening in [json!({"facts": facts}), json!({"text": "no coffee comes out", "facts": facts})] {
        let opened = api.opened(opening).await;
        assert_eq!(opened["turn"], 1, "words and configuration are one turn");
        let known = &opened["reply"]["known"]["facts"];
        assert!(known.to_string().contains("machine.water_litres: 0.2"), "{known}");
        let id = opened["id"].as_str().unwrap();
        for path in [format!("/api/v1/conversations/{id}"), format!("/api/v1/conversations/{id}/note")] {
            let text = api.get(&path).await.text().await.unwrap();
            assert!(!text.contains("hunter2-marker"), "{text}");
        }
    }
}

#[tokio::test]
async fn secrets_are_struck_out_of_every_text_of_a_turn() {
    let api = Api::new();
    let secret = "pw-Xk2marker9";
    let opened = api.opened(json!({"text": format!("no coffee comes out, password: {secret}")})).await;
    let turns = [
        json!({"kind": "say", "text": format!("the client_secret={secret} is set")}),
        json!({"kind": "paste", "text": format!("Floor: 3\npassword: {secret}")}),
        json!({"kind": "hand_over", "reason": format!("no time, my password is {secret}")}),
    ];
    let mut seen = opened.to_string();
    for (expected, turn) in (1..).zip(turns) {
        let (status, answer) = api.take(&opened, expected, turn).await;
        assert_eq!(status, 200, "{answer}");
        seen += &answer.to_string();
    }
    let id = opened["id"].as_str().unwrap();
    for path in [format!("/api/v1/conversations/{id}"), format!("/api/v1/conversations/{id}/note")] {
        seen += &api.get(&path).await.text().await.unwrap();
    }
    assert!(!seen.contains(secret), "{seen}");
    assert!(seen.contains("[removed]"));
}

#[tokio::test]
async fn a_secret_that_was_announced_is_struck_out_of_the_reason_for_handing_over_and_of_remarks_on_it() {
    let api = Api::new();
    let secret = "Tr0mbone77x";
    let opened = api.opened(json!({"text": "no coffee comes out. My password is:"})).await;
    let turns = [
        json!({"kind": "hand_over", "reason": secret}),
        json!({"kind": "say", "text": "the client secret is"}),
        json!({"kind": "say", "text": format!("it is {secret}")}),
    ];
    for (expected, turn) in (1..).zip(turns) {
        let (status, answer) = api.take(&opened, expected, turn).await;
        assert_eq!(status, 200, "{answer}");
    }
    let id = opened["id"].as_str().unwrap();
    let path = format!("/api/v1/conversations/{id}?ledger=true");
    let seen = api.get(&path).await.text().await.unwrap();
    assert!(!seen.contains(secret), "{seen}");
}

#[tokio::test]
async fn whoever_does_not_know_the_last_turn_is_told_how_long_the_conversation_is() {
    let api = Api::new();
    let opened = api.opened(json!({"text": "bitter taste"})).await;
    for expected in [0, 2, 4_000_000_000] {
        let (status, problem) = api.take(&opened, expected, json!({"kind": "skip"})).await;
        assert_eq!((status, &problem["code"]), (409, &json!("turn-conflict")));
        assert_eq!(problem["current_turn"], 1);
    }
    let mut takers = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let opened = opened.clone();
        takers
            .spawn(async move { Api::new().take(&opened, 1, json!({"kind": "say", "text": "hm"})).await.0 });
    }
    let mut statuses = takers.join_all().await;
    statuses.sort_unstable();
    assert_eq!((statuses[0], statuses[1], statuses[15]), (200, 409, 409), "one of them was first");
}

#[tokio::test]
async fn what_is_wrong_with_a_turn_is_named_and_changes_nothing() {
    let api = Api::new();
    let opened = api.opened(json!({"text": "no coffee comes out"})).await;
    let long = "a".repeat(64 * 1024 + 1);
    let table = [
        (json!({"kind": "dance"}), 422, "fields-not-acceptable", "/turn/kind"),
        (json!({"kind": 1}), 422, "fields-not-acceptable", "/turn/kind"),
        (json!({}), 422, "fields-not-acceptable", "/turn/kind"),
        (json!([]), 422, "fields-not-acceptable", "/turn"),
        (json!({"kind": "say"}), 422, "fields-not-acceptable", "/turn/text"),
        (json!({"kind": "say", "text": " "}), 422, "fields-not-acceptable", "/turn/text"),
        (json!({"kind": "say", "text": "a", "loud": true}), 422, "fields-not-acceptable", "/turn/loud"),
        (json!({"kind": "say", "text": long}), 413, "text-too-long", "/turn/text"),
        (json!({"kind": "paste", "text": "hello there"}), 422, "fields-not-acceptable", "/turn/text"),
        (json!({"kind": "answer"}), 422, "fields-not-acceptable", "/turn/answer"),
        (json!({"kind": "answer", "answer": "nonsense"}), 422, "fields-not-acceptable", "/turn/answer"),
        (
            json!({"kind": "answer", "question": "NO", "answer": "red"}),
            422,
            "fields-not-acceptable",
            "/turn/question",
        ),
        (
            json!({"kind": "answer", "question": "lamp-colour", "answer": "blue"}),
            422,
            "fields-not-acceptable",
            "/turn/answer",
        ),
        (json!({"kind": "tried"}), 422, "fields-not-acceptable", "/turn/helped"),
        (json!({"kind": "tried", "helped": 1}), 422, "fields-not-acceptable", "/turn/helped"),
        (json!({"kind": "tried", "helped": true, "fix": "x+y"}), 422, "fields-not-acceptable", "/turn/fix"),
        (json!({"kind": "back", "turns": 0}), 422, "fields-not-acceptable", "/turn/turns"),
        (json!({"kind": "back", "turns": 1.5}), 422, "fields-not-acceptable", "/turn/turns"),
        (
            json!({"kind": "hand_over", "reason": "a".repeat(4_001)}),
            422,
            "fields-not-acceptable",
            "/turn/reason",
        ),
    ];
    for (turn, status, code, pointer) in table {
        let (found, problem) = api.take(&opened, 1, turn.clone()).await;
        let shown: String = turn.to_string().chars().take(80).collect();
        assert_eq!((found, problem["code"].as_str().unwrap()), (status, code), "{shown}: {problem}");
        let pointers: Vec<&str> = problem["errors"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|error| error["pointer"].as_str())
            .collect();
        assert_eq!(pointers, [pointer], "{shown}");
    }
    let (status, problem) = api.take(&opened, 1, json!({"kind": "tried", "helped": true, "fix": null})).await;
    assert_eq!(status, 200, "null is as good as nothing: {problem}");
    let (status, problem) = api.take(&opened, 2, json!({"kind": "skip"})).await;
    assert_eq!((status, &problem["code"]), (422, &json!("turn-refused")));
}

#[tokio::test]
async fn ids_that_nothing_has_are_not_found_whatever_they_look_like() {
    let api = Api::new();
    let never = "0".repeat(32);
    for id in [never.as_str(), "x", "%00", "..%2F..", &"F".repeat(32), &"a".repeat(300)] {
        for path in [format!("/api/v1/conversations/{id}"), format!("/api/v1/conversations/{id}/note")] {
            let response = api.get(&path).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
            let problem: Value = response.json().await.unwrap();
            assert_eq!(problem["code"], "conversation-not-found", "{path}");
        }
    }
    let (status, _) = api.take(&json!({ "id": never }), 0, json!({"kind": "skip"})).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn the_case_note_is_json_or_markdown() {
    let api = Api::new();
    let opened = api.opened(json!({"text": "E-17 no flow"})).await;
    let path = format!("/api/v1/conversations/{}/note", opened["id"].as_str().unwrap());
    let note: Value = api.get(&path).await.json().await.unwrap();
    assert_eq!(note["words"], json!(["E-17 no flow"]));
    let ask = async |accept: &str| {
        let response = api.client.get(api.server.url(&path)).header("accept", accept).send().await.unwrap();
        assert_eq!(response.headers()["vary"].to_str().unwrap().to_lowercase().matches("accept").count(), 1);
        (response.headers()["content-type"].to_str().unwrap().to_owned(), response.text().await.unwrap())
    };
    let (kind, text) = ask("text/markdown").await;
    assert_eq!(
        (kind.as_str(), text.as_str()),
        ("text/markdown; charset=utf-8", note["markdown"].as_str().unwrap())
    );
    assert_eq!(ask("application/json, text/markdown;q=0.5").await.0, "application/json");
    assert_eq!(ask("*/*").await.0, "application/json");
}

#[tokio::test]
async fn a_request_that_is_sent_again_with_its_key_gets_its_answer_again_byte_for_byte() {
    let api = Api::new();
    let key = format!("key-{}", std::process::id());
    let opening = json!({"text": "E-17 no flow"});
    let first = api.keyed("/api/v1/conversations", &key, &opening).await;
    assert_eq!(first.0, 201);
    assert!(first.1.iter().all(Option::is_some), "{:?}", first.1);
    assert_eq!(api.keyed("/api/v1/conversations", &key, &opening).await, first);
    let other = api.keyed("/api/v1/conversations", &key, &json!({"text": "bitter taste"})).await;
    assert_eq!(other.0, 422);
    assert!(other.2.contains("idempotency-key-reused"), "{}", other.2);

    let opened: Value = serde_json::from_str(&first.2).unwrap();
    let turns = format!("/api/v1/conversations/{}/turns", opened["id"].as_str().unwrap());
    let skip = json!({"expected_turn": 1, "turn": {"kind": "skip"}});
    // What was refused is not kept: the number is mended and sent with the same key.
    let stale = json!({"expected_turn": 7, "turn": {"kind": "skip"}});
    assert_eq!(api.keyed(&turns, &key, &stale).await.0, 409);
    let first = api.keyed(&turns, &key, &skip).await;
    assert_eq!((first.0, api.keyed(&turns, &key, &skip).await), (200, first.clone()));
    // Asking changes nothing, and is answered alike once more although the conversation has gone on.
    let why = json!({"expected_turn": 2, "turn": {"kind": "say", "text": "why"}});
    let asked = api.keyed(&turns, "why", &why).await;
    assert_eq!(asked.0, 200);
    assert_eq!(api.take(&opened, 2, json!({"kind": "restart"})).await.0, 200);
    assert_eq!(api.keyed(&turns, "why", &why).await, asked);
}

#[tokio::test]
async fn of_many_requests_with_one_key_one_begins_a_conversation() {
    let key = format!("many-{}", std::process::id());
    let mut senders = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let key = key.clone();
        senders.spawn(async move {
            Api::new().keyed("/api/v1/conversations", &key, &json!({"text": "bitter taste"})).await
        });
    }
    let answers = senders.join_all().await;
    assert!(answers.iter().all(|answer| *answer == answers[0] && answer.0 == 201), "{answers:?}");
}

#[tokio::test]
async fn keys_that_are_none_are_refused() {
    let api = Api::new();
    for key in ["", " ", "two words", "tab\tbed", &"k".repeat(256)] {
        let (status, _, body) = api.keyed("/api/v1/conversations", key, &json!({})).await;
        assert_eq!(status, 400, "{key:?}");
        assert!(body.contains("idempotency-key-malformed"), "{body}");
    }
    let twice = api.client.post(api.server.url("/api/v1/conversations"));
    let twice = twice.header("idempotency-key", "a").header("idempotency-key", "b").json(&json!({}));
    assert_eq!(twice.send().await.unwrap().status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_conversation_with_all_its_turns_can_be_handed_over_and_begun_anew() {
    let api = Api::new();
    let opened = api.opened(json!({"text": "no coffee comes out"})).await;
    for expected in 1..200 {
        let (status, answer) = api.take(&opened, expected, json!({"kind": "say", "text": "hm"})).await;
        assert_eq!(status, 200, "{answer}");
    }
    let (status, problem) = api.take(&opened, 200, json!({"kind": "say", "text": "hm"})).await;
    assert_eq!((status, &problem["code"]), (422, &json!("turn-refused")), "{problem}");
    let (status, back) = api.take(&opened, 200, json!({"kind": "back"})).await;
    assert_eq!((status, &back["turn"]), (200, &json!(201)));
    let (status, over) = api.take(&opened, 201, json!({"kind": "hand_over"})).await;
    assert_eq!((status, &over["state"]), (200, &json!("handed_over")));
    let (status, anew) = api.take(&opened, 202, json!({"kind": "restart"})).await;
    assert_eq!((status, &anew["turn"]), (200, &json!(0)));
    assert_ne!(anew["id"], opened["id"], "a full conversation is left behind as it is");
    assert_eq!(api.take(&anew, 0, json!({"kind": "say", "text": "bitter taste"})).await.0, 200);
}

#[tokio::test]
async fn words_that_only_ask_change_nothing() {
    let api = Api::new();
    let opened = api.opened(json!({"text": "no coffee comes out"})).await;
    for words in ["why", "note", "help", "exit", "99"] {
        let (status, answer) = api.take(&opened, 1, json!({"kind": "say", "text": words})).await;
        assert_eq!((status, &answer["turn"]), (200, &json!(1)), "{words}: {answer}");
        assert!(!answer["reply"]["messages"].as_array().unwrap().is_empty(), "{words}");
        assert_eq!(answer["updated_at"], opened["updated_at"], "{words}");
    }
}
