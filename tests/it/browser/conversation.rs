//! A whole case, from the first words to the cure.

use fantoccini::{Client, Locator};

use super::driver::{Visitor, visit};
use super::{CONTROL, ENTER, TAB, ask_with_the_mouse, assert_begun, press, seen, text, walk_to};
use crate::world::Server;

const WORDS: &str = "display shows E-17 no flow";

#[tokio::test]
async fn a_case_is_solved_with_the_mouse() {
    let server = Server::shared();
    visit(Visitor::AtDesk, async move |browser| {
        browser.goto(&server.url("/")).await.unwrap();
        let field = browser.find(Locator::Css("textarea#what")).await.unwrap();
        field.send_keys(WORDS).await.unwrap();
        let suggested = browser.wait().for_element(Locator::Css(".suggestion")).await.expect("a suggestion");
        assert!(suggested.text().await.unwrap().starts_with("The machine hums, but no coffee comes"));
        suggested.click().await.unwrap();
        assert_begun(&browser).await;
        click(&browser, "It did not help").await;
        at(&browser, "Which colour has the lamp below the tank?").await;
        click(&browser, "I don't know").await;
        at(&browser, "Shall I hand it over?").await;
        click(&browser, "Not yet, show me what is left to try").await;
        at(&browser, "Descale the machine").await;
        click(&browser, "It worked").await;
        at(&browser, "Do once more what failed before. Does it work now?").await;
        click(&browser, "Yes, it is solved").await;
        at(&browser, "Solved").await;
        assert_eq!(text(&browser, ".kicker").await, "✓ Solved");
        assert_log(
            &browser,
            &[WORDS, "It did not help", "I don't know", "Not yet", "It worked", "Yes, it is solved"],
        )
        .await;
        browser.find(Locator::Css(".step-end a")).await.unwrap().click().await.unwrap();
        let note = browser.wait().for_element(Locator::Css("[data-note]")).await.unwrap();
        let note = note.prop("value").await.unwrap().unwrap();
        assert!(note.starts_with("# Case note\n\n**Solved**"), "{note}");
        assert!(seen(&browser, "[data-copy]").await, "it can be copied by a button");
    })
    .await;
}

#[tokio::test]
async fn a_case_is_solved_without_script() {
    let server = Server::shared();
    visit(Visitor::WithoutScript, async move |browser| {
        browser.goto(&server.url("/")).await.unwrap();
        assert!(!seen(&browser, "[data-key-hint]").await, "no script runs");
        ask_with_the_mouse(&browser, WORDS).await;
        assert_begun(&browser).await;
        browser.find(Locator::Css(".tick input")).await.unwrap().click().await.unwrap();
        click(&browser, "Back").await;
        at(&browser, "What do you see? Describe it in your own words, or paste the exact error text.").await;
        say(&browser, WORDS).await;
        at(&browser, "Perhaps this is it: the water tank is empty").await;
        say(&browser, "why?").await;
        browser.wait().for_element(Locator::Css(".messages .message-explained")).await.expect("the reasons");
        browser.find(Locator::Css("#why > summary")).await.unwrap().click().await.unwrap();
        assert!(seen(&browser, "#why .message").await, "the reasons are there without asking, too");
        click(&browser, "It worked").await;
        at(&browser, "Is it cured?").await;
        click(&browser, "Yes, it is solved").await;
        at(&browser, "Solved").await;
        browser.find(Locator::Css(".step-end a")).await.unwrap().click().await.unwrap();
        browser.wait().for_element(Locator::Css("[data-note]")).await.unwrap();
        assert!(!seen(&browser, "[data-copy]").await, "a button that needs script is not shown");
    })
    .await;
}

