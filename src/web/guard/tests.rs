use actix_web::http::StatusCode;
use actix_web::middleware::from_fn;
use actix_web::test::{self, TestRequest};
use actix_web::{App, web};

use super::watch;
use crate::web::tests::{SERVICE, answer, call};

#[actix_web::test]
async fn what_another_site_sends_is_refused() {
    for (headers, status) in [
        (&[][..], 200),
        (&[("sec-fetch-site", "same-origin")][..], 200),
        (&[("sec-fetch-site", "none")], 200),
        (&[("sec-fetch-site", "none"), ("origin", "https://elsewhere.example")], 403),
        (&[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")], 403),
        (&[("host", "desk.example:8080"), ("origin", "http://desk.example:8080")], 200),
        (&[("sec-fetch-site", "cross-site")], 403),
        (&[("sec-fetch-site", "same-site")], 403),
        (&[("sec-fetch-site", "who knows")], 403),
        (&[("host", "desk.example"), ("origin", "https://elsewhere.example")], 403),
        (&[("host", "desk.example"), ("origin", "null")], 403),
        (&[("origin", "https://")], 403),
        (
            &[
                ("host", "desk.example"),
                ("origin", "https://desk.example"),
                ("origin", "https://elsewhere.example"),
            ],
            403,
        ),
    ] {
        let mut request =
            TestRequest::post().uri("/api/v1/diagnose").insert_header(("content-type", "application/json"));
        for header in headers {
            request = request.append_header(*header);
        }
        let (found, body) = answer(request.set_payload(r#"{"text": "a"}"#)).await;
        assert_eq!(found.as_u16(), status, "{headers:?} {body}");
    }
}

#[actix_web::test]
async fn heads_that_are_too_large_are_refused() {
    let long = format!("/api/v1/search?q={}", "a".repeat(9_000));
    assert_eq!(call(TestRequest::with_uri(&long)).await.status(), StatusCode::URI_TOO_LONG);
    let large = TestRequest::with_uri("/").insert_header(("x-large", "a".repeat(33_000)));
    assert_eq!(call(large).await.status(), StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
}

#[actix_web::test]
async fn who_accepts_no_encoding_is_answered_all_the_same() {
    for accepted in ["identity;q=0", "*; q=0", "br;q=0, identity;q=0.0"] {
        let request = TestRequest::with_uri("/healthz").insert_header(("accept-encoding", accepted));
        assert_eq!(call(request).await.status(), StatusCode::OK, "{accepted}");
    }
}

#[actix_web::test]
async fn a_handler_that_breaks_is_one_failed_request() {
    async fn broken() -> &'static str {
        panic!("on purpose")
    }
    let app =
        App::new().app_data(SERVICE.clone()).route("/api/broken", web::get().to(broken)).wrap(from_fn(watch));
    let app = test::init_service(app).await;
    let request = TestRequest::with_uri("/api/broken").insert_header(("host", "localhost")).to_request();
    let response = test::try_call_service(&app, request).await.unwrap_err().error_response();
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(response.headers().get("content-type").unwrap(), "application/problem+json");
    assert!(response.headers().contains_key("content-security-policy"));
}
