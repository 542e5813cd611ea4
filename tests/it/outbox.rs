//! Notes arrive in their tickets: once each, whatever fails, and nowhere else.

mod answers;
mod killed;
mod load;
mod operator;
mod paged;
mod places;
mod receiver;
mod whole;

use std::collections::BTreeMap;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use deskdoc::config::{Allowed, Destination, NoteAuth, Outbox};
use deskdoc::outbox::{Found, Names, Pace, Sender, Surroundings};
use deskdoc::store::{Along, Delivery, Id, Moment, Outgoing, Queued, Store};
use serde_json::json;

use self::receiver::Receiver;
use crate::store::{ledger, wait};

/// The hook whose ticket system the receiver plays.
pub const HOOK: &str = "helpdesk";

/// Everything a hundred times as quick as in earnest.
pub const QUICK: Pace = Pace {
    timeout: Duration::from_secs(2),
    lease: 6_000,
    look_every: Duration::from_millis(20),
    pauses: 0.01,
};

pub fn now() -> Moment {
    Moment(i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap())
}

/// Numbers that look like chance and are the same each time.
pub fn random(seed: &AtomicU64) -> u64 {
    let mut x = seed.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Names as a test has them.
pub struct Planted(pub BTreeMap<String, Vec<IpAddr>>);

impl Names for Planted {
    fn look_up(&self, name: &str) -> Found {
        let found = self.0.get(name).cloned();
        Box::pin(async move { found.ok_or_else(|| io::Error::other("no such name")) })
    }
}

/// Surroundings in which no name is known.
pub fn surroundings() -> Surroundings {
    with_names(BTreeMap::new())
}

pub fn with_names(names: BTreeMap<String, Vec<IpAddr>>) -> Surroundings {
    Surroundings { now: Arc::new(now), chance: Arc::new(|| 0.5), names: Arc::new(Planted(names)) }
}

/// Settings in which the receiver's ticket system is listed.
pub fn settings(receiver: &Receiver, auth: NoteAuth) -> Outbox {
    at(&receiver.url(), &[&receiver.url()], auth)
}

pub fn at(url: &str, allow: &[&str], auth: NoteAuth) -> Outbox {
    let allow: Vec<String> = allow.iter().map(|entry| (*entry).to_owned()).collect();
    let destination = Destination { url: url.parse().unwrap(), auth };
    Outbox {
        allow: Allowed::read(&allow).unwrap(),
        ca_file: None,
        destinations: [(HOOK.to_owned(), destination)].into(),
    }
}

pub fn sender(settings: &Outbox, store: &Store) -> Sender {
    Sender::start(settings, store.clone(), surroundings(), QUICK).expect("the sender starts")
}

/// The note of a number, for a ticket.
pub fn note(id: u128, ticket: &str) -> Outgoing {
    let path = format!("/tickets/{ticket}/notes");
    let body = json!({"note": format!("No coffee: fill the tank.\n\ndeskdoc-note {}", Id(id))}).to_string();
    let call = json!({"method": "POST", "path": path, "content_type": "application/json", "body": body, "lookup": path});
    Outgoing { id: Id(id), hook: HOOK.to_owned(), ticket: ticket.to_owned(), at: now(), call }
}

/// Queues a note, with the conversation it tells of.
pub fn queue(store: &Store, outgoing: Outgoing) {
    let id = outgoing.id.0;
    let along = Along { outgoing: vec![outgoing], ..Along::default() };
    wait(store.begin(ledger(id, 0), along)).unwrap();
}

pub fn all(store: &Store) -> Vec<Queued> {
    wait(store.outgoing(true, 100_000)).unwrap()
}

pub fn are_all(store: &Store, delivery: Delivery) -> bool {
    all(store).iter().all(|note| note.delivery == delivery)
}

/// The one note of a store.
pub fn the_note(store: &Store) -> Queued {
    let mut notes = all(store);
    assert_eq!(notes.len(), 1);
    notes.remove(0)
}
