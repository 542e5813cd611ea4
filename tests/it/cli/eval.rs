//! How well the base recognises: figures for people and programs, from its own phrases or from labelled cases.

use serde_json::{Value, json};

use super::{assert_ended_well, coffee};
use crate::world::{Deskdoc, Folder, files_below, small_base};

fn lines(cases: impl IntoIterator<Item = Value>) -> String {
    cases.into_iter().map(|case| format!("{case}\n")).collect()
}

#[test]
fn the_order_of_files_and_phrases_changes_no_figure() {
    let turned = Folder::new();
    for (number, (path, file)) in files_below(&small_base()).into_iter().enumerate() {
        let text = std::fs::read_to_string(file).unwrap();
        // Ids come from the names of files, so a page keeps its name and moves to a folder that is read at another time.
        let (_, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let moved = if path == "kb.yml" { path.clone() } else { format!("{}/{name}", 100 - number) };
        turned.write(&moved, with_phrases_turned(&text));
    }
    let figures = coffee(&["eval", "--only", "phrases", "--json"]).run();
    let turned = Deskdoc::with_base(turned.path()).args(["eval", "--only", "phrases", "--json"]).run();
    assert_eq!(figures.code, Some(0), "{}", figures.err);
    assert_eq!(figures.json(), turned.json());
}

/// Turns the order of the items of `says`.
fn with_phrases_turned(page: &str) -> String {
    let is_phrase = |line: &&str| line.starts_with("  - \"");
    let mut turned: Vec<&str> = page.lines().filter(is_phrase).collect();
    page.lines()
        .map(|line| format!("{}\n", if is_phrase(&line) { turned.pop().unwrap() } else { line }))
        .collect()
}

#[test]
fn each_phrase_is_counted_once_and_is_right_wrong_or_missed() {
    let figures = coffee(&["eval", "--json"]).run().json();
    let of = |part: &str, share: &str| figures[part][share]["of"].as_u64().unwrap();
    let n = |share: &str| figures["in_scope"][share]["n"].as_u64().unwrap();
    assert_eq!((of("in_scope", "right"), of("out_of_scope", "false_answers")), (24, 6));
    assert_eq!(of("counter_phrases", "false_answers"), 2);
    assert_eq!(figures["cases"], 32);
    assert_eq!(n("right_offered") + n("wrong") + n("missed"), 24);
    let bins = figures["calibration"]["bins"].as_array().unwrap();
    assert_eq!(bins.iter().map(|bin| bin["cases"].as_u64().unwrap()).sum::<u64>(), 30);
    for symptom in figures["symptoms"].as_array().unwrap() {
        let taken: u64 = symptom["taken_for"]
            .as_array()
            .unwrap()
            .iter()
            .map(|other| other["cases"].as_u64().unwrap())
            .sum();
        assert_eq!(symptom["right"].as_u64().unwrap() + symptom["missed"].as_u64().unwrap() + taken, 8);
    }
}

#[test]
fn for_people_it_is_bounded_and_fits_the_terminal() {
    let cases = (0..300).map(|number| {
        let symptom = if number % 3 == 0 { Value::Null } else { json!("no-coffee") };
        json!({"id": number, "text": format!("{} E-17 no flow {number}", ["", "display stays dark, no power:"][number % 2]), "symptom": symptom})
    });
    let far_off =
        (0..50).map(|number| json!({"text": format!("zzqq{number} xxyy"), "symptom": "machine-dead"}));
    let run = coffee(&["eval", "-"]).input(lines(cases.chain(far_off))).run();
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.lines().all(|line| line.chars().count() <= 80), "{}", run.out);
    assert!(run.out.matches(": “").count() <= 20, "{}", run.out);
    assert!(run.out.contains("more; `--json` has all"), "{}", run.out);
    assert!(!run.out.contains('\u{1b}'), "no colour where there is no terminal");
}

#[test]
fn long_files_are_gone_through_in_order_and_every_confusion_is_listed_for_programs() {
    let cases = (1..=2000).map(|number| json!({"id": number, "text": "E-17 no flow", "symptom": null}));
    let figures = coffee(&["eval", "-", "--json"]).input(lines(cases)).run().json();
    let listed = figures["confusions"].as_array().unwrap();
    assert_eq!(listed.len(), 2000);
    assert!(listed.iter().zip(1..).all(|(case, number)| case["line"] == number && case["id"] == number));
}

#[test]
fn lines_that_cannot_be_used_end_it_without_figures_and_many_are_counted() {
    let run = coffee(&["eval", "-", "--json"]).input("nope\n".repeat(30)).run();
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    assert_eq!(run.err.matches("no valid JSON").count(), 20);
    assert!(run.err.contains("and 10 lines more"), "{}", run.err);
    assert!(run.err.starts_with("error: standard input:1: "), "{}", run.err);
}

#[test]
fn a_file_is_named_with_the_line_that_is_wrong() {
    let folder = Folder::new();
    let file = folder.write("cases.jsonl", "\u{feff}{\"text\": \"x\", \"symptom\": \"no-coffee\"}\r\n\r\n{\"text\": \"x\", \"symptom\": \"gone\"}");
    let run = coffee(&["eval"]).args([&file]).run();
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("cases.jsonl:3: there is no symptom `gone`"), "{}", run.err);
}

#[test]
fn input_of_any_sort_ends_well() {
    let hostile = [
        b"\xff\xfe\x00".to_vec(),
        b"{\"text\": \"\\u0000\\u202e\\u001b[31m\", \"symptom\": \"no-coffee\"}\n".to_vec(),
        format!("{{\"text\": \"{}\", \"symptom\": null}}\n", "E-17 no flow ".repeat(20_000)).into_bytes(),
        "[".repeat(10_000).into_bytes(),
    ];
    for input in hostile {
        let run = coffee(&["eval", "-"]).input(input.clone()).run();
        assert_ended_well(&run, &String::from_utf8_lossy(&input).chars().take(40).collect::<String>());
        assert!(!run.out.contains('\u{1b}') && !run.out.contains('\u{202e}'), "{}", run.out);
    }
}

#[test]
fn a_base_with_errors_is_tested_and_the_errors_are_mentioned() {
    let broken = crate::world::cases("lint").join("references");
    let run = Deskdoc::with_base(&broken).args(["eval"]).run();
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.err.contains("`deskdoc lint` names them"), "{}", run.err);
    assert!(run.out.contains("too few to trust: broken\u{a0}(1)"), "{}", run.out);
}

#[test]
fn a_base_without_phrases_cannot_be_tested() {
    let folder = Folder::new();
    folder.write("a.md", "# An article\n");
    let run = Deskdoc::with_base(folder.path()).args(["eval"]).run();
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    assert!(run.err.contains("`says`"), "{}", run.err);
}

#[test]
fn limits_set_by_hand_are_in_force_and_said_to_be() {
    let folder = Folder::new();
    folder.copy(&small_base()).write("kb.yml", "known_at: 0.01\n");
    let run = Deskdoc::with_base(folder.path()).args(["eval"]).run();
    let words = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("the limit is set in `kb.yml`"), "{}", run.out);
    assert!(!run.out.contains("guessed"), "{}", run.out);
    let figures = Deskdoc::with_base(folder.path()).args(["eval", "--json"]).run().json();
    assert_eq!(figures["limits"]["set_by_hand"], true);
    assert_eq!(figures["limits"]["known_at"], 0.01);
}
