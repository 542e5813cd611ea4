//! Sessions under TLS of our own, in a real browser; and sessions that several servers know.

use fantoccini::Locator;
use reqwest::Method;

use super::Visitor;
use super::liar::Liar;
use crate::browser;
use crate::lasting::Place;
use crate::world::{Certificate, Folder, Server, free_port};

/// A server under TLS whose pages are for people whom a provider knows.
fn secured(liar: &Liar) -> (Server, String, Folder) {
    let (folder, port, certificate) = (Folder::new(), free_port(), Certificate::new());
    let (pem, key) = (folder.write("own.pem", &certificate.text), folder.write("own.key", &certificate.key));
    let url = format!("https://localhost:{port}");
    let file = folder.write(
        "deskdoc.toml",
        format!(
            "public_url = \"{url}\"\ntls_certificate = {pem:?}\ntls_key = {key:?}\n[sign_in]\noidc_issuer = \"{}\"\n\
             oidc_client_id = \"deskdoc\"\n",
            liar.issuer()
        ),
    );
    (Server::settled(port, &file), url, folder)
}

#[tokio::test]
async fn under_tls_a_browser_keeps_the_session_for_this_host_only_and_loses_it_with_the_cookie() {
    let liar = Liar::start();
    let (server, url, folder) = secured(&liar);
    browser::visit(browser::Visitor::AtDesk, async move |browser| {
        browser.goto(&format!("{url}/symptoms")).await.unwrap();
        let there = browser.current_url().await.unwrap();
        assert!(there.as_str().starts_with(liar.issuer()), "{there}");
        let asked = there.query_pairs().into_owned().collect();
        liar.prepare(&asked);
        browser.goto(&format!("{url}/sign-in/callback?code=1&state={}", asked["state"])).await.unwrap();
        assert_eq!(browser.current_url().await.unwrap().as_str(), format!("{url}/symptoms"));
        let shown = browser.find(Locator::Css(".visitor")).await.unwrap().text().await.unwrap();
        assert!(shown.contains("Ada"), "{shown}");

        // The session, and for ten minutes what binds attempts to sign in to this browser.
        let cookies = browser.get_all_cookies().await.unwrap();
        assert!(cookies.iter().any(|cookie| cookie.name() == "__Host-deskdoc"), "{cookies:?}");
        for cookie in &cookies {
            assert!(cookie.name().starts_with("__Host-"), "{cookie}");
            assert_eq!((cookie.secure(), cookie.http_only()), (Some(true), Some(true)), "{cookie}");
            assert_eq!(
                (cookie.path(), cookie.same_site().map(|site| site.is_lax())),
                (Some("/"), Some(true))
            );
        }
        let seen = browser.execute("return document.cookie", Vec::new()).await.unwrap();
        assert_eq!(seen, "", "no script of a page sees it");

        // What a form sends after the session has ended comes back, with a way to sign in.
        browser.goto(&format!("{url}/")).await.unwrap();
        let field = browser.find(Locator::Css("textarea[name=q]")).await.unwrap();
        field.send_keys("The lamp is red").await.unwrap();
        browser.delete_cookie("__Host-deskdoc").await.unwrap();
        browser.find(Locator::Css(".ask-card button[type=submit]")).await.unwrap().click().await.unwrap();
        let sent = browser.wait().for_element(Locator::Css("#sent")).await.expect("it comes back");
        assert_eq!(sent.prop("value").await.unwrap().as_deref(), Some("The lamp is red"));
        drop((server, folder));
    })
    .await;
}

#[tokio::test]
async fn servers_on_one_database_know_the_same_sessions_and_others_do_not() {
    let (Some(shared), Some(other)) = (Place::postgres(), Place::postgres()) else { return };
    let liar = Liar::start();
    let port = free_port();
    let settings = |place: &Place| {
        let (_, database) = place.environment();
        let file = place.folder().join("deskdoc.toml");
        let text = format!(
            "public_url = \"http://127.0.0.1:{port}\"\ndatabase = {database:?}\n[sign_in]\noidc_issuer = \"{}\"\n\
             oidc_client_id = \"deskdoc\"\n",
            liar.issuer()
        );
        std::fs::write(&file, text).unwrap();
        file
    };
    let settings = [settings(&shared), settings(&shared), settings(&other)];
    let servers: Vec<Server> = settings.iter().map(|file| Server::settled(free_port(), file)).collect();
    let host = format!("127.0.0.1:{port}");
    let mut visitor = Visitor::new();
    let mut at = async |server: &Server, path: &str| {
        visitor.send(Method::GET, &server.url(path), &[("host", &host)], None).await
    };
    // Each step may be answered by another server.
    let sent = at(&servers[0], "/sign-in?to=/help").await;
    let asked = reqwest::Url::parse(&sent.location).unwrap().query_pairs().into_owned().collect();
    liar.prepare(&asked);
    let back = at(&servers[1], &format!("/sign-in/callback?code=1&state={}", asked["state"])).await;
    assert_eq!((back.status, back.location.as_str()), (303, "/help"), "{}", back.text);
    for (server, status) in servers.iter().zip([200, 200, 303]) {
        assert_eq!(at(server, "/help").await.status, status);
    }
}
