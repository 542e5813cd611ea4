//! Tokens: who may call the API, how often, and what is noted of it.

use std::time::Duration;

use deskdoc::store::{Moment, Token};
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::lasting::Place;
use crate::world::{Deskdoc, Folder, Postgres, Server, addresses, no_complaints, small_base};

/// All calls under `/api/v1`, each with the scope it needs.
const CALLS: [(&str, &str, &str); 13] = [
    ("POST", "/api/v1/diagnose", "diagnose"),
    ("POST", "/api/v1/checks", "diagnose"),
    ("GET", "/api/v1/search?q=tank", "diagnose"),
    ("GET", "/api/v1/articles/articles/handbook.md", "diagnose"),
    ("GET", "/api/v1/symptoms", "diagnose"),
    ("GET", "/api/v1/symptoms/no-coffee/tree", "diagnose"),
    ("POST", "/api/v1/conversations", "conversations"),
    ("GET", "/api/v1/conversations/5f0c1e6b0a7d4c0f9b1d2e3f4a5b6c7d", "conversations"),
    ("POST", "/api/v1/conversations/5f0c1e6b0a7d4c0f9b1d2e3f4a5b6c7d/turns", "conversations"),
    ("GET", "/api/v1/conversations/5f0c1e6b0a7d4c0f9b1d2e3f4a5b6c7d/note", "conversations"),
    ("POST", "/api/v1/feedback", "conversations"),
    ("GET", "/api/v1/insights", "insights"),
    ("POST", "/api/v1/reload", "admin"),
];

/// A server, where it keeps things, and who calls it.
struct Desk {
    place: Place,
    server: Server,
    client: Client,
}

impl Desk {
    fn new(arguments: &[&str]) -> Self {
        let place = Place::sqlite();
        let data = place.environment().1;
        let server = Server::over(&small_base(), &["--data", &data], arguments);
        Self { place, server, client: Client::new() }
    }

    fn token(&self, name: &str, scopes: &str) -> String {
        token(&self.place, name, scopes)
    }

