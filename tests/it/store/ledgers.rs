//! Conversations: begun, continued by one at a time, and done once however often they are asked for.

use std::collections::BTreeSet;

use deskdoc::store::{Done, Id, Moment, Replay, Store, StoreError};

use super::{Place, event, keyed, ledger, on_both, standing, turn, wait};

on_both!(
    a_conversation_is_read_as_it_was_written,
    a_turn_is_added_only_to_what_its_maker_has_seen,
    of_sixty_four_writers_exactly_one_gets_each_turn,
    a_request_that_is_sent_again_gets_its_first_answer_and_has_no_second_effect,
    a_key_for_another_request_is_refused,
    a_key_is_kept_only_together_with_its_effect,
    of_many_with_one_key_one_has_an_effect_and_all_get_its_answer,
    a_key_may_be_used_again_after_a_day,
    two_processes_with_one_store_lose_nothing,
);

fn a_conversation_is_read_as_it_was_written(place: &Place) {
    let store = place.open();
    wait(async {
        assert_eq!(store.conversation(Id(7)).await.unwrap(), None);
        store.begin(ledger(7, 1_000), None).await.unwrap();
        assert_eq!(store.conversation(Id(7)).await.unwrap(), Some(ledger(7, 1_000)));
        assert_eq!(store.begin(ledger(7, 2_000), None).await, Err(StoreError::AlreadyThere));

        assert_eq!(store.take(turn(7, 1, "machine dead", 3_000), None).await, Ok(Done::Now(2)));
        let read = store.conversation(Id(7)).await.unwrap().unwrap();
        assert_eq!(read.events.len(), 3);
        assert_eq!(read.events[1..], [event("machine dead", 3_000), event("reply", 3_000)]);
        assert_eq!((read.conversation.turn, read.conversation.updated_at), (2, Moment(3_000)));
        assert_eq!(read.conversation.standing, standing("solved"));
        assert_eq!(read.conversation.created_at, Moment(1_000));
    });
    // And so it stays.
    store.close();
    drop(store);
    let again = place.open();
    assert_eq!(wait(again.conversation(Id(7))).unwrap().unwrap().events.len(), 3);
}

fn a_turn_is_added_only_to_what_its_maker_has_seen(place: &Place) {
    let store = place.open();
    wait(async {
        store.begin(ledger(1, 0), None).await.unwrap();
        store.take(turn(1, 1, "first", 1), None).await.unwrap();
        for stale in [0, 1, 3] {
            let refused = store.take(turn(1, stale, "late", 2), None).await;
            assert_eq!(refused, Err(StoreError::Conflict { current: 2 }), "expected {stale}");
        }
        assert_eq!(store.take(turn(2, 1, "x", 1), None).await, Err(StoreError::NoSuchConversation));
        assert_eq!(store.conversation(Id(1)).await.unwrap().unwrap().events.len(), 3);
    });
}

fn of_sixty_four_writers_exactly_one_gets_each_turn(place: &Place) {
    const WRITERS: u32 = 64;
    const ROUNDS: u32 = 5;
    let store = place.open();
    wait(store.begin(ledger(1, 0), None)).unwrap();
    for round in 1..=ROUNDS {
        let write = |writer: u32| {
            let store = store.clone();
            move || wait(store.take(turn(1, round, &format!("{round} by {writer}"), 1), None))
        };
        let outcomes: Vec<Result<Done<u32>, StoreError>> = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..WRITERS).map(|writer| scope.spawn(write(writer))).collect();
            writers.into_iter().map(|writer| writer.join().unwrap()).collect()
        });
        let n_won = outcomes.iter().filter(|outcome| **outcome == Ok(Done::Now(round + 1))).count();
        let lost = Err(StoreError::Conflict { current: round + 1 });
        let n_lost = outcomes.iter().filter(|outcome| **outcome == lost).count();
        assert_eq!((n_won, n_lost), (1, WRITERS as usize - 1), "round {round}: {outcomes:?}");
    }
    let read = wait(store.conversation(Id(1))).unwrap().unwrap();
    assert_eq!((read.conversation.turn, read.events.len() as u32), (ROUNDS + 1, 1 + 2 * ROUNDS));
}

