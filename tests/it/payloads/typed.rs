//! What people type: questions, turns, configuration, reasons, feedback, words that are searched for.

use serde_json::{Value, json};

use super::dead::leads_to_evil;
use super::{Asker, payloads, texts};
use crate::world::{Server, no_complaints};

fn asker() -> Asker {
    Asker::of(Server::with(&["--preview"]))
}

fn query(path: &str, name: &str, value: &str) -> String {
    let url = reqwest::Url::parse_with_params(&format!("http://x{path}"), [(name, value)]).unwrap();
    url.as_str().strip_prefix("http://x").unwrap().to_owned()
}

/// The payload with something in front that is recognised, so that a case goes on.
fn known(text: &str) -> String {
    format!("E-17 no flow\n{text}")
}

#[tokio::test]
async fn questions_and_turns_are_text_on_the_page_of_the_case_and_in_its_note() {
    let mut asker = asker();
    let all = texts(60_000).remove(0);
    for text in [all.clone(), known(&all)] {
        let page = asker.form("/", &[("q", &text), ("symptom", &payloads()[0])]).await;
        assert!(page.starts_with("/c/"), "{page}");
        let path = page.split('#').next().unwrap().to_owned();
        for part in ["say", "facts", "choose"] {
            let expected = turn_of(&asker, &path).await.to_string();
            let what: &[(&str, &str)] = match part {
                "say" => &[("say", &all)],
                "facts" => &[("facts", &all), ("do", "look")],
                _ => &[("choose", &all), ("question", &all)],
            };
            asker.form(&path, &[what, &[("expected", &expected)]].concat()).await;
            // Nobody knows what this number means: the page is shown again with all that was typed.
            asker.form(&path, &[what, &[("expected", &all)]].concat()).await;
        }
        let case = asker.page(&path).await;
        assert!(case.contains("&#60;script&#62;boom()") || case.contains("&lt;script&gt;boom()"), "{case}");
        let note = asker.page(&format!("{path}/note")).await;
        for page in [case, note] {
            assert!(!leads_to_evil(&page), "a link of a user: {page}");
        }
    }
    no_complaints(asker.complaints);
}

async fn turn_of(asker: &Asker, path: &str) -> u64 {
    let url = asker.server.url(&path.replace("/c/", "/api/v1/conversations/"));
    let held: Value = asker.client.get(url).send().await.unwrap().json().await.unwrap();
    held["turn"].as_u64().unwrap()
}

#[tokio::test]
async fn every_payload_alone_is_text_where_it_is_searched_asked_or_tried_for() {
    let mut asker = asker();
    for payload in payloads() {
        for (path, name) in [
            ("/", "q"),
            ("/search", "q"),
            ("/search", "filter"),
            ("/preview/try", "q"),
            ("/articles/articles/handbook.md", "mark"),
            ("/articles/articles/handbook.md", "at"),
            ("/feedback/thanks", "page"),
            ("/insights", "from"),
        ] {
            let page = asker.page(&query(path, name, &payload)).await;
            assert!(!leads_to_evil(&page), "{payload:?} leads away: {page}");
        }
    }
    no_complaints(asker.complaints);
}

#[tokio::test]
async fn configuration_is_text_before_it_is_kept_and_after() {
    let mut asker = asker();
    let all = texts(60_000).remove(0);
    let in_json = json!({"machine": payloads(), "name": all}).to_string();
    let in_xml = format!("<machine><![CDATA[{}]]></machine>", all.replace("]]>", ""));
    for text in [all, in_json, in_xml] {
        asker.form("/", &[("q", "E-17 no flow"), ("facts", &text)]).await;
        let page = asker.form("/", &[("q", "E-17 no flow"), ("paste", &text), ("do", "keep")]).await;
        if page.starts_with("/c/") {
            let path = page.split('#').next().unwrap().to_owned();
            asker.page(&path).await;
            asker.page(&format!("{path}/note")).await;
        }
    }
    no_complaints(asker.complaints);
}

#[tokio::test]
async fn reasons_of_a_hand_over_are_text() {
    let mut asker = asker();
    for reason in texts(480) {
        let path = format!("/c/{}", asker.case("E-17 no flow").await);
        let to = asker
            .form(&path, &[("do", "hand_over"), ("reason", &reason.replace('\n', " ")), ("expected", "1")])
            .await;
        assert!(to.starts_with("/c/"), "{reason:?}: {to}");
        asker.page(&path).await;
        let note = asker.page(&format!("{path}/note")).await;
        assert!(!leads_to_evil(&note), "{note}");
        // The form that is shown again holds the reason in an attribute.
        asker.form(&path, &[("do", "hand_over"), ("reason", &reason.repeat(2)), ("expected", "1")]).await;
    }
    no_complaints(asker.complaints);
}

#[tokio::test]
async fn feedback_and_what_it_is_about_are_text() {
    let mut asker = asker();
    for comment in texts(3_900) {
        let about = ("page", "articles/handbook.md");
        asker.form("/feedback", &[about, ("verdict", "did_not_help"), ("comment", &comment)]).await;
        asker.form("/feedback", &[about, ("comment", &comment)]).await;
    }
    for payload in payloads() {
        for name in ["page", "conversation", "symptom", "cause", "fix", "verdict"] {
            asker.form("/feedback", &[("verdict", "helped"), (name, &payload)]).await;
        }
    }
    asker.page("/insights").await;
    no_complaints(asker.complaints);
}

#[tokio::test]
async fn what_was_asked_in_vain_is_text_in_figures_drafts_and_spreadsheets() {
    let mut asker = asker();
    for payload in payloads() {
        if !payload.trim().is_empty() {
            asker.case(&payload).await;
        }
    }
    let page = asker.page("/insights?period=7-days").await;
    assert!(page.contains("boom()") && !leads_to_evil(&page), "{page}");
    let drafts: Vec<String> = page
        .split("href=\"/insights/page?")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|href| format!("/insights/page?{}", href.replace("&#38;", "&")))
        .collect();
    assert!(!drafts.is_empty(), "{page}");
    for draft in drafts {
        asker.page(&draft).await;
        asker.page(&draft.replacen("/page?", "/page.md?", 1)).await;
    }
    let csv = asker.page("/insights.csv?table=asked&period=7-days").await;
    for line in csv.lines().skip(1) {
        let cell = line.trim_start_matches(['"', ' ']);
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t']), "a spreadsheet would work it out: {line}");
    }
    no_complaints(asker.complaints);
}
