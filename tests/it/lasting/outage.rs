//! The database stops or freezes: what keeps nothing goes on, what keeps something is refused soon and loses nothing.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{client, id_of, open, patiently, take};
use crate::world::{Postgres, Server};

#[tokio::test]
async fn while_the_database_is_stopped_or_frozen_questions_are_answered_and_turns_are_refused() {
    let Some(database) = Postgres::start() else { return };
    let server = Server::in_environment(&[("DESKDOC_DATABASE", &database.database())]);
    let (client, at) = (client(), server.url(""));
    let opened: Value = open(&client, &at, "k", "E-17 no flow").await.unwrap().json().await.unwrap();
    let id = id_of(&opened);
    let turn = json!({"kind": "say", "text": "the lamp is red"});
    for (n_before, is_frozen) in [(1, true), (2, false)] {
        if is_frozen {
            database.freeze(true)
        } else {
            database.stop()
        }
        let key = format!("turn {n_before}").replace(' ', "-");
        // The first one may come before the server knows; the others after.
        for _ in 0..3 {
            let refused = take(&client, &at, &id, n_before, &turn, &key).await.unwrap();
            assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
            assert!(refused.headers().contains_key("retry-after"));
            let problem: Value = refused.json().await.unwrap();
            assert_eq!(problem["code"], "store-unavailable");
            assert!(!problem.to_string().contains("127.0.0.1"), "{problem}");
            let unread = client.get(format!("{at}/api/v1/conversations/{id}")).send().await.unwrap();
            assert_eq!(unread.status(), StatusCode::SERVICE_UNAVAILABLE);
        }
        let unopened = open(&client, &at, &format!("new-{n_before}"), "E-17 no flow").await.unwrap();
        assert_eq!(unopened.status(), StatusCode::SERVICE_UNAVAILABLE);
        let question = json!({"text": "E-17 no flow"});
        let diagnosed = client.post(format!("{at}/api/v1/diagnose")).json(&question).send().await.unwrap();
        assert_eq!(diagnosed.status(), StatusCode::OK);
        for path in ["/api/v1/search?q=tank", "/api/v1/articles/articles/handbook.md", "/readyz"] {
            assert_eq!(client.get(format!("{at}{path}")).send().await.unwrap().status(), StatusCode::OK);
        }
        if is_frozen {
            database.freeze(false)
        } else {
            database.go()
        }
        // Sent again with its key it counts once, whether or not it had been kept.
        let turned = patiently(|| take(&client, &at, &id, n_before, &turn, &key)).await;
        assert_eq!(turned["turn"], n_before + 1);
    }
}
