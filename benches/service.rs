//! What the service takes, beside a bare handler of the same framework that sends as many bytes.
//!
//! `cargo bench --bench service`: both servers run on this machine at the same time and are loaded in turns, by the same
//! 64 connections, so that what else goes on here weighs on both. A number behind the command is the seconds of each
//! turn, another word leaves only the loads whose name contains it. Read the ratios; the rest belongs to the machine.
//! So does a part of the last column: what the bare handler shows there, in the same turns, stands behind it.
//!
//! `cargo bench --bench service memory 10000000`: so many requests of all loads in turn, and after each tenth of them
//! the memory that the service holds.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    reason = "a bench may stop, looks at the clock and prints"
)]

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use actix_web::{App, HttpResponse, HttpServer, web};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;

const CONNECTIONS: usize = 64;
const TURNS: usize = 5;
const PAGE: &str = "/articles/ims/articles/configuring-ims.md";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|one| !one.starts_with("--")).collect();
    let number = arguments.iter().find_map(|one| one.parse::<f64>().ok());
    let wanted = arguments.iter().find(|one| one.parse::<f64>().is_err());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let deskdoc = Deskdoc::start();
    if wanted.is_some_and(|word| word == "memory") {
        return endure(&runtime, &deskdoc, number.unwrap_or(1e6) as usize);
    }
    println!(
        "{:<22}{:>9}{:>9}{:>7}{:>9}{:>9}{:>9}{:>9}",
        "", "bare/s", "here/s", "ratio", "p50 ms", "p99 ms", "p99/p50", "bare"
    );
    for load in loads().into_iter().filter(|load| wanted.is_none_or(|word| load.name.contains(word))) {
        compare(&runtime, &deskdoc, load, Duration::from_secs_f64(number.unwrap_or(3.0)));
    }
}

/// Loads both servers in turns and prints what came of it.
fn compare(runtime: &Runtime, deskdoc: &Deskdoc, load: Load, time: Duration) {
    let loads = Arc::new(vec![load]);
    let load = &loads[0];
    let (_, first) = runtime.block_on(one(deskdoc.address, &load.request(0, deskdoc.address)));
    let bare = bare(first);
    let (mut without, mut with) = (Measured::default(), Measured::default());
    for _ in 0..TURNS {
        let end = || End::At(Instant::now() + time);
        without.add(runtime.block_on(drive(bare, Arc::clone(&loads), end())));
        with.add(runtime.block_on(drive(deskdoc.address, Arc::clone(&loads), end())));
    }
    let (p50, p99) = (with.at(0.5), with.at(0.99));
    println!(
        "{:<22}{:>9.0}{:>9.0}{:>7.2}{:>9.2}{:>9.2}{:>9.1}{:>9.1}",
        load.name,
        without.per_second(),
        with.per_second(),
        with.per_second() / without.per_second(),
        p50,
        p99,
        p99 / p50,
        without.at(0.99) / without.at(0.5)
    );
    assert_eq!(with.n_refused, 0, "every request is answered with 200");
}

/// Sends many requests and prints what the service holds meanwhile.
fn endure(runtime: &Runtime, deskdoc: &Deskdoc, n_requests: usize) {
    const STEPS: usize = 10;
    let loads = Arc::new(loads());
    println!("{:>12}{:>9}{:>9}{:>9}", "requests", "per s", "now MB", "peak MB");
    for step in 0..=STEPS {
        let measured = match step {
            0 => Measured::default(),
            _ => runtime.block_on(drive(deskdoc.address, Arc::clone(&loads), End::after(n_requests / STEPS))),
        };
        let (now, peak) = (deskdoc.megabytes("VmRSS:"), deskdoc.megabytes("VmHWM:"));
        println!("{:>12}{:>9.0}{now:>9.0}{peak:>9.0}", step * n_requests / STEPS, measured.per_second());
        assert_eq!(measured.n_refused, 0, "every request is answered with 200");
    }
}

/// What is asked for.
struct Load {
    name: &'static str,
    path: &'static str,
    /// Of questions; none = the page is fetched.
    texts: Vec<String>,
    /// Whether no text comes twice.
    is_new: bool,
}

impl Load {
    fn request(&self, n: usize, address: SocketAddr) -> Vec<u8> {
        let Some(text) = self.texts.get(n % self.texts.len().max(1)) else {
            return format!("GET {} HTTP/1.1\r\nHost: {address}\r\n\r\n", self.path).into_bytes();
        };
        let text = if self.is_new { format!("{text} ({n})") } else { text.clone() };
        let body = serde_json::json!({ "text": text }).to_string();
        let length = body.len();
        format!(
            "POST {} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}",
            self.path
        )
        .into_bytes()
    }
}

fn loads() -> Vec<Load> {
    let app = deskdoc::app::App::open(&deskdoc::config::Config::default()).unwrap();
    let base = &app.snapshot().base;
    let says = |n: usize| base.symptoms().filter_map(move |symptom| symptom.says.get(n));
    let texts: Vec<String> = (0..20).flat_map(says).cloned().collect();
    let get = |name, path| Load { name, path, texts: Vec::new(), is_new: false };
    let ask = |name, is_new| Load { name, path: "/api/v1/diagnose", texts: texts.clone(), is_new };
    vec![
        ask("diagnose, texts again", false),
        ask("diagnose, new texts", true),
        get("article", PAGE),
        get("page: home", "/"),
        get("page: symptoms", "/symptoms"),
        get("page: tree", "/symptoms/redirected-to-adobe-com/tree"),
        get("search", "/api/v1/search?q=technical+account"),
    ]
}

