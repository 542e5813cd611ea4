//! Batches: one line out for each line in, in order.

use serde_json::{Value, json};

use super::coffee;
use crate::world::Folder;

fn keys(line: &Value) -> Vec<&str> {
    line.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn every_line_is_answered_in_its_place() {
    let texts = ["E-17 no flow", "how do I bake bread", "bitter taste", "the vending machine ate my coin"];
    let input: String = (0..1000)
        .map(|number| format!("{}\n", json!({"id": number, "text": texts[number % texts.len()]})))
        .collect();
    let run = coffee(&["ask", "--batch", "-"]).input(input).run();
    assert_eq!(run.code, Some(0), "{}", run.err);
    let lines = run.json_lines();
    assert_eq!(lines.len(), 1000);
    for (number, line) in lines.iter().enumerate() {
        assert_eq!(line["id"], number);
        assert_eq!(line["outcome"], lines[number % texts.len()]["outcome"]);
    }
}

#[test]
fn a_line_without_an_end_is_refused() {
    for arguments in
        [&["ask", "--batch", "/dev/zero"][..], &["search", "--batch", "/dev/zero"], &["eval", "/dev/zero"]]
    {
        let run = coffee(arguments).run();
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.err);
        assert!(run.err.contains("longer than 1 MiB"), "{arguments:?}: {}", run.err);
    }
    let long = json!({"id": 1, "text": "E-17 no flow", "more": "x".repeat(1024 * 1024 - 60)});
    assert!(long.to_string().len() > 1024 * 1024 - 60);
    let run = coffee(&["ask", "--batch", "-"]).input(format!("{long}\n")).run();
    assert_eq!(run.code, Some(0), "{}", run.err);
}

#[test]
fn lines_of_ask_have_the_fields_of_the_contract() {
    let run = coffee(&["ask", "--batch", "-"]).input("{\"id\":\"a\",\"text\":\"E-17 no flow\"}\n").run();
    let line = &run.json_lines()[0];
    assert_eq!(keys(line), ["candidates", "causes", "confidence", "id", "outcome", "symptom"]);
    assert_eq!(keys(&line["candidates"][0]), ["confidence", "symptom"]);
    assert_eq!(keys(&line["causes"][0]), ["id", "probability"]);
    let sum: f64 =
        line["causes"].as_array().unwrap().iter().map(|cause| cause["probability"].as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 0.001, "causes sum to {sum}");
}

#[test]
fn lines_of_search_have_the_fields_of_the_contract() {
    let run = coffee(&["search", "--batch", "-", "--limit", "2"])
        .input("{\"id\":7,\"query\":\"filling the tank\"}\n{\"id\":8,\"query\":\"\"}\n")
        .run();
    let lines = run.json_lines();
    assert_eq!(keys(&lines[0]), ["id", "ms", "results"]);
    assert!(lines[0]["ms"].is_number());
    let results = lines[0]["results"].as_array().unwrap();
    assert!((1..=2).contains(&results.len()), "{results:?}");
    assert_eq!(keys(&results[0]), ["anchor", "path", "score", "title"]);
    assert_eq!(results[0]["path"], "articles/handbook.md");
    assert_eq!(results[0]["anchor"], "filling-the-tank");
    assert_eq!(lines[1], json!({"id": 8, "results": [], "ms": lines[1]["ms"]}));
}

#[test]
fn a_batch_answers_as_single_questions_do() {
    for text in ["E-17 no flow", "my espresso tastes burnt", "how do I bake bread"] {
        let batch =
            coffee(&["ask", "--batch", "-"]).input(format!("{}\n", json!({"id": 1, "text": text}))).run();
        let single = coffee(&["ask", "--json", text]).run().json();
        let line = &batch.json_lines()[0];
        for field in ["outcome", "symptom", "confidence"] {
            assert_eq!(line[field], single[field], "{field} of {text:?}");
        }
    }
}

#[test]
fn a_file_is_read_like_standard_input_also_without_a_last_line_end() {
    let folder = Folder::new();
    let file = folder.write(
        "tickets.jsonl",
        "{\"id\":1,\"text\":\"bitter taste\"}\r\n{\"id\":2,\"text\":\"E-17 no flow\"}",
    );
    let run = coffee(&["ask", "--batch"]).args([&file]).run();
    let lines = run.json_lines();
    assert_eq!((lines.len(), run.code), (2, Some(0)), "{}", run.err);
    assert_eq!(lines[1]["symptom"], "no-coffee");
}

#[test]
fn ids_come_back_as_they_were_given() {
    for id in [json!("x"), json!(1.5), json!(null), json!([1, {"a": "b"}]), json!("☕")] {
        let run =
            coffee(&["ask", "--batch", "-"]).input(format!("{}\n", json!({"id": id, "text": "x"}))).run();
        assert_eq!(run.json_lines()[0]["id"], id);
    }
}

#[test]
fn who_waits_for_an_answer_before_the_next_question_gets_it() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_deskdoc"))
        .arg("--kb")
        .arg(crate::world::small_base())
        .args(["ask", "--batch", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for number in 0..3 {
        writeln!(input, "{}", json!({"id": number, "text": "E-17 no flow"})).unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap()["id"], number);
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn an_empty_batch_has_an_empty_answer() {
    let run = coffee(&["ask", "--batch", "-"]).run();
    assert_eq!((run.code, run.out.as_str()), (Some(0), ""));
}
