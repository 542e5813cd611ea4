//! `deskdoc store import`: what nobody could go on with is refused, with its line, before anything is kept.

use serde_json::Value;

use crate::world::{Deskdoc, Folder, Server, small_base};

/// An export with one conversation of three events.
fn exported(folder: &Folder) -> String {
    let data = folder.path().join("data");
    let server = Server::over(&small_base(), &["--data", data.to_str().unwrap()], &[]);
    let post = |path: &str, body: &str| -> Value {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let request = reqwest::Client::new().post(server.url(path)).body(body.to_owned());
            let answer = request.header("Content-Type", "application/json").send().await.unwrap();
            answer.json().await.unwrap()
        })
    };
    let begun = post("/api/v1/conversations", r#"{"text": "no coffee comes out"}"#);
    let turns = format!("/api/v1/conversations/{}/turns", begun["id"].as_str().unwrap());
    let next = post(&turns, r#"{"expected_turn": 1, "turn": {"kind": "say", "text": "it hums"}}"#);
    post(&turns, &format!(r#"{{"expected_turn": {}, "turn": {{"kind": "hand_over"}}}}"#, next["turn"]));
    drop(server);
    let run = Deskdoc::new().args(["store", "export", "--data"]).args([&data]).run();
    assert_eq!(run.code, Some(0), "{}", run.err);
    run.out
}

#[test]
fn a_conversation_that_makes_no_sense_is_refused_with_its_line() {
    let folder = Folder::new();
    let text = exported(&folder);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[1].starts_with(r#"{"conversation""#) && lines[4].starts_with(r#"{"event""#), "{text}");
    let changed = |at: usize, change: &dyn Fn(&mut Value)| {
        let mut value: Value = serde_json::from_str(lines[at]).unwrap();
        change(&mut value);
        let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        lines[at] = value.to_string();
        lines.join("\n") + "\n"
    };
    let swapped = [lines[0], lines[1], lines[3], lines[2]].into_iter().chain(lines[4..].iter().copied());
    let cases: [(String, &str); 9] = [
        (changed(3, &|line| line["event"]["kind"] = "sung".into()), "line 4: expected one of the kinds"),
        (changed(2, &|line| line["event"]["payload"] = 7.into()), "line 3: expected one of the kinds"),
        (changed(3, &|line| line["event"]["seq"] = 7.into()), "line 4: expected event 1"),
        (swapped.collect::<Vec<_>>().join("\n") + "\n", "line 3: expected event 0"),
        (changed(4, &|line| line["event"]["at"] = 1.into()), "line 5: expected a time that is not before"),
        (changed(2, &|line| line["event"]["at"] = i64::MAX.into()), "line 3: expected times in milliseconds"),
        (
            changed(1, &|line| line["conversation"]["state"] = "odd".into()),
            "line 2: expected one of the states",
        ),
        (changed(0, &|line| line["store"]["version"] = 9.into()), "a newer deskdoc wrote this export"),
        (
            changed(0, &|line| line["store"] = serde_json::json!({"version": 2, "more": 1})),
            "a newer deskdoc wrote this export",
        ),
    ];
    for (number, (text, words)) in cases.into_iter().enumerate() {
        let other = folder.path().join(format!("other{number}"));
        let import = || Deskdoc::new().args(["store", "import", "--data"]).args([&other]);
        let run = import().input(text).run();
        assert_eq!(run.code, Some(2), "{words}: {}", run.err);
        assert!(run.err.contains(words), "{words}: {}", run.err);
        let run = import().input(lines.join("\n") + "\n").run();
        assert_eq!(run.code, Some(0), "the sound export comes in: {}", run.err);
        assert!(!run.err.contains("already"), "nothing was kept of the other: {}", run.err);
    }
}

#[test]
fn what_is_brought_in_is_cleaned_and_what_is_clean_stays_as_it_is() {
    let folder = Folder::new();
    let text = exported(&folder);
    let imported = |name: &str, text: &str| {
        let data = folder.path().join(name);
        let run = Deskdoc::new().args(["store", "import", "--data"]).args([&data]).input(text).run();
        assert_eq!(run.code, Some(0), "{}", run.err);
        Deskdoc::new().args(["store", "export", "--data"]).args([&data]).run().out
    };
    assert_eq!(imported("clean", &text), text);
    for secret in ["password=Tr0mbone77x", "client_secret: Tr0mbone77x", "https://u:Tr0mbone77x@h"] {
        let dirty = text.replace("no coffee comes out", &format!("no coffee comes out {secret}"));
        assert_ne!(dirty, text);
        let kept = imported(&format!("dirty{}", secret.len()), &dirty);
        assert!(kept.contains("[removed]") && !kept.contains("Tr0mbone77x"), "{kept}");
    }
}