/// The service as it is installed.
struct Deskdoc {
    process: Child,
    address: SocketAddr,
}

impl Deskdoc {
    fn start() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_deskdoc"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .env_clear()
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit('/').next().unwrap().parse().unwrap();
        Self { process, address }
    }

    /// What the kernel says of its memory.
    fn megabytes(&self, field: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap();
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0
    }
}

impl Drop for Deskdoc {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// A server that reads JSON and sends JSON with as many bytes, or a page as long as the real one.
fn bare(body: Vec<u8>) -> SocketAddr {
    #[derive(serde::Deserialize)]
    struct Asked {
        text: String,
    }
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let body = Arc::new(body);
        let answer: Arc<Option<serde_json::Value>> = Arc::new(serde_json::from_slice(&body).ok());
        actix_web::rt::System::new().block_on(async move {
            let server = HttpServer::new(move || {
                let (body, answer) = (Arc::clone(&body), Arc::clone(&answer));
                let post = move |asked: web::Json<Asked>| {
                    let answer = Arc::clone(&answer);
                    async move {
                        assert!(!asked.text.is_empty());
                        HttpResponse::Ok().json(answer.as_ref())
                    }
                };
                let get = move || {
                    let body = web::Bytes::from(body.to_vec());
                    async move { HttpResponse::Ok().content_type("text/html; charset=utf-8").body(body) }
                };
                App::new().route("/{path:.*}", web::post().to(post)).route("/{path:.*}", web::get().to(get))
            })
            .disable_signals()
            .bind("127.0.0.1:0")
            .unwrap();
            sender.send(server.addrs()[0]).unwrap();
            server.run().await.unwrap();
        });
    });
    receiver.recv().unwrap()
}

/// What came of a load.
#[derive(Default)]
struct Measured {
    seconds: f64,
    n_refused: usize,
    /// In milliseconds.
    times: Vec<f64>,
}

impl Measured {
    fn add(&mut self, other: Self) {
        self.seconds += other.seconds;
        self.n_refused += other.n_refused;
        self.times.extend(other.times);
    }

    fn per_second(&self) -> f64 {
        self.times.len() as f64 / self.seconds
    }

    fn at(&mut self, share: f64) -> f64 {
        self.times.sort_by(f64::total_cmp);
        self.times[(share * (self.times.len() - 1) as f64) as usize]
    }
}

/// When a load ends.
#[derive(Clone)]
enum End {
    At(Instant),
    /// When so many requests have been begun.
    After(usize, Arc<AtomicUsize>),
}

impl End {
    fn after(n_requests: usize) -> Self {
        Self::After(n_requests, Arc::default())
    }

    fn is_here(&self) -> bool {
        match self {
            Self::At(end) => Instant::now() >= *end,
            Self::After(most, begun) => begun.fetch_add(1, Ordering::Relaxed) >= *most,
        }
    }
}

/// Keeps all connections busy for a time, with each of the loads in turn.
async fn drive(address: SocketAddr, loads: Arc<Vec<Load>>, end: End) -> Measured {
    let began = Instant::now();
    let running: Vec<_> = (0..CONNECTIONS)
        .map(|_| tokio::spawn(connection(address, Arc::clone(&loads), end.clone())))
        .collect();
    let mut all = Measured::default();
    for measured in running {
        all.add(measured.await.unwrap());
    }
    all.seconds = began.elapsed().as_secs_f64();
    all
}

async fn connection(address: SocketAddr, loads: Arc<Vec<Load>>, end: End) -> Measured {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let mut connection = TcpStream::connect(address).await.unwrap();
    connection.set_nodelay(true).unwrap();
    let mut measured = Measured::default();
    while !end.is_here() {
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let request = loads[n % loads.len()].request(n / loads.len(), address);
        let sent = Instant::now();
        let (status, _) = exchange(&mut connection, &request).await;
        measured.times.push(sent.elapsed().as_secs_f64() * 1000.0);
        measured.n_refused += usize::from(status != 200);
    }
    measured
}

async fn one(address: SocketAddr, request: &[u8]) -> (u16, Vec<u8>) {
    exchange(&mut TcpStream::connect(address).await.unwrap(), request).await
}

/// Sends a request and reads its answer: status and body.
async fn exchange(connection: &mut TcpStream, request: &[u8]) -> (u16, Vec<u8>) {
    connection.write_all(request).await.unwrap();
    let mut bytes = Vec::with_capacity(16 * 1024);
    loop {
        if connection.read_buf(&mut bytes).await.unwrap() == 0 {
            return (0, Vec::new());
        }
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        let status = head.split(' ').nth(1).unwrap().trim().parse().unwrap();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let whole = end + 4 + length.map_or(0, |length| length.trim().parse::<usize>().unwrap());
        while bytes.len() < whole {
            connection.read_buf(&mut bytes).await.unwrap();
        }
        return (status, bytes.split_off(end + 4));
    }
}
