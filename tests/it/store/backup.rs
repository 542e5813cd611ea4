//! The backups of `docs/deskdoc/operations.md`, taken while the store is in use and put back.

use deskdoc::store::{Id, Store};

use super::{Place, at_address, in_folder, ledger, wait};
use crate::world::{Folder, Postgres};

#[test]
fn a_copy_made_by_vacuum_into_is_a_store() {
    let place = Place::sqlite();
    let store = place.open();
    wait(store.begin(ledger(1, 0), None)).unwrap();
    let backup = Folder::new();
    let copy = backup.path().join("deskdoc.sqlite");
    place.run_sql(&format!("VACUUM INTO '{}'", copy.display()));
    wait(store.begin(ledger(2, 0), None)).unwrap();

    let restored = Store::open(&in_folder(backup.path())).unwrap();
    assert_eq!(wait(restored.conversation(Id(1))).unwrap(), Some(ledger(1, 0)));
    assert_eq!(wait(restored.conversation(Id(2))).unwrap(), None);
    wait(restored.begin(ledger(3, 0), None)).unwrap();
}

#[test]
fn a_dump_of_postgresql_is_put_back_into_an_empty_database() {
    let Some(server) = Postgres::shared() else { return };
    let (from, to) = (server.database(), server.database());
    let store = Store::open(&at_address(&from)).unwrap();
    wait(store.begin(ledger(1, 0), None)).unwrap();
    let dump = server.run(server.tool("pg_dump").args(["--no-owner", &from]));
    let folder = Folder::new();
    let file = folder.write("deskdoc.sql", dump);
    super::open_to_all(folder.path());
    server.run(server.tool("psql").args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-f"]).arg(&file).arg(&to));

    let restored = Store::open(&at_address(&to)).unwrap();
    assert_eq!(wait(restored.conversation(Id(1))).unwrap(), Some(ledger(1, 0)));
    wait(restored.begin(ledger(2, 0), None)).unwrap();
}
