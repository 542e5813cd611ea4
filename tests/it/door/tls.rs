//! TLS without anybody in front of us.

use std::io::{Read, Write};
use std::thread::sleep;
use std::time::Duration;

use super::{Answer, connect, get, send};
use crate::world::{Certificate, Deskdoc, Folder, Server, read_secure, small_base};

const HEAD: &str = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n";

struct Secured {
    files: Folder,
    certificate: Certificate,
    server: Server,
}

fn secured(arguments: &[&str]) -> Secured {
    let (files, certificate) = (Folder::new(), Certificate::new());
    let (file, key) = (files.write("own.pem", &certificate.text), files.write("own.key", &certificate.key));
    let (file, key) = (file.display().to_string(), key.display().to_string());
    let given = ["--tls-certificate", &file, "--tls-key", &key];
    let server = Server::with(&[&given, arguments].concat());
    Secured { files, certificate, server }
}

impl Secured {
    fn get(&self, path: &str) -> Answer {
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Answer { text: self.certificate.ask(self.server.address(), &request).unwrap() }
    }
}

#[test]
fn under_tls_every_answer_tells_browsers_to_use_nothing_else() {
    let secured = secured(&[]);
    for (path, status) in [("/", 200), ("/healthz", 200), ("/no-such-page", 404), ("/api/v1/nothing", 404)] {
        let answer = secured.get(path);
        assert_eq!(answer.status(), Some(status), "{path}: {answer:?}");
        assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000"), "{path}");
    }
    // Answers to what never became a request, too, and to what stopped being one.
    let broken = "POST /api/v1/diagnose HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
        Transfer-Encoding: chunked\r\n\r\nzz\r\n";
    let broken = format!("{HEAD}\r\n{broken}");
    let answer = secured.certificate.ask(secured.server.address(), &broken).unwrap();
    let (_, answer) = answer.rsplit_once("HTTP/1.1 ").unwrap();
    assert!(answer.starts_with("400") && answer.contains("strict-transport-security"), "{answer}");
    let answer = secured.certificate.ask(secured.server.address(), "rubbish\r\n\r\n").unwrap();
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("strict-transport-security"), "{answer}");
    let large = format!("{HEAD}X-A: {}\r\n\r\n", "a".repeat(300_000));
    let answer = secured.certificate.ask(secured.server.address(), &large).unwrap_or_default();
    assert!(answer.starts_with("HTTP/1.1 431") && answer.contains("headers-too-large"), "{answer}");
}

#[test]
fn old_and_new_tls_are_spoken_and_only_the_version_of_http_that_is_limited() {
    let secured = secured(&[]);
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let mut connection = secured.certificate.connect_with(secured.server.address(), &[version]).unwrap();
        assert_eq!(connection.conn.alpn_protocol(), Some(&b"http/1.1"[..]));
        connection.write_all(format!("{HEAD}\r\n").as_bytes()).unwrap();
        let mut first = [0; 12];
        connection.read_exact(&mut first).unwrap();
        assert_eq!(&first, b"HTTP/1.1 200");
    }
}

#[test]
fn a_large_answer_arrives_whole_and_many_requests_share_a_connection() {
    let secured = secured(&[]);
    let mut connection = secured.certificate.connect(secured.server.address()).unwrap();
    let many = format!("{HEAD}\r\n").repeat(50)
        + "GET /api/openapi.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    connection.write_all(many.as_bytes()).unwrap();
    let text = read_secure(connection);
    assert_eq!(text.matches("HTTP/1.1 200").count(), 51);
    let (_, description) = text.rsplit_once("\r\n\r\n").unwrap();
    assert!(description.len() > 40_000);
    serde_json::from_str::<serde_json::Value>(description).expect("the description is whole");
}

#[test]
fn who_asks_without_tls_is_told_to() {
    let secured = secured(&[]);
    let answer = get(&secured.server, "/", &[]);
    assert_eq!(
        (answer.status(), answer.code().as_deref()),
        (Some(400), Some("request-malformed")),
        "{answer:?}"
    );
    assert!(answer.text.contains("https://"), "{answer:?}");
    // Nonsense is answered in the same way, and nothing is upset by it.
    send(&secured.server, "\u{0}\u{1}\r\n\r\n");
    assert_eq!(secured.get("/healthz").status(), Some(200));
}

