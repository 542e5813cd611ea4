use super::*;

fn base(text: &str) -> BaseUrl {
    text.parse().unwrap()
}

#[test]
fn a_path_leads_below_the_ticket_system_or_nowhere() {
    for (at, path, url) in [
        (
            "https://desk.example.com",
            "/api/v1/ticket_articles",
            "https://desk.example.com/api/v1/ticket_articles",
        ),
        ("http://127.0.0.1:8000/desk", "/tickets/17%20b", "http://127.0.0.1:8000/desk/tickets/17%20b"),
        ("http://[::1]:81", "/a?per_page=100", "http://[::1]:81/a?per_page=100"),
        (
            "https://gitlab.example.com",
            "/api/v4/projects/group%2Fproject..x/issues",
            "https://gitlab.example.com/api/v4/projects/group%2Fproject..x/issues",
        ),
        ("http://10.0.0.1:80", "/a%3Fb%23c", "http://10.0.0.1/a%3Fb%23c"),
    ] {
        assert_eq!(address(&base(at), path).map(String::from), Ok(url.to_owned()), "{at} {path}");
    }
    for path in [
        "",
        "api",
        "@evil.example/x",
        ".evil.example/x",
        ":81/x",
        "/../x",
        "/a/../../x",
        "/a/./x",
        "/a/%2e%2e/x",
        "/a/.%2E/x",
        "/a\\..\\x",
        "/a%2f..%2fx",
        "/a%2F%2e%2E",
        "/a%5C..%5cx",
        "/x#y",
        "/x y",
        "/x\ny",
        "/\u{e9}",
        "//evil.example/../..",
    ] {
        assert_eq!(address(&base("https://desk.example.com/desk"), path), Err(BadCall::Path), "{path:?}");
    }
}

#[test]
fn a_call_is_read_as_it_was_written_and_no_other_way() {
    let whole = serde_json::json!({"method": "POST", "path": "/x", "content_type": "text/plain", "body": "é", "lookup": null});
    assert!(Call::read(&whole).is_ok());
    for (key, value) in [
        ("method", serde_json::json!("DELETE")),
        ("method", serde_json::json!("post")),
        ("path", serde_json::json!(1)),
        ("content_type", serde_json::json!("text/plain\r\nx: y")),
        ("host", serde_json::json!("evil.example")),
    ] {
        let mut other = whole.clone();
        other[key] = value;
        assert_eq!(Call::read(&other), Err(BadCall::Form), "{key}");
    }
    assert_eq!(Call::read(&serde_json::json!({})), Err(BadCall::Form));
}
