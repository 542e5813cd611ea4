//! Texts are shown in a terminal, never obeyed: neither those of others' files nor those of arguments.

use super::{assert_ended_well, coffee};
use crate::world::{Deskdoc, Folder, Run, small_base};

/// Sets the title, clears the screen, hides what follows, and the same in one byte and by direction.
const TRICKS: &str = "x\u{1b}]0;PWN\u{7}\u{1b}[2J\u{1b}[8m\u{9b}31m\u{202e}y";

/// A run whose output is written as for a terminal that shows colours.
fn painted(deskdoc: Deskdoc) -> Run {
    let run = deskdoc.env("CLICOLOR_FORCE", "1").env("TERM", "xterm").run();
    assert_ended_well(&run, "tricks");
    run
}

/// What is left when the program's own colours are taken away.
fn uncoloured(text: &str) -> String {
    let own = regex::Regex::new("\u{1b}\\[(?:[0-4]|3[0-7]|9[0-7])m").unwrap();
    own.replace_all(text, "").into_owned()
}

fn assert_harmless(run: &Run, what: &str) {
    for text in [&run.out, &run.err] {
        let obeyed =
            |c: char| (c.is_control() && c != '\n' && c != '\t') || deskdoc::text::steers_direction(c);
        assert!(!uncoloured(text).contains(obeyed), "{what}: {text:?}");
    }
}

#[test]
fn what_stands_in_files_of_others_is_not_obeyed() {
    let folder = Folder::new();
    folder.write("kb.yml", "name: Tea\n");
    folder.write("tea.md", "---\nkind: symptom\ntitle: No tea\nsays: [no tea comes]\n---\n# No tea\n");
    folder.write("tea.case.md", format!("# One\n\n> no tea\n\n- symptom: zz{TRICKS}\n"));
    folder.write("odd.md", "---\nkind: \"symp\u{202e}tom\"\ntitle: Odd\n---\n# Odd\n");
    let run = painted(Deskdoc::with_base(folder.path()).args(["lint"]));
    assert!(run.out.contains("test-name-unknown") && run.out.contains("kind-unknown"), "{}", run.out);
    assert!(run.out.contains("]0;PWN"), "shown as signs: {}", run.out);
    assert_harmless(&run, "lint");

    let line = serde_json::json!({"id": 1, "text": "no tea", "symptom": format!("nope{TRICKS}")});
    let cases = folder.write("cases.jsonl", format!("{line}\n"));
    let run = painted(coffee(&["eval"]).args([cases]));
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("nope"), "{}", run.err);
    assert_harmless(&run, "eval");
}

#[test]
fn what_stands_in_a_settings_file_is_not_obeyed() {
    let folder = Folder::new();
    let spelled = "x\\u001b]0;PWN\\u0007\\u009b31m\\u202e";
    for text in [
        format!("\"{spelled}\" = 1\n"),
        format!("listen = \"{spelled}\"\n"),
        format!("log_format = \"{spelled}\"\n"),
        format!("listen = {TRICKS}\n"),
    ] {
        folder.write("deskdoc.toml", &text);
        let run = painted(Deskdoc::new().folder(folder.path()).args(["search", "x"]));
        assert_eq!(run.code, Some(2), "{text:?}: {}", run.err);
        assert_harmless(&run, &text);
    }
}

#[test]
fn what_stands_in_arguments_is_not_obeyed() {
    let option = format!("--{TRICKS}");
    for arguments in [
        vec!["check", TRICKS],
        vec!["eval", TRICKS],
        vec!["--kb", TRICKS, "ask", "x"],
        vec!["--config", TRICKS, "ask", "x"],
        vec!["eval", "--only", "tests", "--junit", "/no/such/x\u{1b}]0;PWN\u{7}\u{9b}1m\u{202e}/y"],
        vec!["ask", &option],
        vec![TRICKS],
        vec!["serve", "--limit", TRICKS],
        vec!["serve", "--listen", TRICKS],
        vec!["hook", "try", TRICKS, "/dev/null"],
        vec!["new", "symptom", TRICKS],
        vec!["outbox", "retry", TRICKS],
        vec!["token", "revoke", TRICKS],
        vec!["eval", "--fail-under", TRICKS],
        vec!["lint", "--allow", TRICKS],
        vec!["learn", "--since", TRICKS],
        vec!["tree", TRICKS],
    ] {
        let run = painted(coffee(&arguments));
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.err);
        assert_harmless(&run, &format!("{arguments:?}"));
    }
    let run = painted(coffee(&["serve"]).env("DESKDOC_LIMITS", TRICKS));
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert_harmless(&run, "the environment");
    let run = painted(coffee(&["serve", "--help"]).env("DESKDOC_LISTEN", TRICKS));
    assert_harmless(&run, "help that shows what the environment says");
}

#[test]
fn json_spells_out_what_a_terminal_would_obey() {
    let line = serde_json::json!({"id": TRICKS, "text": format!("E-17 no flow {TRICKS}")});
    let batch = coffee(&["ask", "--batch", "-"]).input(format!("{line}\n")).run();
    assert_harmless(&batch, "a batch");
    assert_eq!(batch.json()["id"], TRICKS);
    let search = coffee(&["search", "--json", TRICKS]).run();
    assert_harmless(&search, "search");
    assert!(search.json().is_object());
}

#[test]
fn a_name_of_a_base_is_not_obeyed() {
    let folder = Folder::new();
    folder.write("kb.yml", "name: \"Tea \\e]0;PWN\\a\\u009b31m\"\n");
    folder.write("tea.md", "---\nkind: symptom\ntitle: \"No \\e[8mtea\"\nsays: [no tea]\n---\n# No tea\n");
    for arguments in [vec!["tree"], vec!["lint"], vec!["ask", "no tea"], vec!["doctor"]] {
        let run = painted(Deskdoc::with_base(folder.path()).args(&arguments));
        assert_harmless(&run, &format!("{arguments:?}"));
    }
    let run = painted(Deskdoc::with_base(&small_base()).args(["chat"]).input(format!("{TRICKS}\nnote\n")));
    assert_harmless(&run, "chat");
}
