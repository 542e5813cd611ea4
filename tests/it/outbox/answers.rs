//! What becomes of a note by how it is answered, and what goes with each call.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use deskdoc::config::{NoteAuth, Secret};
use deskdoc::store::{Delivery, Id, Which};

use super::receiver::{Act, Receiver};
use super::{all, note, now, queue, sender, settings, the_note};
use crate::store::{Place, on_both, until, wait};

on_both!(
    notes_of_one_ticket_arrive_in_their_order,
    a_note_that_is_refused_is_given_up_with_its_reason_and_tried_again_when_somebody_asks,
    a_note_for_a_hook_that_is_no_more_waits_and_says_so,
);

fn secret(text: &str) -> Secret {
    Secret::from(text.to_owned())
}

fn well() -> Receiver {
    Receiver::start(|_| Act::Well)
}

#[test]
fn each_credential_goes_where_the_ticket_system_looks_for_it() {
    for (auth, header, value) in [
        (NoteAuth::Bearer(secret("hunter2\n")), "authorization", "Bearer hunter2"),
        (NoteAuth::Basic(secret("me:hunter2")), "authorization", "Basic bWU6aHVudGVyMg=="),
        (
            NoteAuth::Header {
                name: "Authorization".to_owned(),
                prefix: "Token token=".to_owned(),
                secret: secret("hunter2"),
            },
            "authorization",
            "Token token=hunter2",
        ),
        (
            NoteAuth::Header { name: "PRIVATE-TOKEN".to_owned(), prefix: String::new(), secret: secret("x") },
            "private-token",
            "x",
        ),
    ] {
        let (receiver, place) = (well(), Place::sqlite());
        let store = place.open();
        queue(&store, note(1, "17"));
        let _sender = sender(&settings(&receiver, auth), &store);
        until(|| the_note(&store).delivery == Delivery::Delivered);
        let request = &receiver.requests()[0];
        assert_eq!(request.headers.get(header).map(String::as_str), Some(value));
        assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/tickets/17/notes"));
        assert_eq!(request.headers["host"], format!("127.0.0.1:{}", receiver.port()));
        assert_eq!(request.headers["content-type"], "application/json");
        assert_eq!(the_note(&store).outgoing.call, serde_json::json!({}), "what arrived is not kept twice");
    }
}

#[test]
fn a_repeated_attempt_has_the_same_id_and_a_new_signature() {
    let n = AtomicUsize::new(0);
    let receiver = Receiver::start(move |request| match request.method.as_str() {
        "POST" if n.fetch_add(1, Ordering::Relaxed) == 0 => {
            Act::Answer(503, "retry-after: 1\r\n", String::new())
        }
        _ => Act::Well,
    });
    let place = Place::sqlite();
    let store = place.open();
    queue(&store, note(1, "17"));
    let auth = NoteAuth::Standard(vec![secret("whsec_b2xk"), secret("new")]);
    let _sender = sender(&settings(&receiver, auth), &store);
    until(|| the_note(&store).delivery == Delivery::Delivered);
    let requests = receiver.requests();
    let methods: Vec<&str> = requests.iter().map(|request| request.method.as_str()).collect();
    assert_eq!(methods, ["POST", "GET", "POST"]);
    let id = Id(1).to_string();
    for request in &requests {
        assert_eq!(request.headers["webhook-id"], id);
        assert!(request.headers["webhook-timestamp"].parse::<i64>().unwrap() > 1_700_000_000);
        assert_eq!(request.headers["webhook-signature"].matches("v1,").count(), 2);
        assert!(!request.headers.contains_key("authorization"));
    }
    for post in [&requests[0], &requests[2]] {
        assert_eq!(post.headers["idempotency-key"], id);
        assert_eq!(post.body, requests[0].body);
    }
}

#[test]
fn a_note_that_was_kept_by_a_receiver_that_then_failed_is_not_sent_again() {
    let receiver =
        Receiver::start(|request| if request.method == "POST" { Act::KeepAndBreak } else { Act::Well });
    let place = Place::sqlite();
    let store = place.open();
    queue(&store, note(1, "17"));
    let _sender = sender(&settings(&receiver, NoteAuth::None), &store);
    until(|| the_note(&store).delivery == Delivery::Delivered);
    assert_eq!(receiver.requests().iter().filter(|request| request.method == "POST").count(), 1);
    assert_eq!(the_note(&store).words.as_deref(), Some("it was in the ticket already"));
}