#[test]
fn a_handshake_that_does_not_come_to_its_end_is_ended() {
    let secured = secured(&["--limit", "request_seconds=1", "--limit", "connections=3"]);
    // The beginning of a handshake, and nothing, and one that drips: all three take a place only for a while.
    let mut silent = connect(&secured.server);
    let mut begun = connect(&secured.server);
    begun.write_all(&[0x16, 0x03, 0x01]).unwrap();
    let mut dripping = connect(&secured.server);
    let mut drip = dripping.try_clone().unwrap();
    let drops = std::thread::spawn(move || {
        drip.write_all(&[0x16, 0x03, 0x01, 0x02, 0x00]).ok();
        while drip.write_all(&[0]).is_ok() {
            sleep(Duration::from_millis(50));
        }
    });
    for waiting in [&mut silent, &mut begun, &mut dripping] {
        let mut rest = Vec::new();
        drop(waiting.read_to_end(&mut rest));
    }
    drops.join().unwrap();
    assert_eq!(secured.get("/healthz").status(), Some(200));
}

#[test]
fn a_head_that_drips_under_tls_is_ended_with_an_answer() {
    let secured = secured(&["--limit", "request_seconds=1"]);
    let mut connection = secured.certificate.connect(secured.server.address()).unwrap();
    connection.write_all(HEAD.as_bytes()).unwrap();
    let answer = read_secure(connection);
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("request-too-slow"), "{answer:?}");
}

#[test]
fn answers_that_nobody_fetches_end_the_connection_also_under_tls() {
    let secured = secured(&["--limit", "request_seconds=1"]);
    let mut connection = secured.certificate.connect(secured.server.address()).unwrap();
    let request = "GET /api/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(20);
    // Nothing is read: at some point the server neither reads nor waits any longer.
    while connection.write_all(request.as_bytes()).is_ok() {}
    assert_eq!(secured.get("/healthz").status(), Some(200));
}

#[test]
fn a_new_certificate_is_shown_without_a_restart_and_a_broken_one_is_not() {
    let secured = secured(&[]);
    let degraded = |certificate: &Certificate| {
        let asked = format!("{}Connection: close\r\n\r\n", HEAD.replace("healthz", "readyz"));
        let answer = certificate.ask(secured.server.address(), &asked).unwrap();
        answer.contains("the new certificate cannot be used")
    };
    assert!(!degraded(&secured.certificate));
    let other = Certificate::new();
    secured.files.write("own.pem", &other.text);
    secured.server.signal("HUP");
    wait_until(|| degraded(&secured.certificate));
    secured.files.write("own.key", &other.key);
    secured.server.signal("HUP");
    wait_until(|| secured.certificate.connect(secured.server.address()).is_err());
    assert!(!degraded(&other));
    secured.files.write("own.key", "no key at all");
    secured.server.signal("HUP");
    wait_until(|| degraded(&other));
    secured.files.write("own.key", &other.key);
    // Nobody has to tell: the files are looked at from time to time.
    wait_until(|| !degraded(&other));
}

#[test]
fn files_that_make_no_certificate_end_the_start_with_words() {
    let (files, one, other) = (Folder::new(), Certificate::new(), Certificate::new());
    let file = |name: &str, text: &str| files.write(name, text).display().to_string();
    let (pem, key) = (file("a.pem", &one.text), file("a.key", &one.key));
    let wrong_key = file("b.key", &other.key);
    let rubbish = file("rubbish", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    let nothing = files.path().join("nothing").display().to_string();
    let serve = |arguments: &[&str]| {
        let run = Deskdoc::new().args(["--kb"]).args([small_base()]);
        run.args(["serve", "--listen", "127.0.0.1:0"]).args(arguments.iter().copied()).run()
    };
    for (arguments, word) in [
        (vec!["--tls-certificate", &*pem, "--tls-key", &*wrong_key], "does not belong to the certificate"),
        (vec!["--tls-certificate", &*pem, "--tls-key", &*pem], "expected a private key in PEM"),
        (vec!["--tls-certificate", &*key, "--tls-key", &*key], "expected certificates in PEM"),
        (vec!["--tls-certificate", &*rubbish, "--tls-key", &*key], "the first certificate cannot be read"),
        (vec!["--tls-certificate", &*nothing, "--tls-key", &*key], "there is no such file"),
        (vec!["--tls-certificate", &*pem], "`tls_key`"),
        (vec!["--tls-key", &*key], "`tls_certificate`"),
        (
            vec!["--tls-certificate", &*pem, "--tls-key", &*key, "--public-url", "http://desk.example.com"],
            "begins with `https`",
        ),
    ] {
        let run = serve(&arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.err);
        assert!(run.err.contains(word), "{arguments:?}: {}", run.err);
    }
}

fn wait_until(condition: impl Fn() -> bool) {
    for _ in 0..600 {
        if condition() {
            return;
        }
        sleep(Duration::from_millis(100));
    }
    panic!("it did not come to that");
}
