use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use serde_json::Value;

use crate::web::tests::{answer, call, header};

/// Text in requests that no answer may repeat.
const SECRET: &str = "hunter2";

async fn diagnose(body: &str) -> (u16, Value) {
    let request =
        TestRequest::post().uri("/api/v1/diagnose").insert_header(("content-type", "application/json"));
    read(request.set_payload(body.to_owned())).await
}

async fn read(request: TestRequest) -> (u16, Value) {
    let (status, body) = answer(request).await;
    assert!(!body.contains(SECRET), "{body}");
    (status.as_u16(), serde_json::from_str(&body).unwrap())
}

#[actix_web::test]
async fn a_text_is_diagnosed() {
    let (status, answer) = diagnose(r#"{"text": "it says E-no-ink at tray", "limit": 1}"#).await;
    assert_eq!(status, 200);
    assert_eq!(answer["outcome"], "known");
    assert_eq!(answer["symptom"], "no-ink");
    assert_eq!(answer["causes"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn what_is_wrong_with_a_body_is_said_without_repeating_it() {
    let deep = format!(r#"{{"text": "a", "x": {}{}}}"#, "[".repeat(70), "]".repeat(70));
    let long = format!(r#"{{"text": "{}"}}"#, "a".repeat(64 * 1024 + 1));
    let large = format!(r#"{{"text": "{}"}}"#, "a".repeat(1024 * 1024));
    let cases: [(&str, u16, &str, &[&str]); 18] = [
        ("", 400, "json-malformed", &[]),
        (SECRET, 400, "json-malformed", &[]),
        (r#"{"text": "hunter2""#, 400, "json-malformed", &[]),
        (r#"{"text": "\ud800"}"#, 400, "json-malformed", &[]),
        (&deep, 400, "json-too-deep", &[]),
        (&large, 413, "body-too-large", &[]),
        (&long, 413, "text-too-long", &["/text"]),
        (r#"["hunter2"]"#, 422, "fields-not-acceptable", &[""]),
        ("{}", 422, "fields-not-acceptable", &["/text"]),
        (r#"{"text": {"hunter2": 1}}"#, 422, "fields-not-acceptable", &["/text"]),
        (r#"{"text": " "}"#, 422, "fields-not-acceptable", &["/text"]),
        (r#"{"text": "hunter2", "text": "b"}"#, 422, "fields-not-acceptable", &["/text"]),
        (r#"{"text": "a", "limit": "hunter2"}"#, 422, "fields-not-acceptable", &["/limit"]),
        (r#"{"text": "a", "limit": 0}"#, 422, "fields-not-acceptable", &["/limit"]),
        (r#"{"text": "a", "limit": 1.5}"#, 422, "fields-not-acceptable", &["/limit"]),
        (r#"{"text": "a", "facts": 7}"#, 422, "fields-not-acceptable", &["/facts"]),
        (r#"{"a-b": "hunter2"}"#, 422, "fields-not-acceptable", &["/text", "/a-b"]),
        (r#"{"a/b~=hunter2": 1}"#, 422, "fields-not-acceptable", &["/text", ""]),
    ];
    for (body, status, code, pointers) in cases {
        let (found, problem) = diagnose(body).await;
        let shown: String = body.chars().take(60).collect();
        assert_eq!((found, problem["code"].as_str().unwrap()), (status, code), "{shown}");
        assert_eq!(problem["status"], status);
        assert_eq!(problem["type"], format!("/articles/deskdoc/api.md#{code}"));
        let errors = problem["errors"].as_array().unwrap();
        let named: Vec<&str> = errors.iter().map(|error| error["pointer"].as_str().unwrap()).collect();
        assert_eq!(named, pointers, "{shown}");
        for word in ["serde", "EOF", "missing field", "invalid type", "recursion"] {
            assert!(!problem.to_string().contains(word), "{problem}");
        }
    }
}

#[actix_web::test]
async fn bodies_of_another_kind_are_refused() {
    for (name, value, code) in [
        ("content-type", "text/plain", "content-type-unsupported"),
        ("content-type", "application/json; charset=latin1", "content-type-unsupported"),
        ("content-encoding", "gzip", "content-encoding-unsupported"),
    ] {
        let request = TestRequest::post().uri("/api/v1/diagnose").insert_header((name, value));
        let (status, problem) = read(request.set_payload(r#"{"text": "a"}"#)).await;
        assert_eq!((status, problem["code"].as_str().unwrap()), (415, code), "{value}");
    }
}

#[actix_web::test]
async fn what_is_wrong_with_a_query_is_named() {
    let long = format!("q={}", "a".repeat(4_001));
    let cases: [(&str, u16, &[&str]); 10] = [
        ("", 422, &["?q"]),
        ("q=a&la%20ng=hunter2", 422, &["?"]),
        ("q=+", 422, &["?q"]),
        ("q=a&q=b", 422, &["?q"]),
        (&long, 422, &["?q"]),
        ("q=a&limit=101", 422, &["?limit"]),
        ("q=a&limit=%2B3", 422, &["?limit"]),
        ("q=a&lang=hunter2", 422, &["?lang"]),
        ("q=%ff", 400, &[]),
        ("q=%4", 400, &[]),
    ];
    for (query, status, pointers) in cases {
        let (found, problem) = read(TestRequest::with_uri(&format!("/api/v1/search?{query}"))).await;
        assert_eq!(found, status, "{query}");
        let errors = problem["errors"].as_array().unwrap();
        let named: Vec<&str> = errors.iter().map(|error| error["pointer"].as_str().unwrap()).collect();
        assert_eq!(named, pointers, "{query}");
    }
}

#[actix_web::test]
async fn a_parameter_that_an_address_does_not_know_is_named() {
    let post = || TestRequest::post().insert_header(("content-type", "application/json"));
    for request in [
        post().uri("/api/v1/diagnose?limt=hunter2").set_payload(r#"{"text": "a"}"#),
        TestRequest::with_uri("/api/v1/articles/read?limt=hunter2"),
        TestRequest::with_uri("/api/v1/symptoms?limt=hunter2"),
    ] {
        let (status, problem) = read(request).await;
        assert_eq!((status, &problem["code"]), (422, &Value::from("fields-not-acceptable")));
        assert_eq!(problem["errors"][0]["pointer"], "?limt");
    }
}

#[actix_web::test]
async fn probes_are_answered_whatever_query_they_add() {
    for address in ["/healthz?x=1", "/readyz?x=1", "/readyz?%4"] {
        assert_eq!(call(TestRequest::with_uri(address)).await.status(), StatusCode::OK, "{address}");
    }
}

#[actix_web::test]
async fn an_article_is_not_sent_twice() {
    let address = "/api/v1/articles/read";
    let first = call(TestRequest::with_uri(address)).await;
    assert_eq!(first.status(), StatusCode::OK);
    let tag = header(&first, "etag");
    for known in [tag.clone(), format!("\"other\", {}", tag.trim_start_matches("W/")), "*".to_owned()] {
        let again = call(TestRequest::with_uri(address).insert_header(("if-none-match", known))).await;
        assert_eq!((again.status(), header(&again, "etag")), (StatusCode::NOT_MODIFIED, tag.clone()));
    }
}

#[actix_web::test]
async fn drafts_and_unknown_addresses_are_not_there() {
    for address in [
        "/api",
        "/api/v1/none",
        "/api/v1/articles/secret.md",
        "/api/v1/articles/..%2fread",
        "/api/v1/articles/%ff",
    ] {
        let (status, problem) = read(TestRequest::with_uri(address)).await;
        assert_eq!(status, 404, "{address}");
        assert!(problem["code"].as_str().unwrap().ends_with("not-found"));
    }
}

#[actix_web::test]
async fn readiness_names_what_is_wrong_with_the_base() {
    let (status, ready) = read(TestRequest::with_uri("/readyz")).await;
    assert_eq!((status, ready["status"].as_str().unwrap()), (200, "ready"));
    assert!(ready["degraded"].to_string().contains("no-ink.md"), "{ready}");
}
