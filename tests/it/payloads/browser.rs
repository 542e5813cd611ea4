//! A real browser looks at pages full of payloads: nothing runs, and its own watch has nothing to catch.
//!
//! The pages are shown twice: as they are, when everything that the policy refuses would stand in the log of the
//! browser, and with the policy switched off, when whatever is alive would run.

use serde_json::{Value, json};

use super::authors::hostile_base;
use super::{Asker, payloads, texts};
use crate::browser::{Order, Visitor, visit};
use crate::world::{Server, no_complaints};

/// What every payload calls, and what is alive in a page as the browser has read it.
const CANARY: &str = "window.boom = () => { window.__xss = 1; }; window.alert = window.boom;";
const LIVE: &str = r#"
const live = [];
for (const element of document.querySelectorAll("*")) {
  for (const { name, value } of element.attributes) {
    if (name.startsWith("on") || name === "style" || name === "srcdoc") live.push(`${element.tagName} ${name}`);
    const leads = ["href", "src", "action", "formaction"].includes(name);
    if (leads && !/^(https?|mailto):$/.test(new URL(value, document.baseURI).protocol)) live.push(`${name}=${value}`);
  }
}
for (const script of document.scripts) if (!script.src.startsWith(location.origin + "/assets/")) live.push("a script");
live.push(...[...document.querySelectorAll("iframe, object, embed, base, style, template, math, form[action^=http]")].map((odd) => odd.tagName));
document.querySelectorAll("a, button, summary, input, textarea, img, h1, h2").forEach((element) => {
  for (const type of ["mouseover", "focus", "mouseenter", "error", "toggle"]) element.dispatchEvent(new Event(type));
});
if (window.__xss) live.push("it ran");
return live;
"#;

#[tokio::test]
async fn a_real_browser_runs_nothing_and_has_nothing_to_refuse() {
    let (folder, symptoms) = hostile_base();
    let mut asker = Asker::of(Server::over(folder.path(), &[], &["--preview", "--watch", "off"]));
    let pages = pages(&mut asker, &symptoms).await;
    let server = asker.server;
    visit(Visitor::AtDesk, async move |browser| {
        let mut complaints = Vec::new();
        let order = async |name: &'static str, parameters: Value| {
            browser.issue_cmd(Order::developer(name, parameters)).await.unwrap()
        };
        order("Page.addScriptToEvaluateOnNewDocument", json!({ "source": CANARY })).await;
        for is_off in [false, true] {
            order("Page.enable", json!({})).await;
            order("Page.setBypassCSP", json!({ "enabled": is_off })).await;
            for page in &pages {
                browser.goto(&server.url(page)).await.unwrap();
                let live = browser.execute(LIVE, Vec::new()).await.unwrap();
                if live != json!([]) {
                    complaints.push(format!("{page}, policy off: {is_off}: {live}"));
                }
            }
            let log = browser.issue_cmd(Order::log()).await.unwrap();
            let refused = log.as_array().unwrap().iter().filter(|entry| {
                let words = entry["message"].as_str().unwrap();
                words.contains("Content Security Policy") || words.contains("Content-Security-Policy")
            });
            complaints.extend(refused.map(|entry| format!("policy off: {is_off}: {entry}")));
        }
        // The watch itself sees what it is to see.
        browser.goto(&server.url("/help")).await.unwrap();
        let script =
            "document.body.insertAdjacentHTML('beforeend', '<img src=/none onerror=boom()>'); return 1;";
        browser.execute(script, Vec::new()).await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        let seen = browser.execute(LIVE, Vec::new()).await.unwrap().to_string();
        assert!(seen.contains("IMG onerror") && seen.contains("it ran"), "{seen}");
        no_complaints(complaints);
        drop((server, folder));
    })
    .await;
}

/// Pages that show what authors wrote and what people typed.
async fn pages(asker: &mut Asker, symptoms: &[String]) -> Vec<String> {
    let mut pages: Vec<String> = ["/", "/symptoms", "/preview", "/search?q=boom"].map(str::to_owned).to_vec();
    for symptom in symptoms.iter().take(4) {
        pages.push(format!("/symptoms/{symptom}"));
        pages.push(format!("/symptoms/{symptom}/tree"));
    }
    for number in 0..symptoms.len() {
        pages.push(format!("/articles/articles/a{number}.md"));
    }
    for text in texts(1_000) {
        let id = asker.case(&format!("E-1-1 {text}")).await;
        pages.extend([format!("/c/{id}"), format!("/c/{id}/note")]);
    }
    for payload in payloads().iter().take(60) {
        asker.case(payload).await;
    }
    pages.push("/insights?period=7-days".to_owned());
    let words = texts(1_500).remove(0);
    let search = reqwest::Url::parse_with_params("http://x/search", [("q", &words)]).unwrap();
    let search = search.as_str().strip_prefix("http://x").unwrap().to_owned();
    pages.push(search.replacen("/search", "/preview/try", 1));
    pages.push(search);
    pages
}
