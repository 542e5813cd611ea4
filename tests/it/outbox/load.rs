//! Many notes, a receiver that fails half of the time before or after it has kept a note, and two processes.
//!
//! `DESKDOC_TEST_DELIVERIES=10000 cargo test --test it outbox::load -- --nocapture` runs it with as many as one likes.

use std::sync::atomic::AtomicU64;
use std::time::Instant;

use deskdoc::config::NoteAuth;
use deskdoc::store::{Along, Delivery, StoreError};

use super::receiver::{Act, Receiver, Request};
use super::{all, are_all, note, queue, random, sender, settings};
use crate::store::{Place, ledger, on_both, until, wait};

on_both!(every_ticket_gets_exactly_one_note_from_two_processes_while_half_of_all_calls_fail);

fn n_deliveries() -> u128 {
    std::env::var("DESKDOC_TEST_DELIVERIES").map_or(300, |text| text.parse().expect("a number"))
}

/// Half of the calls go well; the others fail in every way there is, also after the note was kept.
fn half_of_the_time(seed: &AtomicU64, _: &Request) -> Act {
    match random(seed) % 100 {
        0..50 => Act::Well,
        50..60 => Act::KeepAndFail,
        60..68 => Act::KeepAndBreak,
        68..76 => Act::Break,
        76..77 => Act::Hang,
        77..83 => Act::Answer(429, "retry-after: 0\r\n", String::new()),
        83..90 => Act::Answer(503, "", "being mended".to_owned()),
        _ => Act::Answer(500, "", "out of order".to_owned()),
    }
}

fn every_ticket_gets_exactly_one_note_from_two_processes_while_half_of_all_calls_fail(place: &Place) {
    let seed = AtomicU64::new(7);
    let receiver = Receiver::start(move |request| half_of_the_time(&seed, request));
    let settings = settings(&receiver, NoteAuth::None);
    let n = n_deliveries();
    let stores = [place.open(), place.open()];
    let started = Instant::now();
    let senders = [sender(&settings, &stores[0]), sender(&settings, &stores[1])];
    for id in 1..=n {
        let store = &stores[(id % 2) as usize];
        queue(store, note(id, &format!("{id}")));
        if id % 10 == 0 {
            // The same once more, as a webhook that is sent again would have it.
            let along = Along { outgoing: vec![note(id, &format!("{id}"))], ..Along::default() };
            let again = wait(store.begin(ledger(n + id, 0), along));
            assert_eq!(again, Err(StoreError::AlreadyThere));
        }
    }
    let queued = started.elapsed();
    until_long(|| are_all(&stores[0], Delivery::Delivered));
    println!(
        "{n} notes: queued in {queued:?}, all delivered after {:?}, {} calls, at most {} attempts for one",
        started.elapsed(),
        receiver.requests().len(),
        all(&stores[0]).iter().map(|note| note.attempts).max().unwrap_or_default(),
    );
    let notes = receiver.notes();
    assert_eq!(notes.len() as u128, n, "every ticket has a note");
    for (ticket, notes) in notes {
        assert_eq!(notes.len(), 1, "{ticket}: {notes:?}");
    }
    drop(senders);
}

/// Waits for as long as many deliveries take.
fn until_long(is_so: impl Fn() -> bool) {
    for _ in 0..60 {
        let found = std::cell::Cell::new(false);
        let looked = Instant::now();
        until(|| {
            found.set(is_so());
            found.get() || looked.elapsed().as_secs() > 30
        });
        if found.get() {
            return;
        }
    }
    panic!("notes are still not delivered");
}
