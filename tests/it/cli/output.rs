//! Answers go to standard output and nothing else does; what cannot be written is said.

use std::fs::OpenOptions;
use std::process::{Command, Stdio};

use super::{assert_ended_well, coffee};
use crate::world::small_base;

#[test]
fn json_is_one_document_whatever_the_log_level() {
    for arguments in [
        vec!["ask", "--json", "E-17 no flow"],
        vec!["search", "--json", "tank"],
        vec!["lint", "--format", "json"],
        vec!["tree", "--format", "json"],
        vec!["tree", "--model"],
        vec!["tree", "no-coffee", "--format", "json"],
    ] {
        let run = coffee(&["--log", "trace"]).args(&arguments).run();
        assert!(run.json().is_object(), "{arguments:?}");
    }
}

#[test]
fn a_full_disk_is_an_error_and_not_silence() {
    for arguments in [
        vec!["ask", "E-17 no flow"],
        vec!["lint"],
        vec!["search", "tank"],
        vec!["tree"],
        vec!["--help"],
        vec!["--version"],
    ] {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let run = coffee(&arguments).output_to(full).finish();
        assert_ended_well(&run, "a full disk");
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.err);
        assert!(run.err.contains("cannot write"), "{arguments:?}: {}", run.err);
    }
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let run = coffee(&["ask", "--batch", "-"])
        .input("{\"id\":1,\"text\":\"E-17 no flow\"}\n")
        .output_to(full)
        .finish();
    assert_eq!(run.code, Some(2), "a batch: {}", run.err);
}

#[test]
fn a_reader_that_has_gone_is_no_panic() {
    let program = env!("CARGO_BIN_EXE_deskdoc");
    let base = small_base();
    let line = r#"{"id":1,"text":"E-17 no flow"}"#;
    let lines = format!("{line}\n").repeat(20_000);
    let script = r#""$0" --kb "$1" ask --batch - | head -n 1 >/dev/null; exit "${PIPESTATUS[0]}""#;
    let mut child = Command::new("bash")
        .args(["-c", script, program])
        .arg(base)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || drop(std::io::Write::write_all(&mut input, lines.as_bytes())));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("panicked"), "{said}");
    assert!(matches!(output.status.code(), Some(0..=2)), "{:?}: {said}", output.status);
}

#[test]
fn there_is_no_colour_where_nobody_sees_it() {
    for name in ["NO_COLOR", "CLICOLOR"] {
        let run =
            coffee(&["ask", "E-17 no flow"]).env(name, if name == "NO_COLOR" { "1" } else { "0" }).run();
        assert!(!run.out.contains('\u{1b}') && !run.err.contains('\u{1b}'), "{name}: {:?}", run.out);
    }
    let run = coffee(&["ask", "E-17 no flow"]).env("TERM", "xterm-256color").run();
    assert!(!run.out.contains('\u{1b}'), "a pipe: {:?}", run.out);
}

#[test]
fn answers_fit_eighty_columns_except_for_addresses() {
    // What `lint` says of a place is one line, as compilers have it, so that it can be searched for.
    for arguments in [vec!["ask", "E-17 no flow"], vec!["ask", "how do I bake bread"], vec!["search", "tank"]]
    {
        let out = coffee(&arguments).run().out;
        let long: Vec<&str> =
            out.lines().filter(|line| line.chars().count() > 80 && !line.contains("https://")).collect();
        assert!(long.is_empty(), "{arguments:?}: {long:?}");
    }
}

#[test]
fn the_same_question_has_the_same_answer_again() {
    let ask = || coffee(&["ask", "--json", "the machine hums and my cup stays empty"]).run().out;
    assert_eq!(ask(), ask());
}
