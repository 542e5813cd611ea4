//! A server that is stopped or frozen: callers hear of it soon, and it is used again without a restart.

use deskdoc::store::{Done, Health, Id, Store, StoreError};

use super::{at_address, keyed, ledger, turn, until, wait};
use crate::world::Postgres;

#[test]
fn a_server_that_was_stopped_is_used_again_without_a_restart() {
    let Some(server) = Postgres::start() else { return };
    let store = Store::open(&at_address(&server.database())).unwrap();
    wait(store.begin(ledger(1, 0), None)).unwrap();
    for round in 1..=2 {
        server.stop();
        until(|| store.health() != Health::Usable);
        assert_unavailable(&store, round);
        server.go();
        until(|| store.health() == Health::Usable);
        let n_turns = wait(store.take(turn(1, round, "after", 1), None));
        assert_eq!(n_turns, Ok(Done::Now(round + 1)));
    }
    assert_eq!(wait(store.conversation(Id(1))).unwrap().unwrap().events.len(), 5);
}

#[test]
fn a_server_that_is_frozen_keeps_nobody_waiting_and_doubles_nothing() {
    let Some(server) = Postgres::start() else { return };
    let store = Store::open(&at_address(&server.database())).unwrap();
    wait(store.begin(ledger(1, 0), None)).unwrap();
    server.freeze(true);
    // The first ones come before the store knows.
    let outcome = wait(store.take(turn(1, 1, "frozen", 1), Some(keyed("k", 1, 1))));
    assert!(matches!(outcome, Err(StoreError::Unavailable(_) | StoreError::Busy)), "{outcome:?}");
    until(|| store.health() != Health::Usable);
    assert_unavailable(&store, 1);
    server.freeze(false);
    until(|| store.health() == Health::Usable);
    // Whether the turn was kept its maker learns by asking again with the same key.
    let again = wait(store.take(turn(1, 1, "frozen", 1), Some(keyed("k", 1, 1))));
    assert!(matches!(again, Ok(Done::Now(2) | Done::Earlier(_))), "{again:?}");
    let kept = wait(store.conversation(Id(1))).unwrap().unwrap();
    assert_eq!((kept.conversation.turn, kept.events.len()), (2, 3));
}

#[test]
fn a_server_that_is_not_there_at_the_start_is_used_once_it_is() {
    let Some(server) = Postgres::start() else { return };
    let address = server.database();
    server.stop();
    let store = Store::open(&at_address(&address)).expect("reading needs no database, so this is no error");
    assert_unavailable(&store, 1);
    server.go();
    until(|| store.health() == Health::Usable);
    wait(store.begin(ledger(1, 0), None)).unwrap();
}

#[test]
fn a_key_whose_request_does_not_end_is_told_from_one_that_has() {
    let Some(server) = Postgres::start() else { return };
    let store = Store::open(&at_address(&server.database())).unwrap();
    // Somebody holds the key in a transaction that stays open.
    let holder =
        server.begin("test0", "INSERT INTO idempotency_keys VALUES ('POST /turns', 'k', '', 9, 200, '')");
    let running = wait(store.begin(ledger(1, 0), Some(keyed("k", 1, 0))));
    assert_eq!(running, Err(StoreError::KeyRunning));
    assert_eq!(wait(store.begin(ledger(1, 0), Some(keyed("other", 1, 0)))), Ok(Done::Now(())));
    holder.roll_back();
    assert_eq!(wait(store.begin(ledger(2, 0), Some(keyed("k", 1, 0)))), Ok(Done::Now(())));
}

fn assert_unavailable(store: &Store, expected: u32) {
    let refused = wait(store.take(turn(1, expected, "meanwhile", 1), None));
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    let unread = wait(store.conversation(Id(1)));
    assert!(matches!(unread, Err(StoreError::Unavailable(_))), "{unread:?}");
    assert!(matches!(store.health(), Health::Degraded(reason) if !reason.contains("127.0.0.1")));
}
