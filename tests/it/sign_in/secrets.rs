//! Secrets in the address or the form of somebody who has to sign in first: neither the provider nor the page gets them.

use reqwest::Method;

use super::liar::Liar;
use super::{Guarded, Visitor};

const MARK: &str = "ZZ9marker";

/// Digits as they stand in a state, taken for the bytes they may spell.
fn spelt(state: &str) -> String {
    let digits: Vec<u8> = state.bytes().filter_map(|c| char::from(c).to_digit(16).map(|d| d as u8)).collect();
    let from = |at: usize| digits[at..].chunks_exact(2).map(|two| two[0] << 4 | two[1]).collect::<Vec<_>>();
    format!("{} {}", String::from_utf8_lossy(&from(0)), String::from_utf8_lossy(&from(1)))
}

#[tokio::test]
async fn an_address_with_a_secret_is_forgotten_and_no_address_is_spelt_to_the_provider() {
    let liar = Liar::start();
    let guarded = Guarded::behind(liar.issuer(), "");
    let mut visitor = Visitor::new();
    for (address, kept) in [
        (format!("/search?q=password%3D{MARK}"), "/search"),
        (format!("/search?q=password:+{MARK}&filter=a"), "/search"),
        (format!("/search?q=my+password+is+{MARK}"), "/search"),
        (format!("/search?q=password%253D{MARK}"), "/search"),
        (format!("/?x=client_secret%3A%20{MARK}"), "/"),
        (format!("/?password={MARK}"), "/"),
        (format!("/articles/password%3D{MARK}"), "/"),
        ("/c/0123456789abcdef0123456789abcdef?x=1".to_owned(), "/c/0123456789abcdef0123456789abcdef?x=1"),
        ("/search?q=reset+my+password".to_owned(), "/search?q=reset+my+password"),
    ] {
        let inside = [("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "navigate")];
        let page = visitor.send(Method::GET, &guarded.server.url(&address), &inside, None).await;
        assert!(!page.text.contains(MARK), "{address}: {}", page.text);
        let led = visitor.get(&guarded.server.url(&address)).await;
        assert!(!led.location.contains(MARK), "{address}: {}", led.location);
        // Also where the way in was entered by hand.
        let encoded: String = address.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let asked = visitor.begin(&guarded, &encoded).await;
        assert!(!spelt(&asked["state"]).contains("search") && !spelt(&asked["state"]).contains(MARK));
        liar.prepare(&asked);
        let end = format!("/sign-in/callback?code=1&state={}", asked["state"]);
        assert_eq!(visitor.get(&guarded.server.url(&end)).await.location, kept, "{address}");
        visitor = Visitor::new();
    }
}

#[tokio::test]
async fn a_form_that_came_without_a_session_is_given_back_without_its_secrets() {
    let liar = Liar::start();
    let guarded = Guarded::behind(liar.issuer(), "");
    let mut visitor = Visitor::new();
    let text = format!("I+see+adobe.com+password%3D{MARK}");
    for (path, form) in [
        ("/", format!("q={text}&facts=client_secret%3A+{MARK}")),
        ("/", format!("q=-----BEGIN+RSA+PRIVATE+KEY-----%0A{MARK}%0A-----END+RSA+PRIVATE+KEY-----")),
        ("/", format!("q=x&password%3D{MARK}=1&password={MARK}&token={MARK}")),
        ("/c/0123456789abcdef0123456789abcdef", format!("do=say&expected=3&say={text}&reason={text}")),
        ("/feedback", format!("verdict=helped&comment={text}&page={text}")),
    ] {
        let answer = visitor.post(&guarded.server.url(path), &form).await;
        assert_eq!(answer.status, 401, "{path}");
        assert!(!answer.text.contains(MARK), "{path}: {}", answer.text);
        assert!(answer.text.contains(&format!("action=\"{path}\"")), "{path}: {}", answer.text);
    }
    let form = format!("do=say&expected=3&say={text}");
    let answer = visitor.post(&guarded.server.url("/c/0123456789abcdef0123456789abcdef"), &form).await;
    for part in
        ["I see adobe.com password=[removed]", "name=\"expected\" value=\"3\"", "name=\"do\" value=\"say\""]
    {
        assert!(answer.text.contains(part), "{part}: {}", answer.text);
    }
}
