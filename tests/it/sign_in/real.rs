//! Everything together: a real provider, a real browser.

use std::time::Duration;

use fantoccini::{Client, Locator};

use super::Guarded;
use crate::browser::{Visitor, visit};
use crate::world::{Provider, free_port};

/// Signs in at the provider's own pages.
async fn sign_in(browser: &Client, name: &str) {
    let field =
        browser.wait().for_element(Locator::Css("input[name=login]")).await.expect("the provider asks");
    field.send_keys(name).await.unwrap();
    browser.find(Locator::Css("input[name=password]")).await.unwrap().send_keys("any").await.unwrap();
    browser.find(Locator::Css("button[type=submit]")).await.unwrap().click().await.unwrap();
    let consent = Locator::XPath("//button[contains(., 'Continue')]");
    browser
        .wait()
        .for_element(consent)
        .await
        .expect("the provider asks whether it may")
        .click()
        .await
        .unwrap();
}

async fn wait_for(browser: &Client, words: &str) {
    for _ in 0..600 {
        let text = match browser.find(Locator::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        };
        if text.contains(words) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let (url, page) = (browser.current_url().await.unwrap(), browser.source().await.unwrap());
    panic!("{words:?} does not come at {url}: {page}");
}

async fn signs_in_and_out(visitor: Visitor) {
    let port = free_port();
    let Some(provider) = Provider::start(&format!("http://127.0.0.1:{port}/sign-in/callback")) else {
        return;
    };
    let rule = "oidc_scopes = [\"profile\", \"groups\"]\nclaim = \"groups\"\nvalues = [\"desk\"]";
    let guarded = Guarded::at(port, provider.issuer(), rule);
    visit(visitor, async move |browser| {
        let url = |path: &str| guarded.server.url(path);
        browser.goto(&url("/search?q=tank")).await.unwrap();
        sign_in(&browser, "ada").await;
        wait_for(&browser, "ada <script>alert(1)</script>").await;
        assert_eq!(browser.current_url().await.unwrap().as_str(), url("/search?q=tank"));

        // The page works with the session: a case is begun.
        browser.goto(&url("/")).await.unwrap();
        browser
            .find(Locator::Css("textarea[name=q]"))
            .await
            .unwrap()
            .send_keys("E-17 no flow")
            .await
            .unwrap();
        browser.find(Locator::Css(".ask-card button[type=submit]")).await.unwrap().click().await.unwrap();
        browser.wait().for_element(Locator::Css("[data-case]")).await.expect("a case has begun");

        // The session is altered while something is written: it is given back, and can be sent again.
        browser.goto(&url("/")).await.unwrap();
        browser
            .find(Locator::Css("textarea[name=q]"))
            .await
            .unwrap()
            .send_keys("The lamp is red")
            .await
            .unwrap();
        browser.delete_cookie("deskdoc").await.unwrap();
        browser.find(Locator::Css(".ask-card button[type=submit]")).await.unwrap().click().await.unwrap();
        wait_for(&browser, "Sign in, then send it again").await;
        let sent = browser.find(Locator::Css("#sent")).await.unwrap();
        assert_eq!(sent.prop("value").await.unwrap().as_deref(), Some("The lamp is red"));
        let first = browser.window().await.unwrap();
        browser.find(Locator::LinkText("Sign in beside this page")).await.unwrap().click().await.unwrap();
        let beside = other_window(&browser).await;
        browser.switch_to_window(beside).await.unwrap();
        // The provider still knows who it is.
        wait_for(&browser, "ada <script>").await;
        browser.switch_to_window(first).await.unwrap();
        browser.find(Locator::XPath("//button[.='Send again']")).await.unwrap().click().await.unwrap();
        browser.wait().for_element(Locator::Css("[data-case]")).await.expect("a case has begun");

        browser.find(Locator::Css(".visitor button")).await.unwrap().click().await.unwrap();
        wait_for(&browser, "You have signed out").await;
        browser.goto(&url("/signed-out")).await.unwrap();
        assert!(browser.find(Locator::Css(".visitor")).await.is_err(), "nobody is named");
        drop((guarded, provider));
    })
    .await;
}

async fn other_window(browser: &Client) -> fantoccini::wd::WindowHandle {
    for _ in 0..600 {
        let windows = browser.windows().await.unwrap();
        if let [_, other] = windows.as_slice() {
            return other.clone();
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("no other window opens");
}

#[tokio::test]
async fn somebody_signs_in_works_loses_the_session_and_signs_out() {
    signs_in_and_out(Visitor::AtDesk).await;
}

#[tokio::test]
async fn the_same_works_without_script() {
    signs_in_and_out(Visitor::WithoutScript).await;
}

#[tokio::test]
async fn somebody_of_another_group_is_told_so() {
    let port = free_port();
    let Some(provider) = Provider::start(&format!("http://127.0.0.1:{port}/sign-in/callback")) else {
        return;
    };
    let rule = "oidc_scopes = [\"profile\", \"groups\"]\nclaim = \"groups\"\nvalues = [\"desk\"]";
    let guarded = Guarded::at(port, provider.issuer(), rule);
    visit(Visitor::AtDesk, async move |browser| {
        browser.goto(&guarded.server.url("/help")).await.unwrap();
        sign_in(&browser, "bob").await;
        wait_for(&browser, "You are not let in here").await;
        wait_for(&browser, "signed in as bob").await;
        drop((guarded, provider));
    })
    .await;
}
