//! A ticket system that keeps notes, and fails as it is told to.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

/// What is done with a request.
#[derive(Debug, Clone)]
pub enum Act {
    /// As it should be: a note is kept, or the notes of the ticket are shown.
    Well,
    /// The note is kept, and yet a failure is told.
    KeepAndFail,
    /// The note is kept, and the connection broken.
    KeepAndBreak,
    /// Nothing is kept; this is answered.
    Answer(u16, &'static str, String),
    /// The connection is broken.
    Break,
    /// Nothing happens for longer than anybody waits.
    Hang,
}

type Behaviour = dyn Fn(&Request) -> Act + Send + Sync;

/// A ticket system on this machine.
pub struct Receiver {
    port: u16,
    seen: Arc<Seen>,
}

#[derive(Default)]
struct Seen {
    requests: Mutex<Vec<Request>>,
    /// The notes by the path they were sent to.
    notes: Mutex<BTreeMap<String, Vec<String>>>,
}

impl Receiver {
    pub fn start(behaviour: impl Fn(&Request) -> Act + Send + Sync + 'static) -> Self {
        Self::at("127.0.0.1:0", behaviour)
    }

    pub fn at(address: &str, behaviour: impl Fn(&Request) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (seen, behaviour): (Arc<Seen>, Arc<Behaviour>) = (Arc::default(), Arc::new(behaviour));
        let shared = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (seen, behaviour) = (Arc::clone(&shared), Arc::clone(&behaviour));
                std::thread::spawn(move || drop(serve(stream, &seen, &*behaviour)));
            }
        });
        Self { port, seen }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn requests(&self) -> Vec<Request> {
        self.seen.requests.lock().unwrap().clone()
    }

    /// The notes of each ticket that has any.
    pub fn notes(&self) -> BTreeMap<String, Vec<String>> {
        self.seen.notes.lock().unwrap().clone()
    }
}

fn serve(stream: TcpStream, seen: &Seen, behaviour: &Behaviour) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut stream = stream;
    while let Some(request) = read(&mut reader)? {
        seen.requests.lock().unwrap().push(request.clone());
        let act = behaviour(&request);
        if matches!(act, Act::Well | Act::KeepAndFail | Act::KeepAndBreak) && request.method != "GET" {
            let mut notes = seen.notes.lock().unwrap();
            notes.entry(request.path.clone()).or_default().push(request.body.clone());
        }
        match act {
            Act::Well if request.method == "GET" => {
                let notes = seen.notes.lock().unwrap().get(&request.path).cloned().unwrap_or_default();
                answer(&mut stream, 200, "", &notes.join("\n"))?;
            }
            Act::Well => answer(&mut stream, 201, "", "{}")?,
            Act::KeepAndFail => answer(&mut stream, 500, "", "out of order")?,
            Act::Answer(status, headers, body) => answer(&mut stream, status, headers, &body)?,
            Act::Hang => std::thread::sleep(Duration::from_secs(3)),
            Act::Break | Act::KeepAndBreak => return stream.shutdown(std::net::Shutdown::Both),
        }
    }
    Ok(())
}

fn answer(stream: &mut TcpStream, status: u16, headers: &str, body: &str) -> std::io::Result<()> {
    write!(stream, "HTTP/1.1 {status} X\r\ncontent-length: {}\r\n{headers}\r\n{body}", body.len())
}

fn read(reader: &mut impl BufRead) -> std::io::Result<Option<Request>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let n_bytes = headers.get("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut body = vec![0; n_bytes];
    reader.read_exact(&mut body)?;
    Ok(Some(Request { method, path, headers, body: String::from_utf8(body).unwrap() }))
}
