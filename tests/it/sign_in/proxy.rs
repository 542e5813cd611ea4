//! A proxy says who has signed in there.

use reqwest::Method;

use super::Visitor;
use crate::world::{Folder, Server, free_port};

fn behind(proxy: &str) -> Server {
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
