//! A proxy says who has signed in there.

use reqwest::Method;

use super::Visitor;
use crate::world::{Folder, Server, addresses, free_port, no_complaints};

/// What can be seen by people who have not signed in. The API asks for tokens instead.
const OPEN: [&str; 8] = [
    "/healthz",
    "/readyz",
    "/metrics",
    "/sign-in",
    "/sign-in/callback",
    "/sign-out",
    "/signed-out",
    "/assets/no-such-asset.css",
];

/// A server whose pages are for people whom this proxy names.
pub fn behind(proxy: &str) -> Server {
    let settings = Folder::new();
    let file = settings.write(
        "deskdoc.toml",
        format!("trusted_proxies = [\"{proxy}\"]\n[sign_in]\nheader = \"X-Forwarded-User\"\n"),
    );
    Server::settled(free_port(), &file)
}

#[tokio::test]
async fn the_header_is_believed_from_a_listed_proxy_and_from_nobody_else() {
    let (listed, other) = (behind("127.0.0.1"), behind("10.0.0.7"));
    let mut visitor = Visitor::new();
    let named = [("x-forwarded-user", "Ada <script>alert(1)</script>")];
    let page = visitor.send(Method::GET, &listed.url("/help"), &named, None).await;
    assert_eq!(page.status, 200);
    assert!(
        page.text.contains("Ada &#60;script&#62;") && !page.text.contains("<script>alert"),
        "{}",
        page.text
    );
    assert!(!page.text.contains("Sign out"), "signing out is the proxy's matter");
    for (server, headers) in [
        (&other, vec![named[0]]),
        (&listed, vec![]),
        (&listed, vec![("x-forwarded-user", "")]),
        (&listed, vec![("x-forwarded-user", " ")]),
        (&listed, vec![named[0], ("x-forwarded-user", "Bob")]),
        (&listed, vec![("x-user", "Ada")]),
    ] {
        for method in [Method::GET, Method::POST] {
            let answer = visitor.send(method, &server.url("/"), &headers, None).await;
            assert_eq!(answer.status, 403, "{headers:?}: {}", answer.text);
            assert!(answer.text.contains("This is not the way in"), "{headers:?}: {}", answer.text);
        }
    }
    for open in ["/healthz", "/readyz"] {
        assert_eq!(visitor.get(&other.url(open)).await.status, 200, "{open}");
    }
    for nothing in ["/sign-in", "/sign-in/callback", "/signed-out"] {
        assert_eq!(visitor.get(&listed.url(nothing)).await.status, 404, "{nothing}");
    }
}

#[tokio::test]
async fn every_address_is_closed_to_who_is_not_named_unless_it_is_listed_as_open() {
    let server = behind("127.0.0.1");
    let mut visitor = Visitor::new();
    let mut complaints = Vec::new();
    for address in addresses() {
        let is_open = OPEN.contains(&address.as_str()) || address.starts_with("/api/");
        for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
            let answer = visitor.send(method.parse().unwrap(), &server.url(&address), &[], None).await;
            if !is_open && answer.status != 403 || is_open && answer.status == 403 {
                complaints.push(format!("{method} {address}: {}", answer.status));
            }
        }
    }
    no_complaints(complaints);
}
