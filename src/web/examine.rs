//! What only the server can say before it starts: is its address free, who can reach it, can it have enough files open?

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use super::tls::Tls;
use super::{connection, reason};
use crate::app::Finding;
use crate::config;

const ADDRESS: &str = "address";
const CERTIFICATE: &str = "certificate";
const FILES: &str = "open files";
/// How long whoever listens already may take to say who it is.
const PATIENCE: Duration = Duration::from_secs(2);
/// More than this no answer of ours has at its beginning, in bytes.
const LONGEST_ANSWER: u64 = 16 * 1024;

/// Looks at the address and at the limit on open files. `n_tokens` is how many API tokens are in use, where that is known.
pub(crate) fn examine(settings: &config::Web, n_tokens: Option<u64>) -> Vec<Finding> {
    let mut findings = vec![address(settings, n_tokens)];
    findings.extend(settings.tls.as_ref().map(certificate));
    findings.push(files(settings));
    findings
}

/// Whether the certificate and its key can be used. Until when it holds is for whoever renews it.
fn certificate(files: &config::TlsFiles) -> Finding {
    let shown = files.certificate.display();
    match Tls::of(files) {
        Ok(_) => Finding::fine(CERTIFICATE, format!("{shown} and its key can be used")),
        Err(reason) => {
            Finding::wrong(CERTIFICATE, reason, "mend the files; a running server shows the old ones")
        }
    }
}

fn address(settings: &config::Web, n_tokens: Option<u64>) -> Finding {
    let listen = settings.listen;
    let finding = match TcpListener::bind(listen) {
        Ok(_) => reachable(settings, n_tokens),
        Err(error) if error.kind() == ErrorKind::AddrInUse => in_use(settings),
        Err(error) => Finding::wrong(
            ADDRESS,
            format!("cannot listen on {listen}: {}", reason(&error)),
            "choose another address with `--listen ADDR`",
        ),
    };
    finding.with(settings.public_url.as_ref().map(|url| format!("people know it as {url}")))
}

/// Who can reach an address that is free.
fn reachable(settings: &config::Web, n_tokens: Option<u64>) -> Finding {
    let listen = settings.listen;
    let is_reached = !listen.ip().to_canonical().is_loopback();
    if is_reached && n_tokens == Some(0) && !settings.without_tokens {
        return Finding::wrong(
            ADDRESS,
            format!(
                "other machines can reach {listen}, and there is no token for the API: `serve` refuses that"
            ),
            "make a token with `deskdoc token create`, or say that the API may answer anybody with `--without-tokens`",
        );
    }
    if is_reached && n_tokens == Some(0) {
        return Finding::note(
            ADDRESS,
            format!("{listen} is free; without a token the API answers whoever can reach it"),
            "make a token with `deskdoc token create`, or let only a proxy reach it",
        );
    }
    let is_https = settings.public_url.as_ref().is_some_and(|url| url.is_https);
    if is_https && settings.tls.is_none() && settings.trusted_proxies.is_empty() {
        return Finding::note(
            ADDRESS,
            format!("{listen} is free; people come by https, and no proxy is listed that they come through"),
            "list it with `--trusted-proxy`: without it all clients count as one",
        );
    }
    Finding::fine(ADDRESS, format!("{listen} is free"))
}

/// Who listens there already?
fn in_use(settings: &config::Web) -> Finding {
    let listen = settings.listen;
    if settings.tls.is_some() {
        return Finding::note(
            ADDRESS,
            format!("somebody listens on {listen} already; over TLS it is not asked who"),
            "if that is no deskdoc, stop it, or choose another port with `--listen ADDR`",
        );
    }
    match asked(listen) {
        Some(answer) if answer.contains("\"degraded\":[]") => {
            Finding::fine(ADDRESS, format!("a deskdoc listens on {listen} already and is ready"))
        }
        Some(answer) if answer.contains("\"degraded\":[") => Finding::note(
            ADDRESS,
            format!("a deskdoc listens on {listen} already and is degraded"),
            format!("`curl http://{listen}/readyz` says what is not as it should be"),
        ),
        _ => Finding::wrong(
            ADDRESS,
            format!("another program listens on {listen} already, or a deskdoc that does not answer"),
            "stop it, or choose another port with `--listen ADDR`",
        ),
    }
}

/// What `/readyz` says there.
fn asked(listen: SocketAddr) -> Option<String> {
    let mut address = listen;
    if address.ip().is_unspecified() {
        address.set_ip(if listen.is_ipv4() {
            [127, 0, 0, 1].into()
        } else {
            [0, 0, 0, 0, 0, 0, 0, 1].into()
        });
    }
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let request = format!("GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.take(LONGEST_ANSWER).read_to_end(&mut answer).ok()?;
    Some(String::from_utf8_lossy(&answer).into_owned())
}

fn files(settings: &config::Web) -> Finding {
    let wanted = settings.limits.connections;
    let allowed = connection::room_for(wanted);
    if allowed < wanted {
        return Finding::note(
            FILES,
            format!("the system allows {allowed} connections of the {wanted} that the limits name"),
            "raise `LimitNOFILE` in the service unit or `ulimit -n`, or lower the limit `connections`",
        );
    }
    Finding::fine(FILES, format!("enough for {wanted} connections"))
}