    async fn call(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Response {
        call(&self.client, &self.server.url(path), method, headers).await
    }

    async fn with(&self, token: &str, method: &str, path: &str) -> Response {
        self.call(method, path, &[("authorization", &format!("Bearer {token}"))]).await
    }
}

fn token(place: &Place, name: &str, scopes: &str) -> String {
    let (key, value) = place.environment();
    let made =
        Deskdoc::new().env(key, value).args(["token", "create", "--name", name, "--scope", scopes]).run();
    assert_eq!(made.code, Some(0), "{}", made.err);
    made.out.trim_end().to_owned()
}

fn revoke(place: &Place, name: &str) {
    let (key, value) = place.environment();
    let run = Deskdoc::new().env(key, value).args(["token", "revoke", name]).run();
    assert_eq!(run.code, Some(0), "{}", run.err);
}

async fn call(client: &Client, url: &str, method: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = client.request(Method::from_bytes(method.as_bytes()).unwrap(), url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if method == "POST" && !url.ends_with("/reload") {
        request = request.json(&json!({"text": "E-17 no flow"}));
    }
    request.send().await.unwrap()
}

async fn code(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let problem: Value = response.json().await.unwrap();
    (status, problem["code"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn as_soon_as_there_is_a_token_every_call_needs_one_and_nothing_else_does() {
    let desk = Desk::new(&[]);
    assert_eq!(desk.call("POST", "/api/v1/diagnose", &[]).await.status(), StatusCode::OK);
    let token = desk.token("a", "diagnose");
    let elsewhere = ["/api/v1", "/api/v1/", "/api/v1/none", "/%61pi/v1/symptoms", "/api/%761/symptoms"];
    let elsewhere = elsewhere.map(|path| ("GET", path, ""));
    for (method, path, _) in CALLS.into_iter().chain(elsewhere) {
        let refused = desk.call(method, path, &[]).await;
        assert_eq!(refused.headers()["www-authenticate"], "Bearer realm=\"deskdoc\"", "{path}");
        assert_eq!(refused.headers()["content-type"], "application/problem+json", "{path}");
        assert_eq!(code(refused).await, (401, "token-missing".to_owned()), "{path}");
    }
    for path in ["/", "/search?q=tank", "/api/openapi.json", "/api/docs", "/healthz", "/readyz", "/metrics"] {
        assert_eq!(desk.call("GET", path, &[]).await.status(), StatusCode::OK, "{path}");
    }
    let good = desk.with(&token, "POST", "/api/v1/diagnose").await;
    assert_eq!(good.status(), StatusCode::OK);
    assert_eq!(good.headers()["ratelimit-policy"], "\"token\";q=200;w=4");
    assert!(good.headers()["ratelimit"].to_str().unwrap().starts_with("\"token\";r=199;t=1"));
    revoke(&desk.place, "a");
    let missing = desk.call("POST", "/api/v1/diagnose", &[]).await;
    assert_eq!(code(missing).await.0, 401, "a token that was revoked does not open the API again");
}

#[tokio::test]
async fn a_token_opens_what_its_scope_says() {
    let desk = Desk::new(&[]);
    for scope in ["diagnose", "conversations", "tickets", "insights", "admin"] {
        let token = desk.token(scope, scope);
        for (method, path, needed) in CALLS {
            let answer = desk.with(&token, method, path).await;
            if needed == scope {
                assert!(
                    ![401, 403].contains(&answer.status().as_u16()),
                    "{scope} {path}: {}",
                    answer.status()
                );
                continue;
            }
            let challenge = "Bearer realm=\"deskdoc\", error=\"insufficient_scope\"";
            assert_eq!(answer.headers()["www-authenticate"], challenge, "{scope} {path}");
            let problem: Value = answer.json().await.unwrap();
            assert_eq!(
                (&problem["status"], &problem["code"]),
                (&json!(403), &json!("scope-missing")),
                "{scope} {path}"
            );
            assert!(problem["detail"].as_str().unwrap().contains(&format!("`{needed}`")), "{problem}");
        }
    }
    let several = desk.token("several", "insights,diagnose");
    assert_eq!(desk.with(&several, "GET", "/api/v1/insights").await.status(), StatusCode::OK);
    assert_eq!(desk.with(&several, "GET", "/api/v1/symptoms").await.status(), StatusCode::OK);
    assert_eq!(code(desk.with(&several, "GET", "/api/v1/none").await).await, (404, "not-found".to_owned()));
}

#[tokio::test]
async fn all_refusals_of_a_token_look_alike() {
    let desk = Desk::new(&["--limit", "wrong_tokens_per_minute=100"]);
    let revoked = desk.token("revoked", "diagnose");
    revoke(&desk.place, "revoked");
    let elsewhere = token(&Place::sqlite(), "a", "diagnose");
    let expired = token(&Place::sqlite(), "a", "diagnose");
    let kept = Token {
        hash: Sha256::digest(&expired).into(),
        name: "expired".to_owned(),
        scopes: vec!["diagnose".to_owned()],
        created_at: Moment(0),
        expires_at: Some(Moment(1)),
        used_at: None,
        revoked_at: None,
    };
    desk.place.store().add_token(kept).await.unwrap();
    let misspelt = format!("{}0", &revoked[..revoked.len() - 1]);
    let mut seen = Vec::new();
    for wrong in [revoked.as_str(), &elsewhere, &expired, &misspelt, "", "deskdoc_", "x y", "ä"] {
        let answer = desk.with(wrong, "GET", "/api/v1/symptoms").await;
        let challenge = answer.headers()["www-authenticate"].clone();
        assert_eq!(challenge, "Bearer realm=\"deskdoc\", error=\"invalid_token\"");
        let (status, mut problem) = (answer.status(), answer.json::<Value>().await.unwrap());
        problem.as_object_mut().unwrap().remove("request_id");
        seen.push((status, problem));
    }
    assert_eq!((seen[0].0, &seen[0].1["code"]), (StatusCode::UNAUTHORIZED, &json!("token-refused")));
    assert!(seen.iter().all(|found| found == &seen[0]), "{seen:#?}");
}

#[tokio::test]
async fn wrong_tokens_are_counted_and_right_ones_still_pass() {
    let desk = Desk::new(&["--limit", "wrong_tokens_per_minute=3"]);
    let token = desk.token("a", "diagnose");
    for _ in 0..3 {
        assert_eq!(code(desk.with("x", "GET", "/api/v1/symptoms").await).await.0, 401);
    }
    let refused = desk.with("x", "GET", "/api/v1/symptoms").await;
    let wait: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=20).contains(&wait), "{wait}");
    assert_eq!(code(refused).await, (429, "too-many-wrong-tokens".to_owned()));
    assert_eq!(desk.with(&token, "GET", "/api/v1/symptoms").await.status(), StatusCode::OK);
    assert_eq!(desk.call("GET", "/healthz", &[]).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn token_and_address_are_counted_both_where_both_count() {
    let limits = ["--limit", "token_burst=2", "--limit", "token_requests_per_second=1"];
    let desk = Desk::new(&[&["--trusted-proxy", "127.0.0.1"][..], &limits].concat());
    let (one, other) = (desk.token("one", "diagnose"), desk.token("other", "diagnose"));
    let bearer = format!("Bearer {one}");
    let from = [("x-forwarded-for", "203.0.113.9"), ("authorization", &bearer)];
    let first = desk.call("GET", "/api/v1/symptoms", &from).await;
    assert_eq!(first.headers()["ratelimit-policy"], "\"address\";q=200;w=4, \"token\";q=2;w=2");
    assert_eq!(first.headers()["ratelimit"], "\"address\";r=199;t=1, \"token\";r=1;t=1");
    let mut refused = None;
    for _ in 0..20 {
        let answer = desk.call("GET", "/api/v1/symptoms", &from).await;
        if answer.status() == StatusCode::TOO_MANY_REQUESTS {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("a token is used too often");
    assert_eq!(refused.headers()["retry-after"], "1");
    assert!(refused.headers()["ratelimit"].to_str().unwrap().contains("\"token\";r=0;"));
    assert_eq!(code(refused).await, (429, "token-too-busy".to_owned()));
    assert_eq!(desk.with(&other, "GET", "/api/v1/symptoms").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn without_any_token_only_this_machine_is_answered_unless_somebody_says_otherwise() {
    let afar = [("x-forwarded-for", "203.0.113.9")];
    let desk = Desk::new(&[]);
    assert_eq!(
        code(desk.call("GET", "/api/v1/symptoms", &afar).await).await,
        (401, "token-missing".to_owned())
    );
    assert_eq!(desk.call("GET", "/", &afar).await.status(), StatusCode::OK);
    let open = Desk::new(&["--without-tokens"]);
    assert_eq!(open.call("GET", "/api/v1/symptoms", &afar).await.status(), StatusCode::OK);
    assert_eq!(
        code(open.call("POST", "/api/v1/reload", &afar).await).await.0,
        403,
        "reload is the operator's"
    );
    open.token("a", "diagnose");
    assert_eq!(code(open.call("GET", "/api/v1/symptoms", &afar).await).await.0, 401);
}

#[tokio::test]
async fn a_token_of_the_operator_opens_metrics_and_reload_from_anywhere() {
    let desk = Desk::new(&[]);
    let (admin, other) = (desk.token("admin", "admin"), desk.token("other", "diagnose"));
    for (token, metrics, reload) in [(&admin, 200, 200), (&other, 403, 403)] {
        let bearer = format!("Bearer {token}");
        let headers = [("x-forwarded-for", "203.0.113.9"), ("authorization", &bearer)];
        assert_eq!(desk.call("GET", "/metrics", &headers).await.status().as_u16(), metrics);
        assert_eq!(desk.call("POST", "/api/v1/reload", &headers).await.status().as_u16(), reload);
    }
    assert_eq!(desk.with("x", "GET", "/metrics").await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn two_programs_with_the_same_key_never_see_each_others_answers() {
    let desk = Desk::new(&[]);
    let mut ids = Vec::new();
    for name in ["one", "other"] {
        let bearer = format!("Bearer {}", desk.token(name, "conversations"));
        let headers = [("idempotency-key", "ticket-1"), ("authorization", &bearer)];
        for _ in 0..2 {
            let opened: Value =
                desk.call("POST", "/api/v1/conversations", &headers).await.json().await.unwrap();
            ids.push(opened["id"].clone());
        }
    }
    assert_eq!((&ids[0], &ids[2]), (&ids[1], &ids[3]));
    assert_ne!(ids[0], ids[2]);
}

#[tokio::test]
async fn a_token_is_revoked_on_all_servers_at_once_and_its_use_is_noted() {
    let Some(place) = Place::postgres() else { return };
    let servers = [place.server(), place.server()];
    let (token, client) = (token(&place, "a", "diagnose"), Client::new());
    let bearer = format!("Bearer {token}");
    let ask = async |server: &Server| {
        call(&client, &server.url("/api/v1/symptoms"), "GET", &[("authorization", &bearer)]).await.status()
    };
    for server in &servers {
        assert_eq!(ask(server).await, StatusCode::OK);
        assert_eq!(
            call(&client, &server.url("/api/v1/symptoms"), "GET", &[]).await.status(),
            StatusCode::UNAUTHORIZED
        );
    }
    let store = place.store();
    for _ in 0..100 {
        if store.tokens().await.unwrap()[0].used_at.is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(store.tokens().await.unwrap()[0].used_at.is_some());
    revoke(&place, "a");
    for server in &servers {
        assert_eq!(ask(server).await, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn while_the_database_does_not_answer_tokens_that_were_seen_lately_go_on() {
    let Some(database) = Postgres::start() else { return };
    let address = database.database();
    let server = Server::in_environment(&[("DESKDOC_DATABASE", &address)]);
    let client = Client::new();
    let make = |name: &str| {
        let run = Deskdoc::new().env("DESKDOC_DATABASE", &address);
        run.args(["token", "create", "--name", name, "--scope", "diagnose"]).run().out.trim_end().to_owned()
    };
    let (seen, unseen) = (make("seen"), make("unseen"));
    let ask = async |token: &str| {
        call(
            &client,
            &server.url("/api/v1/diagnose"),
            "POST",
            &[("authorization", &format!("Bearer {token}"))],
        )
        .await
    };
    assert_eq!(ask(&seen).await.status(), StatusCode::OK);
    for is_frozen in [true, false] {
        if is_frozen {
            database.freeze(true)
        } else {
            database.stop()
        }
        for _ in 0..3 {
            assert_eq!(ask(&seen).await.status(), StatusCode::OK);
            let unsure = ask(&unseen).await;
            assert_eq!(unsure.headers()["retry-after"], "1");
            assert_eq!(code(unsure).await, (503, "token-unverifiable".to_owned()));
            assert_eq!(code(ask("x").await).await.0, 401);
            let without = call(&client, &server.url("/api/v1/symptoms"), "GET", &[]).await;
            assert_eq!(
                code(without).await,
                (401, "token-missing".to_owned()),
                "it is not forgotten that there are tokens"
            );
        }
        if is_frozen { database.freeze(false) } else { database.go() }
    }
    for _ in 0..200 {
        if ask(&unseen).await.status() == StatusCode::OK {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the token is never accepted again");
}

#[tokio::test]
async fn every_write_leaves_a_line_that_says_who_and_never_what() {
    let (folder, place) = (Folder::new(), Place::sqlite());
    let log = folder.path().join("log");
    let data = place.environment().1;
    let server = Server::logging(&["--data", &data], &[], &log);
    let bearer = format!("Bearer {}", token(&place, "zammad", "conversations,diagnose"));
    let headers = [("authorization", bearer.as_str())];
    let client = Client::new();
    let opened = call(&client, &server.url("/api/v1/conversations"), "POST", &headers).await;
    let id = opened.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    for (method, path) in [
        ("POST", format!("/api/v1/conversations/{id}/turns")),
        ("POST", "/api/v1/diagnose".to_owned()),
        ("GET", format!("/api/v1/conversations/{id}")),
        ("POST", "/api/v1/reload".to_owned()),
    ] {
        call(&client, &server.url(&path), method, &headers).await;
    }
    drop(server);
    let log = std::fs::read_to_string(log).unwrap();
    let events = log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let audit: Vec<Value> = events.filter(|event| event["target"] == "audit").collect();
    let hash: String = Sha256::digest(&id).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let shown: Vec<Value> = audit
        .iter()
        .map(|event| {
            json!([event["who"], event["method"], event["route"], event["status"], event["conversation"]])
        })
        .collect();
    assert_eq!(
        shown,
        [
            json!(["token:zammad", "POST", "/api/v1/conversations", 201, hash]),
            json!(["token:zammad", "POST", "/api/v1/conversations/{id}/turns", 422, hash]),
            json!(["token:zammad", "POST", "/api/v1/reload", 403, null]),
        ]
    );
    for secret in [id.as_str(), "E-17", "no flow", bearer.trim_start_matches("Bearer ")] {
        assert!(!log.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn pages_have_an_address_of_their_own_for_suggestions() {
    let desk = Desk::new(&[]);
    desk.token("a", "diagnose");
    let ask = |text: &'static str, site: &'static str| {
        let request = desk.client.post(desk.server.url("/suggestions")).header("sec-fetch-site", site);
        async move { request.form(&[("q", text)]).send().await.unwrap() }
    };
    let found: Value = ask("display shows E-17 no flow", "same-origin").await.json().await.unwrap();
    assert_eq!(found["candidates"][0]["symptom"], "no-coffee", "{found}");
    let nothing: Value = ask("how do I bake bread", "same-origin").await.json().await.unwrap();
    assert_eq!(nothing, json!({"candidates": []}));
    assert_eq!(ask("display shows E-17 no flow", "cross-site").await.status(), StatusCode::FORBIDDEN);
    let scripts = crate::world::root().join("templates/assets");
    for file in std::fs::read_dir(scripts).unwrap().flatten() {
        let text = std::fs::read_to_string(file.path()).unwrap();
        assert!(!text.contains("/api/v1"), "{}: pages have no token", file.path().display());
    }
}

#[tokio::test]
async fn every_address_of_the_api_is_closed_to_who_shows_no_token_once_there_is_one() {
    let desk = Desk::new(&[]);
    desk.token("any", "diagnose");
    let mut complaints = Vec::new();
    let (hooks, calls): (Vec<String>, Vec<String>) = addresses()
        .into_iter()
        .filter(|address| address.starts_with("/api/v1/"))
        .partition(|address| address.starts_with("/api/v1/hooks/"));
    assert!(hooks.len() == 2 && calls.len() >= CALLS.len(), "{hooks:?} {calls:?}");
    for address in calls.iter().map(String::as_str).chain(["/api/v1/no-such-call", "/api/v1/%63hecks"]) {
        for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
            let answer = desk.call(method, address, &[]).await;
            if answer.status() != StatusCode::UNAUTHORIZED
                || !answer.headers().contains_key("www-authenticate")
            {
                complaints.push(format!("{method} {address}: {}", answer.status()));
            }
        }
    }
    no_complaints(complaints);
}
