//! What a provider, or somebody in its place, says that is not true.

use serde_json::json;

use super::liar::{Liar, Said, key};
use super::{Guarded, Visitor};

/// Tries to sign in where the provider says something wrong, and gives back what is answered.
async fn after(change: impl FnOnce(&mut Said)) -> (u16, String, bool) {
    let liar = Liar::start();
    let guarded = Guarded::behind(liar.issuer(), "");
    let mut visitor = Visitor::new();
    let asked = visitor.begin(&guarded, "/symptoms").await;
    liar.prepare(&asked);
    liar.say(change);
    let back =
        visitor.get(&guarded.server.url(&format!("/sign-in/callback?code=1&state={}", asked["state"]))).await;
    (back.status, back.text, visitor.cookies.contains_key("deskdoc"))
}

#[tokio::test]
async fn a_true_statement_signs_in() {
    let (status, _, has_session) = after(|_| {}).await;
    assert_eq!((status, has_session), (303, true));
}

#[tokio::test]
async fn a_statement_that_is_not_for_us_not_for_now_or_not_signed_signs_nobody_in() {
    type Change = fn(&mut Said);
    let changes: [(&str, Change); 11] = [
        ("issuer", |said| said.claims["iss"] = json!("https://evil.example")),
        ("audience", |said| said.claims["aud"] = json!("another")),
        ("second audience", |said| said.claims["aud"] = json!(["deskdoc", "another"])),
        ("no audience", |said| said.claims["aud"] = json!([])),
        ("expired", |said| said.claims["exp"] = json!(1_000_000_000)),
        ("nonce", |said| said.claims["nonce"] = json!("another")),
        ("no nonce", |said| drop(said.claims.as_object_mut().unwrap().remove("nonce"))),
        ("another key of the same name", |said| said.used = ("one".to_owned(), key())),
        ("a key that is not shown", |said| said.used = ("two".to_owned(), key())),
        ("unsigned", |said| said.algorithm = "none"),
        ("signed with the client's secret", |said| said.algorithm = "HS256"),
    ];
    for (what, change) in changes {
        let (status, text, has_session) = after(change).await;
        assert_eq!((status, has_session), (400, false), "{what}: {text}");
        assert!(text.contains("could not be verified") && text.contains("Try again"), "{what}: {text}");
    }
}

#[tokio::test]
async fn new_keys_of_the_provider_are_fetched() {
    let liar = Liar::start();
    let guarded = Guarded::behind(liar.issuer(), "");
    assert_eq!(Visitor::new().sign_in(&guarded, &liar).await.status, 303);
    let new = key();
    let pem = new.serialize_pem();
    liar.say(|said| {
        said.used = ("two".to_owned(), new);
        said.shown = ("two".to_owned(), rcgen::KeyPair::from_pem(&pem).unwrap());
    });
    assert_eq!(Visitor::new().sign_in(&guarded, &liar).await.status, 303);
    assert_eq!(Visitor::new().sign_in(&guarded, &liar).await.status, 303);
    liar.say(|said| assert_eq!(said.n_keys, 2));
}

#[tokio::test]
async fn who_is_not_among_those_let_in_gets_a_page_that_says_so() {
    let liar = Liar::start();
    let guarded = Guarded::behind(liar.issuer(), "claim = \"groups\"\nvalues = [\"desk\", \"it\"]");
    for (groups, status) in [(json!(["desk"]), 303), (json!(["staff"]), 403), (json!(null), 403)] {
        let mut visitor = Visitor::new();
        let asked = visitor.begin(&guarded, "/").await;
        liar.prepare(&asked);
        liar.say(|said| {
            said.claims["groups"] = groups.clone();
            said.user_info = json!({"sub": "17"});
        });
        let back = visitor
            .get(&guarded.server.url(&format!("/sign-in/callback?code=1&state={}", asked["state"])))
            .await;
        assert_eq!(back.status, status, "{groups}: {}", back.text);
        assert_eq!(visitor.cookies.contains_key("deskdoc"), status == 303, "{groups}");
        assert!(status == 303 || back.text.contains("signed in as Ada"), "{}", back.text);
    }
}

