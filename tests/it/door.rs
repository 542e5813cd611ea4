//! The door of the server: who gets in, how often, how slowly, under which name, and what is noted down of it.

mod broken;
mod figures;
mod hosts;
mod log;
mod rates;
mod slowness;
mod tls;
mod traces;

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use serde_json::Value;

use crate::world::Server;

/// What came back over a plain connection.
#[derive(Debug)]
struct Answer {
    text: String,
}

impl Answer {
    /// Of the last answer on the connection.
    fn status(&self) -> Option<u16> {
        self.text.rsplit("HTTP/1.1 ").next()?.get(..3)?.parse().ok()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let (head, _) = self.text.split_once("\r\n\r\n")?;
        head.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    fn code(&self) -> Option<String> {
        let (_, body) = self.text.rsplit_once("\r\n\r\n")?;
        let problem: Value = serde_json::from_str(body).ok()?;
        Some(problem["code"].as_str()?.to_owned())
    }
}

fn connect(server: &Server) -> TcpStream {
    let connection = TcpStream::connect(server.address()).unwrap();
    connection.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    connection
}

/// Sends bytes and reads until the server ends the connection.
fn send(server: &Server, request: &str) -> Answer {
    let mut connection = connect(server);
    drop(connection.write_all(request.as_bytes()));
    read(connection)
}

fn read(mut connection: TcpStream) -> Answer {
    let mut bytes = Vec::new();
    drop(connection.read_to_end(&mut bytes));
    drop(connection.shutdown(Shutdown::Both));
    Answer { text: String::from_utf8_lossy(&bytes).into_owned() }
}

/// A request without a body, with further headers.
fn get(server: &Server, path: &str, headers: &[&str]) -> Answer {
    let has_host = headers.iter().any(|header| header.starts_with("Host:"));
    let mut lines = vec![format!("GET {path} HTTP/1.1"), "Connection: close".to_owned()];
    lines.extend((!has_host).then(|| "Host: localhost".to_owned()));
    lines.extend(headers.iter().map(|header| (*header).to_owned()));
    send(server, &format!("{}\r\n\r\n", lines.join("\r\n")))
}
