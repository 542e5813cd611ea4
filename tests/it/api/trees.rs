//! Trees over the API: the contract's fields at the top, an `ETag`, and a helpful refusal.

use reqwest::StatusCode;
use serde_json::Value;

use super::{Api, json_of, keys};
use crate::world::{Deskdoc, small_base};

#[tokio::test]
async fn a_tree_stands_at_the_top_of_its_answer() {
    let tree = json_of(Api::new().get("/api/v1/symptoms/no-coffee/tree").await).await;
    assert_eq!(
        keys(&tree),
        ["branches", "causes", "cost", "costs", "do", "id", "probability", "symptom", "title"]
    );
    assert_eq!((&tree["do"], &tree["id"]), (&Value::from("try"), &Value::from("tank-empty")));
    let asked = &tree["branches"]["fail"];
    assert_eq!((&asked["do"], &asked["id"]), (&Value::from("ask"), &Value::from("lamp-colour")));
    assert_eq!(keys(&asked["branches"]), ["green", "red"]);
    let end = &asked["branches"]["red"];
    assert_eq!(
        (keys(end), &end["do"]),
        (vec!["causes", "cost", "do", "probability"], &Value::from("escalate"))
    );
    assert_eq!(keys(&tree["costs"]), ["by_chance_per_cost", "expected", "listed", "optimum"]);
    let sum: f64 =
        tree["causes"].as_array().unwrap().iter().map(|cause| cause["probability"].as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-6, "{sum}");
}

#[tokio::test]
async fn the_api_and_the_command_line_have_the_same_tree() {
    let sent = json_of(Api::new().get("/api/v1/symptoms/no-coffee/tree").await).await;
    let printed =
        Deskdoc::with_base(&small_base()).args(["tree", "no-coffee", "--format", "json"]).run().json();
    assert_eq!(sent, printed);
}

#[tokio::test]
async fn a_tree_that_has_not_changed_is_not_sent_again() {
    let api = Api::new();
    for address in ["/api/v1/symptoms/no-coffee/tree", "/symptoms/no-coffee/tree"] {
        let first = api.get(address).await;
        let tag = first.headers()["etag"].clone();
        let again =
            api.client.get(api.server.url(address)).header("if-none-match", &tag).send().await.unwrap();
        assert_eq!((again.status(), &again.headers()["etag"]), (StatusCode::NOT_MODIFIED, &tag), "{address}");
        assert!(again.text().await.unwrap().is_empty());
        let gone = address.replace("no-coffee", "no-tea");
        let gone = api.client.get(api.server.url(&gone)).header("if-none-match", &tag).send().await.unwrap();
        assert_eq!(gone.status(), StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn an_unknown_symptom_is_met_with_the_name_that_was_meant() {
    let api = Api::new();
    for (asked, wanted) in
        [("no-cofee", "did you mean `no-coffee`?"), ("bread", "all symptoms are listed at")]
    {
        let response = api.get(&format!("/api/v1/symptoms/{asked}/tree")).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        let problem: Value = response.json().await.unwrap();
        assert_eq!(problem["code"], "symptom-not-found");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains(wanted) && !detail.contains(asked), "{detail}");
    }
    let long = api.get(&format!("/api/v1/symptoms/{}/tree", "a".repeat(5000))).await;
    assert_eq!(long.status(), StatusCode::NOT_FOUND);
}