#[tokio::test]
async fn what_the_statement_leaves_out_is_asked_for_and_must_be_about_the_same_person() {
    for (subject, status) in [("17", 303), ("18", 503)] {
        let liar = Liar::start();
        let guarded = Guarded::behind(liar.issuer(), "claim = \"groups\"\nvalues = [\"desk\"]");
        let mut visitor = Visitor::new();
        let asked = visitor.begin(&guarded, "/").await;
        liar.prepare(&asked);
        liar.say(|said| {
            said.claims.as_object_mut().unwrap().remove("groups");
            said.user_info = json!({"sub": subject, "groups": ["desk"]});
        });
        let back = visitor
            .get(&guarded.server.url(&format!("/sign-in/callback?code=1&state={}", asked["state"])))
            .await;
        assert_eq!(back.status, status, "{}", back.text);
    }
}

#[tokio::test]
async fn a_provider_that_cannot_be_asked_is_a_page_that_says_so() {
    let gone = Guarded::behind("http://127.0.0.1:9", "");
    let answer = Visitor::new().get(&gone.server.url("/sign-in")).await;
    assert_eq!(answer.status, 503, "{}", answer.text);
    assert!(answer.text.contains("Nobody can sign in right now"), "{}", answer.text);

    let liar = Liar::start();
    let guarded = Guarded::behind(liar.issuer(), "");
    for wrong in [json!({"issuer": "https://evil.example"}), json!([]), json!("x".repeat(300_000))] {
        liar.say(|said| said.metadata = Some(wrong));
        let answer = Visitor::new().get(&guarded.server.url("/sign-in")).await;
        assert_eq!(answer.status, 503, "{}", answer.text);
    }
    liar.say(|said| said.metadata = None);
    liar.say(|said| said.status = 500);
    assert_eq!(Visitor::new().get(&guarded.server.url("/sign-in")).await.status, 503);
    liar.say(|said| said.status = 200);
    assert_eq!(Visitor::new().sign_in(&guarded, &liar).await.status, 303);
}

#[tokio::test]
async fn coming_back_takes_the_browser_and_the_state_that_went() {
    let liar = Liar::start();
    let guarded = Guarded::behind(liar.issuer(), "");
    let mut visitor = Visitor::new();
    let asked = visitor.begin(&guarded, "/").await;
    liar.prepare(&asked);
    let state = asked["state"].as_str();
    let back = |query: String| guarded.server.url(&format!("/sign-in/callback?{query}"));
    let other = Visitor::new().get(&back(format!("code=1&state={state}"))).await;
    assert_eq!(other.status, 400, "another browser: {}", other.text);
    for query in [
        "code=1".to_owned(),
        "code=1&state=".to_owned(),
        "code=1&state=a.b.c.d".to_owned(),
        format!("code=1&state={state}0"),
        format!("code=1&state={}", state.to_uppercase()),
        format!("state={state}"),
        format!("state={state}&error=access_denied&error_description=%3Cscript%3E"),
        format!("code=1&state={state}&iss=https://evil.example"),
        format!("code=2&state={state}"),
        "%ff=%".to_owned(),
        String::new(),
    ] {
        let answer = visitor.get(&back(query.clone())).await;
        assert_eq!(answer.status, 400, "{query}: {}", answer.text);
        assert!(!visitor.cookies.contains_key("deskdoc") && !answer.text.contains("<script>"), "{query}");
    }
    // Another verifier than the code belongs to: somebody has put in a code of another attempt.
    liar.prepare(&Visitor::new().begin(&guarded, "/").await);
    let answer = visitor.get(&back(format!("code=1&state={state}"))).await;
    assert_eq!(answer.status, 400, "{}", answer.text);
}
