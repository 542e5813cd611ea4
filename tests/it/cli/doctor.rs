//! `deskdoc doctor`: what is wrong is found, what is well is not touched.

use serde_json::Value;

use super::coffee;
use crate::world::{Deskdoc, Folder, Postgres, Server, files_below, small_base};

/// How a check ended, and in which words.
fn found<'a>(report: &'a Value, check: &str) -> (&'a str, &'a str) {
    let checks = report["checks"].as_array().unwrap();
    let found = checks.iter().find(|found| found["check"] == check).unwrap_or_else(|| panic!("{report}"));
    (found["mark"].as_str().unwrap(), found["line"].as_str().unwrap())
}

/// A look at a data folder, with the address to listen on.
fn examined(folder: &Folder, address: &str) -> (Option<i32>, Value) {
    let run = coffee(&["--data"]).args([folder.path().join("data")]);
    let run = run.args(["doctor", "--json", "--listen", address]).run();
    (run.code, run.json())
}

#[test]
fn a_machine_that_is_well_is_left_as_it_is() {
    let folder = Folder::new();
    let (code, report) = examined(&folder, "127.0.0.1:0");
    assert_eq!((code, report["well"].as_bool()), (Some(0), Some(true)), "{report}");
    assert!(found(&report, "store").1.contains("does not exist yet"));
    assert!(files_below(folder.path()).is_empty(), "nothing was made");
    let data = folder.path().join("data");
    drop(Server::over(&small_base(), &["--data", data.to_str().unwrap()], &[]));
    let contents = || -> Vec<(String, Vec<u8>)> {
        let files = files_below(folder.path()).into_iter();
        files.map(|(path, file)| (path, std::fs::read(file).unwrap())).collect()
    };
    let before = contents();
    let (code, report) = examined(&folder, "127.0.0.1:0");
    assert_eq!(code, Some(0), "{report}");
    assert_eq!(found(&report, "store").0, "ok", "{report}");
    assert_eq!(found(&report, "index"), ("ok", "fits the pages"));
    assert!(contents() == before, "nothing was changed");
}

#[test]
fn beside_a_running_server_it_sees_that_one() {
    let folder = Folder::new();
    let data = folder.path().join("data");
    let server = Server::over(&small_base(), &["--data", data.to_str().unwrap()], &[]);
    let (code, report) = examined(&folder, server.address());
    assert_eq!(code, Some(0), "{report}");
    assert!(found(&report, "address").1.contains("is ready"), "{report}");
    assert_eq!(found(&report, "store").0, "ok", "{report}");
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap().to_string();
    std::thread::spawn(move || drop(other.accept().map(|_| other)));
    let (code, report) = examined(&folder, &address);
    assert_eq!((code, found(&report, "address").0), (Some(1), "wrong"), "{report}");
}

#[test]
fn what_keeps_a_server_from_starting_is_named_with_a_remedy() {
    let folder = Folder::new();
    folder.write("data/deskdoc.sqlite", "this is no database");
    let (code, report) = examined(&folder, "127.0.0.1:0");
    assert_eq!((code, found(&report, "store").0), (Some(1), "wrong"), "{report}");
    let text = coffee(&["doctor", "--data"]).args([folder.path().join("data")]).run();
    assert!(text.out.contains("✗ wrong store") && text.out.contains("→ put back a backup"), "{}", text.out);
    let file = folder.write("file", "");
    let run = coffee(&["doctor", "--json", "--data"]).args([&file]).run();
    assert_eq!(found(&run.json(), "data folder").0, "wrong", "{}", run.out);
    let broken = crate::world::cases("lint").join("references");
    let run = Deskdoc::with_base(&broken).args(["doctor", "--json"]).run();
    assert_eq!((run.code, found(&run.json(), "base").0), (Some(1), "wrong"), "{}", run.out);
    let run = Deskdoc::with_base(&folder.path().join("nowhere")).args(["doctor", "--json"]).run();
    assert_eq!((run.code, found(&run.json(), "base").0), (Some(1), "wrong"), "{}", run.out);
}

#[test]
fn settings_that_cannot_be_read_are_named_in_the_document_too() {
    let folder = Folder::new();
    folder.write("deskdoc.toml", "wach = \"poll\"\n");
    let run = coffee(&["doctor", "--json"]).folder(folder.path()).run();
    assert_eq!((run.code, run.json()["well"].as_bool()), (Some(2), Some(false)), "{}", run.err);
    let report = run.json();
    let (mark, line) = found(&report, "settings");
    assert!(mark == "wrong" && line.contains("wach"), "{line}");
}

#[test]
fn it_says_where_settings_come_from_and_shows_no_password() {
    let folder = Folder::new();
    folder.write("deskdoc.toml", "watch = \"poll\"\nretention_days = 30\n");
    let run = coffee(&["doctor", "--json", "--listen", "127.0.0.1:0"])
        .folder(folder.path())
        .env("DESKDOC_RETENTION_DAYS", "7")
        .env("DESKDOC_DATABASE", "postgres://deskdoc:hunter2@127.0.0.1:1/none")
        .run();
    let report = run.json();
    let details = report["checks"][0]["details"].to_string();
    for told in [
        "watch = poll (from deskdoc.toml)",
        "retention_days = 7 (from DESKDOC_RETENTION_DAYS)",
        "listen = 127.0.0.1:0 (from the command line)",
        "database = [redacted] (from DESKDOC_DATABASE)",
    ] {
        assert!(details.contains(told), "{told}: {details}");
    }
    assert_eq!((run.code, found(&report, "store").0), (Some(1), "wrong"), "{report}");
    assert!(!run.out.contains("hunter2") && !run.err.contains("hunter2"), "{}", run.out);
}

#[test]
fn postgresql_is_asked_for_its_version_and_its_time_and_gets_no_table() {
    let Some(server) = Postgres::shared() else { return };
    let address = server.database();
    let run = coffee(&["doctor", "--json", "--listen", "127.0.0.1:0", "--database", &address]).run();
    let report = run.json();
    assert_eq!(found(&report, "store").0, "ok", "{report}");
    let details = report["checks"][2]["details"].to_string();
    assert!(details.contains("PostgreSQL ") && details.contains("schema 0"), "{details}");
    assert!(details.contains(" ms apart"), "{details}");
    let (_, name) = address.rsplit_once('/').unwrap();
    let tables = server.psql(name, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
    assert_eq!(tables.trim(), "0");
}
