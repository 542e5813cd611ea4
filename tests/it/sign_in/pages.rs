//! What can be seen with a session, and what without.

use reqwest::Method;

use super::liar::Liar;
use super::{Guarded, Visitor};

/// Every address with a page behind it; the table of addresses is walked by a test beside it.
const PAGES: [&str; 14] = [
    "/",
    "/c/0123",
    "/c/0123/note",
    "/search?q=tank",
    "/articles/articles/handbook.md",
    "/pictures/x.png",
    "/symptoms",
    "/symptoms/no-coffee",
    "/symptoms/no-coffee/tree",
    "/insights",
    "/insights.csv",
    "/help",
    "/preview",
    "/nothing",
];

#[tokio::test]
async fn without_a_session_every_page_leads_to_signing_in_and_shows_nothing() {
    let liar = Liar::start();
    let guarded = Guarded::behind(liar.issuer(), "");
    let mut visitor = Visitor::new();
    for page in PAGES {
        let answer = visitor.get(&guarded.server.url(page)).await;
        assert_eq!((answer.status, answer.text.as_str()), (303, ""), "{page}");
        assert!(answer.location.starts_with("/sign-in?to=/"), "{page}: {}", answer.location);
        // Inside a page of ours a session has ended: that is said, and nothing leads to another site.
        let inside = [("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "navigate")];
        let answer = visitor.send(Method::GET, &guarded.server.url(page), &inside, None).await;
        assert_eq!(answer.status, 401, "{page}: {}", answer.text);
        assert!(answer.text.contains("Sign in to go on"), "{page}: {}", answer.text);
    }
    for open in ["/healthz", "/readyz", "/metrics", "/signed-out"] {
        assert_eq!(visitor.get(&guarded.server.url(open)).await.status, 200, "{open}");
    }
    for odd in
        ["//", "/%61ssets/../insights", "/assets/../insights", "/api/..%2finsights", "/sign-in/../insights"]
    {
        let answer = visitor.get(&guarded.server.url(odd)).await;
        assert!(
            matches!(answer.status, 303 | 404) && !answer.text.contains("Figures"),
            "{odd}: {}",
            answer.text
        );
    }
}

#[tokio::test]
async fn signing_in_leads_back_to_the_page_that_was_wanted_and_names_who_it_is_on_every_page() {
    let liar = Liar::start();
    let guarded = Guarded::behind(liar.issuer(), "");
    let mut visitor = Visitor::new();
    let wanted = visitor.get(&guarded.server.url("/search?q=tank")).await;
    assert_eq!(wanted.location, "/sign-in?to=/search%3Fq%3Dtank");
    let asked = visitor.begin(&guarded, "/search%3Fq%3Dtank").await;
    assert_eq!(asked["redirect_uri"], guarded.server.url("/sign-in/callback"));
    assert_eq!(asked["scope"], "openid profile email");
    liar.prepare(&asked);
    let back =
        visitor.get(&guarded.server.url(&format!("/sign-in/callback?code=1&state={}", asked["state"]))).await;
    assert_eq!((back.status, back.location.as_str()), (303, "/search?q=tank"));
    let session = back.set.iter().find(|line| line.starts_with("deskdoc=")).unwrap();
    for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age=28800"] {
        assert!(session.contains(part), "{session}");
    }
    for page in PAGES {
        let answer = visitor.get(&guarded.server.url(page)).await;
        assert!(matches!(answer.status, 200 | 404), "{page}: {}", answer.status);
        let is_page = answer.text.starts_with("<!doctype html>");
        assert!(
            !is_page || answer.text.contains("Ada</span>") && answer.text.contains("Sign out"),
            "{page}: {}",
            answer.text
        );
    }
    // Who is signed in already is not sent away again.
    assert_eq!(visitor.get(&guarded.server.url("/sign-in?to=/help")).await.location, "/help");
    assert_eq!(visitor.get(&guarded.server.url("/sign-in?to=//evil.example")).await.location, "/");
}

#[tokio::test]
async fn a_session_outlives_a_restart_and_ends_with_signing_out() {
    let liar = Liar::start();
    let guarded = Guarded::behind(liar.issuer(), "");
    let mut visitor = Visitor::new();
    visitor.sign_in(&guarded, &liar).await;
    let guarded = guarded.restarted();
    assert_eq!(visitor.get(&guarded.server.url("/help")).await.status, 200);
    let form = [("origin", "https://evil.example")];
    assert_eq!(visitor.send(Method::POST, &guarded.server.url("/sign-out"), &form, None).await.status, 403);
    let out = visitor.post(&guarded.server.url("/sign-out"), "").await;
    assert_eq!((out.status, out.location.as_str()), (303, "/signed-out"));
    let bye = visitor.get(&guarded.server.url("/signed-out")).await;
    assert!(bye.text.contains("You have signed out") && !bye.text.contains("Ada"), "{}", bye.text);
    assert_eq!(visitor.get(&guarded.server.url("/help")).await.status, 303);
}

#[tokio::test]
async fn an_altered_session_is_none_and_strange_cookies_upset_nothing() {
    let liar = Liar::start();
    let guarded = Guarded::behind(liar.issuer(), "");
    let mut visitor = Visitor::new();
    visitor.sign_in(&guarded, &liar).await;
    let session = visitor.cookies["deskdoc"].clone();
    visitor.cookies.insert("a".to_owned(), "%zz\"; =; ;;".to_owned());
    assert_eq!(visitor.get(&guarded.server.url("/help")).await.status, 200);
    let longer = session.replacen('1', "2", 1);
    for altered in ["", "x", "9999999999999.41646100.00", &longer, &session[..session.len() - 1]] {
        visitor.cookies.insert("deskdoc".to_owned(), altered.to_owned());
        assert_eq!(visitor.get(&guarded.server.url("/help")).await.status, 303, "{altered}");
    }
}

#[tokio::test]
async fn a_page_is_kept_by_the_browser_for_the_one_who_saw_it_only() {
    let liar = Liar::start();
    let guarded = Guarded::behind(liar.issuer(), "");
    let (mut ada, mut bob) = (Visitor::new(), Visitor::new());
    ada.sign_in(&guarded, &liar).await;
    let asked = bob.begin(&guarded, "/").await;
    liar.prepare(&asked);
    liar.say(|said| said.claims["name"] = serde_json::json!("Bob"));
    bob.get(&guarded.server.url(&format!("/sign-in/callback?code=1&state={}", asked["state"]))).await;
    let url = guarded.server.url("/articles/articles/handbook.md");
    let seen = ada
        .http
        .get(&url)
        .header("cookie", format!("deskdoc={}", ada.cookies["deskdoc"]))
        .send()
        .await
        .unwrap();
    assert_eq!(seen.headers()["cache-control"], "private, no-cache");
    let tag = seen.headers()["etag"].to_str().unwrap().to_owned();
    let known = [("if-none-match", tag.as_str())];
    assert_eq!(ada.send(Method::GET, &url, &known, None).await.status, 304);
    assert_eq!(bob.send(Method::GET, &url, &known, None).await.status, 200);
}

#[tokio::test]
async fn a_form_that_came_without_a_session_is_given_back_whole() {
    let liar = Liar::start();
    let guarded = Guarded::behind(liar.issuer(), "");
    let mut visitor = Visitor::new();
    let form =
        "q=No+coffee+%3Cscript%3Ealert(1)%3C/script%3E%0D%0Asecond+line&symptom=%22%3E%3Cimg%20src=x%3E";
    let answer = visitor.post(&guarded.server.url("/"), form).await;
    assert_eq!(answer.status, 401);
    for part in [
        "nothing of it was kept",
        "No coffee &#60;script&#62;",
        "second line",
        "Send again",
        "name=\"symptom\"",
    ] {
        assert!(answer.text.contains(part), "{part}: {}", answer.text);
    }
    assert!(!answer.text.contains("<script>alert") && !answer.text.contains("<img src=x"), "{}", answer.text);
    visitor.sign_in(&guarded, &liar).await;
    assert_eq!(visitor.post(&guarded.server.url("/"), "q=No+coffee").await.status, 303);
    // No form at all, and one that is too large.
    let mut visitor = Visitor::new();
    let json = [("content-type", "application/json")];
    let answer = visitor.send(Method::POST, &guarded.server.url("/"), &json, Some("{}".to_owned())).await;
    assert_eq!(answer.status, 415, "{}", answer.text);
    assert_eq!(visitor.post(&guarded.server.url("/c/x"), &"a".repeat(2_000_000)).await.status, 413);
}

#[tokio::test]
async fn what_makes_no_sense_in_the_settings_ends_the_start_with_words() {
    let issuer = "oidc_issuer = \"https://id.example.com\"\n";
    let client = "oidc_client_id = \"deskdoc\"\n";
    let public = "public_url = \"https://desk.example.com\"\n";
    let proxies = "trusted_proxies = [\"10.0.0.7\"]\n";
    for (before, section, word) in [
        (public, issuer.to_owned(), "oidc_client_id"),
        ("", format!("{issuer}{client}"), "public_url"),
        ("public_url = \"http://desk.example.com\"\n", format!("{issuer}{client}"), "https://"),
        (public, format!("oidc_issuer = \"http://id.example.com\"\n{client}"), "https://"),
        (public, format!("{issuer}{client}claim = \"groups\"\n"), "`values`"),
        (public, format!("{issuer}{client}values = [\"a\"]\n"), "`claim`"),
        (
            public,
            format!("{issuer}{client}oidc_client_secret_file = \"/no/such/file\"\n"),
            "there is no such file",
        ),
        (public, format!("{issuer}{client}oidc_client_secret_env = \"NO_SUCH\"\n"), "NO_SUCH"),
        (public, format!("{issuer}{client}header = \"X-User\"\n"), "only one of them"),
        (public, "header = \"X-User\"\n".to_owned(), "trusted_proxies"),
        (proxies, "header = \"X User\"\n".to_owned(), "name of a header"),
        (proxies, "header = \"Host\"\n".to_owned(), "only the proxy writes"),
        (proxies, "header = \"X-Forwarded-For\"\n".to_owned(), "only the proxy writes"),
        (proxies, "header = \"Accept-Language\"\n".to_owned(), "only the proxy writes"),
        (proxies, "header = \"X-User\"\nclaim = \"groups\"\nvalues = [\"a\"]\n".to_owned(), "no other key"),
        (public, String::new(), "oidc_issuer"),
        (public, "oidc_isuer = \"x\"\n".to_owned(), "oidc_isuer"),
    ] {
        let folder = crate::world::Folder::new();
        let file = folder.write("deskdoc.toml", format!("{before}[sign_in]\n{section}"));
        let run = crate::world::Deskdoc::new().args(["--config"]).args([file]);
        let run = run
            .args(["--kb"])
            .args([crate::world::small_base()])
            .args(["serve", "--listen", "127.0.0.1:0"])
            .run();
        assert_eq!(run.code, Some(2), "{section}: {}", run.err);
        assert!(run.err.contains(word), "{section}: {}", run.err);
    }
}
