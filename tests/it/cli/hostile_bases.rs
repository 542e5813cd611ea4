//! A base may hold anything: it loads what is sound, says what is not, and answers.

use std::os::unix::fs::symlink;

use super::assert_ended_well;
use crate::world::{Deskdoc, Folder, small_base};

/// A broken or hostile page, and the code of the problem that it must be reported under.
fn pages() -> Vec<(&'static str, Vec<u8>, Option<&'static str>)> {
    let bomb: String = (1..20).map(|n| format!("a{n}: &a{n} [*a{}, *a{}]\n", n - 1, n - 1)).collect();
    let page = |front: &str, body: &str| format!("---\n{front}---\n{body}").into_bytes();
    vec![
        ("broken YAML", page("title: [a, b\n", "# x\n"), Some("front-matter-invalid")),
        ("an alias bomb", page(&format!("a0: &a0 [x, x]\n{bomb}"), "# x\n"), Some("front-matter-alias")),
        (
            "not UTF-8",
            [b"---\ntitle: \xff\xfe\n---\n".as_slice(), &[0x80; 500]].concat(),
            Some("page-not-utf-8"),
        ),
        (
            "UTF-16",
            "# Überschrift".encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Some("page-not-utf-8"),
        ),
        (
            "deep front matter",
            page(&format!("a: {}{}\n", "[".repeat(5_000), "]".repeat(5_000)), "# x\n"),
            Some("front-matter-too-deep"),
        ),
        (
            "deep maps",
            page(&format!("a: {}1{}\n", "{a: ".repeat(5_000), "}".repeat(5_000)), "# x\n"),
            Some("front-matter-too-deep"),
        ),
        (
            "front matter of a megabyte",
            page(&"k: v\n".repeat(100_000), "# x\n"),
            Some("front-matter-too-large"),
        ),
        ("a page of three megabytes", b"# x\n".repeat(800_000), Some("page-too-large")),
        ("never closed", b"---\ntitle: x\n# y\n".to_vec(), Some("front-matter-unclosed")),
        ("deep quotes", format!("# x\n\n{} y\n", ">".repeat(20_000)).into_bytes(), None),
        (
            "deep lists",
            (0..2_000).map(|n| format!("{}- x\n", " ".repeat(n))).collect::<String>().into_bytes(),
            None,
        ),
        ("many brackets", format!("# x\n{}\n", "[".repeat(100_000)).into_bytes(), None),
        ("many stars", format!("# x\n{}\n", "*a **b ".repeat(20_000)).into_bytes(), None),
        ("deep HTML", format!("# x\n{}\n", "<div>".repeat(20_000)).into_bytes(), None),
        ("an empty file", Vec::new(), None),
        ("zero bytes", vec![0; 10_000], None),
        ("a link out", b"[x](../../../../etc/passwd)\n".to_vec(), Some("link-refused")),
        (
            "a rule of brackets",
            page(
                &format!("kind: check\npass: '{}1{}'\nfail: 'true'\n", "(".repeat(500), ")".repeat(500)),
                "# x\n",
            ),
            None,
        ),
        (
            "a rule too long",
            page(&format!("kind: check\npass: '{}1'\nfail: 'true'\n", "1+".repeat(5_000)), "# x\n"),
            Some("rule-invalid"),
        ),
        (
            "an error text of stars",
            page(&format!("kind: symptom\nerrors: [\"{}\"]\n", "*a".repeat(2_000)), "# x\n"),
            None,
        ),
    ]
}

#[test]
fn every_broken_page_is_reported_and_the_rest_answers() {
    let folder = Folder::new();
    folder.copy(&small_base());
    for (number, (_, bytes, _)) in pages().into_iter().enumerate() {
        folder.write(&format!("hostile/page-{number}.md"), bytes);
    }
    let lint = Deskdoc::with_base(folder.path()).args(["lint", "--format", "json"]).run();
    assert_eq!(lint.code, Some(1), "{}", lint.err);
    let report = lint.json();
    let problems = report["problems"].as_array().unwrap();
    for (number, (what, _, code)) in pages().into_iter().enumerate() {
        let file = format!("hostile/page-{number}.md");
        let found: Vec<&str> = problems
            .iter()
            .filter(|problem| problem["file"] == file)
            .map(|problem| problem["code"].as_str().unwrap())
            .collect();
        if let Some(code) = code {
            assert!(found.contains(&code), "{what}: expected {code}, found {found:?}");
        }
    }
    let answer = Deskdoc::with_base(folder.path()).args(["ask", "--json", "E-17 no flow"]).run();
    assert_ended_well(&answer, "a question to a hostile base");
    assert_eq!(answer.json()["symptom"], "no-coffee");
}

