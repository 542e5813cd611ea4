//! Tickets of other systems, and the notes that go back there.

use serde_json::{Value, json};

use super::dead::{faults, leads_to_evil};
use super::{Asker, texts};
use crate::hooks::{Desk, steps};
use crate::lasting::Place;
use crate::world::no_complaints;

/// Puts a text in the place of every text that people wrote.
fn filled(mut payload: Value, text: &str, number: u64) -> Value {
    match &mut payload {
        Value::Object(fields) => {
            for (name, value) in fields {
                let is_number = name == "id" || name == "number";
                let is_written = ["title", "subject", "body", "description", "text", "summary", "note"];
                if value.is_string() && is_written.contains(&name.as_str()) {
                    *value = json!(format!("E-17 no flow {text}"));
                } else if is_number && value.is_u64() {
                    *value = json!(value.as_u64().unwrap() + number);
                } else {
                    *value = filled(value.take(), text, number);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| *item = filled(item.take(), text, number)),
        _ => {}
    }
    payload
}

#[tokio::test]
async fn tickets_are_text_on_the_page_of_the_case_and_in_the_note_that_goes_back() {
    let desk = Desk::at(Place::sqlite());
    let mut cases = Vec::new();
    for name in ["zammad", "zendesk", "freshdesk", "github", "jira", "gitlab"] {
        for (number, text) in texts(2_000).iter().enumerate() {
            let step = &steps(name)[0];
            let payload = filled(step["payload"].clone(), text, 1_000 * (1 + number as u64));
            let response = desk.send(name, step["event"].as_str(), &payload).await;
            let status = response.status();
            let answer: Value = response.json().await.unwrap();
            assert!(status.is_success(), "{name}: {answer}");
            cases.extend(answer["conversation"].as_str().map(str::to_owned));
        }
    }
    assert!(cases.len() > 6, "{cases:?}");
    let mut complaints = Vec::new();
    let notes = desk.kept("outgoing");
    assert!(!notes.is_empty());
    for note in &notes {
        let hook = note["hook"].as_str().unwrap();
        let body: Value = serde_json::from_str(note["call"]["body"].as_str().unwrap()).unwrap();
        let mut html = Vec::new();
        strings(&body, &mut html);
        for text in html.into_iter().filter(|text| text.starts_with("<p>")) {
            complaints.extend(faults(&text).into_iter().map(|fault| format!("{hook}: {fault}")));
            assert!(!leads_to_evil(&text), "{hook}: {text}");
        }
    }
    let n_html = notes.iter().filter(|note| note["call"]["body"].as_str().unwrap().contains("<p>")).count();
    assert!(n_html > 0, "some systems take HTML");
    let mut asker = Asker::of(desk.server);
    for id in cases {
        asker.page(&format!("/c/{id}")).await;
        let note = asker.page(&format!("/c/{id}/note")).await;
        assert!(!leads_to_evil(&note), "{note}");
    }
    complaints.extend(asker.complaints);
    no_complaints(complaints);
}

fn strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(fields) => fields.values().for_each(|value| strings(value, found)),
        _ => {}
    }
}
