//! Requests that break in the middle are answered all the same, whatever the server does when they break.

use std::io::Write;

use super::{Answer, connect, read};
use crate::world::{Folder, Server, small_base};

const GET: &str = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
const POST: &str = "POST /api/v1/diagnose HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
    Transfer-Encoding: chunked\r\n\r\n";

/// What is no chunk.
const BROKEN: [&str; 9] = [
    "zz\r\n",
    "+c\r\n{\"text\":\"a\"}\r\n0\r\n\r\n",
    "0xc\r\n{\"text\":\"a\"}\r\n0\r\n\r\n",
    "c\n{\"text\":\"a\"}\n0\n\n",
    "-1\r\n{\"text\":\"a\"}\r\n0\r\n\r\n",
    "1000000000000000c\r\n{\"text\":\"a\"}\r\n0\r\n\r\n",
    "c;a\nb\r\n{\"text\":\"a\"}\r\n0\r\n\r\n",
    "c\r\n{\"text\":\"a\"}XX0\r\n\r\n",
    "c\r\n{\"text\":\"a\"}\r\nzz\r\n",
];

fn servers() -> [(Server, Folder); 2] {
    let folders = [Folder::new(), Folder::new()];
    let [memory, data] = folders;
    let path = data.path().display().to_string();
    let keeping = Server::over(&small_base(), &["--data", &path], &[]);
    [(Server::with(&[]), memory), (keeping, data)]
}

fn is_refused(answer: &Answer) -> bool {
    answer.status() == Some(400)
        && answer.code().as_deref() == Some("request-malformed")
        && answer.text.contains("application/problem+json")
        && answer.text.contains("connection: close")
}

#[test]
fn chunks_that_are_none_are_refused_in_words() {
    for (server, _folder) in servers() {
        for chunks in BROKEN {
            for _ in 0..5 {
                let mut connection = connect(&server);
                write!(connection, "{POST}{chunks}").unwrap();
                let answer = read(connection);
                assert!(is_refused(&answer), "{chunks:?}: {answer:?}");
                assert_eq!(answer.text.matches("HTTP/1.1").count(), 1, "{chunks:?}: {answer:?}");
            }
        }
    }
}

#[test]
fn chunks_that_are_none_are_refused_behind_another_request() {
    for (server, _folder) in servers() {
        for chunks in BROKEN {
            let mut together = connect(&server);
            write!(together, "{GET}{POST}{chunks}").unwrap();
            let mut later = connect(&server);
            later.write_all(GET.as_bytes()).unwrap();
            let mut first = [0; 12];
            std::io::Read::read_exact(&mut later, &mut first).unwrap();
            write!(later, "{POST}{chunks}").unwrap();
            for answer in [read(together), read(later)] {
                assert!(answer.text.contains("{\"status\":\"alive\"}"), "{chunks:?}: {answer:?}");
                assert!(is_refused(&answer), "{chunks:?}: {answer:?}");
            }
        }
    }
}

#[test]
fn a_refusal_reaches_who_goes_on_sending() {
    for (server, _folder) in servers() {
        let mut connection = connect(&server);
        let mut sending = connection.try_clone().unwrap();
        write!(connection, "{POST}zz\r\n").unwrap();
        let sender = std::thread::spawn(move || sending.write_all(&[b'a'; 300_000]));
        let answer = read(connection);
        drop(sender.join().unwrap());
        assert!(is_refused(&answer), "{answer:?}");
    }
}

#[test]
fn an_address_is_too_long_however_long_it_is() {
    let server = Server::with(&[]);
    for length in [9_000, 65_000, 65_533, 65_535, 65_600, 80_000, 100_000, 130_000, 200_000] {
        let mut connection = connect(&server);
        let address = "a".repeat(length);
        drop(write!(
            connection,
            "GET /api/{address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        ));
        let answer = read(connection);
        assert_eq!(answer.status(), Some(414), "{length}: {answer:?}");
        assert_eq!(answer.code().as_deref(), Some("address-too-long"), "{length}");
    }
}

/// Sends a head that waits for a word before its body, and reads until the server has said something.
fn waiting_for_a_word(server: &Server, path: &str, length: usize) -> (std::net::TcpStream, String) {
    let mut connection = connect(server);
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n\
         Expect: 100-continue\r\nContent-Length: {length}\r\n\r\n"
    );
    connection.write_all(head.as_bytes()).unwrap();
    let mut first = [0; 12];
    std::io::Read::read_exact(&mut connection, &mut first).unwrap();
    (connection, String::from_utf8_lossy(&first).into_owned())
}

#[test]
fn who_waits_for_a_word_before_the_body_hears_the_refusal_at_once_or_that_it_may_come() {
    for (server, _folder) in servers() {
        for (path, length, refused) in [
            ("/api/v1/diagnose", 9_900_000, "HTTP/1.1 413"),
            ("/api/v1/nothing", 20, "HTTP/1.1 404"),
            ("/api/v1/diagnose?a=b", 20, "HTTP/1.1 422"),
        ] {
            let (connection, first) = waiting_for_a_word(&server, path, length);
            assert_eq!(first, refused, "{path}");
            assert!(!read(connection).text.contains("100 Continue"), "{path}");
        }
        let body = r#"{"text": "no coffee comes out"}"#;
        let (mut connection, first) = waiting_for_a_word(&server, "/api/v1/diagnose", body.len());
        assert_eq!(first, "HTTP/1.1 100");
        connection.write_all(body.as_bytes()).unwrap();
        let answer = read(connection);
        assert_eq!(answer.status(), Some(200), "{answer:?}");
        assert!(answer.text.starts_with(" Continue\r\n\r\nHTTP/1.1 200"), "{answer:?}");
    }
}

#[test]
fn a_body_that_is_cut_off_is_called_cut_off() {
    for (server, _folder) in servers() {
        let mut connection = connect(&server);
        write!(connection, "{POST}c\r\n{{\"text\"").unwrap();
        connection.shutdown(std::net::Shutdown::Write).unwrap();
        let answer = read(connection);
        assert_eq!(answer.code().as_deref(), Some("body-cut-short"), "{answer:?}");
    }
}

#[test]
fn who_sends_the_body_without_waiting_for_a_word_gets_the_answer_alone() {
    for (server, _folder) in servers() {
        let body = r#"{"text": "no coffee comes out"}"#;
        let request = format!(
            "POST /api/v1/diagnose HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
             Expect: 100-continue\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let last = GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
        for _ in 0..5 {
            let mut connection = connect(&server);
            write!(connection, "{request}{last}").unwrap();
            let answer = read(connection);
            assert_eq!(answer.text.matches("HTTP/1.1 200").count(), 2, "{answer:?}");
            assert!(!answer.text.contains("100 Continue"), "{answer:?}");
        }
    }
}
