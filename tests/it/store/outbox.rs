//! Notes on their way to tickets: kept together with the turn they tell of, or not at all.

use deskdoc::store::{Along, Id, Moment, Outgoing, StoreError};
use serde_json::json;

use super::{Place, ledger, on_both, turn, wait};

on_both!(a_note_is_kept_together_with_its_turn_or_not_at_all);

/// A note for a ticket.
pub fn outgoing(id: u128, at: i64) -> Outgoing {
    Outgoing {
        id: Id(id),
        hook: "helpdesk".to_owned(),
        ticket: "17".to_owned(),
        at: Moment(at),
        call: json!({"method": "POST", "path": "/notes", "content_type": "text/plain", "body": "é", "lookup": null}),
    }
}

/// Notes that go along with a turn.
pub fn along(ids: &[u128]) -> Along {
    Along { outgoing: ids.iter().map(|id| outgoing(*id, 9)).collect(), ..Along::default() }
}

fn a_note_is_kept_together_with_its_turn_or_not_at_all(place: &Place) {
    let store = place.open();
    let n_kept = || {
        let mut out = Vec::new();
        store.export(&mut out).unwrap();
        String::from_utf8(out).unwrap().lines().filter(|line| line.starts_with(r#"{"outgoing":"#)).count()
    };
    wait(store.begin(ledger(1, 0), along(&[1]))).unwrap();
    assert_eq!(n_kept(), 1);
    let late = wait(store.take(turn(1, 9, "x", 1), along(&[2])));
    assert_eq!(late, Err(StoreError::Conflict { current: 1 }));
    assert_eq!(n_kept(), 1);
    let twice = wait(store.take(turn(1, 1, "x", 1), along(&[1])));
    assert_eq!(twice, Err(StoreError::AlreadyThere));
    assert_eq!(wait(store.conversation(Id(1))).unwrap().unwrap().conversation.turn, 1);
    wait(store.take(turn(1, 1, "x", 1), along(&[2, 3]))).unwrap();
    assert_eq!(n_kept(), 3);
}