fn a_request_that_is_sent_again_gets_its_first_answer_and_has_no_second_effect(place: &Place) {
    let store = place.open();
    let first = keyed("k", 1, 1_000);
    let replay = Replay { status: first.status, answer: first.answer.clone() };
    wait(async {
        store.begin(ledger(1, 0), None).await.unwrap();
        assert_eq!(store.recall(&first.scope, "k", [1; 32], Moment(1_000)).await, Ok(None));
        assert_eq!(store.take(turn(1, 1, "a", 1_000), Some(first.clone())).await, Ok(Done::Now(2)));
        for again in [1_000, 5_000] {
            let mut same = keyed("k", 1, again);
            same.answer = b"another answer".to_vec();
            let outcome = store.take(turn(1, 1, "a", again), Some(same)).await;
            assert_eq!(outcome, Ok(Done::Earlier(replay.clone())));
        }
        assert_eq!(store.recall(&first.scope, "k", [1; 32], Moment(2_000)).await, Ok(Some(replay)));
        assert_eq!(store.recall("POST /elsewhere", "k", [1; 32], Moment(2_000)).await, Ok(None));
        assert_eq!(store.conversation(Id(1)).await.unwrap().unwrap().conversation.turn, 2);
    });
}

fn a_key_for_another_request_is_refused(place: &Place) {
    let store = place.open();
    wait(async {
        store.begin(ledger(1, 0), Some(keyed("k", 1, 0))).await.unwrap();
        assert_eq!(store.begin(ledger(2, 0), Some(keyed("k", 2, 0))).await, Err(StoreError::KeyReused));
        let recalled = store.recall("POST /turns", "k", [2; 32], Moment(0)).await;
        assert_eq!(recalled, Err(StoreError::KeyReused));
        assert_eq!(store.conversation(Id(2)).await, Ok(None));
    });
}

fn a_key_is_kept_only_together_with_its_effect(place: &Place) {
    let store = place.open();
    wait(async {
        store.begin(ledger(1, 0), None).await.unwrap();
        let late = store.take(turn(1, 9, "x", 0), Some(keyed("k", 1, 0))).await;
        assert_eq!(late, Err(StoreError::Conflict { current: 1 }));
        // The client reads the conversation again and sends another body with a key that had no effect.
        assert_eq!(store.take(turn(1, 1, "x", 0), Some(keyed("k", 2, 0))).await, Ok(Done::Now(2)));
    });
}

fn of_many_with_one_key_one_has_an_effect_and_all_get_its_answer(place: &Place) {
    let store = place.open();
    let send = |store: Store| move || wait(store.begin(ledger(1, 0), Some(keyed("k", 1, 0))));
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..16).map(|_| scope.spawn(send(store.clone()))).collect();
        senders.into_iter().map(|sender| sender.join().unwrap()).collect()
    });
    let n_now = outcomes.iter().filter(|outcome| **outcome == Ok(Done::Now(()))).count();
    let answer = keyed("k", 1, 0).answer;
    let is_earlier = |outcome: &&Result<Done<()>, StoreError>| matches!(outcome, Ok(Done::Earlier(replay)) if replay.answer == answer);
    assert_eq!((n_now, outcomes.iter().filter(is_earlier).count()), (1, 15), "{outcomes:?}");
}

fn a_key_may_be_used_again_after_a_day(place: &Place) {
    const A_DAY: i64 = 24 * 60 * 60 * 1000;
    let store = place.open();
    wait(async {
        store.begin(ledger(1, 0), Some(keyed("k", 1, 0))).await.unwrap();
        store.begin(ledger(2, 0), Some(keyed("other", 1, A_DAY))).await.unwrap();
        assert_eq!(store.recall("POST /turns", "k", [1; 32], Moment(A_DAY + 1)).await, Ok(None));
        assert_eq!(store.begin(ledger(3, 0), Some(keyed("k", 2, A_DAY + 1))).await, Ok(Done::Now(())));
        assert_eq!(store.forget_keys(Moment(2 * A_DAY + 1)).await, Ok(1), "`other` is a day old by then");
        assert_eq!(store.forget_keys(Moment(2 * A_DAY + 2)).await, Ok(1));
    });
}

fn two_processes_with_one_store_lose_nothing(place: &Place) {
    // Two stores share nothing but the database, as two processes do.
    let stores = [place.open(), place.open()];
    std::thread::scope(|scope| {
        for (at, store) in stores.iter().enumerate() {
            scope.spawn(move || {
                for n in 0..50 {
                    let id = (at * 1_000 + n) as u128;
                    wait(store.begin(ledger(id, 0), None)).unwrap();
                    wait(store.take(turn(id, 1, "x", 1), None)).unwrap();
                }
            });
        }
    });
    let ids: BTreeSet<u128> = (0..50).chain(1_000..1_050).collect();
    for id in ids {
        assert_eq!(wait(stores[0].conversation(Id(id))).unwrap().unwrap().events.len(), 3, "{id}");
    }
}
