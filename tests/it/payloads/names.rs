//! Names of people, as a provider or a proxy gives them: they stand on every page.

use reqwest::Method;
use serde_json::json;

use super::dead::faults;
use super::payloads;
use crate::sign_in::{Guarded, Liar, Visitor, behind_proxy};
use crate::world::no_complaints;

#[tokio::test]
async fn the_name_that_a_provider_gives_is_text() {
    let liar = Liar::start();
    let guarded = Guarded::behind(liar.issuer(), "");
    let mut complaints = Vec::new();
    for payload in payloads() {
        let mut visitor = Visitor::new();
        let asked = visitor.begin(&guarded, "/").await;
        liar.prepare(&asked);
        liar.say(|said| said.claims["name"] = json!(payload));
        let back = format!("/sign-in/callback?code=1&state={}", asked["state"]);
        assert_eq!(visitor.get(&guarded.server.url(&back)).await.status, 303, "{payload:?}");
        let page = visitor.get(&guarded.server.url("/help")).await;
        assert_eq!(page.status, 200, "{payload:?}");
        complaints.extend(faults(&page.text).into_iter().map(|fault| format!("{payload:?}: {fault}")));
    }
    no_complaints(complaints);
}

#[tokio::test]
async fn the_name_that_a_proxy_gives_is_text() {
    let server = behind_proxy("127.0.0.1");
    let mut visitor = Visitor::new();
    let mut complaints = Vec::new();
    for payload in payloads() {
        // No header can hold these.
        let name: String = payload.chars().filter(|letter| !letter.is_control()).collect();
        let named = [("x-forwarded-user", name.as_str())];
        let page = visitor.send(Method::GET, &server.url("/help"), &named, None).await;
        assert_eq!(page.status, 200, "{payload:?}");
        complaints.extend(faults(&page.text).into_iter().map(|fault| format!("{payload:?}: {fault}")));
    }
    no_complaints(complaints);
}
