use super::*;
use crate::diagnosis::rank;
use crate::kb::{SourceFile, Sources, SymptomId, assemble};
use crate::recognition::Recognition;

fn base() -> crate::kb::KnowledgeBase {
    let page = |path: &str, text: &str| SourceFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let files = vec![
        page(
            "dark.md",
            "---\nkind: symptom\nsays: [it is dark]\ncauses: {bulb: 0.8, fuse: 0.1}\nother: 0.1\n---\n# Dark\n",
        ),
        page("bulb.md", "---\nkind: cause\n---\n# Bulb\n\n## Fix\n\n1. change it\n"),
        page("fuse.md", "---\nkind: cause\n---\n# Fuse\n\n## Fix\n\n1. change it\n"),
    ];
    assemble(Sources { files, ..Sources::default() }, 1).0
}

#[test]
fn the_remainder_stands_in_its_place_and_all_sums_to_one() {
    let base = base();
    let symptom = SymptomId::parse("dark").unwrap();
    let ranking = rank(&base, &[(symptom.clone(), 1.0)]);
    let recognition = Recognition::chosen(symptom);
    let line = DiagnosisLine::new(serde_json::json!(7), &recognition, &ranking, 9);
    let full = Diagnosis::new(&base, "dark", &recognition, &ranking, None, &[], 9);
    let of_line: Vec<(&str, f64)> =
        line.causes.iter().map(|cause| (cause.id.as_str(), cause.probability)).collect();
    let of_full: Vec<(&str, f64)> =
        full.causes.iter().map(|cause| (cause.id.as_str(), cause.probability)).collect();
    assert_eq!(of_line, [("bulb", 0.8), ("fuse", 0.1), (SOMETHING_ELSE, 0.1)]);
    assert_eq!(of_line, of_full);
}

#[test]
fn marks_count_characters_and_addresses_are_escaped() {
    let section =
        crate::kb::SectionRef { page: crate::kb::PagePath::new("a b/ü.md"), anchor: Some("x y".to_owned()) };
    assert_eq!(href(&section), "/articles/a%20b/%C3%BC.md#x%20y");
    let excerpt = crate::search::Excerpt { text: "über uns".to_owned(), marks: Vec::from([6..9, 6..9]) };
    let hit =
        crate::search::Hit { section, page_title: "T".to_owned(), headings: Vec::new(), score: 1.0, excerpt };
    assert_eq!(Hit::from(&hit).marks, [Mark { start: 5, end: 8 }; 2]);
}

#[test]
fn turns_are_read_as_they_are_documented_and_nothing_else() {
    let read = |text: &str| serde_json::from_str::<TurnRequest>(text);
    let turn =
        |turn: &str| read(&format!("{{\"expected_turn\": 3, \"turn\": {turn}}}")).map(|request| request.turn);
    assert_eq!(turn(r#"{"kind": "say", "text": "hm"}"#).unwrap(), TurnV1::Say { text: "hm".to_owned() });
    assert_eq!(
        turn(r#"{"kind": "answer", "answer": "yes"}"#).unwrap(),
        TurnV1::Answer { question: None, answer: "yes".to_owned() }
    );
    assert_eq!(turn(r#"{"kind": "back"}"#).unwrap(), TurnV1::Back { turns: None });
    assert_eq!(turn(r#"{"kind": "skip"}"#).unwrap(), TurnV1::Skip {});
    assert_eq!(
        turn(r#"{"kind": "tried", "helped": true}"#).unwrap(),
        TurnV1::Tried { fix: None, helped: true }
    );
    assert_eq!(turn(r#"{"kind": "hand_over", "reason": null}"#).unwrap(), TurnV1::HandOver { reason: None });
    for wrong in [r#"{"kind": "dance"}"#, r#"{"kind": "say"}"#, r#"{"kind": "skip", "why": 1}"#, "{}"] {
        assert!(turn(wrong).is_err(), "{wrong}");
    }
    assert!(read(r#"{"turn": {"kind": "skip"}}"#).is_err());
}

#[test]
fn a_conversation_and_its_note_become_json() {
    use crate::dialogue::{Conversation, Turn, advance, note};
    let base = base();
    let begun = Conversation::begin("r1");
    let symptom = SymptomId::parse("dark").unwrap();
    let (conversation, reply) = advance(&base, &begun, Turn::Choose { symptom }).unwrap();
    let reply = serde_json::to_value(ReplyV1::new(&base, 1, &reply, &[], 9)).unwrap();
    assert_eq!((&reply["turn"], &reply["phase"]), (&serde_json::json!(1), &serde_json::json!("trying")));
    assert_eq!(reply["prompt"]["choices"][0]["id"], "helped");
    assert_eq!(reply["causes"][0]["id"], "bulb");
    let note = serde_json::to_value(CaseNoteV1::from(&note(&base, &conversation))).unwrap();
    assert_eq!(note["revision"], "r1");
    assert_eq!(note["remaining"].as_array().unwrap().last().unwrap()["id"], SOMETHING_ELSE);
    assert!(note["markdown"].as_str().unwrap().starts_with("# Case note"));
}
