//! Every answer of every address carries the headers that keep browsers safe.

use super::Api;
use crate::world::{addresses as known, no_complaints};

/// What every answer must say, word for word.
const ALWAYS: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
];

/// The addresses of the route table, and some that are not in it.
fn addresses() -> Vec<String> {
    let unknown = ["/no/such/page", "/api/v1/no-such-call", "/articles/no-such.md", "/%00"];
    known().into_iter().chain(unknown.map(str::to_owned)).collect()
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_browsers_safe() {
    let api = Api::new();
    let mut complaints = Vec::new();
    for address in addresses() {
        for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
            let method: reqwest::Method = method.parse().unwrap();
            let response = api.client.request(method.clone(), api.server.url(&address)).send().await.unwrap();
            let what = format!("{method} {address} ({})", response.status().as_u16());
            let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
            for (name, wanted) in ALWAYS {
                if header(name) != Some(wanted) {
                    complaints.push(format!("{what}: {name}: {:?}", header(name)));
                }
            }
            for name in ["permissions-policy", "cache-control", "x-request-id"] {
                if header(name).is_none_or(str::is_empty) {
                    complaints.push(format!("{what}: no {name}"));
                }
            }
            for name in ["server", "x-powered-by", "access-control-allow-origin"] {
                if let Some(value) = header(name) {
                    complaints.push(format!("{what}: {name}: {value}"));
                }
            }
            if response.status().is_server_error() {
                complaints.push(format!("{what}: a 5xx"));
            }
        }
    }
    no_complaints(complaints);
}

#[tokio::test]
async fn a_wrong_method_is_told_which_are_right() {
    let api = Api::new();
    for address in addresses() {
        let response = api.client.delete(api.server.url(&address)).send().await.unwrap();
        if response.status() == 405 {
            let allow = response.headers()["allow"].to_str().unwrap().to_owned();
            assert!(allow.contains("GET") || allow.contains("POST"), "{address}: {allow}");
        } else {
            assert_eq!(response.status(), 404, "{address}");
        }
    }
}

#[tokio::test]
async fn assets_may_be_kept_for_ever_and_nothing_else() {
    let api = Api::new();
    let home = api.get("/").await;
    assert_eq!(home.headers()["cache-control"], "no-store");
    let html = home.text().await.unwrap();
    let assets: Vec<&str> = html.split(['"', '\'']).filter(|part| part.starts_with("/assets/")).collect();
    assert!(assets.len() >= 3, "{assets:?}");
    for asset in assets {
        let response = api.get(asset).await;
        assert_eq!(response.status(), 200, "{asset}");
        assert!(response.headers()["cache-control"].to_str().unwrap().contains("immutable"), "{asset}");
    }
}

#[tokio::test]
async fn what_may_be_kept_says_that_it_differs_by_encoding_compressed_or_not() {
    let api = Api::new();
    for address in ["/articles/articles/handbook.md", "/api/v1/articles/articles/handbook.md", "/symptoms"] {
        let plain = api.client.get(api.server.url(address)).send().await.unwrap();
        let tag = plain.headers()["etag"].clone();
        let again =
            api.client.get(api.server.url(address)).header("if-none-match", tag).send().await.unwrap();
        let zipped =
            api.client.get(api.server.url(address)).header("accept-encoding", "gzip").send().await.unwrap();
        assert_eq!(
            (again.status().as_u16(), zipped.headers()["content-encoding"].to_str().unwrap()),
            (304, "gzip")
        );
        for answer in [plain, again, zipped] {
            let vary: Vec<_> = answer.headers().get_all("vary").iter().collect();
            assert_eq!(vary, ["accept-encoding"], "{address}: {}", answer.status());
        }
    }
}
