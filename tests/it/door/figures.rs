//! `/metrics`: what is counted, under which names, and for whom.

use std::collections::BTreeSet;

use super::{get, send};
use crate::guides::guide;
use crate::world::Server;

/// Stands in everything that is sent; no figure may hold it.
const MARK: &str = "zzmarkzz";

fn ask(server: &Server, text: &str) {
    let body = format!(r#"{{"text": "{text}"}}"#);
    let length = body.len();
    let answer = send(
        server,
        &format!(
            "POST /api/v1/diagnose HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        ),
    );
    assert_eq!(answer.status(), Some(200), "{answer:?}");
}

#[test]
fn figures_count_by_route_outcome_and_symptom_and_never_by_words_of_users() {
    let server = Server::with(&[]);
    ask(&server, "display shows E-17 no flow");
    ask(&server, MARK);
    ask(&server, "the vending machine ate my coin");
    for path in
        ["/articles/articles/handbook.md", "/zzmarkzz", "/articles/zzmarkzz.md", "/api/v1/search?q=zzmarkzz"]
    {
        get(&server, path, &["X-Request-Id: zzmarkzz", "User-Agent: zzmarkzz"]);
    }
    send(&server, "ZZMARKZZ / HTTP/1.1\r\nHost: zzmarkzz\r\nConnection: close\r\n\r\n");
    send(&server, "zzmarkzz\r\n\r\n");
    let answer = get(&server, "/metrics", &[]);
    assert_eq!(answer.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    let figures = answer.text.to_lowercase();
    assert!(!figures.contains(MARK), "{figures}");
    for line in [
        "deskdoc_http_requests_total{method=\"post\",route=\"/api/v1/diagnose\",status=\"200\"} 3",
        "deskdoc_http_requests_total{method=\"get\",route=\"/articles/{path:.*}\",status=\"200\"} 1",
        "deskdoc_http_requests_total{method=\"get\",route=\"/articles/{path:.*}\",status=\"404\"} 1",
        "deskdoc_http_requests_total{method=\"get\",route=\"none\",status=\"404\"} 1",
        "deskdoc_http_requests_total{method=\"none\",route=\"none\",status=\"400\"} 1",
        "deskdoc_http_request_duration_seconds_count{method=\"post\",route=\"/api/v1/diagnose\",status=\"200\"} 3",
        "deskdoc_http_requests_in_flight 1",
        "deskdoc_http_requests_rate_limited_total 0",
        "deskdoc_outcomes_total{outcome=\"known\",symptom=\"no-coffee\"} 1",
        "deskdoc_outcomes_total{outcome=\"unknown\",symptom=\"\"} 1",
        "deskdoc_base_symptoms 3",
        "deskdoc_draining 0",
    ] {
        assert!(figures.lines().any(|found| found == line), "{line}\n{figures}");
    }
}

#[test]
fn every_figure_has_a_help_text_a_kind_and_a_row_in_the_guide() {
    let figures = get(&Server::with(&[]), "/metrics", &[]).text;
    let described = |word: &str| -> BTreeSet<String> {
        let lines = figures.lines().filter_map(|line| line.strip_prefix(word));
        lines.map(|line| line.split(' ').next().unwrap().to_owned()).collect()
    };
    let (helped, typed) = (described("# HELP "), described("# TYPE "));
    assert_eq!(helped, typed);
    let guide = guide("limits.md");
    for name in &helped {
        assert!(guide.contains(&format!("`{name}`")), "limits.md does not name `{name}`");
        assert!(name.starts_with("deskdoc_") || name.starts_with("process_"), "{name}");
    }
    for line in
        guide.lines().filter(|line| line.starts_with("| `deskdoc_") || line.starts_with("| `process_"))
    {
        for name in line.split('|').nth(1).unwrap().split('`').filter(|part| part.contains('_')) {
            assert!(helped.contains(name), "limits.md names `{name}`, which is not told");
        }
    }
}

#[test]
fn figures_are_for_this_machine_and_for_listed_addresses() {
    let server = Server::with(&["--trusted-proxy", "127.0.0.1", "--metrics-from", "10.1.0.0/16"]);
    for (headers, status) in [
        (&[][..], 200),
        (&["X-Forwarded-For: 10.1.2.3"], 200),
        (&["X-Forwarded-For: 10.2.0.1"], 403),
        (&["X-Forwarded-For: 10.1.2.3, 203.0.113.1"], 403),
        (&["X-Forwarded-For: 127.0.0.1"], 403),
        (&["Via: 1.1 proxy"], 403),
        (&["Host: evil.example"], 403),
        (&["Host: 127.0.0.1:9090"], 200),
    ] {
        let answer = get(&server, "/metrics", headers);
        assert_eq!(answer.status(), Some(status), "{headers:?}: {answer:?}");
        if status == 403 {
            assert_eq!(answer.code().as_deref(), Some("address-not-allowed"));
        }
    }
    let unlisted = Server::with(&["--metrics-from", "10.1.0.0/16"]);
    assert_eq!(get(&unlisted, "/metrics", &["X-Forwarded-For: 10.1.2.3"]).status(), Some(403));
}

#[test]
fn the_guide_lists_every_limit_with_its_default() {
    let guide = guide("limits.md");
    for limit in deskdoc::config::LIMITS {
        let row = format!("| `{}` | {} | {}", limit.key, limit.default, limit.meaning);
        assert!(guide.contains(&row), "limits.md has no row {row:?}");
    }
}