#[tokio::test]
async fn a_case_is_solved_by_keyboard_alone() {
    let server = Server::shared();
    visit(Visitor::AtDesk, async move |browser| {
        browser.goto(&server.url("/")).await.unwrap();
        press(&browser, TAB).await;
        let first = browser.active_element().await.unwrap();
        assert_eq!(first.attr("href").await.unwrap().as_deref(), Some("#~main"), "the skip link comes first");
        press(&browser, ENTER).await;
        walk_to(&browser, "textarea").await;
        press(&browser, WORDS).await;
        press(&browser, &format!("{CONTROL}{ENTER}")).await;
        assert_begun(&browser).await;
        wait_until(&browser, "return document.activeElement.id === 'latest'").await;
        press(&browser, "2").await;
        at(&browser, "Which colour has the lamp below the tank?").await;
        assert_eq!(focused(&browser).await, "latest", "what is new has the focus");
        walk_to(&browser, "textarea").await;
        press(&browser, "2").await;
        let field = browser.find(Locator::Css("#say")).await.unwrap();
        let typed = field.prop("value").await.unwrap();
        assert_eq!(typed.as_deref(), Some("2"), "a number in the field is a number");
        press(&browser, &format!("{CONTROL}{ENTER}")).await;
        at(&browser, "Descale the machine").await;
        assert_eq!(focused(&browser).await, "say", "who writes stays in the field");
        assert_eq!(field.prop("value").await.unwrap().as_deref(), Some(""), "and it is empty again");
        browser.refresh().await.unwrap();
        wait_until(&browser, "return document.activeElement.id === 'latest'").await;
        walk_to(&browser, "button").await;
        press(&browser, ENTER).await;
        at(&browser, "Do once more what failed before. Does it work now?").await;
        press(&browser, "1").await;
        at(&browser, "Solved").await;
    })
    .await;
}

#[tokio::test]
async fn only_the_new_turn_is_put_into_the_log() {
    let server = Server::shared();
    visit(Visitor::AtDesk, async move |browser| {
        browser.goto(&server.url("/")).await.unwrap();
        ask_with_the_mouse(&browser, WORDS).await;
        assert_begun(&browser).await;
        let watch = "window.added = []; \
            const watcher = new MutationObserver((all) => all.forEach((one) => one.addedNodes.forEach((node) => \
                window.added.push(node.innerText)))); \
            watcher.observe(document.querySelector('[role=log] ol'), {childList: true});";
        browser.execute(watch, Vec::new()).await.unwrap();
        click(&browser, "It did not help").await;
        at(&browser, "Which colour has the lamp below the tank?").await;
        let added = browser.execute("return window.added", Vec::new()).await.unwrap();
        let added: Vec<&str> = added.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
        assert_eq!(added.len(), 2, "{added:?}");
        assert!(added[0].contains("It did not help") && added[1].contains("Which colour"), "{added:?}");
        assert!(!added.iter().any(|text| text.contains(WORDS)), "{added:?}");
    })
    .await;
}

