//! How often one address may ask, and what becomes of more work than can be done.

use super::{Answer, get, send};
use crate::world::Server;

const PROXY: &[&str] = &[
    "--without-tokens",
    "--trusted-proxy",
    "127.0.0.1",
    "--limit",
    "burst=3",
    "--limit",
    "requests_per_second=1",
];

fn from(server: &Server, address: &str) -> Answer {
    get(server, "/api/v1/symptoms", &[&format!("X-Forwarded-For: {address}")])
}

/// How many of ten requests are answered.
fn n_answered(request: impl Fn() -> Answer) -> usize {
    let answers: Vec<Answer> = (0..10).map(|_| request()).collect();
    for answer in &answers {
        assert!(matches!(answer.status(), Some(200 | 429)), "{answer:?}");
    }
    answers.iter().filter(|answer| answer.status() == Some(200)).count()
}

#[test]
fn who_asks_too_often_is_told_when_to_come_back() {
    let server = Server::with(PROXY);
    let first = from(&server, "203.0.113.9");
    assert_eq!(first.status(), Some(200));
    assert_eq!(first.header("ratelimit-policy"), Some("\"address\";q=3;w=3"));
    assert_eq!(first.header("ratelimit"), Some("\"address\";r=2;t=1"));
    let refused =
        (0..20).map(|_| from(&server, "203.0.113.9")).find(|answer| answer.status() != Some(200)).unwrap();
    assert_eq!(
        (refused.status(), refused.code().as_deref()),
        (Some(429), Some("too-many-requests")),
        "{refused:?}"
    );
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert!(refused.header("ratelimit").unwrap().starts_with("\"address\";r=0;"), "{refused:?}");
    let page = (0..20).map(|_| get(&server, "/", &["X-Forwarded-For: 203.0.113.9"]));
    let page = page.into_iter().find(|answer| answer.status() == Some(429)).unwrap();
    assert!(page.text.contains("<h1"), "{page:?}");
    // Somebody else has a count of their own; so has a network of IPv6, but not each address in it.
    assert!(n_answered(|| from(&server, "203.0.113.10")) >= 3);
    assert!(n_answered(|| from(&server, "2001:db8::1")) >= 3);
    assert!(n_answered(|| from(&server, "2001:db8::2:3")) < 10);
}

#[test]
fn programs_on_this_machine_are_not_counted_unless_somebody_asks_through_them() {
    let server =
        Server::with(&["--without-tokens", "--limit", "burst=3", "--limit", "requests_per_second=1"]);
    assert_eq!(n_answered(|| get(&server, "/api/v1/symptoms", &[])), 10);
    let n_sent = std::cell::Cell::new(0);
    let pretended = || {
        n_sent.set(n_sent.get() + 1);
        from(&server, &format!("203.0.113.{}", n_sent.get()))
    };
    // Nobody listed this proxy: whatever it says, its clients are one address.
    assert!(n_answered(pretended) < 10);
}

#[test]
fn what_a_client_writes_in_front_of_a_proxys_word_is_not_believed() {
    let server = Server::with(PROXY);
    let n_sent = std::cell::Cell::new(0);
    let pretended = || {
        n_sent.set(n_sent.get() + 1);
        from(&server, &format!("198.51.100.{}, 203.0.113.77", n_sent.get()))
    };
    assert!(n_answered(pretended) < 10);
    for odd in ["", "unknown", ",,,", "203.0.113.1:99999", "<script>", "127.0.0.1, x"] {
        assert!(matches!(from(&server, odd).status(), Some(200 | 429)), "{odd}");
    }
}

#[test]
fn more_work_than_can_be_done_is_turned_away_at_once() {
    let server = Server::with(&["--limit", "jobs=1"]);
    let body = format!(r#"{{"text": "{}"}}"#, "no coffee comes out and it beeps ".repeat(1500));
    let request = format!(
        "POST /api/v1/diagnose HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    for _ in 0..50 {
        let answers: Vec<Answer> = std::thread::scope(|scope| {
            let all: Vec<_> = (0..16).map(|_| scope.spawn(|| send(&server, &request))).collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        for answer in &answers {
            match answer.status() {
                Some(200) => {}
                Some(503) => assert_eq!(
                    (answer.header("retry-after"), answer.code().as_deref()),
                    (Some("1"), Some("busy"))
                ),
                other => panic!("{other:?}: {answer:?}"),
            }
        }
        assert!(answers.iter().any(|answer| answer.status() == Some(200)), "somebody is always served");
        if answers.iter().any(|answer| answer.status() == Some(503)) {
            let figures = get(&server, "/metrics", &[]).text;
            assert!(figures.contains("deskdoc_http_requests_shed_total{reason=\"jobs\"}"), "{figures}");
            return;
        }
    }
    panic!("nobody was turned away");
}
