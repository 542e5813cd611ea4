//! Under which name the service answers, whom it believes about it, and who is kept to TLS.

use super::{get, send};
use crate::world::{Deskdoc, Folder, Server, small_base};

#[test]
fn other_hosts_are_refused_once_the_public_address_is_known() {
    let server = Server::with(&["--public-url", "https://desk.example.com"]);
    for (path, host, status) in [
        ("/", "desk.example.com", 200),
        ("/", "DESK.Example.com:443", 200),
        ("/", "desk.example.com:80", 421),
        ("/", "evil.example", 421),
        ("/", "desk.example.com.evil.example", 421),
        ("/", "desk.example.com@evil.example", 400),
        ("/", "127.0.0.1", 421),
        ("/", "localhost", 421),
        ("/", "", 421),
        ("/api/v1/symptoms", "evil.example", 421),
        ("/healthz", "127.0.0.1:8080", 200),
        ("/readyz", "[::1]:8080", 200),
        ("/metrics", "localhost:8080", 200),
        ("/metrics", "evil.example", 421),
        ("/healthz", "evil.example", 421),
        ("/healthzz", "127.0.0.1", 421),
        ("http://desk.example.com/", "desk.example.com", 200),
        ("http://evil.example/", "desk.example.com", 421),
        ("http://desk.example.com/", "evil.example", 421),
    ] {
        let answer = get(&server, path, &[&format!("Host: {host}")]);
        assert_eq!(answer.status(), Some(status), "{path} at {host:?}: {answer:?}");
    }
    let told = get(&server, "/", &["Host: evil.example", "X-Forwarded-Host: desk.example.com"]);
    assert_eq!(told.status(), Some(421), "nobody listed this proxy");
    let problem = get(&server, "/api/v1/symptoms", &["Host: evil.example"]);
    assert_eq!(problem.code().as_deref(), Some("host-unknown"));
    assert!(!problem.text.contains("evil.example"));
}

#[test]
fn a_head_names_one_host() {
    let server = Server::with(&[]);
    for head in [
        "GET /healthz HTTP/1.1\r\n",
        "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n",
        "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: a\r\n",
        "GET /healthz HTTP/1.1\r\nHost: a/b\r\n",
        "GET /healthz HTTP/1.1\r\nHost: a b\r\n",
        "GET /healthz HTTP/1.1\r\nHost: a, b\r\n",
    ] {
        let answer = send(&server, &format!("{head}Connection: close\r\n\r\n"));
        assert_eq!(
            (answer.status(), answer.code().as_deref()),
            (Some(400), Some("request-malformed")),
            "{head}"
        );
    }
}

#[test]
fn forms_are_taken_from_pages_of_the_public_address_only() {
    let server = Server::with(&["--public-url", "https://desk.example.com", "--trusted-proxy", "127.0.0.1"]);
    for (origin, status) in [
        ("https://desk.example.com", 303),
        ("http://desk.example.com", 403),
        ("https://desk.example.com:444", 403),
        ("https://evil.example", 403),
        ("null", 403),
    ] {
        for site in ["", "Sec-Fetch-Site: same-origin\r\n", "Sec-Fetch-Site: none\r\n"] {
            // The proxy asks under a name of its own and tells which one the client used.
            let request = format!(
                "POST / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nX-Forwarded-Host: desk.example.com\r\nOrigin: {origin}\r\n{site}\
                 Connection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\nq=no+flow"
            );
            assert_eq!(send(&server, &request).status(), Some(status), "{origin} {site}");
        }
    }
}

#[test]
fn browsers_are_kept_to_tls_where_there_is_tls() {
    let hsts = |arguments: &[&str], headers: &[&str]| {
        let answer = get(&Server::with(arguments), "/", headers);
        assert_eq!(answer.status(), Some(200), "{answer:?}");
        answer.header("strict-transport-security").map(str::to_owned)
    };
    let here = "Host: desk.example.com";
    assert_eq!(hsts(&[], &[]), None);
    assert_eq!(hsts(&["--public-url", "http://desk.example.com"], &[here]), None);
    assert_eq!(
        hsts(&["--public-url", "https://desk.example.com"], &[here]).as_deref(),
        Some("max-age=31536000")
    );
    let behind = &["--public-url", "https://desk.example.com", "--trusted-proxy", "127.0.0.0/8"];
    assert!(hsts(behind, &[here, "X-Forwarded-Proto: https"]).is_some());
    assert_eq!(hsts(behind, &[here, "X-Forwarded-Proto: http"]), None);
    assert!(
        hsts(&["--public-url", "https://desk.example.com"], &[here, "X-Forwarded-Proto: http"]).is_some()
    );
}

#[test]
fn a_setting_that_cannot_be_used_is_named() {
    let folder = Folder::new();
    for (arguments, file, named) in [
        (&["--public-url", "desk.example.com"][..], "", "public_url"),
        (&["--public-url", "https://desk.example.com/path"], "", "public_url"),
        (&["--trusted-proxy", "10.0.0.0/33"], "", "trusted_proxies"),
        (&["--metrics-from", "everybody"], "", "metrics_from"),
        (&["--limit", "bursts=3"], "", "bursts"),
        (&["--limit", "burst=many"], "", "burst=many"),
        (&["--limit", "burst=0"], "", "limits.burst"),
        (&[], "[limits]\nburst = 0\n", "limits.burst"),
        (&[], "[limits]\nbursts = 1\n", "bursts"),
        (&[], "[limits]\nburst = \"many\"\n", "burst"),
        (&[], "public_url = 7\n", "public_url"),
        (&[], "trusted_proxies = [\"x\"]\n", "trusted_proxies"),
        (&[], "log_format = \"xml\"\n", "log_format"),
    ] {
        folder.write("deskdoc.toml", file);
        let run = Deskdoc::with_base(&small_base())
            .folder(folder.path())
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .run();
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{arguments:?} {file}: {}", run.err);
        assert!(run.err.contains(named), "{arguments:?} {file}: {}", run.err);
    }
    let run = Deskdoc::with_base(&small_base()).env("DESKDOC_LIMITS", "burst").args(["serve"]).run();
    assert_eq!(run.code, Some(2), "{}", run.err);
}