#[tokio::test]
async fn what_was_ticked_off_stays_so_when_the_page_is_loaded_again() {
    let server = Server::shared();
    visit(Visitor::AtDesk, async move |browser| {
        browser.goto(&server.url("/")).await.unwrap();
        ask_with_the_mouse(&browser, WORDS).await;
        assert_begun(&browser).await;
        browser.find(Locator::Css(".tick input")).await.unwrap().click().await.unwrap();
        browser.refresh().await.unwrap();
        browser.wait().for_element(Locator::Css(".tick input:checked")).await.expect("the tick is there");
        assert_eq!(browser.find_all(Locator::Css(".tick input:checked")).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_old_page_shows_how_the_case_stands_and_keeps_what_was_typed() {
    let server = Server::shared();
    for visitor in [Visitor::AtDesk, Visitor::WithoutScript] {
        let server = std::sync::Arc::clone(&server);
        visit(visitor, async move |browser| {
            browser.goto(&server.url("/")).await.unwrap();
            ask_with_the_mouse(&browser, WORDS).await;
            assert_begun(&browser).await;
            let address = browser.current_url().await.unwrap();
            let old = browser.window().await.unwrap();
            let other = browser.new_window(true).await.unwrap();
            browser.switch_to_window(other.handle).await.unwrap();
            browser.goto(address.as_str()).await.unwrap();
            click(&browser, "It did not help").await;
            at(&browser, "Which colour has the lamp below the tank?").await;
            browser.switch_to_window(old).await.unwrap();
            say(&browser, "the lamp is somehow orange").await;
            at(&browser, "Which colour has the lamp below the tank?").await;
            assert!(text(&browser, "[role=alert]").await.starts_with("This case has moved on"));
            let field = browser.find(Locator::Css("#say")).await.unwrap();
            let typed = field.prop("value").await.unwrap();
            assert_eq!(typed.as_deref(), Some("the lamp is somehow orange"));
        })
        .await;
    }
}

#[tokio::test]
async fn configuration_is_kept_only_after_it_was_seen_without_its_secrets() {
    let server = Server::shared();
    visit(Visitor::AtDesk, async move |browser| {
        browser.goto(&server.url("/")).await.unwrap();
        ask_with_the_mouse(&browser, WORDS).await;
        assert_begun(&browser).await;
        browser.find(Locator::Css("#paste-fold > summary")).await.unwrap().click().await.unwrap();
        let field = browser.find(Locator::Css("#facts")).await.unwrap();
        field.send_keys("Water left: 0\npassword: hunter2hunter2").await.unwrap();
        click(&browser, "Show what will be kept").await;
        let shown = browser.wait().for_element(Locator::Css(".struck")).await.expect("what will be kept");
        let shown = shown.text().await.unwrap();
        assert!(shown.contains("Water left: 0") && shown.contains("[removed]"), "{shown}");
        assert!(!browser.source().await.unwrap().contains("hunter2"), "the secret is nowhere on the page");
        click(&browser, "Keep this").await;
        browser.wait().for_element(Locator::Css("#side-failed")).await.expect("the check has failed");
        assert_log(&browser, &[WORDS, "Pasted configuration"]).await;
        assert!(!browser.source().await.unwrap().contains("hunter2"));
    })
    .await;
}

#[tokio::test]
async fn a_key_that_is_held_answers_one_question() {
    let server = Server::shared();
    visit(Visitor::AtDesk, async move |browser| {
        browser.goto(&server.url("/")).await.unwrap();
        ask_with_the_mouse(&browser, WORDS).await;
        assert_begun(&browser).await;
        let key = |kind: &str, repeat: bool| {
            format!(
                "document.getElementById('latest').dispatchEvent(new KeyboardEvent('{kind}', \
                 {{key: '2', bubbles: true, cancelable: true, repeat: {repeat}}}));"
            )
        };
        browser.execute(&key("keydown", false), Vec::new()).await.unwrap();
        at(&browser, "Which colour has the lamp below the tank?").await;
        browser.execute(&key("keydown", true), Vec::new()).await.unwrap();
        browser.execute(&key("keydown", false), Vec::new()).await.unwrap();
        at(&browser, "Which colour has the lamp below the tank?").await;
        assert_log(&browser, &[WORDS, "It did not help"]).await;
        let again = format!("{}{}", key("keyup", false), key("keydown", false));
        browser.execute(&again, Vec::new()).await.unwrap();
        wait_until(&browser, "return document.querySelectorAll('[role=log] .turn-did').length === 3").await;
    })
    .await;
}

#[tokio::test]
async fn what_waits_in_another_field_outlasts_an_answer() {
    let server = Server::shared();
    visit(Visitor::AtDesk, async move |browser| {
        browser.goto(&server.url("/")).await.unwrap();
        ask_with_the_mouse(&browser, WORDS).await;
        assert_begun(&browser).await;
        for (fold, field, words) in
            [("#paste-fold", "#facts", "Water left: 0"), ("#hand-over-fold", "#reason", "my shift ends")]
        {
            let summary = format!("{fold} > summary");
            browser.find(Locator::Css(&summary)).await.unwrap().click().await.unwrap();
            browser.find(Locator::Css(field)).await.unwrap().send_keys(words).await.unwrap();
        }
        // Otherwise the head of the page stands before the button.
        browser.execute("window.scrollTo(0, 0)", Vec::new()).await.unwrap();
        click(&browser, "It did not help").await;
        at(&browser, "Which colour has the lamp below the tank?").await;
        for (field, words) in [("#facts", "Water left: 0"), ("#reason", "my shift ends")] {
            assert!(seen(&browser, field).await, "{field} is still open");
            let typed = browser.find(Locator::Css(field)).await.unwrap().prop("value").await.unwrap();
            assert_eq!(typed.as_deref(), Some(words));
        }
        browser.find(Locator::Css("#say")).await.unwrap().send_keys("it smells of").await.unwrap();
        click(&browser, "Show what will be kept").await;
        browser.wait().for_element(Locator::Css(".struck")).await.expect("what will be kept");
        browser.find(Locator::LinkText("Leave it out")).await.unwrap().click().await.unwrap();
        at(&browser, "Which colour has the lamp below the tank?").await;
        let typed = browser.find(Locator::Css("#say")).await.unwrap().prop("value").await.unwrap();
        assert_eq!(typed.as_deref(), Some("it smells of"), "what was begun beside it is still there");
    })
    .await;
}

#[tokio::test]
async fn words_that_are_too_long_are_refused_aloud_and_stay_in_the_field() {
    let server = Server::shared();
    visit(Visitor::AtDesk, async move |browser| {
        browser.goto(&server.url("/")).await.unwrap();
        ask_with_the_mouse(&browser, WORDS).await;
        assert_begun(&browser).await;
        let fill = "document.getElementById('say').value = 'x'.repeat(70000); document.getElementById('say').focus()";
        browser.execute(fill, Vec::new()).await.unwrap();
        press(&browser, &format!("{CONTROL}{ENTER}")).await;
        browser.wait().for_element(Locator::Css("#say-refusal")).await.expect("why it was refused");
        assert!(text(&browser, "[role=alert]").await.contains("70000 bytes"));
        assert_eq!(focused(&browser).await, "say");
        browser.execute("document.activeElement.blur()", Vec::new()).await.unwrap();
        browser.find(Locator::Css(".say-form button")).await.unwrap().click().await.unwrap();
        wait_until(&browser, "return document.activeElement.id === 'say'").await;
        let n = browser.execute("return document.getElementById('say').value.length", Vec::new()).await.unwrap();
        assert_eq!(n, 70_000);
        browser.execute("document.getElementById('say').value = 'it hums'", Vec::new()).await.unwrap();
        press(&browser, &format!("{CONTROL}{ENTER}")).await;
        wait_until(&browser, "return !document.querySelector('#say-refusal, [role=alert]')").await;
    })
    .await;
}

/// Presses the button with this label, numbers and blanks aside.
async fn click(browser: &Client, label: &str) {
    for button in browser.find_all(Locator::Css("main button")).await.unwrap() {
        let found = button.text().await.unwrap();
        if found.trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace()) == label {
            return button.click().await.unwrap();
        }
    }
    panic!("there is no button {label:?} in {}", text(browser, "main").await);
}

async fn say(browser: &Client, words: &str) {
    browser.find(Locator::Css("#say")).await.unwrap().send_keys(words).await.unwrap();
    browser.find(Locator::Css(".say-form button")).await.unwrap().click().await.unwrap();
}

/// Waits until this is the newest thing that deskdoc says.
async fn at(browser: &Client, headline: &str) {
    let condition = format!(
        "return document.getElementById('latest')?.textContent === {} && !document.querySelector('[aria-busy]')",
        serde_json::Value::from(headline)
    );
    wait_until(browser, &condition).await;
}

async fn wait_until(browser: &Client, condition: &str) {
    for _ in 0..400 {
        // Between two pages there is nothing to ask.
        if browser.execute(condition, Vec::new()).await.is_ok_and(|holds| holds == true) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("{condition} never holds on {}", text(browser, "main").await);
}

async fn focused(browser: &Client) -> String {
    browser.active_element().await.unwrap().attr("id").await.unwrap().unwrap_or_default()
}

/// The log has these turns and no others before what is said now.
async fn assert_log(browser: &Client, did: &[&str]) {
    let mut found = Vec::new();
    for turn in browser.find_all(Locator::Css("[role=log] .turn-did")).await.unwrap() {
        found.push(turn.text().await.unwrap().trim_start_matches("You:").trim().to_owned());
    }
    assert_eq!(found, did);
}
