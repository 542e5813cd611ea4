//! What is said when settings are wrong, and that a password is not said.

use crate::world::{Deskdoc, Folder, Postgres, Run, small_base};

const PASSWORD: &str = "hunter2";

fn export(address: &str) -> Run {
    Deskdoc::new().env("DESKDOC_DATABASE", address).args(["store", "export"]).run()
}

#[test]
fn a_wrong_address_is_named_by_what_was_expected_and_its_password_is_not_shown() {
    let wrong = [
        ("mysql://u:hunter2@localhost/x", "expected `postgres://USER:PASSWORD@HOST:PORT/DATABASE`"),
        ("hunter2", "expected `postgres://USER:PASSWORD@HOST:PORT/DATABASE`"),
        ("postgres://u:hunter2/@localhost/x", "expected `postgres://USER:PASSWORD@HOST:PORT/DATABASE`"),
        ("postgres://u@localhost:99999/x?password=hunter2", "expected `postgres://"),
        ("postgres://u@localhost/x?pasword=hunter2", "a key behind the `?` is not known"),
        ("postgres://u@localhost/x?sslmode=hunter2", "expected `postgres://"),
        ("postgres://u:hunter2@127.0.0.1:1/x", "127.0.0.1:1"),
        ("postgres://u:hunter2@no-such-host.invalid/x", "no-such-host.invalid"),
    ];
    for (address, expected) in wrong {
        let run = export(address);
        assert_eq!(run.code, Some(2), "{address}: {}", run.err);
        assert!(run.err.contains(expected), "{address}: {}", run.err);
        assert!(!run.err.contains(PASSWORD) && run.out.is_empty(), "{address}: {}", run.err);
    }
}

#[test]
fn a_password_is_shown_neither_by_the_help_nor_by_the_log_nor_in_complaints_about_the_file() {
    let address = "postgres://u:hunter2@127.0.0.1:1/x";
    for command in [["serve", "--help"], ["store", "export"], ["serve", "--listen=nowhere"]] {
        let run = Deskdoc::with_base(&small_base())
            .env("DESKDOC_DATABASE", address)
            .args(["--log", "trace"])
            .args(command)
            .run();
        assert!(
            !run.err.contains(PASSWORD) && !run.out.contains(PASSWORD),
            "{command:?}: {}{}",
            run.err,
            run.out
        );
    }
    let folder = Folder::new();
    for text in [
        format!("database = \"{address}"),
        format!("database = [\"{address}\"]"),
        format!("listen = {address}"),
    ] {
        folder.write("deskdoc.toml", &text);
        let run = Deskdoc::new().folder(folder.path()).args(["lint"]).run();
        assert_eq!(run.code, Some(2), "{text}");
        assert!(!run.err.contains(PASSWORD) && run.err.contains("deskdoc.toml: line 1: "), "{}", run.err);
    }
}

#[test]
fn a_server_that_lets_nobody_in_is_an_error_at_the_start() {
    let Some(server) = Postgres::shared() else { return };
    let run = export(&server.address("no_such_database"));
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("no_such_database"), "{}", run.err);
}

#[test]
fn the_place_may_be_named_by_flag_environment_and_file() {
    let folder = Folder::new();
    let line = "{\"store\":{\"version\":1}}\n{\"end\":{\"records\":0}}\n".to_owned();
    let data = || Deskdoc::new().args(["--data"]).args([folder.path()]);
    let run = data().args(["store", "import"]).input(line.clone()).run();
    assert_eq!((run.code, run.out.as_str()), (Some(0), ""), "{}", run.err);
    assert_eq!(data().args(["store", "export"]).run().out, line);

    folder.write("deskdoc.toml", format!("data = {:?}\nretention_days = 30\n", folder.path()));
    let run = Deskdoc::new().folder(folder.path()).args(["store", "export"]).run();
    assert_eq!((run.code, run.out), (Some(0), line), "{}", run.err);

    let nowhere = Deskdoc::new().args(["store", "export"]).run();
    assert_eq!(nowhere.code, Some(2));
    assert!(nowhere.err.contains("--data DIR"), "{}", nowhere.err);
    let missing = Deskdoc::new().args(["--data", "/no/such/folder", "store", "export"]).run();
    assert_eq!(missing.code, Some(2));
    assert!(missing.err.contains("/no/such/folder/deskdoc.sqlite"), "{}", missing.err);
}

#[test]
fn days_of_retention_are_a_number_of_days() {
    for wrong in ["0", "-1", "soon", "1.5"] {
        let run = Deskdoc::new().env("DESKDOC_RETENTION_DAYS", wrong).args(["serve"]).run();
        assert_eq!(run.code, Some(2), "{wrong}");
        assert!(run.err.contains("retention_days") && run.err.contains(wrong), "{}", run.err);
    }
}
