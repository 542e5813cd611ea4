//! The log: one line an event, whatever is sent, and nothing of what users write.

use serde_json::Value;

use super::{get, send};
use crate::world::{Folder, Server};

/// Stands in everything that users write.
const MARK: &str = "ZZMARKZZ";

/// Asks in every way there is.
fn ask_everything(server: &Server) {
    let body = format!(r#"{{"text": "{MARK} no coffee", "{MARK}": 1}}"#);
    let post = |path: &str, kind: &str, body: &str| {
        format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {kind}\r\nCookie: a={MARK}\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    send(server, &post("/api/v1/diagnose", "application/json", &body));
    send(
        server,
        &post("/api/v1/diagnose", "application/json", &format!(r#"{{"text": "{MARK} no coffee"}}"#)),
    );
    send(server, &post("/", "application/x-www-form-urlencoded", &format!("q={MARK}")));
    send(server, &format!("{MARK} / {MARK}\r\n\r\n"));
    send(server, &format!("{MARK} / HTTP/1.1\r\nHost: {MARK}\r\nConnection: close\r\n\r\n"));
    for path in [
        &format!("/{MARK}"),
        &format!("/?q={MARK}"),
        &format!("/api/v1/search?q={MARK}&{MARK}=%ZZ"),
        &format!("/articles/{MARK}\u{202e}%0a%1b.md"),
    ] {
        get(
            server,
            path,
            &[
                &format!("User-Agent: {MARK}"),
                &format!("X-Forwarded-For: {MARK}"),
                &format!("Referer: {MARK}"),
            ],
        );
    }
}

#[test]
fn the_log_is_one_json_object_a_line_and_holds_nothing_that_users_write() {
    let folder = Folder::new();
    let file = folder.write("log", "");
    {
        let server = Server::logging(&["--log", "info"], &["--trusted-proxy", "127.0.0.1"], &file);
        ask_everything(&server);
        let trace = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        let answer = get(&server, "/healthz", &["X-Request-Id: proxy-77", trace]);
        assert_eq!(answer.header("x-request-id"), Some("proxy-77"));
        let traced = answer.header("traceresponse").unwrap();
        assert!(
            traced.starts_with("00-4bf92f3577b34da6a3ce929d0e0e4736-")
                && traced.ends_with("-01")
                && traced.len() == 55,
            "{traced}"
        );
        let odd = get(&server, "/healthz", &["X-Request-Id: a\"b{}", "traceparent: 00-0-0-0"]);
        assert_eq!((odd.header("x-request-id").map(str::len), odd.header("traceresponse")), (Some(16), None));
    }
    let log = std::fs::read_to_string(&file).unwrap();
    assert!(!log.to_uppercase().contains(MARK), "{log}");
    let events: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(events.len() > 8, "{log}");
    let of_the_proxy = events.iter().find(|event| event["request_id"] == "proxy-77").unwrap();
    assert_eq!(of_the_proxy["trace_id"], "4bf92f3577b34da6a3ce929d0e0e4736");
    assert_eq!((&of_the_proxy["route"], &of_the_proxy["status"]), (&"/healthz".into(), &200.into()));
    assert!(of_the_proxy["ms"].is_f64() && of_the_proxy["timestamp"].as_str().unwrap().ends_with('Z'));
}

#[test]
fn a_client_cannot_choose_the_id_of_its_request() {
    let answer = get(&Server::with(&[]), "/healthz", &["X-Request-Id: mine"]);
    assert_ne!(answer.header("x-request-id"), Some("mine"));
}

#[test]
fn the_log_for_people_is_one_line_an_event_too() {
    let folder = Folder::new();
    let file = folder.write("log", "");
    {
        let server = Server::logging(&["--log", "info", "--log-format", "human"], &[], &file);
        ask_everything(&server);
    }
    let log = std::fs::read_to_string(&file).unwrap();
    assert!(!log.to_uppercase().contains(MARK), "{log}");
    let is_event =
        |line: &str| line.starts_with("20") && [" INFO ", " WARN "].iter().any(|level| line.contains(level));
    assert!(log.lines().count() > 8 && log.lines().all(is_event), "{log}");
    assert!(log.contains("route=\"/api/v1/diagnose\" status=200"), "{log}");
}
