//! Payloads in the shape that each system documents, written by us.

use deskdoc::kb::SymptomId;
use deskdoc::tickets::PRESETS;
use serde_json::{Value, json};

use super::{Desk, steps};
use crate::lasting::Place;
use crate::world::{Deskdoc, builtin, no_complaints, root, small_base};

#[tokio::test]
async fn payloads_of_every_preset_come_to_the_right_case_and_note() {
    let desk = Desk::that_knows(Place::sqlite());
    let mut complaints = Vec::new();
    for name in PRESETS {
        for step in steps(name) {
            let what = format!("{name}: {}", step["what"].as_str().unwrap());
            let answer = desk.send(name, step["event"].as_str(), &step["payload"]).await;
            let (status, answer) = (answer.status().as_u16(), answer.json::<Value>().await.unwrap());
            if answer["outcome"] != step["outcome"] {
                complaints.push(format!("{what}: expected {}, found {status} {answer}", step["outcome"]));
                continue;
            }
            let is_effect = !["pong", "ignored", "unchanged"].contains(&step["outcome"].as_str().unwrap());
            if status != if is_effect { 202 } else { 200 } {
                complaints.push(format!("{what}: answered {status}"));
            }
            if step["symptom"].is_string() && answer["symptom"] != step["symptom"] {
                complaints.push(format!("{what}: expected {}, found {answer}", step["symptom"]));
            }
            if step["outcome"] != "pong" && answer["note_queued"] != step["note"] {
                complaints.push(format!("{what}: expected a note {}, found {answer}", step["note"]));
            }
        }
    }
    complaints.extend(notes_without_their_symptom(&desk));
    no_complaints(complaints);
}

#[tokio::test]
async fn deliveries_in_the_description_of_the_api_are_answered_as_it_shows() {
    let desk = Desk::that_knows(Place::sqlite());
    let text = std::fs::read_to_string(root().join("src/web/openapi/hooks.json")).unwrap();
    for mut example in serde_json::from_str::<Vec<Value>>(&text).unwrap() {
        let answer = desk.send("django-helpdesk", None, &example["send"]).await;
        assert_eq!(answer.status().as_u16(), example["status"]);
        let answer: Value = answer.json().await.unwrap();
        example["answer"]["conversation"] = answer["conversation"].clone();
        assert_eq!(answer, example["answer"]);
    }
}

/// Every note names its symptom and ends with its mark, in a call that leads below the hook's address.
fn notes_without_their_symptom(desk: &Desk) -> Vec<String> {
    let snapshot = builtin().snapshot();
    let base = &snapshot.base;
    let notes = desk.kept("outgoing");
    assert!(notes.len() >= PRESETS.len(), "{}", notes.len());
    let mut complaints = Vec::new();
    for note in notes {
        let (hook, ticket) = (note["hook"].as_str().unwrap(), note["ticket"].as_str().unwrap());
        let symptoms = steps(hook).into_iter().filter_map(|step| step["symptom"].as_str().map(str::to_owned));
        let titles: Vec<String> = symptoms
            .map(|symptom| base.symptom(&SymptomId::parse(&symptom).unwrap()).unwrap().title.clone())
            .collect();
        let body = note["call"]["body"].as_str().unwrap();
        let plain = |text: &str| text.replace(['\\', '*'], "").replace("&#39;", "'");
        if !titles.iter().any(|title| plain(body).contains(&plain(title))) {
            complaints.push(format!("{hook} {ticket}: the note names none of {titles:?}: {body}"));
        }
        if !body.contains(&format!("deskdoc-note {}", note["id"].as_str().unwrap())) {
            complaints.push(format!("{hook} {ticket}: the note has no mark: {body}"));
        }
        let path = note["call"]["path"].as_str().unwrap();
        if !path.starts_with('/') || path.contains("..") || path.contains('{') {
            complaints.push(format!("{hook} {ticket}: {path}"));
        }
    }
    complaints
}

#[tokio::test]
async fn secrets_in_tickets_are_struck_out_and_senders_are_not_kept() {
    let desk = Desk::at(Place::sqlite());
    let mut ticket = super::ticket(3);
    ticket["ticket"]["description"] = "no coffee comes out, password: Xk9-hunter2".into();
    ticket["ticket"]["submitter_email"] = "somebody@example.org".into();
    assert_eq!(desk.send("django-helpdesk", None, &ticket).await.status().as_u16(), 202);
    let kept = serde_json::to_string(&desk.place.exported()).unwrap();
    assert!(kept.contains("no coffee comes out"), "{kept}");
    assert!(!kept.contains("hunter2") && !kept.contains("somebody@"), "{kept}");
}

#[tokio::test]
async fn a_secret_that_the_subject_names_is_struck_out_of_the_body() {
    let desk = Desk::at(Place::sqlite());
    let secret = "Tr0mbone77x";
    let subjects = ["My password is", "The client secret is", "Password for mmiller", "no coffee, password:"];
    for (id, subject) in (3..).zip(subjects) {
        let mut ticket = super::ticket(id);
        ticket["ticket"]["title"] = subject.into();
        ticket["ticket"]["description"] = secret.into();
        assert_eq!(desk.send("django-helpdesk", None, &ticket).await.status().as_u16(), 202);
    }
    let kept = serde_json::to_string(&desk.place.exported()).unwrap();
    for subject in subjects {
        assert!(kept.contains(subject), "{subject}: {kept}");
    }
    assert!(!kept.contains(secret), "{kept}");
}

#[test]
fn a_payload_is_tried_out_without_a_server_and_without_a_trace() {
    let place = Place::sqlite();
    let settings = super::settings_file(&place, "");
    let run = |input: &str| {
        Deskdoc::with_base(&small_base())
            .args(["--config", settings.to_str().unwrap(), "hook", "try", "django-helpdesk", "-", "--json"])
            .input(input)
            .run()
    };
    let tried = run(&super::ticket(3).to_string());
    assert_eq!(tried.code, Some(0), "{}", tried.err);
    let tried = tried.json();
    assert_eq!((&tried["ticket"], &tried["outcome"]), (&json!("3"), &json!("opened")));
    assert_eq!((&tried["call"]["path"], &tried["is_sent"]), (&json!("/api/followups/"), &json!(true)));
    let wrong = run("{\"ticket\": {}}");
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("/ticket/id"), "{}", wrong.err);
    let deep = "[".repeat(200) + &"]".repeat(200);
    for (no_json, told) in
        [("", "the file ends before"), ("{]", "line 1, column 2"), (&*deep, "nested too deeply")]
    {
        let refused = run(no_json);
        assert_eq!(refused.code, Some(2), "{}", refused.err);
        assert!(refused.err.contains(told), "{}", refused.err);
        for word in ["EOF", "recursion", "at line"] {
            assert!(!refused.err.contains(word), "{}", refused.err);
        }
    }
    assert!(!place.folder().join("deskdoc.sqlite").exists());
}
