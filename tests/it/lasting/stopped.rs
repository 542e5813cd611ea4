//! A server that is told to stop finishes what was begun, and says to everybody else that it is about to end.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread::sleep;
use std::time::Duration;

use crate::world::Server;

const HEAD: &str = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n";

fn connect(server: &Server) -> TcpStream {
    let connection = TcpStream::connect(server.address()).unwrap();
    connection.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    connection
}

/// All that comes until the server hangs up.
fn rest(mut connection: TcpStream) -> String {
    let mut bytes = Vec::new();
    drop(connection.read_to_end(&mut bytes));
    String::from_utf8_lossy(&bytes).into_owned()
}

/// One answer without closing; answers to [`HEAD`] end with their only object.
fn answer(connection: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"}") && connection.read(&mut byte).unwrap() == 1 {
        bytes.extend_from_slice(&byte);
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn half_sent_requests_are_answered() {
    let server = Server::with(&[]);
    let body = r#"{"text": "no coffee comes out"}"#;
    let post = format!(
        "POST /api/v1/diagnose HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    let halves = [("GET /hea", "lthz HTTP/1.1\r\nHost: localhost\r\n\r\n"), (HEAD, "\r\n"), (&post, body)];
    let mut begun = Vec::new();
    for (first, second) in halves {
        for is_second in [false, true] {
            let mut connection = connect(&server);
            if is_second {
                write!(connection, "{HEAD}\r\n").unwrap();
                assert!(answer(&mut connection).starts_with("HTTP/1.1 200"));
            }
            connection.write_all(first.as_bytes()).unwrap();
            begun.push((connection, first, second));
        }
    }
    sleep(Duration::from_millis(100));
    server.signal("TERM");
    // By now those that have nothing to say would have been hung up on.
    sleep(Duration::from_millis(1500));
    for (mut connection, first, second) in begun {
        connection.write_all(second.as_bytes()).unwrap();
        let answer = rest(connection);
        assert!(answer.starts_with("HTTP/1.1 200"), "{first:?}: {answer:?}");
        assert!(answer.contains("connection: close"), "{first:?}: {answer:?}");
    }
}

#[test]
fn whoever_asks_again_on_an_open_connection_is_told_that_it_closes() {
    let server = Server::with(&[]);
    let mut open: Vec<_> = (0..50).map(|_| connect(&server)).collect();
    for connection in &mut open {
        write!(connection, "{HEAD}\r\n").unwrap();
        assert!(!answer(connection).contains("connection: close"));
    }
    server.signal("TERM");
    for connection in &mut open {
        write!(connection, "{HEAD}\r\n").unwrap();
    }
    for mut connection in open {
        let mut said = answer(&mut connection);
        // Whoever was quicker than the signal is answered once more.
        if !said.contains("connection: close") {
            assert!(said.starts_with("HTTP/1.1 200"), "{said:?}");
            write!(connection, "{HEAD}\r\n").unwrap();
            said = rest(connection);
        }
        assert!(said.starts_with("HTTP/1.1 200") && said.contains("connection: close"), "{said:?}");
    }
}

#[test]
fn a_load_balancer_that_asks_is_told() {
    let server = Server::with(&[]);
    let mut begun = connect(&server);
    begun.write_all(HEAD.as_bytes()).unwrap();
    sleep(Duration::from_millis(100));
    server.signal("TERM");
    let ready = loop {
        let mut connection = connect(&server);
        write!(connection, "GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let answer = answer(&mut connection);
        if !answer.starts_with("HTTP/1.1 200") {
            break answer;
        }
    };
    assert!(ready.starts_with("HTTP/1.1 503"), "{ready:?}");
    assert!(ready.contains("\"code\":\"draining\"") && ready.contains("retry-after"), "{ready:?}");
    begun.write_all(b"\r\n").unwrap();
    assert!(rest(begun).starts_with("HTTP/1.1 200"));
}

#[test]
fn what_never_comes_to_its_end_is_told_so() {
    let server = Server::with(&["--limit", "request_seconds=60"]);
    let post = "POST /api/v1/diagnose HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
        Content-Length: 100\r\n\r\n{";
    let begun: Vec<_> = [HEAD, post]
        .into_iter()
        .map(|first| {
            let mut connection = connect(&server);
            connection.write_all(first.as_bytes()).unwrap();
            connection
        })
        .collect();
    sleep(Duration::from_millis(100));
    server.signal("TERM");
    for connection in begun {
        let answer = rest(connection);
        assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("\"draining\""), "{answer:?}");
    }
}
