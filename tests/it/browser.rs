//! The web page in a real browser: with script and without, by keyboard alone, on a phone.
//! Conversations stand in a file of their own.
//!
//! Without Chromium and chromedriver these tests say aloud that they were left out; with
//! `DESKDOC_TEST_BROWSER=required`, as `scripts/test` sets it, they fail instead.

mod conversation;
mod driver;

use fantoccini::{Client, Locator};

pub use self::driver::{Order, Visitor, visit};
use crate::world::Server;

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const CONTROL: &str = "\u{e009}";

#[tokio::test]
async fn nothing_is_wider_than_a_phone() {
    let server = Server::shared();
    visit(Visitor::OnPhone, async move |browser| {
        for path in [
            "/",
            "/search?q=tank",
            "/symptoms",
            "/symptoms/no-coffee",
            "/symptoms/no-coffee/tree",
            "/articles/articles/handbook.md",
            "/articles/articles/handbook.md?mark=fill+the+tank&at=filling-the-tank",
            "/help",
            "/no-such-page",
            "/c/none",
        ] {
            browser.goto(&server.url(path)).await.unwrap();
            assert_no_sideways_scroll(&browser, path).await;
        }
        browser.goto(&server.url("/")).await.unwrap();
        let long = format!(
            "E-17 no flow {}",
            "https://coffee.example/a-very-long-address-without-a-break/".repeat(6)
        );
        ask_with_the_mouse(&browser, &long).await;
        assert_begun(&browser).await;
        assert_no_sideways_scroll(&browser, "a case").await;
        browser.find(Locator::LinkText("Case note")).await.unwrap().click().await.unwrap();
        browser.wait().for_element(Locator::Css("[data-note]")).await.expect("the note is there");
        assert_no_sideways_scroll(&browser, "a case note").await;
    })
    .await;
}

#[tokio::test]
async fn a_tree_is_a_picture_and_all_its_steps_without_script_and_by_keyboard() {
    let server = Server::shared();
    visit(Visitor::WithoutScript, async move |browser| {
        browser.goto(&server.url("/symptoms/no-coffee")).await.unwrap();
        browser.find(Locator::LinkText("Decision tree")).await.unwrap().click().await.unwrap();
        browser.wait().for_element(Locator::Css(".tree-picture")).await.expect("the picture is there");
        assert!(
            seen(&browser, ".tree-picture .tree-box-ask").await
                && seen(&browser, ".tree-box.tree-likeliest").await
        );
        let page = browser.find(Locator::Css("main")).await.unwrap().text().await.unwrap();
        for wanted in ["This tree", "Which colour has the lamp", "If that does not help", "the caretaker"] {
            assert!(page.contains(wanted), "{wanted:?} is not in {page}");
        }
        walk_to(&browser, "div").await;
        let focused = browser.active_element().await.unwrap();
        assert_eq!(
            focused.attr("role").await.unwrap().as_deref(),
            Some("region"),
            "the picture can be scrolled by keys"
        );
        walk_to(&browser, "summary").await;
        let ways = browser.find_all(Locator::Css("details.tree-way[open]")).await.unwrap().len();
        press(&browser, ENTER).await;
        let then = browser.find_all(Locator::Css("details.tree-way[open]")).await.unwrap().len();
        assert_eq!(then + 1, ways, "a way can be folded");
    })
    .await;
}

#[tokio::test]
async fn the_tree_file_opens_by_itself_and_fits_a_phone() {
    let base = crate::world::cases("bases").join("hostile-titles");
    let html = crate::world::Deskdoc::with_base(&base).args(["tree", "--format", "html"]).run().out;
    let folder = crate::world::Folder::new();
    let file = folder.write("tree.html", html);
    visit(Visitor::OnPhone, async move |browser| {
        browser.goto(&format!("file://{}", file.display())).await.unwrap();
        assert_no_sideways_scroll(&browser, "the file").await;
        assert!(seen(&browser, ".tree-picture").await && seen(&browser, ".tree-step").await);
        assert!(!browser.title().await.unwrap().is_empty());
        drop(folder);
    })
    .await;
}

#[tokio::test]
async fn what_is_typed_is_shown_and_never_run() {
    let server = Server::shared();
    visit(Visitor::AtDesk, async move |browser| {
        let typed = "E-17 no flow <img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";
        browser.goto(&server.url("/")).await.unwrap();
        ask_with_the_mouse(&browser, typed).await;
        assert_begun(&browser).await;
        assert_ne!(browser.title().await.unwrap(), "owned");
        assert!(browser.find(Locator::Css("img[onerror]")).await.is_err());
        let shown = browser.find(Locator::Css("main")).await.unwrap().text().await.unwrap();
        assert!(shown.contains("<img src=x onerror="), "{shown}");
    })
    .await;
}

async fn ask_with_the_mouse(browser: &Client, text: &str) {
    let field = browser.find(Locator::Css("textarea#what")).await.unwrap();
    field.clear().await.unwrap();
    field.send_keys(text).await.unwrap();
    browser.find(Locator::Css("form.ask-form .form-row button")).await.unwrap().click().await.unwrap();
    browser.wait().for_element(Locator::Css("#latest")).await.expect("the case has a page");
}

/// The case has begun: its symptom is the heading, its likeliest fix is proposed.
async fn assert_begun(browser: &Client) {
    browser.wait().for_element(Locator::Css("#latest")).await.expect("the case has a page");
    assert_eq!(text(browser, "h1").await, "The machine hums, but no coffee comes");
    let page = text(browser, "main").await;
    for wanted in ["Perhaps this is it: the water tank is empty", "Take the tank out", "Did it help?"] {
        assert!(page.contains(wanted), "{wanted:?} is not in {page}");
    }
}

async fn text(browser: &Client, css: &str) -> String {
    browser.find(Locator::Css(css)).await.unwrap().text().await.unwrap()
}

async fn assert_no_sideways_scroll(browser: &Client, what: &str) {
    let script = "return [document.documentElement.scrollWidth, window.innerWidth]";
    let widths = browser.execute(script, Vec::new()).await.unwrap();
    let (content, window) = (widths[0].as_u64().unwrap(), widths[1].as_u64().unwrap());
    assert_eq!(window, 320, "{what}: the window is not that of a phone");
    assert!(content <= window, "{what}: {content} pixels in a window of {window}");
}

async fn seen(browser: &Client, css: &str) -> bool {
    browser.find(Locator::Css(css)).await.unwrap().is_displayed().await.unwrap()
}

/// Presses keys where the focus is.
async fn press(browser: &Client, keys: &str) {
    browser.active_element().await.unwrap().send_keys(keys).await.unwrap();
}

/// Presses the tabulator until an element of this kind has the focus.
async fn walk_to(browser: &Client, tag: &str) {
    for _ in 0..30 {
        press(browser, TAB).await;
        if browser.active_element().await.unwrap().tag_name().await.unwrap() == tag {
            return;
        }
    }
    panic!("the keyboard does not lead to a {tag}");
}
