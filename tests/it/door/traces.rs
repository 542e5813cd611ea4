//! Traces: what a collector gets, and that nobody waits for one.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;

use super::send;
use crate::world::{Folder, Server, small_base};

/// Stands in everything that is sent; no span may hold it.
const MARK: &str = "zzmarkzz";
const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "b7ad6b7169203331";

/// What a collector was sent: heads of requests with their bodies.
type Sent = Mutex<Vec<(String, Vec<u8>)>>;

/// A collector that takes what it is sent.
struct Collector {
    address: String,
    taken: Arc<Sent>,
}

impl Collector {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let taken = Arc::new(Mutex::new(Vec::new()));
        let taking = Arc::clone(&taken);
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                let taking = Arc::clone(&taking);
                std::thread::spawn(move || take(connection.unwrap(), &taking));
            }
        });
        Self { address, taken }
    }

    fn spans(&self) -> Vec<Span> {
        let mut spans = Vec::new();
        for (head, body) in &*self.taken.lock().unwrap() {
            assert!(head.starts_with("POST /v1/traces "), "{head}");
            assert!(head.to_lowercase().contains("application/x-protobuf"), "{head}");
            let request = ExportTraceServiceRequest::decode(body.as_slice()).expect("protobuf");
            for resource in request.resource_spans {
                let about = format!("{:?}", resource.resource);
                assert!(about.contains("\"deskdoc\""), "{about}");
                spans.extend(resource.scope_spans.into_iter().flat_map(|scope| scope.spans));
            }
        }
        spans
    }
}

/// Takes the deliveries of one connection.
fn take(connection: TcpStream, taken: &Sent) {
    let mut reader = BufReader::new(connection);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head).unwrap_or(0) == 0 {
                return;
            }
        }
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().unwrap())
        });
        let mut body = vec![0; length.expect("a length")];
        reader.read_exact(&mut body).unwrap();
        taken.lock().unwrap().push((head, body));
        drop(reader.get_mut().write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    }
}

fn ask(server: &Server, path: &str, body: &str, headers: &str) {
    let length = body.len();
    let answer = send(
        server,
        &format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n\
             {headers}Content-Length: {length}\r\n\r\n{body}"
        ),
    );
    assert!(matches!(answer.status(), Some(200 | 201)), "{answer:?}");
}

fn attribute(span: &Span, key: &str) -> Option<String> {
    let found = span.attributes.iter().find(|attribute| attribute.key == key)?;
    match found.value.as_ref()?.value.as_ref()? {
        Value::StringValue(text) => Some(text.clone()),
        Value::IntValue(number) => Some(number.to_string()),
        other => Some(format!("{other:?}")),
    }
}

#[test]
fn a_collector_gets_requests_with_what_was_done_in_them_and_no_word_of_a_user() {
    let collector = Collector::start();
    let folder = Folder::new();
    let log = folder.path().join("log");
    let endpoint = format!("{}/", collector.address);
    let server = Server::logging(&["--log", "info"], &["--otlp-endpoint", &endpoint], &log);
    let parent = format!("traceparent: 00-{TRACE}-{PARENT}-01\r\n");
    ask(&server, "/api/v1/diagnose", &format!(r#"{{"text": "no coffee {MARK}"}}"#), &parent);
    ask(&server, "/api/v1/conversations", &format!(r#"{{"text": "no coffee {MARK}"}}"#), "");
    send(&server, &format!("GET /{MARK}?q={MARK} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
    drop(server);
    let spans = collector.spans();
    let named = |name: &str| spans.iter().filter(|span| span.name == name).collect::<Vec<_>>();
    let requests = named("POST /api/v1/diagnose");
    let [diagnose] = requests.as_slice() else { panic!("{spans:?}") };
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert_eq!((hex(&diagnose.trace_id), hex(&diagnose.parent_span_id)), (TRACE.into(), PARENT.into()));
    assert_eq!(attribute(diagnose, "http.route").as_deref(), Some("/api/v1/diagnose"));
    assert_eq!(attribute(diagnose, "http.response.status_code").as_deref(), Some("200"));
    for inside in ["recognise", "search"] {
        let is_inside = |span: &&Span| span.parent_span_id == diagnose.span_id;
        assert!(named(inside).into_iter().any(|span| is_inside(&span)), "{inside}: {spans:?}");
    }
    let [conversation] = named("POST /api/v1/conversations")[..] else { panic!("{spans:?}") };
    let store = named("store");
    assert!(store.iter().any(|span| span.trace_id == conversation.trace_id), "{spans:?}");
    assert_eq!(named("GET none").len(), 1, "{spans:?}");
    assert!(!format!("{spans:?}").contains(MARK), "{spans:?}");
    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.contains(&hex(&conversation.trace_id)), "the log names the trace: {log}");
    assert!(!log.contains("\"spans\""), "and is as it was otherwise: {log}");
}

#[test]
fn a_collector_that_is_gone_or_silent_costs_a_line_in_the_log_and_no_time() {
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    // It takes connections up, for the system does that, and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    for (address, is_told) in [(gone, true), (silent.local_addr().unwrap(), false)] {
        let folder = Folder::new();
        let log = folder.path().join("log");
        let endpoint = format!("http://{address}");
        let server = Server::logging(&["--log", "info"], &["--otlp-endpoint", &endpoint], &log);
        for _ in 0..20 {
            ask(&server, "/api/v1/diagnose", r#"{"text": "no coffee"}"#, "");
        }
        let stopping = Instant::now();
        drop(server);
        assert!(stopping.elapsed() < Duration::from_secs(60), "it ends by itself");
        let log = std::fs::read_to_string(log).unwrap();
        let n_told = log.matches("traces cannot be delivered").count();
        assert!(n_told <= 1 && (!is_told || n_told == 1), "{log}");
        assert!(!log.contains("opentelemetry"), "{log}");
    }
}

#[test]
fn an_address_that_is_none_is_named_without_repeating_it() {
    for wrong in ["localhost:4318", "ftp://collector", "http://", "http://me:hunter2@ x"] {
        let run = crate::world::Deskdoc::with_base(&small_base()).args(["serve"]);
        let run = run.env("OTEL_EXPORTER_OTLP_ENDPOINT", wrong).run();
        assert_eq!(run.code, Some(2), "{wrong}");
        assert!(run.err.contains("`otlp_endpoint`") && !run.err.contains("hunter2"), "{}", run.err);
    }
}