#[test]
fn a_link_that_leads_out_of_the_base_is_not_followed() {
    let outside = Folder::new();
    let secret = outside.write("secret.md", "# Outside\n\nthe secret recipe\n");
    let folder = Folder::new();
    folder.copy(&small_base());
    symlink(&secret, folder.path().join("stolen.md")).unwrap();
    symlink(outside.path(), folder.path().join("stolen")).unwrap();
    symlink("nowhere", folder.path().join("dangling.md")).unwrap();
    symlink(".", folder.path().join("round-and-round")).unwrap();
    let run = Deskdoc::with_base(folder.path()).args(["search", "secret recipe"]).run();
    assert_ended_well(&run, "links out");
    assert!(!run.out.contains("recipe"), "{}", run.out);
    let expected = ["dangling.md", "round-and-round", "stolen", "stolen.md"];
    assert_eq!(problems_of(folder.path(), Some(0)), expected.map(|file| format!("{file} page-not-followed")));
}

#[test]
fn a_folder_and_a_page_that_cannot_be_read_are_reported_and_the_rest_answers() {
    let folder = Folder::new();
    folder.copy(&small_base());
    // A path too long for the system cannot be read by anybody, not even by root.
    let name = "n".repeat(200);
    let script = format!(
        "i=0; while [ $i -lt 30 ]; do mkdir {name} && cd -P {name} && echo '# x' > x.md || exit 1; i=$((i+1)); done"
    );
    let made = std::process::Command::new("sh").arg("-c").arg(script).current_dir(folder.path()).status();
    assert!(made.unwrap().success());
    folder.write("round.md", "");
    std::fs::remove_file(folder.path().join("round.md")).unwrap();
    symlink("round.md", folder.path().join("round.md")).unwrap();
    let found = problems_of(folder.path(), Some(1));
    assert!(found.iter().any(|problem| problem == "round.md page-unreadable"), "{found:?}");
    assert!(found.iter().any(|problem| problem.ends_with(&format!("{name} page-unreadable"))), "{found:?}");
    let answer = Deskdoc::with_base(folder.path()).args(["ask", "--json", "E-17 no flow"]).run();
    assert_eq!(answer.json()["symptom"], "no-coffee", "{}", answer.err);
}

/// File and code of all problems of a base that holds the small one, without those of the small one, in order.
fn problems_of(base: &std::path::Path, exit: Option<i32>) -> Vec<String> {
    let own = all_problems_of(&small_base(), Some(0));
    let all = all_problems_of(base, exit).into_iter();
    all.filter(|problem| !own.contains(problem)).collect()
}

fn all_problems_of(base: &std::path::Path, exit: Option<i32>) -> Vec<String> {
    let lint = Deskdoc::with_base(base).args(["lint", "--format", "json"]).run();
    assert_eq!(lint.code, exit, "{}{}", lint.out, lint.err);
    let report = lint.json();
    let problems = report["problems"].as_array().unwrap().iter();
    problems
        .map(|problem| format!("{} {}", problem["file"].as_str().unwrap(), problem["code"].as_str().unwrap()))
        .collect()
}

#[test]
fn a_pipe_named_like_a_page_is_reported_and_not_read() {
    let folder = Folder::new();
    folder.copy(&small_base());
    let pipe = folder.path().join("pipe.md");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert_eq!(problems_of(folder.path(), Some(1)), ["pipe.md page-unreadable"]);
}

#[test]
fn folders_without_a_page_and_files_are_refused_with_a_reason() {
    let empty = Folder::new();
    let file = empty.write("base.txt", "x");
    for base in [empty.path(), file.as_path()] {
        let run = Deskdoc::with_base(base).args(["lint"]).run();
        assert_eq!(run.code, Some(2), "{}", run.err);
        assert!(run.err.contains(&*base.to_string_lossy()), "{}", run.err);
    }
}

#[test]
fn a_base_without_a_single_symptom_answers_that_it_does_not_know() {
    let folder = Folder::new();
    folder.write("a.md", "# Only an article\n\nWith some text about coffee.\n");
    let run = Deskdoc::with_base(folder.path()).args(["ask", "--json", "no coffee"]).run();
    assert_eq!((run.code, &run.json()["outcome"]), (Some(3), &serde_json::json!("unknown")), "{}", run.err);
}
