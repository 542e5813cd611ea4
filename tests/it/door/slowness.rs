//! Nobody is waited for too long, whatever they send meanwhile.

use std::io::Write;
use std::thread::sleep;
use std::time::Duration;

use super::{Answer, connect, get, read};
use crate::world::Server;

const HEAD: &str = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n";
const POST: &str = "POST /api/v1/diagnose HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

/// Sends a beginning, then a piece again and again until the server has had enough.
fn drip(server: &Server, beginning: &str, piece: &str) -> Answer {
    let mut connection = connect(server);
    let mut dripping = connection.try_clone().unwrap();
    connection.write_all(beginning.as_bytes()).unwrap();
    let (beginning, piece) = (beginning.len(), piece.to_owned());
    assert!(beginning > 0);
    let drops = std::thread::spawn(move || {
        while !piece.is_empty() && dripping.write_all(piece.as_bytes()).is_ok() {
            sleep(Duration::from_millis(50));
        }
    });
    let answer = read(connection);
    drops.join().unwrap();
    answer
}

#[test]
fn what_drips_is_ended_with_an_answer_that_says_so() {
    let server = Server::with(&["--limit", "request_seconds=1"]);
    for (what, beginning, piece) in [
        ("a head", HEAD.to_owned(), "X-A: b\r\n"),
        ("half a line", "GET /hea".to_owned(), ""),
        ("the head of a second request", format!("{HEAD}\r\n{HEAD}"), "X-A: b\r\n"),
        ("a body", format!("{POST}Content-Length: 100000\r\n\r\n"), "a"),
        ("a body that does not come", format!("{POST}Content-Length: 100000\r\n\r\n"), ""),
        ("chunks", format!("{POST}Transfer-Encoding: chunked\r\n\r\n"), "1\r\na\r\n"),
    ] {
        let answer = drip(&server, &beginning, piece);
        assert_eq!(
            (answer.status(), answer.code().as_deref()),
            (Some(408), Some("request-too-slow")),
            "{what}: {answer:?}"
        );
        assert!(answer.text.contains("x-content-type-options: nosniff"), "{what}: {answer:?}");
    }
    assert_eq!(get(&server, "/healthz", &[]).status(), Some(200));
}

#[test]
fn connections_without_a_request_come_to_an_end() {
    let server = Server::with(&["--limit", "idle_seconds=1", "--limit", "request_seconds=1"]);
    assert_eq!(read(connect(&server)).text, "");
    for (what, sent) in [
        ("an answered request", format!("{HEAD}\r\n")),
        ("an answered request and a part of the next", format!("{HEAD}\r\nGET /heal")),
        (
            "a body that nobody wants and that never ends",
            format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n"),
        ),
    ] {
        let answer = drip(&server, &sent, "");
        assert!(answer.text.starts_with("HTTP/1.1 200"), "{what}: {answer:?}");
    }
}

#[test]
fn a_body_may_come_in_pieces_as_long_as_it_comes() {
    let server = Server::with(&["--limit", "request_seconds=5"]);
    let body = r#"{"text": "no coffee comes out"}"#;
    let mut connection = connect(&server);
    write!(connection, "{POST}Connection: close\r\nContent-Length: {}\r\n\r\n", body.len()).unwrap();
    for byte in body.bytes() {
        connection.write_all(&[byte]).unwrap();
        sleep(Duration::from_millis(2));
    }
    assert_eq!(read(connection).status(), Some(200));
}

#[test]
fn one_connection_too_many_is_told_so() {
    let server = Server::with(&["--limit", "connections=2"]);
    let mut open: Vec<_> = (0..2).map(|_| connect(&server)).collect();
    for connection in &mut open {
        // Whoever was answered is known to be inside.
        connection.write_all(format!("{HEAD}\r\n").as_bytes()).unwrap();
        let mut first = [0; 12];
        std::io::Read::read_exact(connection, &mut first).unwrap();
        assert_eq!(&first, b"HTTP/1.1 200");
    }
    let answer = get(&server, "/healthz", &[]);
    assert_eq!((answer.status(), answer.code().as_deref()), (Some(503), Some("busy")), "{answer:?}");
    assert_eq!(answer.header("retry-after"), Some("1"));
    drop(open);
    while get(&server, "/healthz", &[]).status() != Some(200) {
        sleep(Duration::from_millis(20));
    }
}

#[test]
fn answers_that_nobody_fetches_are_given_up() {
    let server = Server::with(&["--limit", "request_seconds=1", "--limit", "idle_seconds=1"]);
    let mut connection = connect(&server);
    connection.set_write_timeout(Some(Duration::from_millis(200))).unwrap();
    let page = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(50);
    // Until neither side takes any more.
    while connection.write_all(page.as_bytes()).is_ok() {}
    let open = || -> u64 {
        let figures = get(&server, "/metrics", &[]).text;
        let line = figures.lines().find_map(|line| line.strip_prefix("deskdoc_connections_open "));
        line.unwrap().trim().parse().unwrap()
    };
    // The one that asks is open as well.
    while open() > 1 {
        sleep(Duration::from_millis(100));
    }
    drop(connection);
}

#[test]
fn requests_that_come_together_are_all_answered() {
    let server = Server::with(&[]);
    let body = r#"{"text": "no coffee comes out"}"#;
    let post = format!("{POST}Content-Length: {}\r\n\r\n{body}", body.len());
    let mut requests = format!("{HEAD}\r\n{post}").repeat(300);
    requests += &format!("{HEAD}Connection: close\r\n\r\n");
    let mut connection = connect(&server);
    let mut sending = connection.try_clone().unwrap();
    let sender = std::thread::spawn(move || drop(sending.write_all(requests.as_bytes())));
    let mut text = Vec::new();
    drop(std::io::Read::read_to_end(&mut connection, &mut text));
    sender.join().unwrap();
    assert_eq!(String::from_utf8_lossy(&text).matches("HTTP/1.1 200 OK").count(), 601);
}