fn notes_of_one_ticket_arrive_in_their_order(place: &Place) {
    let seed = AtomicU64::new(3);
    let receiver = Receiver::start(move |_| {
        if super::random(&seed).is_multiple_of(2) { Act::Well } else { Act::Answer(500, "", String::new()) }
    });
    let stores = [place.open(), place.open()];
    for id in 1..=20 {
        let mut next = note(id, "17");
        next.at.0 += id as i64;
        queue(&stores[0], next);
    }
    let settings = settings(&receiver, NoteAuth::None);
    let _senders = [sender(&settings, &stores[0]), sender(&settings, &stores[1])];
    until(|| super::are_all(&stores[0], Delivery::Delivered));
    let notes = receiver.notes().remove("/tickets/17/notes").unwrap();
    let expected: Vec<String> =
        (1..=20).map(|id| note(id, "17").call["body"].as_str().unwrap().to_owned()).collect();
    assert_eq!(notes, expected);
}

fn a_note_that_is_refused_is_given_up_with_its_reason_and_tried_again_when_somebody_asks(place: &Place) {
    let is_mended = Arc::new(AtomicUsize::new(0));
    let mended = Arc::clone(&is_mended);
    let receiver = Receiver::start(move |_| {
        if mended.load(Ordering::Relaxed) == 1 {
            return Act::Well;
        }
        let said = format!(
            "no: hunter2 is wrong, password=geheim {} {}\u{1b}",
            "long ".repeat(99),
            "x".repeat(50_000)
        );
        Act::Answer(403, "", said)
    });
    let store = place.open();
    queue(&store, note(1, "17"));
    let mut pace = super::QUICK;
    pace.pauses = 0.0001;
    let settings = settings(&receiver, NoteAuth::Bearer(secret("hunter2")));
    let sender =
        deskdoc::outbox::Sender::start(&settings, store.clone(), super::surroundings(), pace).unwrap();
    until(|| the_note(&store).delivery == Delivery::GivenUp);
    let given_up = the_note(&store);
    let words = given_up.words.unwrap();
    assert!(words.starts_with("looking whether it is there: answered 403"), "{words}");
    assert!(!words.contains("hunter2") && !words.contains("geheim") && !words.contains('\u{1b}'), "{words}");
    assert!(words.chars().count() < 300, "{words}");
    assert_eq!((given_up.status, given_up.attempts), (Some(403), 7));
    until(|| sender.trouble() == ["outbox: 1 note was given up; `deskdoc outbox list` says why"]);
    is_mended.store(1, Ordering::Relaxed);
    assert_eq!(wait(store.retry_outgoing(Which::One(Id(2)), now())).unwrap(), 0);
    assert_eq!(wait(store.retry_outgoing(Which::One(Id(1)), now())).unwrap(), 1);
    until(|| the_note(&store).delivery == Delivery::Delivered);
    until(|| sender.trouble().is_empty());
    assert_eq!(
        wait(store.retry_outgoing(Which::All, now())).unwrap(),
        0,
        "what has arrived is not sent again"
    );
    assert_eq!(receiver.notes().len(), 1);
}

fn a_note_for_a_hook_that_is_no_more_waits_and_says_so(place: &Place) {
    let receiver = well();
    let store = place.open();
    let mut other = note(1, "17");
    other.hook = "former".to_owned();
    queue(&store, other);
    queue(&store, note(2, "18"));
    let _sender = sender(&settings(&receiver, NoteAuth::None), &store);
    until(|| all(&store)[0].words.is_some());
    let notes = all(&store);
    assert_eq!(notes[0].delivery, Delivery::Waiting);
    assert!(notes[0].words.as_ref().unwrap().contains("no such hook"));
    until(|| all(&store)[1].delivery == Delivery::Delivered);
}

#[test]
fn a_call_that_nobody_here_wrote_is_given_up_at_once() {
    let (receiver, place) = (well(), Place::sqlite());
    let store = place.open();
    let mut bad = note(1, "17");
    bad.call["path"] = "/../../admin".into();
    queue(&store, bad);
    let _sender = sender(&settings(&receiver, NoteAuth::None), &store);
    until(|| the_note(&store).delivery == Delivery::GivenUp);
    assert!(receiver.requests().is_empty());
}
