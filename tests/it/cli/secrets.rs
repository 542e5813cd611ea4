//! Secrets on the command line: what is quoted, printed, brought in or drafted is without them.

use serde_json::json;

use crate::world::{Deskdoc, Folder, Run, files_below, small_base};

/// Stands in every secret here.
const MARK: &str = "Tr0mbone77x";

fn is_clean(run: &Run, words: &[&str]) {
    assert!(!run.out.contains(MARK) && !run.err.contains(MARK), "{words:?}\n{}\n{}", run.out, run.err);
}

#[test]
fn a_secret_that_was_announced_in_one_turn_is_not_kept_in_the_next() {
    let pairs = [
        ("my password is", MARK.to_owned()),
        ("my password:\n\n", format!("it is {MARK}")),
        ("Passwort:", MARK.to_owned()),
        ("password", MARK.to_owned()),
        ("パスワードは", format!("{MARK}です")),
        ("the client secret is", format!("{MARK} but it never worked")),
        ("-----BEGIN PRIVATE KEY-----", format!("MIIEvQ{MARK}\nVPY4Zy{MARK}\n-----END PRIVATE KEY-----")),
        ("my password is", format!("hand over: {MARK}")),
    ];
    let pairs: String =
        pairs.into_iter().map(|(announced, value)| format!("{announced}\n{value}\n")).collect();
    for opening in ["", "after login I land on adobe.com\n"] {
        let typed = format!("{opening}{pairs}note\n");
        let run = Deskdoc::new().args(["chat"]).input(typed.as_str()).run();
        assert_eq!(run.code, Some(0), "{}", run.err);
        is_clean(&run, &["chat"]);
        assert!(run.out.contains("my password is") && run.out.contains("[removed]"), "{}", run.out);
    }
}

#[test]
fn what_is_wrong_with_the_arguments_is_told_without_their_secrets() {
    let (named, url) = (format!("password={MARK}"), format!("https://u:{MARK}@h"));
    let (key, mail) =
        (format!("client_secret: {MARK}"), format!("-----Original-----\nFrom: kim\nPassword: {MARK}"));
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{MARK}\n-----END PRIVATE KEY-----");
    for words in [
        ["ask", &mail].as_slice(),
        &["ask", "--json", &pem],
        &["check", &key],
        &["ask", "x", "--facts", &key],
        &["tree", &mail],
        &["--config", &key, "tree"],
        &["tree", &named],
        &["check", &named],
        &["lint", &named],
        &["hook", "try", &named, "-"],
        &["token", "revoke", &named],
        &["insights", &named],
        &["ask", "--limit", &named, "x"],
        &["serve", "--public-url", &url],
        &["serve", "--retention-days", &named],
    ] {
        let run = Deskdoc::new().args(words).run();
        assert_eq!(run.code, Some(2), "{words:?}: {}", run.err);
        is_clean(&run, words);
    }
    let plain = Deskdoc::new().args(["tree", "no-such-symptom"]).run();
    assert!(plain.err.contains("no-such-symptom"), "{}", plain.err);
}

#[test]
fn what_is_wrong_with_the_settings_is_told_without_their_secrets() {
    let folder = Folder::new();
    for (number, line) in
        ["[hooks.a]\nsecret = ", "password = ", "data = 1\nclient_secret = "].iter().enumerate()
    {
        for quote in ["", "\""] {
            let name = format!("{number}{}.toml", quote.len());
            folder.write(&name, format!("{line}{quote}{MARK}{quote}\n"));
            let file = folder.path().join(&name);
            let run = Deskdoc::new().args(["--config", file.to_str().unwrap(), "ask", "x"]).run();
            assert_eq!(run.code, Some(2), "{line}: {}", run.err);
            is_clean(&run, &[line]);
        }
    }
}

#[test]
fn the_name_of_a_token_is_no_secret() {
    let folder = Folder::new();
    let data = folder.path().join("data");
    let name = format!("ghp_{MARK}a0b1c2d3e4f5g6h7i8j9k0l1m2n3");
    let run = Deskdoc::new()
        .args(["token", "create", "--scope", "diagnose", "--name", &name, "--data"])
        .args([&data])
        .run();
    assert_eq!(run.code, Some(2), "{}", run.err);
    is_clean(&run, &["token create"]);
}

#[test]
fn ids_of_a_batch_and_texts_of_an_evaluation_are_printed_without_secrets() {
    let line = json!({"id": format!("password={MARK}"), "symptom": "bitter-coffee",
        "text": format!("no coffee comes out, password={MARK}")});
    for words in [["ask", "--batch", "-"].as_slice(), &["eval", "-"], &["eval", "-", "--json"]] {
        let run = Deskdoc::with_base(&small_base()).args(words).input(format!("{line}\n")).run();
        assert!(run.out.contains("[removed]"), "{words:?}: {}{}", run.out, run.err);
        is_clean(&run, words);
    }
    let unknown = json!({"text": "x", "symptom": format!("password={MARK}")});
    let run = Deskdoc::with_base(&small_base()).args(["eval", "-"]).input(format!("{unknown}\n")).run();
    assert_eq!(run.code, Some(2), "{}", run.out);
    is_clean(&run, &["eval"]);
}

#[test]
fn findings_quote_no_secret_of_a_page() {
    let base = Folder::new();
    base.write("kb.yml", "name: Kiosk\n");
    base.write(
        "a.md",
        format!("---\nkind: symptom\nworks: password={MARK}\n---\n# Dark\n\n[x](password={MARK}.md)\n"),
    );
    base.write("b.md", format!("---\nkind: fix\neffort: https://u:{MARK}@h\n---\n# Light\n"));
    base.write("c.md", format!("---\nkind: fix\nclient_secret: {MARK}7\n---\n# Grey\n"));
    for words in [["lint"].as_slice(), &["lint", "--json"], &["lint", "--format", "sarif"], &["doctor"]] {
        let run = Deskdoc::with_base(base.path()).args(words).run();
        is_clean(&run, words);
    }
    assert_eq!(Deskdoc::with_base(base.path()).args(["lint"]).run().code, Some(1));
}

#[test]
fn drafts_from_documentation_hold_no_secret() {
    let (manual, base) = (Folder::new(), Folder::new());
    manual.write(
        "manual.md",
        format!(
            "# Manual\n\n## Sign-in refused with password={MARK}\n\nThe server does not start since \
             client_secret={MARK}\n\n1. Enter password: {MARK}\n2. Restart the server.\n"
        ),
    );
    let run = Deskdoc::with_base(base.path()).args(["new", "--from"]).args([manual.path()]).run();
    assert_eq!(run.code, Some(0), "{}", run.err);
    is_clean(&run, &["new --from"]);
    let files = files_below(base.path());
    assert!(!files.is_empty());
    for (path, file) in files {
        let text = std::fs::read_to_string(file).unwrap();
        let mark = MARK.to_lowercase();
        assert!(
            !path.to_lowercase().contains(&mark) && !text.to_lowercase().contains(&mark),
            "{path}\n{text}"
        );
    }
}
