//! A server among others: its port, its end, and a base with faults.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::world::{Deskdoc, Folder, Server, cases, small_base};

#[tokio::test]
async fn the_built_in_base_knows_its_first_sentence_over_the_api() {
    let server = Server::start(None);
    let body = json!({"text": "after login I land on adobe.com"});
    let response =
        reqwest::Client::new().post(server.url("/api/v1/diagnose")).json(&body).send().await.unwrap();
    let answer: serde_json::Value = response.json().await.unwrap();
    assert_eq!(
        (&answer["outcome"], &answer["symptom"]),
        (&json!("known"), &json!("redirected-to-adobe-com"))
    );
}

#[tokio::test]
async fn a_base_with_faults_is_served_and_its_faults_are_told() {
    let folder = Folder::new();
    folder.copy(&small_base());
    folder.write("broken.md", "---\ntitle: [a\n---\n# Broken\n");
    let server = Server::start(Some(folder.path()));
    let ready: serde_json::Value = reqwest::get(server.url("/readyz")).await.unwrap().json().await.unwrap();
    assert_eq!(ready["status"], "ready");
    let degraded = ready["degraded"].to_string();
    assert!(degraded.contains("broken.md:"), "{degraded}");
}

#[test]
fn a_termination_signal_ends_the_server_with_exit_code_0() {
    for signal in ["TERM", "INT"] {
        let mut server = Command::new(env!("CARGO_BIN_EXE_deskdoc"))
            .args(["--log", "warn", "--kb"])
            .arg(small_base())
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(server.stdout.as_mut().unwrap()).read_line(&mut first).unwrap();
        // Whoever has been answered once knows that the server listens to signals too.
        let address = first.trim_end().rsplit_once("http://").unwrap().1;
        let mut connection = TcpStream::connect(address).unwrap();
        connection.write_all(b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").unwrap();
        connection.read_to_end(&mut Vec::new()).unwrap();
        let started = Instant::now();
        let sent =
            Command::new("kill").args([format!("-{signal}"), server.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let status = server.wait().unwrap();
        assert_eq!(status.code(), Some(0), "{signal}");
        assert!(started.elapsed() < Duration::from_secs(10), "{signal}: {:?}", started.elapsed());
    }
}

#[test]
fn a_port_that_is_taken_is_said_in_plain_words() {
    let server = Server::shared();
    let run = Deskdoc::with_base(&small_base()).args(["serve", "--listen", server.address()]).run();
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains(server.address()), "{}", run.err);
}

#[test]
fn a_base_that_cannot_be_read_keeps_the_server_from_starting() {
    let run = Deskdoc::with_base(&cases("no-such-base")).args(["serve", "--listen", "127.0.0.1:0"]).run();
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{}", run.err);
}
