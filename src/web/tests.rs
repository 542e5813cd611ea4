#![expect(clippy::disallowed_methods, reason = "these tests serve a small base from a folder of their own")]

use std::sync::LazyLock;

use actix_web::HttpMessage;
use actix_web::body::MessageBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{HOST, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::test::{self, TestRequest};
use actix_web::web::Data;

use super::guard::ALWAYS;
use super::problem::Code;
use super::routes::{self, ADDRESSES};
use super::service::Service;
use crate::app::App;
use crate::config::{Config, Given};

/// Text that would run if it were ever taken for markup.
pub(super) const LIVE: &str = "<script>alert(1)</script>";

pub(super) static SERVICE: LazyLock<Data<Service>> = LazyLock::new(|| service(true));
/// The same base without a place where anything could be kept.
static KEEPING_NOTHING: LazyLock<Data<Service>> = LazyLock::new(|| service(false));

fn service(keeps: bool) -> Data<Service> {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "kb.yml",
        format!("name: \"Printers {LIVE}\"\nescalation: {{to: \"desk {LIVE}\", text: \"{LIVE}\"}}\n"),
    );
    for (id, says) in
        [("no-ink", "the page comes out empty and white"), ("jam", "paper is stuck in the tray")]
    {
        write(
            &format!("{id}.md"),
            format!(
                "---\nkind: symptom\ntitle: \"{id} {LIVE}\"\ndescription: \"{LIVE}\"\nsays: [\"{says} {LIVE}\"]\n\
                 errors: [\"E-{id} at tray\"]\ncauses: {{dry: common, no-such-cause: rare}}\n---\n# {id}\n\n{LIVE}\n\n[x](javascript:alert(1))\n"
            ),
        );
    }
    write(
        "dry.md",
        format!(
            "---\nkind: cause\ntitle: \"dry {LIVE}\"\neffort: quick\n---\nIntro {LIVE}.\n\n## How to tell\n\n- look\n\n\
             ## Fix\n\n1. Open `tray`, see [more](read.md#deep).\n\n## Verify\n\nPrint.\n"
        ),
    );
    write("read.md", "# Read me\n\n## Deep {#deep}\n\nWords.\n\n# Another title\n\n## Below\n".to_owned());
    write("secret.md", "---\nstatus: draft\n---\n# Not yet\n".to_owned());
    let given = Given { kb: vec![folder.path().to_owned()], ..Given::default() };
    let config = Config::read(given, None).unwrap();
    let app = App::open(&config).unwrap();
    let app = if keeps { app.with_store(&config).unwrap() } else { app };
    Data::new(Service::new(config.web, None, None, app))
}

/// Sends one request through the whole service.
pub(super) async fn call(request: TestRequest) -> ServiceResponse<impl MessageBody> {
    call_at(SERVICE.clone(), request).await
}

async fn call_at(service: Data<Service>, request: TestRequest) -> ServiceResponse<impl MessageBody> {
    let app = test::init_service(routes::app(service)).await;
    let mut request = request.to_request();
    if !request.headers().contains_key(HOST) {
        request.headers_mut().insert(HOST, HeaderValue::from_static("localhost"));
    }
    test::call_service(&app, request).await
}

/// Sends one request and reads the answer as text.
pub(super) async fn answer(request: TestRequest) -> (StatusCode, String) {
    read(call(request).await).await
}

/// Sends one request where nothing can be kept, and reads the answer as text.
pub(super) async fn answer_keeping_nothing(request: TestRequest) -> (StatusCode, String) {
    read(call_at(KEEPING_NOTHING.clone(), request).await).await
}

async fn read(response: ServiceResponse<impl MessageBody>) -> (StatusCode, String) {
    let status = response.status();
    let body = test::read_body(response).await;
    (status, String::from_utf8(body.to_vec()).unwrap())
}

pub(super) fn header(response: &ServiceResponse<impl MessageBody>, name: &str) -> String {
    response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

/// An address of the table with something in its place holders.
fn concrete(address: &str) -> String {
    match address.split_once('{') {
        Some((start, rest)) => {
            let end = rest.split_once('}').map_or("", |(_, end)| end);
            format!("{start}read{end}")
        }
        None => address.to_owned(),
    }
}

#[actix_web::test]
async fn every_address_answers_its_methods_only_and_every_answer_carries_the_policy() {
    for (address, allow) in ADDRESSES {
        for method in [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS]
        {
            let request = TestRequest::with_uri(&concrete(address)).method(method.clone());
            let response = call(request).await;
            let is_allowed = allow.split(", ").any(|allowed| allowed == method.as_str());
            let is_refused = response.status() == StatusCode::METHOD_NOT_ALLOWED;
            assert_eq!(is_refused, !is_allowed, "{method} {address}: {}", response.status());
            assert_eq!(header(&response, "allow"), if is_refused { allow } else { "" }, "{method} {address}");
            assert!(!response.status().is_server_error(), "{method} {address}");
            for (name, value) in ALWAYS {
                assert_eq!(header(&response, name), value, "{method} {address}");
            }
            assert!(!header(&response, "x-request-id").is_empty());
            assert!(!header(&response, "cache-control").is_empty());
        }
    }
}

#[actix_web::test]
async fn the_description_names_every_address_of_the_api() {
    let (_, document) = answer(TestRequest::with_uri("/api/openapi.json")).await;
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    let described = document["paths"].as_object().unwrap();
    let is_api = |address: &&str| address.starts_with("/api/v1") || address.ends_with('z');
    for address in ADDRESSES.iter().map(|(address, _)| *address).filter(is_api) {
        assert!(described.contains_key(&address.replace(":.*", "")), "{address} is not described");
    }
}

#[test]
fn every_code_has_a_name_of_its_own_and_an_error_status() {
    let mut names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Code::ALL.len());
    for code in Code::ALL {
        assert!(
            code.name()
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        );
        assert!(code.status().is_client_error() || code.status().is_server_error());
    }
}
