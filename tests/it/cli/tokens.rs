//! `deskdoc token`: printed once, kept as a hash, revoked by name.

use serde_json::json;

use crate::world::{Deskdoc, Folder, Run, files_below, small_base};

fn token(data: &Folder, arguments: &[&str]) -> Run {
    Deskdoc::new().args(["--data"]).args([data.path()]).args(["token"]).args(arguments).run()
}

#[test]
fn a_token_is_printed_once_and_is_in_no_file() {
    let data = Folder::new();
    let made =
        token(&data, &["create", "--name", "zammad", "--scope", "diagnose,tickets", "--expires", "90d"]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    let text = made.out.strip_suffix('\n').expect("one line");
    assert!(text.starts_with("deskdoc_") && text.len() == 80 && !text.contains('\n'), "{text}");
    assert!(!made.err.contains(text) && made.err.contains("zammad"), "{}", made.err);
    for (_, file) in files_below(data.path()) {
        let bytes = std::fs::read(&file).unwrap();
        let found = bytes.windows(24).any(|part| part == &text.as_bytes()[8..32]);
        assert!(!found, "{}", file.display());
    }
    let listed = token(&data, &["list"]);
    assert_eq!(listed.code, Some(0));
    assert!(listed.out.starts_with("zammad (usable)\n  for diagnose, tickets\n  made 20"), "{}", listed.out);
    assert!(listed.out.contains(", never used, expires 20") && !listed.out.contains(text), "{}", listed.out);
}

#[test]
fn a_token_is_revoked_by_its_name_which_is_free_again_then() {
    let data = Folder::new();
    let create = ["create", "--name", "a", "--scope", "admin", "--json"];
    let first = token(&data, &create).json();
    assert_eq!(first["scopes"], json!(["admin"]));
    let again = token(&data, &create);
    assert_eq!((again.code, again.out.as_str()), (Some(2), ""));
    assert!(again.err.contains("there is a token `a` already"), "{}", again.err);
    let revoked = token(&data, &["revoke", "a", "--json"]).json();
    assert_eq!((&revoked["name"], &revoked["state"]), (&json!("a"), &json!("revoked")));
    let second = token(&data, &create).json();
    assert_ne!(first["token"], second["token"]);
    let list = token(&data, &["list", "--json"]).json();
    let states: Vec<&str> =
        list["tokens"].as_array().unwrap().iter().map(|token| token["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["revoked", "usable"]);
    assert_eq!(token(&data, &["revoke", "--name", "a"]).code, Some(0));
    let gone = token(&data, &["revoke", "a"]);
    assert_eq!(gone.code, Some(2));
    assert!(gone.err.contains("no token `a`"), "{}", gone.err);
}

#[test]
fn what_is_wrong_with_a_token_is_said_and_nothing_is_made() {
    let data = Folder::new();
    let with = |more: &[&str]| token(&data, &[&["create"], more].concat());
    for (arguments, expected) in [
        (&["--name", "a b", "--scope", "admin"][..], "letters, digits"),
        (&["--name", "-a", "--scope", "admin"], ""),
        (&["--name", "a", "--scope", "root"], "diagnose, conversations, tickets, insights, admin"),
        (&["--name", "a"], "--scope"),
        (&["--name", "a", "--scope", "admin", "--expires", "soon"], "`90d`, `12h` or `2w`"),
        (&["--name", "a", "--scope", "admin", "--expires", "0d"], "`90d`, `12h` or `2w`"),
        (&["--name", "a", "--scope", "admin", "--expires", "ä"], "`90d`, `12h` or `2w`"),
        (&["--name", "a", "--scope", "admin", "--expires", "2020-01-01"], "worthless at once"),
    ] {
        let run = with(arguments);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(run.err.contains(expected), "{arguments:?}: {}", run.err);
    }
    assert_eq!(token(&data, &["list"]).code, Some(2), "there is no store yet");
    let nowhere = Deskdoc::new().args(["token", "create", "--name", "a", "--scope", "admin"]).run();
    assert_eq!((nowhere.code, nowhere.out.as_str()), (Some(2), ""));
    assert!(nowhere.err.contains("`--data DIR`"), "{}", nowhere.err);
}

#[test]
fn the_last_day_of_a_token_counts_whole() {
    let data = Folder::new();
    let create = ["create", "--name", "a", "--scope", "admin", "--json", "--expires", "2099-12-31"];
    assert_eq!(token(&data, &create).json()["expires_at"], "2100-01-01T00:00:00.000Z");
}

#[test]
fn a_token_may_come_before_the_first_server_and_has_an_end_that_can_be_written() {
    let data = Folder::new();
    let create = ["token", "create", "--name", "a", "--scope", "admin"];
    let run = Deskdoc::new().args(["--data"]).args([data.path().join("new")]).args(create).run();
    assert!(run.code == Some(0) && run.out.starts_with("deskdoc_"), "{}", run.err);
    let late = token(&data, &["create", "--name", "a", "--scope", "admin", "--expires", "999999w"]);
    assert!(late.code == Some(2) && late.err.contains("9999-12-31"), "{}", late.err);
}

#[test]
fn an_address_that_others_can_reach_is_not_opened_without_a_token_unless_it_is_said() {
    // No machine has this address, so that whoever gets past the question of tokens ends with another complaint.
    let serve = |data: Option<&Folder>, more: &[&str]| {
        let run = Deskdoc::with_base(&small_base());
        let run = match data {
            Some(data) => run.args(["--data"]).args([data.path()]),
            None => run,
        };
        run.args(["serve", "--listen", "192.0.2.1:8080"]).args(more).run()
    };
    let (data, others) = (Folder::new(), Folder::new());
    for place in [None, Some(&data)] {
        let refused = serve(place, &[]);
        assert_eq!((refused.code, refused.out.as_str()), (Some(2), ""));
        assert!(
            refused.err.contains("deskdoc token create") && refused.err.contains("--without-tokens"),
            "{}",
            refused.err
        );
    }
    let let_through = |run: Run| {
        assert_eq!(run.code, Some(2));
        assert!(run.err.contains("cannot listen on 192.0.2.1:8080"), "{}", run.err);
    };
    let_through(serve(Some(&data), &["--without-tokens"]));
    assert_eq!(token(&others, &["create", "--name", "a", "--scope", "diagnose"]).code, Some(0));
    let_through(serve(Some(&others), &[]));
    assert_eq!(token(&others, &["revoke", "a"]).code, Some(0));
    let err = serve(Some(&others), &[]).err;
    assert!(err.contains("deskdoc token create") && err.contains("is revoked or has expired"), "{err}");
    assert!(!err.contains("--without-tokens"), "it would answer everybody with 401: {err}");
}
