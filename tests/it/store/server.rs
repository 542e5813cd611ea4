//! The server with a store: ready without one, clear about what is missing, and tidy.

use deskdoc::store::{Id, Store};

use super::{Place, at_address, in_folder, ledger, until, wait};
use crate::world::{Folder, Postgres, Server};

#[test]
fn the_server_says_what_is_degraded_and_goes_on_reading_while_postgresql_is_stopped() {
    let Some(database) = Postgres::start() else { return };
    let server = Server::in_environment(&[("DESKDOC_DATABASE", &database.database())]);
    assert_eq!(degraded(&server), Vec::<String>::new());
    database.stop();
    until(|| degraded(&server) == ["conversations cannot be kept: the database cannot be used"]);
    let question = serde_json::json!({"text": "E-17 no flow"});
    let answer = wait(async {
        let sent =
            reqwest::Client::new().post(server.url("/api/v1/diagnose")).json(&question).send().await.unwrap();
        sent.json::<serde_json::Value>().await.unwrap()
    });
    assert_eq!(answer["outcome"], "known");
    database.go();
    until(|| degraded(&server).is_empty());
}

#[test]
fn the_server_starts_without_its_database() {
    let server = Server::in_environment(&[("DESKDOC_DATABASE", "postgres://nobody@127.0.0.1:1/nothing")]);
    assert_eq!(degraded(&server), ["conversations cannot be kept: the database cannot be used"]);
}

#[test]
fn what_is_older_than_the_days_of_retention_is_gone_when_the_server_runs() {
    let folder = Folder::new();
    keep_an_old_one(&Store::open(&in_folder(folder.path())).unwrap());
    let data = folder.path().to_string_lossy().into_owned();
    let _server = Server::in_environment(&[("DESKDOC_DATA", &data), ("DESKDOC_RETENTION_DAYS", "30")]);
    let store = Store::open(&in_folder(folder.path())).unwrap();
    until(|| wait(store.conversation(Id(1))).unwrap().is_none());
}

#[test]
fn without_days_of_retention_everything_is_kept() {
    let Some(place) = Place::postgres() else { return };
    let store = place.open();
    keep_an_old_one(&store);
    let address = place.address.clone().unwrap();
    let server = Server::in_environment(&[("DESKDOC_DATABASE", &address)]);
    drop(server);
    let store = Store::open(&at_address(&address)).unwrap();
    assert!(wait(store.conversation(Id(1))).unwrap().is_some());
}

/// From the year 1970.
fn keep_an_old_one(store: &Store) {
    wait(store.begin(ledger(1, 0), None)).unwrap();
    store.close();
}

fn degraded(server: &Server) -> Vec<String> {
    let ready: serde_json::Value =
        wait(async { reqwest::get(server.url("/readyz")).await.unwrap().json().await.unwrap() });
    assert_eq!(ready["status"], "ready");
    let lines = ready["degraded"].as_array().unwrap();
    lines.iter().map(|line| line.as_str().unwrap().to_owned()).collect()
}
