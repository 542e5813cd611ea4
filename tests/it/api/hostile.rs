//! Requests that are wrong on purpose, one line each in `tests/cases/api/hostile.txt`.
//!
//! They are sent byte for byte over a plain connection, because no client would send them. None may get a 5xx, hang,
//! or be answered with anything but a problem document, or a page outside the API, that does not repeat what was
//! sent. Every answer has the headers that keep browsers safe. What is no HTTP at all gets a problem document at any
//! address.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

use crate::world::{Server, cases, expect_file, no_complaints};

/// Stands in some requests; no answer may hold it.
const MARK: &str = "ZZMARKZZ";

#[test]
fn wrong_requests_are_refused_in_plain_words() {
    let server = Server::shared();
    let file = cases("api").join("hostile.txt");
    let mut rewritten = String::new();
    let mut complaints = Vec::new();
    for line in std::fs::read_to_string(&file).unwrap().lines() {
        if line.is_empty() || line.starts_with('#') {
            rewritten += &format!("{line}\n");
            continue;
        }
        let case = Case::read(line);
        let answer = case.send(server.address());
        complaints
            .extend(answer.faults(case.is_api).into_iter().map(|fault| format!("{}: {fault}", case.name)));
        rewritten += &format!("{} => {}\n", case.line, answer.in_short());
    }
    complaints.extend(expect_file(&file, &rewritten).err());
    no_complaints(complaints);
}

/// A line `name | METHOD path | header: value; … | body => what is answered`, or `name | raw | | bytes => …`.
///
/// `\xNN` is a byte, `\r` and `\n` are line ends, and `<text*count>` is a text so many times.
struct Case {
    line: String,
    name: String,
    /// Whether the address is one that programs call; others answer with pages.
    is_api: bool,
    request: Vec<u8>,
}

impl Case {
    fn read(line: &str) -> Self {
        let line = line.rsplit_once(" =>").map_or(line, |(line, _)| line).trim_end();
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [name, start, headers, body] = parts.as_slice() else {
            panic!("four parts are expected: {line}")
        };
        let body = bytes(body);
        if *start == "raw" {
            return Self {
                line: line.to_owned(),
                name: (*name).to_owned(),
                is_api: parts[3].contains(" /api/"),
                request: body,
            };
        }
        let mut head = bytes(start);
        head.extend(b" HTTP/1.1\r\nHost: deskdoc.example\r\nConnection: close\r\n");
        let has_length =
            ["content-length", "transfer-encoding"].iter().any(|name| headers.to_lowercase().contains(name));
        for header in headers.split(';').map(str::trim).filter(|header| !header.is_empty()) {
            head.extend(bytes(header));
            head.extend(b"\r\n");
        }
        if !has_length && !body.is_empty() {
            head.extend(format!("Content-Length: {}\r\n", body.len()).into_bytes());
        }
        head.extend(b"\r\n");
        head.extend(body);
        Self {
            line: line.to_owned(),
            name: (*name).to_owned(),
            is_api: start.contains(" /api/"),
            request: head,
        }
    }

    fn send(&self, address: &str) -> Answer {
        let mut connection = TcpStream::connect(address).unwrap();
        connection.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        // A server that refuses early closes early; what it said is still there to be read.
        drop(connection.write_all(&self.request));
        let mut bytes = Vec::new();
        let mut buffer = [0; 16 * 1024];
        while let Ok(count) = connection.read(&mut buffer) {
            if count == 0 {
                break;
            }
            bytes.extend(&buffer[..count]);
        }
        Answer { text: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

/// Stands in the head of every answer.
const ALWAYS: [&str; 4] = [
    "content-security-policy: default-src 'none'",
    "x-content-type-options: nosniff",
    "x-request-id: ",
    "cache-control: ",
];

struct Answer {
    text: String,
}

impl Answer {
    fn status(&self) -> Option<u16> {
        self.text.split(' ').nth(1)?.parse().ok()
    }

    fn problem(&self) -> Option<Value> {
        let (head, body) = self.text.split_once("\r\n\r\n")?;
        head.to_lowercase()
            .contains("content-type: application/problem+json")
            .then(|| serde_json::from_str(body).ok())?
    }

    /// How many answers there are on the connection.
    fn count(&self) -> usize {
        self.text.matches("HTTP/1.1 ").count() + self.text.matches("HTTP/1.0 ").count()
    }

    fn in_short(&self) -> String {
        let status = self.status().map_or_else(|| "closed".to_owned(), |status| status.to_string());
        let Some(problem) = self.problem() else { return status };
        let pointers = problem["errors"].as_array().into_iter().flatten();
        let pointers: Vec<String> =
            pointers.map(|error| error["pointer"].as_str().unwrap_or_default().replace(MARK, "…")).collect();
        format!("{status} {} {}", problem["code"].as_str().unwrap_or("no code"), pointers.join(" "))
            .trim_end()
            .to_owned()
    }

    fn faults(&self, is_api: bool) -> Vec<String> {
        let mut faults = Vec::new();
        let Some(status) = self.status() else { return vec!["no answer".to_owned()] };
        if status >= 500 {
            faults.push(format!("a {status}"));
        }
        if self.text.contains(MARK) {
            faults.push(format!("what was sent is repeated: {}", self.text));
        }
        for header in ALWAYS {
            faults.extend((!self.text.contains(header)).then(|| format!("no {header}")));
        }
        if self.count() != 1 {
            faults.push(format!("{} answers", self.count()));
        }
        if status < 400 {
            return faults;
        }
        if !is_api && self.problem().is_none() {
            faults.extend((!self.text.contains("<h1")).then(|| "an error page without a heading".to_owned()));
            return faults;
        }
        let Some(problem) = self.problem() else {
            faults
                .push(format!("no problem document: {:?}", self.text.chars().take(300).collect::<String>()));
            return faults;
        };
        for key in ["type", "title", "code", "detail", "request_id"] {
            if problem[key].as_str().is_none_or(str::is_empty) {
                faults.push(format!("no `{key}` in {problem}"));
            }
        }
        if problem["status"] != status {
            faults.push(format!("the status is {status} and not {}", problem["status"]));
        }
        for word in ["EOF", "missing field", "expected value", "serde", "panicked", "src/", "invalid type"] {
            if self.text.contains(word) {
                faults.push(format!("a library speaks: {word:?} in {problem}"));
            }
        }
        faults
    }
}

fn bytes(text: &str) -> Vec<u8> {
    let text = repeated(text);
    let mut bytes = Vec::new();
    let mut rest = text.as_str();
    while let Some((before, escape)) = rest.split_once('\\') {
        bytes.extend(before.bytes());
        let (byte, length) = match escape.as_bytes() {
            [b'x', ..] => (u8::from_str_radix(&escape[1..3], 16).unwrap(), 3),
            [b'n', ..] => (b'\n', 1),
            [b'r', ..] => (b'\r', 1),
            [other, ..] => (*other, 1),
            [] => (b'\\', 0),
        };
        bytes.push(byte);
        rest = &escape[length..];
    }
    bytes.extend(rest.bytes());
    bytes
}

fn repeated(text: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once('<') {
        let repeat = inside.split_once('>').and_then(|(inside, behind)| {
            let (text, count) = inside.rsplit_once('*')?;
            Some((text.repeat(count.parse().ok()?), behind))
        });
        result += before;
        match repeat {
            Some((text, behind)) => {
                result += &text;
                rest = behind;
            }
            None => {
                result.push('<');
                rest = inside;
            }
        }
    }
    result + rest
}
